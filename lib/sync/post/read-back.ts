import type { Session, Shop, Trouble } from '../../upgates/shop.ts'
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

/** Where nothing but refusals has come so often, they are not about the orders. */
const mostRefusals = 7
/** So many refusals are spent on finding the orders that they are about. */
const mostSearching = 40

/**
 * Asks the shop what it shows of these orders, where its API can; at most as many at a time as a request may carry. A
 * question that is refused is asked in halves, until the orders that are refused are alone. A shop that refuses everything
 * it is asked is failing.
 */
export async function readBack(
  orders: readonly string[],
  session: Session,
  { shop, clock, untilMs = Number.POSITIVE_INFINITY }: BackEffects,
): Promise<ReadBack> {
  const events: ShopEvent[] = []
  const refused = new Map<string, string>()
  const queue: string[][] = []
  /** of a question that was refused */
  const parts: string[][] = []
  let refusals = 0
  let isAnswering = false
  for (let start = 0; start < orders.length; start += shop.batchSize)
    queue.push(orders.slice(start, start + shop.batchSize))
  const next = (): string[] | undefined => parts.shift() ?? queue.shift()
  for (let numbers = next(); numbers !== undefined && shop.read !== undefined; numbers = next()) {
    if (events.length > 0 && clock.now() >= untilMs) return { events, refused, late: true }
    const reply = await shop.read(numbers, session)
    if (reply.kind === 'answered') {
      isAnswering = true
      for (const order_number of numbers) {
        const fields = reply.value.get(order_number)
        events.push({ kind: 'shown', atMs: clock.now(), order_number, ...(fields === undefined ? {} : { fields }) })
      }
      continue
    }
    const { trouble } = reply
    if (trouble.kind !== 'refused') return { events, refused, stop: stopOf(trouble) }
    const words = `${trouble.status}: ${trouble.message}`
    refusals++
    if (!isAnswering && refusals >= mostRefusals) return { events: [], refused: new Map(), stop: refusing(words) }
    if (numbers.length > 1 && refusals < mostSearching) {
      // the larger parts first: they tell whether it answers at all
      const half = Math.ceil(numbers.length / 2)
      parts.push(numbers.slice(0, half), numbers.slice(half))
      continue
    }
    for (const order_number of numbers) {
      refused.set(order_number, words)
      const messages = [notTold(words)]
      events.push({ kind: 'not told', atMs: clock.now(), order_number, messages })
    }
  }
  return { events, refused }
}

/** What is told of an order that the shop refuses to be asked about. */
export const notTold = (words: string): string => `asked what it shows of the order: ${words}`

const refusing = (words: string): Stop => ({
  kind: 'failing',
  message:
    `The shop refuses to say what it shows of any order (${words}). Nothing is sent that needs to know it; "verify": "never" ` +
    'in the settings does without.',
})
