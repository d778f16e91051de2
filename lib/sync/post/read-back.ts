import type { Clock } from '../../effects.ts'
import type { Refusal, Session, Shop, UpdateResult } from '../../upgates/shop.ts'
import { settleByReading } from '../ledger/line.ts'
import type { Lines } from '../model.ts'

/** Why posting ended before everything was sent. */
export type Stop =
  | { readonly kind: 'limited'; readonly notBeforeMs: number; readonly message: string }
  | { readonly kind: 'denied'; readonly status: number; readonly message: string }
  | { readonly kind: 'misdirected'; readonly message: string }
  | { readonly kind: 'failing'; readonly message: string }
  | { readonly kind: 'not sent'; readonly refusal: Refusal }

/** The stop that follows from a result which is no answer. */
export function stopOf(result: Exclude<UpdateResult, { kind: 'answered' | 'refused' }>): Stop {
  switch (result.kind) {
    case 'limited':
      return { kind: 'limited', notBeforeMs: result.notBefore, message: result.message }
    case 'denied':
      return { kind: 'denied', status: result.status, message: result.message }
    case 'misdirected':
      return { kind: 'misdirected', message: result.message }
    case 'failing':
    case 'unknown':
      return { kind: 'failing', message: result.message }
    case 'not sent':
      return { kind: 'not sent', refusal: result.refusal }
  }
}

/**
 * Settles orders with an unknown outcome by reading what the shop shows, where its API can.
 * Orders that the shop refuses to be asked about are left to be sent again.
 * @returns orders that show everything that was sent, and why the shop cannot be asked any further
 */
export async function readBack(
  lines: Lines,
  orders: readonly string[],
  effects: { readonly shop: Shop; readonly session: Session; readonly clock: Pick<Clock, 'now'> },
): Promise<{ readonly shown: readonly string[]; readonly stop?: Stop }> {
  const { shop, session, clock } = effects
  const shown: string[] = []
  const queue: string[][] = []
  for (let start = 0; start < orders.length; start += shop.batchSize)
    queue.push(orders.slice(start, start + shop.batchSize))
  for (let numbers = queue.shift(); numbers !== undefined && shop.read !== undefined; numbers = queue.shift()) {
    const result = await shop.read(numbers, session)
    if (result.kind === 'refused' && numbers.length > 1) {
      const half = Math.ceil(numbers.length / 2)
      queue.unshift(numbers.slice(0, half), numbers.slice(half))
      continue
    }
    if (result.kind !== 'answered' && result.kind !== 'refused') return { shown, stop: stopOf(result) }
    for (const number of numbers) {
      const shows = result.kind === 'answered' ? result.orders.get(number) : undefined
      if (settleByReading(lines, number, shows, clock.now())) shown.push(number)
    }
  }
  return { shown }
}
