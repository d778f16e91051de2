import { type FieldValue, fieldEntries, isStatus } from '../order.ts'
import type { Change, Plan } from '../sync/plan/change.ts'
import type { Problem } from '../sync/problems.ts'
import type { RunReport } from '../sync/report.ts'
import { count, type Style, safe } from './style.ts'
import { table } from './table.ts'

export { count, plainStyle, type Style, safe } from './style.ts'

const mostRows = 40
const mostProblems = 25

const valueText = (value: FieldValue | undefined): string => {
  if (value === undefined) return '·'
  if (value === '') return '(cleared)'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return safe(
    typeof value === 'string'
      ? value
      : Object.entries(value)
          .map(([code, text]) => `${code}: ${text}`)
          .join(', '),
  )
}

/** The plan as a table: order, field, before → after, why. @param looks orders that the shop is asked about first */
export function planText(plan: Plan, style: Style, { adopts = 0, looks = 0 } = {}): string {
  const rows = plan.changes.flatMap((change) => changeRows(change, plan))
  const parts = [
    adopts > 0
      ? `The first export of a feed: ${count(adopts, 'order')} would be taken as acknowledged, nothing posted.`
      : '',
    rows.length === 0
      ? unasked(plan)
      : table(['order', 'field', 'before', '', 'after', 'why'], rows.slice(0, mostRows), style),
    rows.length > mostRows ? style.dim(`… and ${count(rows.length - mostRows, 'more field')}; --json shows all.`) : '',
    leftOutText(plan, style),
    plan.changes.length > 0 ? planSummary(plan, style) : '',
    looks === 0 ? '' : looksText(looks),
  ]
  return parts.filter((part) => part !== '').join('\n')
}

/** Of orders that the shop is asked about first, nobody knows yet whether there is anything to change. */
function unasked({ leftOut }: Plan): string {
  const orders = new Set(leftOut.flatMap(({ kind, order_number }) => (kind === 'unasked' ? [order_number] : []))).size
  return orders === 0
    ? 'Nothing to change.'
    : `Nothing is known yet: a run asks the shop first what it shows of ${count(orders, 'order')} ("firstRun": "shop"), and posts the difference.`
}

const looksText = (looks: number): string =>
  `The run reads ${looks === 1 ? '1 of these orders' : `${looks} of these orders`} in the shop first ("verify"): what it shows already is not posted, and what somebody has changed there is told.`

function changeRows(change: Change, plan: Plan): string[][] {
  return fieldEntries(change.fields).map(([name, field], index) => [
    index === 0 ? safe(change.order_number) : '',
    name,
    valueText(field.before),
    '→',
    valueText(field.after),
    [
      change.mails.includes(name) ? 'mails the customer' : '',
      field.because === undefined ? '' : safe(field.because),
      field.approved && plan.verdict.kind === 'hold' ? 'approved' : '',
    ]
      .filter((part) => part !== '')
      .join('; '),
  ])
}

function leftOutText({ leftOut }: Plan, style: Style): string {
  if (leftOut.length === 0) return ''
  const lines = leftOut
    .slice(0, mostProblems)
    .map(
      ({ order_number, field, value, reason }) =>
        `  ${safe(order_number)} ${field} = ${valueText(value)}: ${safe(reason)}`,
    )
  const more =
    leftOut.length > mostProblems ? [style.dim(`  … and ${leftOut.length - mostProblems} more; --json shows all.`)] : []
  return [style.bold('Left out:'), ...lines, ...more].join('\n')
}

function planSummary({ changes, requests, verdict, hash }: Plan, style: Style): string {
  const mailed = new Map<string, number>()
  for (const change of changes) {
    const [name] = change.mails
    if (name === undefined) continue
    const what = isStatus(name) ? valueText(change.fields[name]?.after) : name
    mailed.set(what, (mailed.get(what) ?? 0) + 1)
  }
  const mails = [...mailed].map(([status, number]) => `${number} × ${status}`).join(', ')
  const lines = [
    `${style.bold(count(changes.length, 'order'))} in ${count(requests, 'request')}; ${mails === '' ? 'no customer is mailed' : `customers mailed: ${mails}`}.`,
    verdict.kind === 'pass'
      ? style.good('The guard lets it pass.')
      : style.bad(['The guard holds it:', ...verdict.reasons.map(({ message }) => `  ${safe(message)}`)].join('\n')),
    verdict.kind === 'pass'
      ? `Plan ${style.dim(hash.slice(0, 12))}`
      : `Decide with: order-sync approve ${hash.slice(0, 12)}, or: order-sync reject ${hash.slice(0, 12)}`,
  ]
  return lines.join('\n')
}

