import { type FieldName, fieldEntries, sameValue } from '../../order.ts'
import type { Ledger, LedgerView } from '../ledger/ledger.ts'
import { type Decided, decide, type Line, undoFeed } from '../ledger/line.ts'
import { rejectUnsaid } from '../ledger/undone.ts'
import { decisionId, type HeldPlan, type StoredDecision } from './decisions.ts'
import { type byOrder, wants } from './hold-answer.ts'

/** A word about a held plan. */
export type PlanDecision = Extract<StoredDecision, { kind: 'approve' | 'reject' }>

type HeldChange = HeldPlan['changes'][number]
type HeldField = HeldChange['fields'][string]

/** How many fields of a held plan are still wanted just so. */
export const stillWanted = (held: HeldPlan, ledger: LedgerView): number =>
  held.changes.reduce((sum, change) => sum + matching(change, ledger).length, 0)

const matching = ({ order_number, fields }: HeldChange, ledger: LedgerView): FieldName[] =>
  fieldEntries(ledger.get(order_number)?.wanted).flatMap(([name, { value }]) =>
    sameValue(value, fields[name]?.after) ? [name] : [],
  )

/** What is left of a held plan without the values that others have, too. */
export function withoutValuesOf(held: HeldPlan, others: readonly ReturnType<typeof byOrder>[]): HeldPlan {
  if (others.length === 0) return held
  const changes = held.changes.map((change) => {
    const left = Object.entries(change.fields).filter(([name]) => !others.some((of) => wants(of, change, name)))
    return { ...change, fields: Object.fromEntries(left) }
  })
  return { ...held, changes }
}

/** How many values still wait, or are not heard any more, that were decided so. */
export const stillDecided = (id: string, ledger: LedgerView): number =>
  [...ledger.open()].reduce((sum, { wanted, rejected }) => {
    const fields = [...fieldEntries(wanted), ...fieldEntries(rejected)]
    return sum + fields.filter(([, { decided }]) => decided?.id === id).length
  }, 0)

/**
 * Marks what is still wanted of a held plan, as it was shown: an approval says too whether the customer is mailed.
 * @returns how many values it is about, those that are not heard any more among them
 */
export function markHeld(held: HeldPlan, decision: PlanDecision, ledger: Ledger): number {
  let marked = 0
  for (const change of held.changes) {
    const names = matching(change, ledger)
    if (names.length > 0) {
      const words = Object.fromEntries(names.map((name) => [name, wordAbout(change, name, decision)]))
      ledger.update(change.order_number, (line) => decide(line, words))
    }
    marked += names.length + unheard(ledger.get(change.order_number), decision)
  }
  return marked
}

const unheard = (line: Line | undefined, decision: PlanDecision): number =>
  fieldEntries(line?.rejected).filter(([, { decided }]) => decided?.id === decisionId(decision)).length

/**
 * Marks what is still wanted of a held plan as rejected. What does not wait is not heard, be it that exports that nobody has
 * read yet say it; but for what a person takes back, which no export says.
 */
export function rejectHeld(held: HeldPlan, decision: PlanDecision, ledger: Ledger): void {
  markHeld(held, decision, ledger)
  const decided = { kind: 'rejected', id: decisionId(decision) } as const
  for (const { order_number, fields } of held.changes) {
    const unsaid = fieldEntries(fields as { readonly [name in FieldName]?: HeldField }).filter(
      ([, { cause }]) => cause.feed !== undoFeed,
    )
    ledger.update(order_number, (line) =>
      unsaid.reduce((after, [name, { before, after: value, since = held.at, cause }]) => {
        const { feed, key, record } = cause
        return rejectUnsaid(after, { name, before, field: { value, since, cause: { feed, key, record }, decided } })
      }, line),
    )
  }
}

function wordAbout(change: HeldChange, name: FieldName, decision: PlanDecision): Decided {
  const id = decisionId(decision)
  if (decision.kind === 'reject') return { kind: 'rejected', id }
  return decision.quiet
    ? { kind: 'approved', mails: name === 'paid_date' && change.mails.includes(name), quiet: true, id }
    : { kind: 'approved', mails: change.mails.includes(name), id }
}
