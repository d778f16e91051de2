import { OrderSyncError } from '../../errors.ts'
import { type Fields, fieldEntries, sameValue } from '../../order.ts'
import type { Settings } from '../../settings/settings.ts'
import { dayMs } from '../../units.ts'
import { versionHash } from '../import/select.ts'
import { type LedgerView, openLedger } from '../ledger/ledger.ts'
import { loadHead } from '../state/head.ts'
import {
  type DecideEffects,
  type Decision,
  decisionId,
  readDecisions,
  readHold,
  takenBack,
  writeDecision,
} from './decisions.ts'
import { type Became, type Evidence, planEvidence, readEvidence } from './evidence.ts'
import { stillDecided } from './mark.ts'

/** A decision, whether a run has acted on it or not. */
export interface DecisionRecord extends Omit<Evidence, 'run' | 'became'> {
  /** the run that acted on it; absent: the next one will, or none, as it was taken back before */
  readonly run?: string
  /** `waiting`: no run has acted on it yet */
  readonly became: Became['became'] | 'waiting'
}

/** Everything that people decided since a time in ISO 8601, newest first; what no run has acted on yet is always there. */
export async function decisionsSince(since: string, effects: Pick<DecideEffects, 'store'>): Promise<DecisionRecord[]> {
  const { decisions } = await readDecisions(effects.store)
  const evidence = await readEvidence(effects, since)
  const over = new Set([...takenBack(decisions), ...evidence.flatMap(takenBackBy)])
  const waiting: DecisionRecord[] = []
  for (const decision of decisions) {
    const { storedAs: _, ...said } = decision
    const id = decisionId(decision)
    const held = 'hash' in decision ? await readHold(effects.store, decision.hash) : undefined
    const plan = held === undefined ? {} : { plan: planEvidence(held) }
    waiting.push({ ...said, ...plan, id, became: over.has(id) ? 'taken back' : 'waiting' })
  }
  const known = new Set(waiting.map(({ id }) => id))
  const acted = evidence.filter(({ id }) => !known.has(id)).map((one) => withEnd(one, over))
  return [...waiting.reverse(), ...acted]
}

/** Of what was taken back, the run is named only where it had acted on it before. */
function withEnd(one: Evidence, over: ReadonlySet<string>): DecisionRecord {
  const { run: _, ...rest } = one
  if (one.became === 'taken back') return rest
  return over.has(one.id) ? { ...one, became: 'taken back' } : one
}

/** The decision that another one has taken back, once a run has acted on that. */
const takenBackBy = ({ kind, became, of }: Evidence): readonly string[] =>
  kind === 'undo-decision' && became === 'done' && of !== undefined ? [of] : []

/** A decision as far as it is about one order. */
export interface OrderDecision {
  /** ISO 8601 */
  readonly time: string
  readonly decision: Omit<DecisionRecord, 'plan' | 'orders' | 'undone'>
  /** the values of the plan that was decided */
  readonly fields?: Readonly<Record<string, unknown>>
}

/** The plain values of such a decision: of a change what it wanted, of an undone one what it goes back to. */
export const decidedValues = (fields: NonNullable<OrderDecision['fields']>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      if (typeof field !== 'object' || field === null) return [name, field]
      return [name, 'after' in field ? field.after : 'back' in field ? field.back : field]
    }),
  )

/** What people decided about one order since a time in ISO 8601, newest first. */
export async function decisionsAbout(
  order_number: string,
  since: string,
  effects: Pick<DecideEffects, 'store'>,
): Promise<OrderDecision[]> {
  return (await decisionsSince(since, effects)).flatMap(({ plan, orders, undone, ...decision }): OrderDecision[] => {
    const change = [...(plan?.changes ?? []), ...(undone ?? [])].find((one) => one.order_number === order_number)
    if (change === undefined && orders?.includes(order_number) !== true) return []
    return [{ time: decision.at, decision, ...(change === undefined ? {} : { fields: change.fields }) }]
  })
}

/** What taking back a decision came to. */
export interface TakenBack {
  readonly id: string
  readonly kind: string
  /** of a plan on which a run has acted: how many of its values still wait, and are undecided again */
  readonly values?: number
}

const daysBack = 400

