import type { Problem } from '../sync/problems.ts'
import type { RunReport } from '../sync/report.ts'
import { leftOutWords } from '../text/waiting.ts'
import { safe } from './style.ts'
import type { TerminalVoice } from './voice.ts'

const mostProblems = 25
/** How many exports are told one by one. */
const mostExports = 40
/** More problems of one kind are told as one, with so many orders by name. */
const fewOfKind = 3
const mostNamed = 10

/** The report of a run for people. `archive` says where the exchanges lie. */
export function reportText(report: RunReport, voice: TerminalVoice, archive: string): string {
  const { style, texts } = voice
  const { run } = texts
  const good = report.outcome === 'done' || report.outcome === 'idle' || report.outcome === 'busy'
  const lines = [
    ...report.exports
      .slice(0, mostExports)
      .map(({ key, records, invalid, refused }) =>
        refused === null ? run.read(safe(key), records, invalid) : run.refused(safe(key)),
      ),
    report.exports.length > mostExports ? run.readMore(report.exports.length - mostExports) : '',
    report.adopted > 0 ? run.adopted(report.adopted) : '',
    report.requests > 0 || report.planned > 0 ? postedText(report, voice) : '',
    waitingText(report, voice),
    gateText(report, voice),
    ...problemsLines(report.problems, voice, mostProblems),
    report.requests > 0 ? run.archive(archive) : '',
    (good ? style.good : style.bad)(run.outcomes[report.outcome]),
  ]
  return lines.filter((line) => line !== '').join('\n')
}

function postedText(report: RunReport, { style, texts }: TerminalVoice): string {
  const { sent, results } = texts.run.posted({ reads: 0, ...report, mailed: report.notified })
  if (report.accepted + report.warned + report.rejected + report.unknown === 0) return `${style.bold(sent)}.`
  const [accepted = '', warned = '', rejected = '', unknown = '', mailed = ''] = results
  const parts = [accepted, warned, bad(rejected, style.bad), bad(unknown, style.bad), mailed]
  return `${style.bold(sent)}: ${parts.filter((part) => part !== '').join(', ')}.`
}

const bad = (text: string, style: (text: string) => string): string => (text === '' ? '' : style(text))

/** An older version tells of two kinds only. */
const kindsOf = ({ leftOut, parked, edited = 0 }: RunReport) => leftOut ?? { parked, edited }

function waitingText(report: RunReport, { texts, time }: TerminalVoice): string {
  const { throughAt, hold } = report
  // what is held is told by itself
  const pending = report.pending - (hold?.changes ?? 0)
  const until = throughAt === undefined ? undefined : time(throughAt)
  const { person, within, others } = leftOutWords(kindsOf(report), texts.waiting)
  const why = within.length === 0 ? '' : ` (${within.join(', ')})`
  const parts = [...(pending > 0 ? [`${texts.run.stillWaits(pending, until)}${why}`] : []), ...person, ...others]
  return parts.length === 0 ? '' : `${parts.join('; ')}.`
}

/** What waits for other fields, as far as the report lists it: the first that is over, and how. */
function gateText({ waiting = [] }: RunReport, { texts, time }: TerminalVoice): string {
  const [first] = waiting
  if (first === undefined) return ''
  const fields = [...new Set(waiting.flatMap(({ missing }) => missing))].map((name) => safe(texts.field(name)))
  return texts.run.gate(waiting.length, fields, { order: safe(first.order_number), until: time(first.until) })
}

/**
 * What people should know, a line each; many of one kind about orders are one, with the first of them in full: whoever
 * has edited fifteen orders by hand need not read it fifteen times.
 */
export function problemsLines(problems: readonly Problem[], voice: TerminalVoice, most: number): string[] {
  const { style, texts, say, kind: name } = voice
  const groups = [...Map.groupBy(problems, alike).values()].flatMap((found) =>
    found.length > fewOfKind ? [found] : found.map((problem) => [problem]),
  )
  const lines = groups.slice(0, most).map(([first, ...others]) => {
    if (first === undefined) return ''
    const label = `  ${style.bad(name(first.kind))}: `
    if (others.length === 0) return `${label}${say(first.message)}`
    const orders = [...new Set([first, ...others].map(({ subject }) => safe(subject)))]
    return `${label}${texts.run.several(orders.length, orders.slice(0, mostNamed))}\n    ${say(first.message)}`
  })
  return groups.length > most ? [...lines, style.dim(`  ${texts.more(groups.length - most)}`)] : lines
}

/** Kinds of which `status` lists every order with its values. */
const listedElsewhere: ReadonlySet<string> = new Set(['edited', 'drifted', 'mailed too often'])

/** Problems that say the same of different orders have the same name. */
const alike = ({ kind, subject, message }: Problem): string =>
  listedElsewhere.has(kind) ? kind : `${kind} ${subject === '' ? message : message.replaceAll(subject, '#')}`
