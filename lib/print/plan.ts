import { type FieldName, type FieldValue, fieldEntries, isStatus } from '../order.ts'
import type { Change, Plan } from '../sync/plan/change.ts'
import { safe } from './style.ts'
import { table } from './table.ts'
import type { TerminalVoice } from './voice.ts'

/** How many rows of a plan a terminal shows; a pipe gets all. */
const usualRows = 40
const mostLeftOut = 25
const mostSums = 12
/** A plan of fewer orders is its own summary. */
const fewOrders = 4

/** How much of a plan is shown. */
export interface PlanShown {
  /** orders that would be taken without posting */
  readonly adopts?: number
  /** orders that the shop is asked about first */
  readonly looks?: number
  /** rows at most; default: 40 on a terminal, all in a pipe */
  readonly rows?: number | undefined
}

/** The plan: a table with who is mailed first and why last, a summary by before and after, and what the guard says. */
export function planText(
  plan: Plan,
  voice: TerminalVoice,
  { adopts = 0, looks = 0, rows: wanted }: PlanShown = {},
): string {
  const { texts, style, width } = voice
  const { columns, ...said } = texts.plan
  const rows = plan.changes.flatMap((change) => changeRows(change, plan, voice))
  const most = wanted ?? (width === undefined ? rows.length : usualRows)
  const header = ['', columns.order, columns.field, columns.before, '', columns.after, columns.why]
  const shown = rows.slice(0, most)
  const withMails = shown.some(([mail]) => mail !== '')
  const parts = [
    adopts > 0 ? said.adopts(adopts) : '',
    rows.length === 0
      ? nothingText(plan, voice)
      : table(withMails ? header : header.slice(1), withMails ? shown : shown.map((row) => row.slice(1)), voice),
    rows.length > most ? style.dim(said.moreRows(rows.length - most)) : '',
    looks === 0 ? '' : said.looks(looks),
    sumsText(plan, voice),
    leftOutText(plan, voice),
    plan.changes.length > 0 ? planSummary(plan, voice) : '',
  ]
  return parts.filter((part) => part !== '').join('\n')
}

/** Of orders that the shop is asked about first, nobody knows yet whether there is anything to change. */
function nothingText({ leftOut }: Plan, { texts }: TerminalVoice): string {
  const orders = new Set(leftOut.flatMap(({ kind, order_number }) => (kind === 'unasked' ? [order_number] : []))).size
  return orders === 0 ? texts.plan.nothing : texts.plan.unasked(orders)
}

/** A value as people read it: `·` is nothing. */
export function valueText(value: FieldValue | undefined, { texts }: Pick<TerminalVoice, 'texts'>): string {
  if (value === undefined) return '·'
  if (value === '') return texts.cleared
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  return safe(
    typeof value === 'string'
      ? value
      : Object.entries(value)
          .map(([code, text]) => `${code}: ${text}`)
          .join(', '),
  )
}

function changeRows(change: Change, plan: Plan, voice: TerminalVoice): string[][] {
  const { texts } = voice
  return fieldEntries(change.fields).map(([name, field], index) => [
    change.mails.includes(name) ? texts.plan.mail : '',
    index === 0 ? safe(change.order_number) : '',
    texts.field(name),
    valueText(field.before, voice),
    '→',
    valueText(field.after, voice),
    [
      field.because === undefined ? '' : safe(field.undo ? voice.say(field.because) : field.because),
      field.approved && plan.verdict.kind === 'hold' ? texts.plan.approved : '',
    ]
      .filter((part) => part !== '')
      .join('; '),
  ])
}

/** How often each change comes: of a status from what to what, of a code or a date only that it is set, changed or cleared. */
function sumsText({ changes }: Plan, voice: TerminalVoice): string {
  if (changes.length < fewOrders) return ''
  const { texts, style } = voice
  const sums = new Map<string, { orders: number; mails: number }>()
  for (const { fields, mails } of changes)
    for (const [name, { before, after }] of fieldEntries(fields)) {
      const what = `${texts.field(name)}: ${kindOfChange(name, [before, after], voice)}`
      const sum = sums.get(what) ?? { orders: 0, mails: 0 }
      sums.set(what, { orders: sum.orders + 1, mails: sum.mails + (mails.includes(name) ? 1 : 0) })
    }
  const sorted = [...sums].sort(([, one], [, other]) => other.orders - one.orders)
  const lines = sorted
    .slice(0, mostSums)
    .map(([what, { orders, mails }]) => `  ${orders} × ${what}${mails > 0 ? `  (${texts.plan.mail}: ${mails})` : ''}`)
  const more = sorted.length > mostSums ? [style.dim(`  … ${sorted.length - mostSums}`)] : []
  return [style.bold(texts.plan.sums), ...lines, ...more].join('\n')
}

function kindOfChange(
  name: FieldName,
  [before, after]: readonly [FieldValue | undefined, FieldValue],
  voice: TerminalVoice,
): string {
  const { plan, cleared } = voice.texts
  if (isStatus(name) || typeof after === 'boolean') return `${valueText(before, voice)} → ${valueText(after, voice)}`
  if (after === '') return cleared
  return before === undefined || before === '' ? plan.set : plan.changed
}

function leftOutText({ leftOut }: Plan, voice: TerminalVoice): string {
  if (leftOut.length === 0) return ''
  const { texts, style, say } = voice
  const lines = leftOut
    .slice(0, mostLeftOut)
    .map(
      ({ order_number, field, value, reason }) =>
        `  ${safe(order_number)} ${texts.field(field)} = ${valueText(value, voice)}: ${say(reason)}`,
    )
  const more = leftOut.length > mostLeftOut ? [style.dim(`  ${texts.more(leftOut.length - mostLeftOut)}`)] : []
  return [style.bold(texts.plan.leftOut), ...lines, ...more].join('\n')
}

function planSummary({ changes, requests, verdict, hash }: Plan, voice: TerminalVoice): string {
  const { texts, style, say } = voice
  const { plan } = texts
  const mailed = new Map<string, number>()
  for (const change of changes) {
    const [name] = change.mails
    if (name === undefined) continue
    const what = isStatus(name) ? valueText(change.fields[name]?.after, voice) : texts.field(name)
    mailed.set(what, (mailed.get(what) ?? 0) + 1)
  }
  const mails = [...mailed].map(([status, number]) => `${number} × ${status}`).join(', ')
  const short = hash.slice(0, 12)
  return [
    `${style.bold(plan.inRequests(changes.length, requests))}; ${mails === '' ? plan.mailsNobody : plan.mails(mails)}.`,
    verdict.kind === 'pass'
      ? style.good(plan.passes)
      : style.bad([plan.holds, ...verdict.reasons.map(({ message }) => `  ${say(message)}`)].join('\n')),
    verdict.kind === 'pass' ? plan.hash(style.dim(short)) : plan.decideWith(short),
  ].join('\n')
}
