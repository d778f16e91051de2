import type { Effects } from '../effects.ts'
import { OrderSyncError } from '../errors.ts'
import type { Settings } from '../settings/settings.ts'
import { type HeldPlan, readHold, stillWanted, writeDecision, writeHold } from './decisions.ts'
import { planNow } from './dry-run.ts'
import { loadHead } from './head.ts'
import { parkedOrders } from './overview.ts'

type DecideEffects = Omit<Effects, 'secrets'>

/** How much of a held plan a decision is about. */
export interface DecidedPlan {
  readonly hash: string
  /** fields of the plan */
  readonly fields: number
  /** of these, fields that the exports still want just so */
  readonly stillWanted: number
}

/**
 * Approves or rejects a held plan by its hash, or the beginning of it. Approved are exactly its changes; the next run
 * posts those of them that are still wanted.
 * @throws OrderSyncError if there is no such plan, or nothing of it is wanted any more
 */
export async function decidePlan(
  settings: Settings,
  effects: DecideEffects,
  kind: 'approve' | 'reject',
  hash: string,
): Promise<DecidedPlan> {
  const now = await planNow(settings, effects)
  if (now.plan.verdict.kind === 'hold' && now.plan.hash.startsWith(hash)) await writeHold(effects, now.plan)
  const held = await readHold(effects.store, hash)
  if (held === undefined) throw unknownPlan(kind, hash, now.plan.verdict.kind === 'hold' ? now.plan.hash : undefined)
  const wanted = stillWanted(now.lines, held)
  if (wanted === 0) throw nothingWanted(kind, held)
  await writeDecision(effects, { kind, hash: held.hash })
  return { hash: held.hash, fields: fieldsOf(held), stillWanted: wanted }
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
  settings: Settings,
  effects: DecideEffects,
  orders: readonly string[],
): Promise<string[]> {
  const { lines } = await planNow(settings, effects)
  const parked = parkedOrders(lines).map(({ order_number }) => order_number)
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
    await writeDecision(effects, { kind: 'retry', ...(orders.length === 0 ? {} : { orders: [...orders] }) })
  return orders.length === 0 ? parked : [...orders]
}

/** Lets the same key be tried once more, after somebody unlocked the login. */
export async function unblock(settings: Settings, effects: DecideEffects): Promise<void> {
  const { head } = await loadHead(effects.store, settings.shop)
  if (head?.blocked === undefined) {
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'unblock',
      subject: `the shop ${settings.shop}`,
      ended: 'it is not blocked',
    })
  }
  await writeDecision(effects, { kind: 'unblock' })
}

/** Gives up a refused export, so that its feed goes on without it. */
export async function dismissExport(settings: Settings, effects: DecideEffects, key: string): Promise<void> {
  const { head } = await loadHead(effects.store, settings.shop)
  const refused = Object.values(head?.feeds ?? {}).flatMap((feed) => feed.refused?.key ?? [])
  if (!refused.includes(key)) {
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'dismiss',
      subject: `the export ${key}`,
      ended: 'it is not a refused one',
      hint: refused.length === 0 ? 'No export is refused now.' : `Refused: ${refused.join(', ')}`,
    })
  }
  await writeDecision(effects, { kind: 'dismiss', key })
}
