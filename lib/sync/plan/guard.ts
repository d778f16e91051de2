import { fieldEntries } from '../../order.ts'
import type { Settings } from '../../settings/settings.ts'
import { dayMs, hourMs } from '../../units.ts'
import type { FeedStates, HoldReason } from '../state/head.ts'
import { type Change, partOf, type Verdict } from './change.ts'
import { addWeights, type Spent, spentWithin, type Weight, weightOf } from './spent.ts'

/** What the guard looks at. */
export interface GuardView {
  /** all changes of the plan; those that a person approved are not weighed again */
  readonly changes: readonly Change[]
  /** orders in the ledger */
  readonly known: number
  readonly feeds: FeedStates
  /** what was sent lately */
  readonly spent: Spent
  /** what this run has sent already, before it looked for newer exports */
  readonly earlier: Weight
  /** milliseconds since 1970 */
  readonly nowMs: number
}

const smallPlan = 20

/**
 * Decides whether a plan may be posted without a person. Nothing to post passes; so does what was approved.
 * Every broken rule is named with its figure and limit.
 */
export function judge(view: GuardView, guard: Settings['guard']): Verdict {
  const { changes, feeds } = view
  const open = partOf(changes, ({ approved }) => !approved)
  const suspicious = suspiciousFeeds(open, feeds)
  const trusted = partOf(open, ({ cause, incomplete }) => !suspicious.includes(cause.feed) && incomplete !== true)
  const odd = [...suspicious.flatMap((feed) => suspicionsOf(feed, feeds)), ...unfinishedWaits(open)]
  const broken = brokenLimits(open, view, guard)
  const reasons = [...broken, ...odd]
  const isBroken = trusted === open ? broken.length > 0 : brokenLimits(trusted, view, guard).length > 0
  if (isBroken) return { kind: 'hold', reasons }
  return odd.length === 0 ? { kind: 'pass' } : { kind: 'hold', reasons, feeds: suspicious }
}

/** The feeds whose last export looks wrong and which have something to say in this plan. */
function suspiciousFeeds(changes: readonly Change[], feeds: FeedStates): string[] {
  const odd = Object.keys(feeds).filter((feed) => (feeds[feed]?.suspicions?.length ?? 0) > 0)
  if (odd.length === 0) return []
  const speaking = new Set(changes.flatMap(({ fields }) => fieldEntries(fields).map(([, { cause }]) => cause.feed)))
  return odd.filter((feed) => speaking.has(feed))
}

/** The orders whose wait for fields is over without them, and which the settings leave to a person. */
function unfinishedWaits(changes: readonly Change[]): HoldReason[] {
  const figure = partOf(changes, ({ incomplete }) => incomplete === true).length
  if (figure === 0) return []
  const message = `${figure === 1 ? '1 order has' : `${figure} orders have`} waited in vain for the fields that "waitFor" names; "then": "hold" leaves them to a person.`
  return [{ rule: 'waiting', figure, limit: 0, message }]
}

/** What is suspicious about the last export of a feed, as reasons to hold what it says. */
export const suspicionsOf = (feed: string, feeds: FeedStates): HoldReason[] =>
  (feeds[feed]?.suspicions ?? []).map(({ message, figure, limit, version }) => ({
    version,
    rule: 'export',
    feed,
    figure,
    limit,
    message: `The last export of the feed "${feed}" looks wrong: ${message}`,
  }))

type Rule = HoldReason['rule']

function brokenLimits(changes: readonly Change[], view: GuardView, guard: Settings['guard']): HoldReason[] {
  if (changes.length === 0) return []
  const weight = weightOf(changes)
  const plan = addWeights(weight, view.earlier)
  const { known } = view
  const percent = known === 0 ? 100 : (100 * plan.orders) / known
  const reasons: HoldReason[] = []
  const limit = (rule: Rule, [figure, most]: readonly [number, number], message: string): void => {
    if (figure > most) reasons.push({ rule, figure: Math.round(figure * 10) / 10, limit: most, message })
  }
  limit('orders', [plan.orders, guard.orders], `It changes ${plan.orders} orders; guard.orders allows ${guard.orders}.`)
  if (plan.orders >= smallPlan) {
    const of = `${percent.toFixed(1)} % of the ${known} known orders`
    limit('percent', [percent, guard.percent], `It changes ${of}; guard.percent allows ${guard.percent} %.`)
  }
  limit(
    'notifications',
    [plan.notifications, guard.notifications],
    `The shop would mail ${plan.notifications} customers; guard.notifications allows ${guard.notifications}.`,
  )
  limit(
    'payments',
    [plan.payments, guard.payments],
    `It marks ${plan.payments} orders as paid; guard.payments allows ${guard.payments}.`,
  )
  limit(
    'reverts',
    [plan.reverts, guard.reverts],
    `It sets ${plan.reverts} orders back to what they had before, as an old export would; guard.reverts allows ${guard.reverts}.`,
  )
  for (const [rule, windowMs, span] of spans) {
    const lately = spentWithin(view.spent, windowMs, view.nowMs)
    const together = addWeights(weight, lately)
    const most = guard[rule]
    limit(
      rule,
      [together.orders, most.orders],
      `It changes ${weight.orders} orders, after ${lately.orders} within ${span}; guard.${rule}.orders allows ${most.orders}.`,
    )
    limit(
      rule,
      [weight.notifications === 0 ? 0 : together.notifications, most.notifications],
      `The shop would mail ${weight.notifications} customers, after ${lately.notifications} within ${span}; guard.${rule}.notifications allows ${most.notifications}.`,
    )
  }
  return reasons
}

const spans = [
  ['perHour', hourMs, 'an hour'],
  ['perDay', dayMs, '24 hours'],
] as const
