import type { Reply, Session, Shop, Trouble } from '../../upgates/shop.ts'
import type { Now } from '../state/keys.ts'
import type { ShopEvent } from './events.ts'

/** Why talking to the shop ended before everything was said. */
export type Stop = Exclude<Trouble, { readonly kind: 'refused' | 'unreadable' }>

/** The stop that follows from a trouble: a shop that cannot be understood is failing like one that cannot be reached. */
export const stopOf = (trouble: Exclude<Trouble, { readonly kind: 'refused' }>): Stop =>
  trouble.kind === 'unreadable' ? { kind: 'failing', message: trouble.message } : trouble

/** What asking the shop about orders gave. */
export interface ReadBack {
  readonly events: readonly ShopEvent[]
  /** why it cannot be asked any further */
  readonly stop?: Stop
  /** orders that the shop refuses to be asked about, each with its words */
  readonly refused: ReadonlyMap<string, string>
  /** its time was over before all were asked about */
  readonly late?: true
}

/** What asking about orders needs. */
export interface BackEffects {
  readonly shop: Shop
  readonly clock: Now
  /** after that, nothing further is asked, but about the first orders; default: all are asked about */
  readonly untilMs?: number
}

/**
 * Asks the shop what it shows of these orders, where its API can; at most as many at a time as a request may carry.
 * Orders that the shop refuses to be asked about are told as not there: they are sent again.
 */
export async function readBack(
  orders: readonly string[],
  session: Session,
  { shop, clock, untilMs = Number.POSITIVE_INFINITY }: BackEffects,
): Promise<ReadBack> {
  const events: ShopEvent[] = []
  const refused = new Map<string, string>()
  const queue: string[][] = []
  for (let start = 0; start < orders.length; start += shop.batchSize)
    queue.push(orders.slice(start, start + shop.batchSize))
  for (let numbers = queue.shift(); numbers !== undefined && shop.read !== undefined; numbers = queue.shift()) {
    if (events.length > 0 && clock.now() >= untilMs) return { events, refused, late: true }
    const reply = await shop.read(numbers, session)
    if (isRefused(reply) && numbers.length > 1) {
      const half = Math.ceil(numbers.length / 2)
      queue.unshift(numbers.slice(0, half), numbers.slice(half))
      continue
    }
    if (reply.kind === 'trouble' && reply.trouble.kind !== 'refused')
      return { events, refused, stop: stopOf(reply.trouble) }
    if (reply.kind === 'trouble') for (const order of numbers) refused.set(order, wordsOf(reply.trouble))
    for (const order_number of numbers) {
      const fields = reply.kind === 'answered' ? reply.value.get(order_number) : undefined
      events.push({ kind: 'shown', atMs: clock.now(), order_number, ...(fields === undefined ? {} : { fields }) })
    }
  }
  return { events, refused }
}

const wordsOf = (trouble: Trouble): string =>
  trouble.kind === 'refused' ? `${trouble.status}: ${trouble.message}` : trouble.kind

const isRefused = (reply: Reply<unknown>): boolean => reply.kind === 'trouble' && reply.trouble.kind === 'refused'
