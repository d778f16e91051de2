import { type Cause, type FieldName, type FieldValue, fieldEntries, fieldNames, isStatus } from '../../order.ts'
import type { Gate } from '../../settings/gates.ts'
import type { HoldReason } from '../state/head.ts'

/** One field of a change. */
export interface FieldChange {
  readonly before?: FieldValue
  readonly after: FieldValue
  readonly because?: string
  readonly since: string
  readonly cause: Cause
  /** a person approved exactly this value, knowing whether it mails the customer */
  readonly approved: boolean
  /** a person takes back what a run has set */
  readonly undo?: true
  /** the order had this value before the one that is acknowledged now */
  readonly reverts?: true
  /** its wait for other fields is over without them, and the settings leave it to a person */
  readonly incomplete?: true
}

/** One order with only the fields that differ. */
export interface Change {
  readonly order_number: string
  readonly fields: { readonly [name in FieldName]?: FieldChange }
  /** the fields whose change mails this customer, as far as the settings say; none: nobody is mailed */
  readonly mails: readonly FieldName[]
  /** the notification flag of the request that it travels in */
  readonly mayNotify: boolean
  readonly failedBatches: number
  /** fields that its status has waited for and that go with it: without them it stays at home */
  readonly together?: readonly FieldName[]
}

/** Why a wanted change is not sent now. */
export type LeftOutKind =
  | 'parked'
  /** the shop has taken the order, and skipped this field */
  | 'skipped'
  /** the shop has answered, and said nothing usable about the order */
  | 'unanswered'
  | 'final'
  | 'regress'
  | 'clear'
  | 'rejected'
  /** a person leaves it at what somebody has set in the shop */
  | 'accepted'
  | 'unconfirmed'
  | 'unread'
  | 'doubtful'
  | 'unasked'
  | 'mailed'
  | 'edited'
  | 'shop'
  | 'waits'
  | 'pinned'

/** A wanted change that is not sent now, and why. */
export interface LeftOut {
  readonly order_number: string
  readonly field: FieldName
  readonly value: FieldValue
  readonly kind: LeftOutKind
  readonly reason: string
  /** absent where no export says it any more: a value that a person has taken back and pinned */
  readonly cause?: Cause
  /** a person approved this value */
  readonly approved: boolean
  /** when it is tried again, ISO 8601, where time alone decides */
  readonly until?: string
  /** of one that waits for fields: those that are not there */
  readonly missing?: readonly FieldName[]
  /** of the same: what becomes of it once its time is over */
  readonly end?: Gate['then']
}

/** What the guard says of a plan. A hold with `feeds` is about what these feeds say, and about nothing else. */
export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'hold'; readonly reasons: readonly HoldReason[]; readonly feeds?: readonly string[] }

/** All changes of a run and what is left out. */
export interface Plan {
  /** sha256 over its (order, field, value, whether it mails), sorted; the same changes have the same hash */
  readonly hash: string
  readonly changes: readonly Change[]
  readonly leftOut: readonly LeftOut[]
  /** requests that it takes without refusals */
  readonly requests: number
  readonly verdict: Verdict
}

/** Whether any field of a change is such. */
export function hasField({ fields }: Pick<Change, 'fields'>, isSuch: (field: FieldChange) => boolean): boolean {
  for (const name in fields) {
    const field = fields[name as FieldName]
    if (field !== undefined && isSuch(field)) return true
  }
  return false
}

/**
 * The part of each change that may be posted; orders of which nothing may are left out. Without its status, an order
 * has nothing to mail about.
 */
export function partOf(changes: readonly Change[], may: (field: FieldChange) => boolean): readonly Change[] {
  // of most plans it is all
  if (!changes.some((change) => hasField(change, (field) => !may(field)))) return changes
  return changes.flatMap((change) => {
    const entries = fieldEntries(change.fields)
    const kept = entries.filter(([, field]) => may(field))
    if (kept.length === 0) return []
    if (kept.length === entries.length) return [change]
    const fields: Change['fields'] = Object.fromEntries(kept)
    const isWhole = fieldNames(change.fields).every((name) => name in fields || !isStatus(name))
    const mails = change.mails.filter((name) => name in fields)
    return [{ ...change, fields, mails, mayNotify: change.mayNotify && isWhole }]
  })
}

/**
 * What may be posted of a plan: all of it, or of a held one what is outside of the hold and what a person approved. A
 * status stays where a field that it has waited for does.
 */
export const postable = ({ verdict, changes }: Plan): readonly Change[] =>
  verdict.kind === 'pass' ? changes : partOf(changes, (field) => mayLeave(field, verdict)).flatMap(whole)

/** What may not be posted of a held plan before a person decides: the fields that only wait for the allowance are not in it. */
export function heldChanges(plan: Plan): readonly Change[] {
  if (plan.verdict.kind === 'pass') return plan.changes
  const free = new Map(postable(plan).map((change) => [change.order_number, change.fields]))
  return plan.changes.flatMap((change) => {
    const gone = free.get(change.order_number)
    if (gone === undefined) return [change]
    const kept = fieldEntries(change.fields).filter(([name]) => !(name in gone))
    const mails = change.mails.filter((name) => !(name in gone))
    return kept.length === 0 ? [] : [{ ...change, fields: Object.fromEntries(kept), mails }]
  })
}

function whole(change: Change): Change[] {
  const { together = [], fields } = change
  if (together.every((name) => name in fields)) return [change]
  const kept = fieldEntries(fields).filter(([name]) => !isStatus(name))
  const mails = change.mails.filter((name) => !isStatus(name))
  return kept.length === 0 ? [] : [{ ...change, fields: Object.fromEntries(kept), mails, mayNotify: false }]
}

/** Whether a value may be posted, or be tried again, under what the guard says. */
export const mayLeave = (
  { approved, cause, incomplete }: Pick<LeftOut, 'approved' | 'cause'> & Pick<FieldChange, 'incomplete'>,
  verdict: Verdict,
): boolean =>
  verdict.kind === 'pass' ||
  approved ||
  (verdict.feeds !== undefined && !verdict.feeds.includes(cause?.feed ?? '') && incomplete !== true)
