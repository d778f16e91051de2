import type { Clock } from '../effects.ts'
import type { Refusal, Session, Shop, Trouble } from '../upgates/shop.ts'
import type { Lines } from './model.ts'
import { settleByReading } from './settle.ts'

/** Why posting ended before everything was sent. */
export type Stop =
  | { readonly kind: 'limited'; readonly notBeforeMs: number; readonly message: string }
  | { readonly kind: 'denied'; readonly status: number; readonly message: string }
  | { readonly kind: 'misdirected'; readonly message: string }
  | { readonly kind: 'failing'; readonly message: string }
  | { readonly kind: 'not sent'; readonly refusal: Refusal }

/** The stop that follows from trouble which is not about a batch. */
export const stopOf = (trouble: Exclude<Trouble, { kind: 'refused' }>): Stop =>
  trouble.kind === 'unreadable' ? { kind: 'failing', message: trouble.message } : trouble

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
    const trouble = result.kind === 'trouble' ? result.trouble : undefined
    if (trouble?.kind === 'refused' && numbers.length > 1) {
      const half = Math.ceil(numbers.length / 2)
      queue.unshift(numbers.slice(0, half), numbers.slice(half))
      continue
    }
    if (trouble !== undefined && trouble.kind !== 'refused') return { shown, stop: stopOf(trouble) }
    for (const number of numbers) {
      const shows = result.kind === 'answered' ? result.value.get(number) : undefined
      if (settleByReading(lines, number, shows, clock.now())) shown.push(number)
    }
  }
  return { shown }
}
