import { OrderSyncError } from '../../errors.ts'
import type { Settings } from '../../settings/settings.ts'
import { planNow } from '../dry-run.ts'
import type { Part } from '../options.ts'
import { loadHead } from '../state/head.ts'
import { editedOrders, parkedOrders } from '../status.ts'
import { type DecideEffects, type HeldPlan, readHold, writeDecision, writeHold } from './decisions.ts'
import { stillWanted } from './mark.ts'

/** What a person says about a held plan. */
export interface PlanWord {
  readonly kind: 'approve' | 'reject'
  /** hash of the plan, or its beginning */
  readonly hash: string
  /** of an approval: whoever posts it, no customer is mailed */
  readonly quiet?: boolean
  /** the plan is one of only this part */
  readonly part?: Part | undefined
}

/** How much of a held plan a decision is about. */
export interface DecidedPlan {
  readonly hash: string
  /** id of the decision */
  readonly id: string
  /** fields of the plan */
  readonly fields: number
  /** of these, fields that the exports still want just so */
  readonly stillWanted: number
}

/**
 * Approves or rejects a held plan by its hash, or the beginning of it. An approval covers exactly its changes; the next run
 * posts those of them that are still wanted.
 * @throws OrderSyncError if there is no such plan, or nothing of it is wanted any more
 */
export async function decidePlan(
  { kind, hash, quiet = false, part }: PlanWord,
  settings: Settings,
  effects: DecideEffects,
): Promise<DecidedPlan> {
  const now = await planNow(settings, effects, part === undefined ? {} : { part })
  if (now.plan.verdict.kind === 'hold' && now.plan.hash.startsWith(hash))
    await writeHold(now.plan, effects, part !== undefined)
  const held = await readHold(effects.store, hash)
  if (held === undefined) throw unknownPlan(kind, hash, now.plan.verdict.kind === 'hold' ? now.plan.hash : undefined)
  const wanted = stillWanted(held, now.ledger)
  if (wanted === 0) throw nothingWanted(kind, held)
  const isQuiet = quiet && kind === 'approve'
  const id = await writeDecision({ kind, hash: held.hash, ...(isQuiet ? { quiet: true } : {}) }, effects)
  return { hash: held.hash, id, fields: fieldsOf(held), stillWanted: wanted }
}

const fieldsOf = (held: HeldPlan): number =>
  held.changes.reduce((sum, { fields }) => sum + Object.keys(fields).length, 0)

const unknownPlan = (kind: string, hash: string, current: string | undefined) =>
  new OrderSyncError({
    kind: 'usage',
    attempted: kind,
    subject: `the plan ${hash}`,
    ended: 'no held plan has this hash',
    hint: current === undefined ? 'No plan is held now.' : `The plan that is held now is ${current.slice(0, 12)}.`,
  })

const nothingWanted = (kind: string, held: HeldPlan) =>
  new OrderSyncError({
    attempted: kind,
    subject: `the plan ${held.hash.slice(0, 12)}`,
    ended: 'nothing of it is wanted any more',
    hint: 'Look at the current plan with: order-sync plan',
  })

/** Lets parked orders go out with the next run: these, or all. Returns their numbers. */
export async function retryOrders(
  orders: readonly string[],
  settings: Settings,
  effects: DecideEffects,
): Promise<string[]> {
  const { ledger } = await planNow(settings, effects)
  const parked = parkedOrders(ledger).map(({ order_number }) => order_number)
  const unknown = orders.find((order) => !parked.includes(order))
  if (unknown !== undefined) {
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'retry',
      subject: `the order ${unknown}`,
      ended: 'it is not parked',
      hint: 'See: order-sync status',
    })
  }
  if (parked.length > 0)
    await writeDecision({ kind: 'retry', ...(orders.length === 0 ? {} : { orders: [...orders] }) }, effects)
  return orders.length === 0 ? parked : [...orders]
}

/**
 * Decides about orders that somebody has edited in the shop: `accept` leaves what it shows, `overrule` lets the export's
 * value go out all the same.
 * @throws OrderSyncError if one of them waits for no such decision
 */
export async function decideEdited(
  { kind, orders }: { readonly kind: 'accept' | 'overrule'; readonly orders: readonly string[] },
  settings: Settings,
  effects: DecideEffects,
): Promise<void> {
  const { ledger } = await planNow(settings, effects)
  const edited = editedOrders(ledger).map(({ order_number }) => order_number)
  const other = orders.find((order) => !edited.includes(order))
  if (other !== undefined) {
    throw new OrderSyncError({
      kind: 'usage',
      attempted: kind,
      subject: `the order ${other}`,
      ended: 'nothing of it waits because somebody has edited it in the shop',
      hint: edited.length === 0 ? 'No order does.' : 'See: order-sync status',
    })
  }
  await writeDecision({ kind, orders: [...orders] }, effects)
}

/** Lets the same key be tried once more, after somebody unlocked the login. */
export async function unblock(settings: Settings, effects: DecideEffects): Promise<void> {
  const { head } = (await loadHead(effects.store, settings)) ?? {}
  if (head?.blocked === undefined) {
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'unblock',
      subject: `the shop ${settings.shop}`,
      ended: 'it is not blocked',
    })
  }
  await writeDecision({ kind: 'unblock', since: head.blocked.since }, effects)
}
