import { fieldEntries } from '../../order.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Change, HoldReason, Verdict } from '../model.ts'

/** What is suspicious about the exports that a plan came from. */
export interface ExportSuspicion {
  readonly feed: string
  readonly message: string
  readonly figure: number
  readonly limit: number
}

/** What the guard looks at. */
export interface GuardView {
  /** all changes of the plan; those that a person approved are not weighed again */
  readonly changes: readonly Change[]
  /** orders in the snapshot */
  readonly known: number
  readonly suspicions: readonly ExportSuspicion[]
}

const smallPlan = 20

/**
 * Decides whether a plan may be posted without a person. Nothing to post passes; so does what was approved.
 * Every broken rule is named with its figure and limit.
 */
export function judge(view: GuardView, guard: Settings['guard']): Verdict {
  const changes = view.changes.filter((change) => fieldEntries(change.fields).some(([, field]) => !field.approved))
  if (changes.length === 0) return { kind: 'pass' }
  const notifications = changes.filter((change) => change.notifies && !change.fields.status?.approved).length
  const percent = view.known === 0 ? 100 : (100 * changes.length) / view.known
  const reasons: HoldReason[] = []
  const weigh = (broken: boolean, reason: HoldReason): void => void (broken && reasons.push(reason))
  weigh(changes.length > guard.orders, {
    rule: 'orders',
    figure: changes.length,
    limit: guard.orders,
    message: `It changes ${changes.length} orders; guard.orders allows ${guard.orders}.`,
  })
  weigh(changes.length >= smallPlan && percent > guard.percent, {
    rule: 'percent',
    figure: Math.round(percent * 10) / 10,
    limit: guard.percent,
    message: `It changes ${percent.toFixed(1)} % of the ${view.known} known orders; guard.percent allows ${guard.percent} %.`,
  })
  weigh(notifications > guard.notifications, {
    rule: 'notifications',
    figure: notifications,
    limit: guard.notifications,
    message: `The shop would mail ${notifications} customers; guard.notifications allows ${guard.notifications}.`,
  })
  for (const { feed, message, figure, limit } of view.suspicions) {
    reasons.push({
      rule: 'export',
      figure,
      limit,
      message: `The last export of the feed "${feed}" looks wrong: ${message}`,
    })
  }
  return reasons.length === 0 ? { kind: 'pass' } : { kind: 'hold', reasons }
}
