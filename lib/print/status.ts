import type { Sending, Status } from '../sync/status.ts'
import { count, type Style, safe } from './style.ts'

const mostOrders = 40

const plainValue = (value: unknown): string => safe(typeof value === 'string' ? value : JSON.stringify(value))

const fieldsText = (fields: Readonly<Record<string, unknown>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name} = ${value === '' ? '(cleared)' : plainValue(value)}`)
    .join(', ')

/** What happened lately and what waits, for people. */
export function statusText({ head, parked, runs, decisions }: Status, shop: string, style: Style): string {
  if (head === undefined) return `The shop ${shop} has had no run yet.`
  const { counts, allowance } = head
  const lines = [
    `${style.bold(`Shop ${shop}`)}: ${count(head.orders, 'order')} known, last run with something to do ${head.run} at ${head.at}.`,
    `${counts.pending} pending, ${counts.parked} parked, ${counts.held} held, ${counts.leftOut} left out by rules.`,
    allowance?.hourRemaining === undefined
      ? ''
      : `Allowance at ${allowance.at}: ${allowance.hourRemaining} of ${allowance.hourLimit ?? '?'} requests left in the hour, ${allowance.dayRemaining ?? '?'} in the day.`,
    head.notBefore === undefined ? '' : `No request before ${head.notBefore}.`,
    head.blocked === undefined
      ? ''
      : style.bad(
          `Blocked since ${head.blocked.since}: the shop refused the credentials (${head.blocked.status}). ${safe(head.blocked.message)} Store the right key, or: order-sync unblock`,
        ),
    ...holdLines(head.hold, style),
    ...decisions.map(({ kind, at }) => `Decided at ${at}: ${kind}; the next run acts on it.`),
    ...Object.entries(head.feeds).flatMap(([name, feed]) => feedLines(name, feed)),
    parked.length === 0 ? '' : style.bold('Parked after a refusal (order-sync retry [ORDER…] tries them again):'),
    ...parked
      .slice(0, mostOrders)
      .map(
        (order) =>
          `  ${safe(order.order_number)}: ${fieldsText(order.fields)}; the shop says: ${safe(order.messages.join('; '))}; tried ${count(order.attempts, 'time')}, next at ${order.nextTry}`,
      ),
    parked.length > mostOrders ? `  … and ${parked.length - mostOrders} more; --json shows all.` : '',
    ...exportProblemLines(runs, style),
    runs.length === 0 ? '' : style.bold('Runs:'),
    ...runs.map(
      (run) =>
        `  ${run.run}  ${run.outcome}: ${run.planned} planned, ${run.requests} requests, ${run.accepted} accepted, ${run.warned} warned, ${run.rejected} rejected, ${run.problems.length} problems`,
    ),
  ]
  return lines.filter((line) => line !== '').join('\n')
}

/** What could not be used of the exports that were read last. */
function exportProblemLines(runs: Status['runs'], style: Style): string[] {
  const last = runs.find((run) => run.exports.length > 0)
  const kinds: readonly string[] = [
    'invalid record',
    'conflicting records',
    'odd value',
    'withheld value',
    'refused export',
    'suspicious export',
  ]
  const problems = (last?.problems ?? []).filter(({ kind }) => kinds.includes(kind))
  if (last === undefined || problems.length === 0) return []
  const lines = problems.slice(0, mostOrders).map(({ kind, message }) => `  ${kind}: ${safe(message)}`)
  const more = problems.length > mostOrders ? [`  … and ${problems.length - mostOrders} more; --json shows all.`] : []
  return [style.bold(`Of the exports read last (${last.run}):`), ...lines, ...more]
}

function holdLines(hold: NonNullable<Status['head']>['hold'], style: Style): string[] {
  if (hold === undefined) return []
  return [
    style.bad(
      `Held since ${hold.since}: a plan of ${count(hold.changes, 'order')} that would mail ${count(hold.notifications, 'customer')}.`,
    ),
    ...hold.reasons.map(({ message }) => `  ${safe(message)}`),
    `  order-sync approve ${hold.hash.slice(0, 12)}, or: order-sync reject ${hold.hash.slice(0, 12)}`,
  ]
}

function feedLines(name: string, feed: NonNullable<Status['head']>['feeds'][string]): string[] {
  const last =
    feed.last === undefined
      ? 'no export taken in yet'
      : `last export ${safe(feed.last.key)} of ${feed.last.lastModified} with ${count(feed.last.records, 'record')}`
  const refused =
    feed.refused === undefined
      ? []
      : [`  refused: ${safe(feed.refused.reason)} Replace it, or: order-sync dismiss ${safe(feed.refused.key)}`]
  return [
    `Feed ${name}: ${last}.`,
    ...refused,
    ...(feed.suspicions ?? []).map(({ message }) => `  looks wrong: ${safe(message)}`),
  ]
}

/** Everything that was sent about an order, for people. */
export function historyText(order: string, history: readonly Sending[], style: Style): string {
  if (history.length === 0) return `Nothing was sent about the order ${safe(order)} in these days.`
  return history
    .flatMap((sending) => [
      `${style.bold(sending.time)}  ${sending.outcome}${sending.status === null ? '' : ` (${sending.status})`}${sending.mayNotify && sending.outcome !== 'not taken' ? ', mailing the customer' : ''}`,
      `  sent: ${fieldsText(sending.fields)}`,
      ...(sending.messages.length === 0 ? [] : [`  the shop says: ${safe(sending.messages.join('; '))}`]),
      ...[
        ...new Set(
          Object.values(sending.causes).map(({ key, record }) => `  because of ${safe(key)}, record ${record}`),
        ),
      ],
      style.dim(`  ${sending.archived}`),
    ])
    .join('\n')
}