const outcomeText: Readonly<Record<RunReport['outcome'], string>> = {
  done: 'Done.',
  idle: 'Nothing to do.',
  busy: 'Another run is at work; this one leaves everything to it.',
  held: 'Held: nothing is posted before a person decides.',
  blocked: 'Blocked: the shop refused the credentials.',
  failed: 'Failed.',
}

/** The report of a run for people. `archive` says where the exchanges lie. */
export function reportText(report: RunReport, style: Style, archive: string): string {
  const good = report.outcome === 'done' || report.outcome === 'idle' || report.outcome === 'busy'
  const lines = [
    ...report.exports.slice(0, mostExports).map(exportText),
    report.exports.length > mostExports ? `Read ${report.exports.length - mostExports} more exports.` : '',
    report.adopted > 0
      ? `Adopted ${count(report.adopted, 'order')}: taken as acknowledged, nothing was posted for them.`
      : '',
    report.requests > 0 || report.planned > 0 ? postedText(report, style) : '',
    waitingText(report),
    gateText(report),
    ...problemLines(report.problems, style),
    report.requests > 0 ? `Requests and answers: ${archive}` : '',
    (good ? style.good : style.bad)(outcomeText[report.outcome]),
  ]
  return lines.filter((line) => line !== '').join('\n')
}

/** How many exports are told one by one. */
const mostExports = 40

const exportText = ({ key, records, invalid, refused }: RunReport['exports'][number]): string =>
  refused === null
    ? `Read ${safe(key)}: ${count(records, 'record')}${invalid > 0 ? `, ${invalid} invalid` : ''}.`
    : `Refused ${safe(key)}: nothing of it was used.`

function postedText(report: RunReport, style: Style): string {
  const parts = [
    `${report.accepted} accepted`,
    report.warned > 0 ? `${report.warned} accepted with warnings` : '',
    report.rejected > 0 ? style.bad(`${report.rejected} rejected`) : '',
    report.unknown > 0 ? style.bad(`${report.unknown} without a readable answer`) : '',
    `${count(report.notified, 'customer')} mailed`,
  ]
  const sent = `${count(report.planned, 'order')} differed, ${count(report.requests, 'request')} sent`
  return `${style.bold(sent)}: ${parts.filter((part) => part !== '').join(', ')}.`
}

function waitingText({ pending, parked, edited = 0, throughAt }: RunReport): string {
  const parts = [
    pending > 0
      ? `${count(pending, 'order')} still ${pending === 1 ? 'waits' : 'wait'} to be sent${throughAt === undefined ? '' : `, probably until ${throughAt}`}`
      : '',
    parked > 0 ? `${count(parked, 'order')} parked after a refusal` : '',
    edited > 0 ? `${count(edited, 'order')} edited in the shop, for a person to decide about` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : `${parts.join('; ')}.`
}

/** What waits for other fields, as far as the report lists it: the first that is over, and how. */
function gateText({ waiting = [] }: RunReport): string {
  const [first] = waiting
  if (first === undefined) return ''
  const fields = [...new Set(waiting.flatMap(({ missing }) => missing))].map(safe)
  const orders = `${count(waiting.length, 'status change')} ${waiting.length === 1 ? 'waits' : 'wait'} for ${fields.join(' or ')}`
  return `${orders}; order ${safe(first.order_number)} until ${first.until}${waiting.length === 1 ? '' : ', the others longer'} (order-sync status lists them).`
}

function problemLines(problems: readonly Problem[], style: Style): string[] {
  const lines = problems.slice(0, mostProblems).map(({ kind, message }) => `  ${style.bad(kind)}: ${safe(message)}`)
  const more =
    problems.length > mostProblems
      ? [style.dim(`  … and ${problems.length - mostProblems} more; --json shows all.`)]
      : []
  return [...lines, ...more]
}
