import { type FieldName, type FieldValue, fieldEntries, isStatus } from '../order.ts'
import type { Change, LeftOut, Plan } from '../sync/plan/change.ts'
import { leftOutKinds, ofKind } from '../sync/plan/left-out.ts'
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
  /** what people have said about the held plan, and no run has acted on yet; default: nothing */
  readonly said?: readonly string[]
  /** rows at most; default: 40 on a terminal, all in a pipe */
  readonly rows?: number | undefined
}

/** The plan: a table with who is mailed first and why last, a summary by before and after, and what the guard says. */
export function planText(
  plan: Plan,
  voice: TerminalVoice,
  { adopts = 0, looks = 0, said: words = [], rows: wanted }: PlanShown = {},
): string {
  const { texts, style, width } = voice
  const { columns, ...said } = texts.plan
  const rows = plan.changes.flatMap((change) => changeRows(change, voice))
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
    ...words.map(style.good),
    plan.changes.length > 0 ? planSummary(plan, words.length > 0, voice) : '',
  ]
  return parts.filter((part) => part !== '').join('\n')
}

/** Of orders that the shop is asked about first, nobody knows yet whether there is anything to change. */
function nothingText({ leftOut }: Plan, { texts }: TerminalVoice): string {
  const orders = new Set(leftOut.flatMap(({ kind, order_number }) => (kind === 'unasked' ? [order_number] : []))).size
  return orders === 0 ? texts.plan.nothing : texts.plan.unasked(orders)
}

/** A value as people read it: `·` is nothing. */
export function valueText(value: unknown, { texts }: Pick<TerminalVoice, 'texts'>): string {
  if (value === undefined || value === null) return '·'
  if (value === '') return texts.cleared
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  if (typeof value !== 'object') return safe(String(value))
  const languages = Object.entries(value)
  return safe(languages.map(([code, text]) => `${code}: ${String(text)}`).join(', '))
}

function changeRows(change: Change, voice: TerminalVoice): string[][] {
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
      field.approved ? texts.plan.approved : '',
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

/** What is left out, kind by kind, with as many orders as `status`, reports and pages tell. */
function leftOutText({ leftOut }: Plan, voice: TerminalVoice): string {
  if (leftOut.length === 0) return ''
  const { texts, style } = voice
  const kinds = leftOutKinds.flatMap((kind) => {
    const orders = ofKind(leftOut, kind)
    if (orders.length === 0) return []
    const lines = orders.slice(0, mostLeftOut).map((values) => `    ${leftOrder(values, voice)}`)
    const more = orders.length > mostLeftOut ? [style.dim(`    ${texts.more(orders.length - mostLeftOut)}`)] : []
    return [`  ${texts.waiting.leftOut[kind](orders.length)}:`, ...lines, ...more]
  })
  return [style.bold(texts.plan.leftOut), ...kinds].join('\n')
}

/** One order with its values, each reason once. */
function leftOrder(values: readonly LeftOut[], voice: TerminalVoice): string {
  const { texts } = voice
  const reasons = [...Map.groupBy(values, (one) => leftReason(one, voice))].map(
    ([reason, same]) =>
      `${same.map(({ field, value }) => `${texts.field(field)} = ${valueText(value, voice)}`).join(', ')}: ${reason}`,
  )
  return `${safe(values[0]?.order_number ?? '')} ${reasons.join('; ')}`
}

/** A value that is left out, as plans and states tell of it. */
interface LeftValue extends Pick<LeftOut, 'missing' | 'until' | 'reason'> {
  readonly end?: LeftOut['end'] | undefined
}

/** Why a value is left out; of one at its gate what it waits for, by the names that people see. */
export function leftReason(
  { missing, until, end, reason }: LeftValue,
  { texts, say, time }: Pick<TerminalVoice, 'texts' | 'say' | 'time'>,
): string {
  if (missing === undefined || until === undefined) return say(reason)
  const fields = missing.map((name) => safe(texts.field(name)))
  return texts.plan.waitsFor(fields, time(until), end)
}

function planSummary({ changes, requests, verdict, hash }: Plan, isDecided: boolean, voice: TerminalVoice): string {
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
      ? isDecided
        ? ''
        : style.good(plan.passes)
      : style.bad([plan.holds, ...verdict.reasons.map(({ message }) => `  ${say(message)}`)].join('\n')),
    verdict.kind === 'pass' ? plan.hash(style.dim(short)) : plan.decideWith(short),
  ]
    .filter((line) => line !== '')
    .join('\n')
}
