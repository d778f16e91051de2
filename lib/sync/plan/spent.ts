import { dayMs } from '../../units.ts'
import type { Head } from '../state/head.ts'
import { type Change, hasField } from './change.ts'

/** How much changes weigh with the guard: orders, of which customers mailed, orders marked paid, and orders set back. */
export interface Weight {
  readonly orders: number
  readonly notifications: number
  readonly payments: number
  /** orders of which a field goes back to a value that it had before */
  readonly reverts: number
}

export const nothingSpent: Weight = { orders: 0, notifications: 0, payments: 0, reverts: 0 }

/** What these changes weigh. */
export function weightOf(changes: readonly Change[]): Weight {
  const weight = { ...nothingSpent, orders: changes.length }
  for (const change of changes) {
    if (change.mails.length > 0) weight.notifications++
    if ((change.fields.paid_date?.after ?? '') !== '') weight.payments++
    if (hasField(change, ({ reverts }) => reverts === true)) weight.reverts++
  }
  return weight
}

/** Two weights together. */
export const addWeights = (left: Weight, right: Weight): Weight => ({
  orders: left.orders + right.orders,
  notifications: left.notifications + right.notifications,
  payments: left.payments + right.payments,
  reverts: left.reverts + right.reverts,
})

/** What was sent lately, by spans of time, oldest first. */
export type Spent = NonNullable<Head['spent']>

const spanMs = 600_000

/** What was sent within a time before now. */
export const spentWithin = (spent: Spent, windowMs: number, nowMs: number): Weight =>
  spent
    .filter(({ since }) => Date.parse(since) + spanMs > nowMs - windowMs)
    .reduce(
      (sum, { orders, notifications }) => addWeights(sum, { ...nothingSpent, orders, notifications }),
      nothingSpent,
    )

/** When the oldest of what was sent within a time before now does not count any more; `undefined`: nothing counts. */
export function oldestEnd(spent: Spent, windowMs: number, nowMs: number): number | undefined {
  const ends = spent.map(({ since }) => Date.parse(since) + spanMs + windowMs).filter((end) => end > nowMs)
  return windowMs === 0 || ends.length === 0 ? undefined : Math.min(...ends)
}

/**
 * What was sent lately once this was sent too; what is older than a day is forgotten. What a clock that was ahead has noted
 * counts as sent now, so that it is forgotten in a day, too.
 */
export function spend(
  spent: Spent,
  { orders, notifications }: Pick<Weight, 'orders' | 'notifications'>,
  nowMs: number,
): Spent {
  const since = new Date(nowMs - (nowMs % spanMs)).toISOString()
  const recent = spent.filter((span) => Date.parse(span.since) + spanMs > nowMs - dayMs)
  const others = recent.filter((span) => span.since < since)
  const now = [...recent.filter((span) => span.since >= since), { orders, notifications }]
  const [sum, mails] = [now.reduce((n, span) => n + span.orders, 0), now.reduce((n, span) => n + span.notifications, 0)]
  return sum === 0 ? others : [...others, { since, orders: sum, notifications: mails }]
}

/** Changes of which a person has not approved everything. */
export const notApproved = (changes: readonly Change[]): Change[] =>
  changes.filter((change) => hasField(change, ({ approved }) => !approved))
