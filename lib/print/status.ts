import type { OrderDecision } from '../sync/decisions/undo-decision.ts'
import { type Problem, type ProblemKind, problemKinds } from '../sync/problems.ts'
import { failingProblem } from '../sync/report.ts'
import type { Sending, Status } from '../sync/status.ts'
import { decisionText } from './decisions.ts'
import { count, type Style, safe } from './style.ts'

const mostOrders = 40

const plainValue = (value: unknown): string => safe(typeof value === 'string' ? value : JSON.stringify(value))

const fieldsText = (fields: Readonly<Record<string, unknown>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name} = ${value === '' ? '(cleared)' : plainValue(value)}`)
    .join(', ')

/** Something that the owner was told of and that is not over. */
interface OpenTrouble {
  readonly kind: string
  readonly since: string
  readonly subjects: readonly string[]
  readonly text?: string | undefined
}

/** A status with what a look finds by itself, and what people were told and is not over. */
type Looked = Status & { readonly problems?: readonly Problem[]; readonly notices?: readonly OpenTrouble[] }

/** What happened lately and what waits, for people. */
export function statusText(status: Looked, shop: string, style: Style): string {
  const { head, leftBehind, parked, edited, waiting, runs, decisions, problems = [], notices = [] } = status
  const { newest = {}, strays = [], pinned } = status
  const missing = problems.map(({ message }) => safe(message))
  if (head === undefined)
    return [
      leftBehind === undefined ? `The shop ${shop} has had no run yet.` : vanishedText(leftBehind),
      ...missing,
    ].join('\n')
  const { counts, allowance } = head
  const lines = [
    `${style.bold(`Shop ${shop}`)}: ${count(head.orders, 'order')} known, last run with something to do ${head.run} at ${head.at}.`,
    `${counts.pending} pending, ${counts.parked} parked, ${counts.edited === undefined ? '' : `${counts.edited} edited in the shop, `}${counts.held} held, ${counts.leftOut} left out by rules.`,
    allowance?.hourRemaining === undefined
      ? ''
      : `Allowance at ${allowance.at}: ${allowance.hourRemaining} of ${allowance.hourLimit ?? '?'} requests left in the hour, ${allowance.dayRemaining ?? '?'} in the day.`,
    head.notBefore === undefined ? '' : `No request before ${head.notBefore}.`,
    head.blocked === undefined
      ? ''
      : style.bad(
          `Blocked since ${head.blocked.since}: the shop refused the credentials (${head.blocked.status}). ${safe(head.blocked.message)} Store the right key, or: order-sync unblock`,
        ),
    ...missing,
    ...failingProblem(head).map(({ message }) => style.bad(safe(message))),
    ...holdLines(head.hold, style),
    ...decisions.map(({ kind, at }) => `Decided at ${at}: ${kind}; the next run acts on it.`),
    ...Object.entries(head.feeds).flatMap(([name, feed]) => feedLines(name, feed, newest[name])),
    ...strays.map(({ message }) => safe(message)),
    ...waitingLines(waiting, style),
    ...editedLines(edited, style),
    ...pinnedLines(pinned, style),
    parked.length === 0 ? '' : style.bold('Parked after a refusal (order-sync retry [ORDER…] tries them again):'),
    ...parked
      .slice(0, mostOrders)
      .map(
        (order) =>
          `  ${safe(order.order_number)}: ${fieldsText(order.fields)}; the shop says: ${safe(order.messages.join('; '))}; tried ${count(order.attempts, 'time')}, next at ${order.nextTry}`,
      ),
    parked.length > mostOrders ? `  … and ${parked.length - mostOrders} more; --json shows all.` : '',
    ...noticeLines(notices, style),
    ...problemsText(runs, style),
    runs.length === 0 ? '' : style.bold('Runs:'),
    ...runs.map(
      (run) =>
        `  ${run.run}  ${run.outcome}: ${run.planned} planned, ${count(run.requests, 'request')}, ${run.accepted} accepted, ${run.warned} warned, ${run.rejected} rejected, ${count(run.problems.length, 'problem')}`,
    ),
  ]
  return lines.filter((line) => line !== '').join('\n')
}

/** What the owner was told, and is not over. */
const noticeLines = (notices: readonly OpenTrouble[], style: Style): string[] =>
  notices.length === 0
    ? []
    : [
        style.bold('Alerts that are still open:'),
        ...notices.map(
          ({ kind, since, text, subjects }) => `  ${kind}, since ${since}: ${safe(text ?? subjects.join(', '))}`,
        ),
      ]

/** All of the state is gone; a run would take this for a new shop, and adopt. */
const vanishedText = (report: string): string =>
  `All of state/ has vanished, while ${safe(report)} tells of an earlier run. The next run would be a first one: it would take what waits to be sent for sent. ` +
  'Put state/ back before it; docs/runbook.md, "Vanished state", says how.'

function waitingLines(waiting: Status['waiting'], style: Style): string[] {
  if (waiting.length === 0) return []
  return [
    style.bold(
      `${count(waiting.length, 'status change')} ${waiting.length === 1 ? 'waits' : 'wait'} for other fields ("waitFor"):`,
    ),
    ...waiting
      .slice(0, mostOrders)
      .map(({ order_number, status, reason }) => `  ${safe(order_number)} ${plainValue(status)}: ${safe(reason)}`),
    waiting.length > mostOrders ? `  … and ${waiting.length - mostOrders} more; --json shows all.` : '',
  ]
}

function editedLines(edited: Status['edited'], style: Style): string[] {
  if (edited.length === 0) return []
  return [
    style.bold(
      'Edited in the shop (order-sync accept ORDER… leaves it, order-sync overrule ORDER… sends the export’s value):',
    ),
    ...edited
      .slice(0, mostOrders)
      .map(
        ({ order_number, fields, messages }) =>
          `  ${safe(order_number)}: ${fieldsText(fields)}; ${safe(messages.join('; '))}`,
      ),
    edited.length > mostOrders ? `  … and ${edited.length - mostOrders} more; --json shows all.` : '',
  ]
}

function pinnedLines(pinned: Status['pinned'], style: Style): string[] {
  if (pinned.length === 0) return []
  return [
    style.bold('Taken back and pinned (not heard until the exports say something else):'),
    ...pinned.slice(0, mostOrders).map(({ order_number, fields }) => `  ${safe(order_number)}: ${fieldsText(fields)}`),
    pinned.length > mostOrders ? `  … and ${pinned.length - mostOrders} more; --json shows all.` : '',
  ]
}

/** Kinds that the lines above tell as they stand now: what a run has said of them may be over. */
const toldAbove: readonly ProblemKind[] = [
  ...(['held', 'blocked', 'denied', 'rejected', 'warned', 'edited'] as const),
  ...(['refused export', 'suspicious export', 'stray export', 'late export'] as const),
]

/** What the last run said, and of the last one that read exports, what it said about them. */
function problemsText([last, ...earlier]: Status['runs'], style: Style): string[] {
  if (last === undefined) return []
  const reading = last.exports.length > 0 ? undefined : earlier.find((run) => run.exports.length > 0)
  return [
    ...problemLines(`Of the last run (${last.run}):`, last.problems, style),
    ...(reading === undefined
      ? []
      : problemLines(
          `Of the exports read last (${reading.run}):`,
          reading.problems.filter(({ kind }) => problemKinds[kind].about !== 'run'),
          style,
        )),
  ]
}

function problemLines(title: string, all: readonly Problem[], style: Style): string[] {
  const problems = all.filter(({ kind }) => !toldAbove.includes(kind))
  if (problems.length === 0) return []
  const lines = problems.slice(0, mostOrders).map(({ kind, message }) => `  ${kind}: ${safe(message)}`)
  const more = problems.length > mostOrders ? [`  … and ${problems.length - mostOrders} more; --json shows all.`] : []
  return [style.bold(title), ...lines, ...more]
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

function feedLines(
  name: string,
  feed: NonNullable<Status['head']>['feeds'][string],
  newest: string | undefined,
): string[] {
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
    ...(newest === undefined || newest <= (feed.last?.lastModified ?? '')
      ? []
      : [`  the newest upload is of ${newest}.`]),
    ...(feed.backlog === undefined
      ? []
      : [`  ${feed.backlog.read} of ${feed.backlog.of} exports read; the next run goes on.`]),
    ...refused,
    ...(feed.suspicions ?? []).map(({ message }) => `  looks wrong: ${safe(message)}`),
  ]
}

/** What was looked for in vain. */
interface Unsent {
  /** how many days back it was looked for */
  readonly days: number
  /** whether an export has ever named this order */
  readonly isKnown: boolean
}

/** That nothing was sent about an order, for people. */
export function unsentText(order: string, { days, isKnown }: Unsent): string {
  const nothing = `Nothing was sent about the order ${safe(order)} in the last ${count(days, 'day')}`
  return isKnown ? `${nothing}.` : `${nothing}, and no export has named it. Is the number the one that the shop shows?`
}

/** Everything that was sent and decided about an order, for people. */
export function historyText(order: string, history: readonly (Sending | OrderDecision)[], style: Style): string {
  if (history.length === 0) return `Nothing was sent about the order ${safe(order)}.`
  const lines = history.flatMap((one) => ('decision' in one ? decisionLines(one, style) : sendingLines(one, style)))
  return lines.join('\n')
}

const decisionLines = ({ decision, fields }: OrderDecision, style: Style): string[] => [
  decisionText(decision, style),
  ...(fields === undefined ? [] : [`  about: ${fieldsText(fields)}`]),
]

function sendingLines(sending: Sending, style: Style): string[] {
  const { time, outcome, status, mayNotify, fields, messages, causes, archived } = sending
  return [
    `${style.bold(time)}  ${outcome}${status === null ? '' : ` (${status})`}${mayNotify && outcome !== 'not taken' ? ', mailing the customer' : ''}`,
    `  sent: ${fieldsText(fields)}`,
    ...(messages.length === 0 ? [] : [`  the shop says: ${safe(messages.join('; '))}`]),
    ...[
      ...new Set(
        Object.values(causes).map(
          ({ key, record }) =>
            `  because of ${safe(key)}, ${key.startsWith('runs/') ? 'which was taken back' : `record ${record}`}`,
        ),
      ),
    ],
    style.dim(`  ${archived}`),
  ]
}
