import type { Effects } from '../../effects.ts'
import type { Settings } from '../../settings/settings.ts'
import type { LedgerView } from '../ledger/ledger.ts'
import type { RunOptions } from '../options.ts'
import { batchesOf, updateOf } from '../plan/batches.ts'
import { type Plan, postable } from '../plan/change.ts'
import { mailsPaid } from '../plan/mailing.ts'
import { pace, paceSettings } from '../plan/pace.ts'
import { isToCome } from '../state/head.ts'
import type { Connection } from './connection.ts'
import type { ShopEvent } from './events.ts'
import { isLookedAt, nothingShown, type Shown } from './look.ts'
import { notTold, type ReadBack, readBack, type Stop } from './read-back.ts'
import type { Recovered } from './recover.ts'
import { type SentOrder, sendBatches } from './send.ts'

// the door of this room: a run needs nothing else of it
export { askWords } from './ask-words.ts'
export { connect } from './connection.ts'
export { recordEvents, untoldBy } from './events.ts'
export { askUnknown, lookAtShop, nothingShown, recordLooks, recordUnknown } from './look.ts'
export { lookAround } from './look-around.ts'
export { recover } from './recover.ts'

/** What posting came to: values only, the ledger has not moved yet. */
export interface Posted {
  /** every order of the plan */
  readonly orders: ReadonlyMap<string, SentOrder>
  readonly events: readonly ShopEvent[]
  /** why it ended before everything was sent, if it did */
  readonly stop?: Stop
}

/** Nothing was posted, perhaps because the shop said so when it was only asked. */
export const postedNothing = ({ changes }: Pick<Plan, 'changes'>, stop?: Stop): Posted => ({
  orders: new Map(changes.map(({ order_number }) => [order_number, { kind: 'not sent' }])),
  events: [],
  ...(stop === undefined ? {} : { stop }),
})

/** What posting depends on. */
export interface PostInput {
  readonly plan: Plan
  readonly settings: Settings
  readonly options: Pick<RunOptions, 'impatient' | 'progress'>
  /** what was looked at right before; default: nothing */
  readonly shown?: Shown
}

/** Sends what may leave now of a plan: what the guard or a person lets pass, and the allowance has room for. */
export async function post(input: PostInput, connection: Connection, effects: Effects): Promise<Posted> {
  const { plan, settings, options, shown = nothingShown() } = input
  const { impatient = false, progress } = options
  const { shop, clock, random, log } = effects
  if (shown.stop !== undefined) return withRefused(postedNothing(plan, shown.stop), input, clock.now())
  const batches = batchesOf(postable(plan).filter(isLookedAt(settings, shown)), shop.batchSize)
  const { send } = pace(batches, {
    allowance: connection.told().allowance,
    settings: paceSettings(settings),
    nowMs: clock.now(),
    // what was chosen to be looked at waits no longer
    impatient: impatient || shown.leaving !== undefined,
    isKnown: () => true,
  })
  const nothing = withRefused(postedNothing(plan, shown.late === true ? outOfTime : undefined), input, clock.now())
  const session = send.length === 0 ? undefined : await connection.open()
  if (session === undefined) return nothing
  const lent = {
    shop,
    clock,
    random,
    log,
    mailsPaid: mailsPaid(settings),
    ...(progress === undefined ? {} : { progress }),
  }
  const sent = await sendBatches(send, session, lent)
  const events = [...nothing.events, ...sent.events]
  return { ...nothing, ...sent, events, orders: new Map([...nothing.orders, ...sent.orders]) }
}

/** What the shop refuses to be asked about is parked like what it refuses to take: nothing is sent that needed a look. */
function withRefused(posted: Posted, { plan, shown }: Pick<PostInput, 'plan' | 'shown'>, atMs: number): Posted {
  const orders = new Map(posted.orders)
  const events = postable(plan).flatMap((change): ShopEvent[] => {
    const words = shown?.refused?.get(change.order_number)
    if (words === undefined) return []
    const messages = [notTold(words)]
    const { order_number } = change
    orders.set(order_number, { kind: 'rejected', messages })
    const outcome = { order_number, kind: 'rejected', messages } as const
    return [{ kind: 'outcome', atMs, update: updateOf(change), outcome, mayMail: false }]
  })
  return events.length === 0 ? posted : { ...posted, orders, events: [...posted.events, ...events] }
}

const outOfTime: Stop = { kind: 'not sent', refusal: 'out of time' }

/**
 * Asks the shop about orders that were sent without a readable answer: those of a dead run at once, for what they show
 * already is settled, and all others once they cannot be processed late any more. So is what it had sent more than once: what
 * one attempt has set, another one may set once more, over something newer.
 */
export async function askUnconfirmed(
  { ledger, recovered }: { readonly ledger: LedgerView; readonly recovered: Recovered },
  connection: Connection,
  effects: Effects,
): Promise<Pick<ReadBack, 'events' | 'stop'>> {
  const nowMs = effects.clock.now()
  const attempts = new Map<string, number>()
  for (const event of recovered.acknowledgements)
    if (event.kind === 'lost')
      attempts.set(event.update.order_number, (attempts.get(event.update.order_number) ?? 0) + 1)
  const orders = [...ledger.open()].flatMap(({ order_number, unconfirmed }) =>
    unconfirmed !== undefined && (attempts.get(order_number) === 1 || !isToCome(Date.parse(unconfirmed.until), nowMs))
      ? [order_number]
      : [],
  )
  const session = orders.length === 0 || effects.shop.read === undefined ? undefined : await connection.open()
  return session === undefined ? { events: [] } : readBack(orders, session, effects)
}