/**
 * Takes back a decision: one that no run has acted on yet; a rejection or an approval, as far as its values still wait;
 * a dismissal, as long as the export is there. What was posted is not taken back by this: see `undo`.
 * @throws OrderSyncError if there is no such decision, or nothing of it can be taken back
 */
export async function undoDecision(id: string, settings: Settings, effects: DecideEffects): Promise<TakenBack> {
  const since = new Date(effects.clock.now() - daysBack * dayMs).toISOString()
  const decision = oneOf(id, await decisionsSince(since, effects))
  const { kind } = decision
  if (decision.became === 'taken back') throw cannot(decision, 'it was taken back already')
  if (decision.became === 'void') throw cannot(decision, 'nothing came of it')
  const input: Undoing = { kind: 'undo-decision', of: decision.id }
  if (decision.became === 'waiting') {
    if (kind === 'undo-decision') throw cannot(decision, 'decide anew instead')
    // a run may be about to act on it
    await writeDecision(kind === 'dismiss' ? { ...input, dismissed: dismissedBy(decision) } : input, effects)
    return { id: decision.id, kind }
  }
  const { head } = (await loadHead(effects.store, settings)) ?? {}
  if (kind === 'dismiss') {
    const dismissed = dismissedBy(decision)
    const isKnown = Object.values(head?.feeds ?? {}).some((feed) => feed.dismissed?.includes(versionHash(dismissed)))
    if (!isKnown) throw cannot(decision, 'the export is not there any more')
    await writeDecision({ ...input, dismissed }, effects)
    return { id: decision.id, kind }
  }
  if (kind !== 'approve' && kind !== 'reject') throw cannot(decision, `a run has acted on it (${decision.run})`)
  if (decision.plan?.reasons.some(({ rule }) => rule === 'export') === true)
    throw cannot(decision, 'it has settled what was suspicious about an export, and a run has acted on that')
  const ledger = head === undefined ? undefined : await openLedger(head, effects)
  const values = ledger === undefined ? 0 : stillDecided(decision.id, ledger)
  if (values === 0) throw nothingLeft(decision, ledger)
  await writeDecision(input, effects)
  return { id: decision.id, kind, values }
}

type Undoing = { readonly kind: 'undo-decision' } & Pick<Extract<Decision, { kind: 'undo-decision' }>, 'of'>

const dismissedBy = ({ key = '', etag = '' }: DecisionRecord) => ({ key, etag })

/** By its whole id, or a part of it that no other has. */
function oneOf(id: string, decisions: readonly DecisionRecord[]): DecisionRecord {
  const found = decisions.filter((one) => one.id === id)
  const similar = found.length > 0 ? found : decisions.filter((other) => id.length >= 4 && other.id.includes(id))
  const standing = similar.filter(({ became }) => became !== 'taken back')
  // what was taken back already is hardly meant
  const [one, ...others] = standing.length === 1 ? standing : similar
  if (one !== undefined && others.length === 0) return one
  throw new OrderSyncError({
    kind: 'usage',
    attempted: 'take back',
    subject: `the decision ${id}`,
    ended: one === undefined ? 'there is none of this id' : 'several ids have this part',
    hint: 'See: order-sync decisions',
  })
}

const cannot = ({ id }: DecisionRecord, ended: string, hint?: string): OrderSyncError =>
  new OrderSyncError({
    attempted: 'take back',
    subject: `the decision ${id}`,
    ended,
    ...(hint === undefined ? {} : { hint }),
  })

/** Of an approval all may have been posted; a later decision or another word of the exports ends it as well. */
function nothingLeft(decision: DecisionRecord, ledger: LedgerView | undefined): OrderSyncError {
  const values = (decision.plan?.changes ?? []).flatMap(({ order_number, fields }) =>
    fieldEntries(fields as Fields).map(([name, value]) =>
      sameValue(ledger?.get(order_number)?.acknowledged[name], value),
    ),
  )
  const isPosted = decision.kind === 'approve' && values.includes(true)
  const hint = `What a run has set is taken back with: order-sync undo ${decision.run}`
  return isPosted && !values.includes(false)
    ? cannot(decision, 'everything of it was posted', hint)
    : cannot(decision, 'nothing of it waits any more', isPosted ? hint : undefined)
}
