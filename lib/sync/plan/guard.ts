import { fieldEntries } from '../../order.ts'
import type { Settings } from '../../settings/settings.ts'
import type { FeedStates, HoldReason } from '../state/head.ts'
import { type Change, partOf, type Verdict } from './change.ts'

/** What the guard looks at. */
export interface GuardView {
  /** all changes of the plan; those that a person approved are not weighed again */
  readonly changes: readonly Change[]
  /** orders in the ledger */
  readonly known: number
  readonly feeds: FeedStates
}

const smallPlan = 20

/**
 * Decides whether a plan may be posted without a person. Nothing to post passes; so does what was approved.
 * Every broken rule is named with its figure and limit.
 */
export function judge({ changes, known, feeds }: GuardView, guard: Settings['guard']): Verdict {
  const open = partOf(changes, ({ approved }) => !approved)
  const suspicious = suspiciousFeeds(open, feeds)
  const trusted = partOf(open, ({ cause }) => !suspicious.includes(cause.feed))
  const odd = suspicious.flatMap((feed) => suspicionsOf(feed, feeds))
  const reasons = [...brokenLimits(open, known, guard), ...odd]
  if (brokenLimits(trusted, known, guard).length > 0) return { kind: 'hold', reasons }
  return odd.length === 0 ? { kind: 'pass' } : { kind: 'hold', reasons, feeds: suspicious }
}

/** The feeds whose last export looks wrong and which have something to say in this plan. */
function suspiciousFeeds(changes: readonly Change[], feeds: FeedStates): string[] {
  const odd = Object.keys(feeds).filter((feed) => (feeds[feed]?.suspicions?.length ?? 0) > 0)
  if (odd.length === 0) return []
  const speaking = new Set(changes.flatMap(({ fields }) => fieldEntries(fields).map(([, { cause }]) => cause.feed)))
  return odd.filter((feed) => speaking.has(feed))
}

const suspicionsOf = (feed: string, feeds: FeedStates): HoldReason[] =>
  (feeds[feed]?.suspicions ?? []).map(({ message, figure, limit }) => ({
    rule: 'export',
    feed,
    figure,
    limit,
    message: `The last export of the feed "${feed}" looks wrong: ${message}`,
  }))

function brokenLimits(changes: readonly Change[], known: number, guard: Settings['guard']): HoldReason[] {
  const orders = changes.length
  const notifications = changes.filter(({ mails }) => mails.length > 0).length
  const percent = known === 0 ? 100 : (100 * orders) / known
  const reasons: HoldReason[] = []
  if (orders > guard.orders) {
    const message = `It changes ${orders} orders; guard.orders allows ${guard.orders}.`
    reasons.push({ rule: 'orders', figure: orders, limit: guard.orders, message })
  }
  if (orders >= smallPlan && percent > guard.percent) {
    const message = `It changes ${percent.toFixed(1)} % of the ${known} known orders; guard.percent allows ${guard.percent} %.`
    reasons.push({ rule: 'percent', figure: Math.round(percent * 10) / 10, limit: guard.percent, message })
  }
  if (notifications > guard.notifications) {
    const message = `The shop would mail ${notifications} customers; guard.notifications allows ${guard.notifications}.`
    reasons.push({ rule: 'notifications', figure: notifications, limit: guard.notifications, message })
  }
  return reasons
}
