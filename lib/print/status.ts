import type { HoldAnswer } from '../sync/decisions/hold-answer.ts'
import { type Problem, type ProblemKind, problemKinds } from '../sync/problems.ts'
import { failingProblem } from '../sync/report.ts'
import type { Status } from '../sync/status.ts'
import { heldWords, leftOutWords } from '../text/waiting.ts'
import { leftReason, valueText } from './plan.ts'
import { problemsLines } from './report.ts'
import { safe } from './style.ts'
import type { TerminalVoice } from './voice.ts'

const mostOrders = 40

/** Fields with their values, in a line. */
export const fieldsText = (fields: Readonly<Record<string, unknown>>, voice: TerminalVoice): string =>
  Object.entries(fields)
    .map(([name, value]) => `${voice.texts.field(name)} = ${valueText(value, voice)}`)
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
export function statusText(looked: Looked, shop: string, voice: TerminalVoice): string {
  const { head, leftBehind, problems = [] } = looked
  const { texts, say } = voice
  const missing = problems.map(({ message }) => say(message))
  const lines =
    head === undefined
      ? [leftBehind === undefined ? texts.status.noRun(shop) : texts.status.vanished(safe(leftBehind)), ...missing]
      : [...headLines(looked, head, { shop, missing, voice }), ...waitingLines(looked, head, voice)]
  return lines.filter((line) => line !== '').join('\n')
}

type Head = NonNullable<Status['head']>

interface Above {
  readonly shop: string
  readonly missing: readonly string[]
  readonly voice: TerminalVoice
}

function headLines({ leftOut, answer }: Looked, head: Head, { shop, missing, voice }: Above): string[] {
  const { texts, style, say, time } = voice
  const { status } = texts
  const { counts, allowance, blocked } = head
  const { person, within, others } = leftOutWords(leftOut, texts.waiting)
  const rest = [...person, ...others]
  return [
    status.head(style.bold(shop), head.orders, { run: head.run, at: time(head.at) }),
    status.counts({ ...counts, pending: counts.pending - counts.held, because: within }),
    rest.length === 0 ? '' : `${rest.join(', ')}.`,
    allowance?.hourRemaining === undefined
      ? ''
      : status.allowance(
          time(allowance.at),
          `${allowance.hourRemaining}`,
          `${allowance.hourLimit ?? '?'}`,
          `${allowance.dayRemaining ?? '?'}`,
        ),
    head.notBefore === undefined ? '' : status.notBefore(time(head.notBefore)),
    blocked === undefined ? '' : style.bad(status.blocked(time(blocked.since), blocked.status, say(blocked.message))),
    ...missing,
    ...failingProblem(head).map(({ message }) => style.bad(say(message))),
    ...holdLines(head.hold, answer, voice),
  ]
}

/** What of the held plan waits for a person, and what the next run does because somebody has decided. */
function holdLines(hold: Head['hold'], answer: HoldAnswer | undefined, voice: TerminalVoice): string[] {
  if (hold === undefined) return []
  const { texts, style, say, time } = voice
  const { words = [], open = hold } = answer ?? {}
  const short = hold.hash.slice(0, 12)
  const said = heldWords(words, texts.waiting, time).map(style.good)
  if (open.changes === 0) return said
  return [
    ...said,
    style.bad(texts.status.held(time(hold.since), open.changes, open.notifications)),
    ...hold.reasons.map(({ message }) => `  ${say(message)}`),
    `  ${texts.plan.decideWith(short)}`,
  ]
}

function waitingLines(looked: Looked, head: Head, voice: TerminalVoice): string[] {
  const { texts, style, say, time } = voice
  const { status } = texts
  const {
    parked,
    edited,
    waiting,
    runs,
    decisions,
    notices = [],
    newest = {},
    strays = [],
    pinned,
    unreadable = [],
  } = looked
  const answered = new Set(looked.answer?.words.map(({ id }) => id))
  const orders = <T extends { readonly order_number: string }>(
    title: string,
    all: readonly T[],
    text: (one: T) => string,
  ): string[] =>
    all.length === 0
      ? []
      : [
          style.bold(title),
          ...all.slice(0, mostOrders).map((one) => `  ${safe(one.order_number)}${text(one)}`),
          all.length > mostOrders ? `  ${texts.more(all.length - mostOrders)}` : '',
        ]
  return [
    ...decisions
      .filter(({ id }) => !answered.has(id))
      .map(({ kind, at, by, orders = [] }) => {
        const told = orders.slice(0, mostOrders).map((order) => ` ${safe(order)}`)
        const about = `${told.join(',')}${orders.length > mostOrders ? ', …' : ''}`
        return status.decided(time(at), safe(kind), by === undefined ? undefined : safe(by), about)
      }),
    ...Object.entries(head.feeds).flatMap(([name, feed]) => feedLines([name, feed], newest[name], voice)),
    ...strays.map(({ message }) => say(message)),
    ...orders(
      status.waits(waiting.length),
      waiting,
      (one) => ` ${valueText(one.status, voice)}: ${leftReason(one, voice)}`,
    ),
    ...orders(
      status.edited,
      edited,
      ({ fields, messages }) => `: ${fieldsText(fields, voice)}; ${messages.map(say).join('; ')}`,
    ),
    ...orders(status.pinned, pinned, ({ fields }) => `: ${fieldsText(fields, voice)}`),
    ...orders(
      status.parked,
      parked,
      ({ fields, messages, attempts, nextTry }) =>
        `: ${fieldsText(fields, voice)}; ${status.parkedOrder(messages.map(say).join('; '), attempts, time(nextTry))}`,
    ),
    ...(notices.length === 0 ? [] : [style.bold(status.alerts)]),
    ...notices.map(
      ({ kind, since, text, subjects }) =>
        `  ${status.alert(voice.kind(kind), time(since), say(text ?? subjects.join(', ')))}`,
    ),
    ...lastProblems(runs, voice),
    runs.length + unreadable.length === 0 ? '' : style.bold(status.runs),
    ...unreadable.map((key) => `  ${style.bad(status.unreadable(safe(key)))}`),
    ...runs.map(
      (run) =>
        `  ${run.run}  ${status.outcome(run.outcome)}: ${status.inRun({ reads: 0, ...run, mailed: run.notified, problems: run.problems.length })}`,
    ),
  ]
}

/** Kinds that the lines above tell as they stand now: what a run has said of them may be over. */
const toldAbove: readonly ProblemKind[] = [
  ...(['held', 'blocked', 'denied', 'rejected', 'warned', 'edited'] as const),
  ...(['refused export', 'suspicious export', 'stray export', 'late export'] as const),
]

/** Kinds about orders, of what exports say of them; the others were about the shop, which a later run knows better. */
const ofExports: readonly ProblemKind[] = [
  'invalid record',
  'conflicting records',
  'odd value',
  'withheld value',
  'unknown words',
]

/** What the last run said, and of the last one that read exports, what it said about them. */
function lastProblems([last, ...earlier]: Status['runs'], voice: TerminalVoice): string[] {
  if (last === undefined) return []
  const { status } = voice.texts
  const reading = last.exports.length > 0 ? undefined : earlier.find((run) => run.exports.length > 0)
  return [
    ...titled(status.lastRun(last.run), last.problems, voice),
    ...(reading === undefined
      ? []
      : titled(
          status.lastExports(reading.run),
          reading.problems.filter(({ kind }) => ofExports.includes(kind) || problemKinds[kind].about === 'export'),
          voice,
        )),
  ]
}

function titled(title: string, all: readonly Problem[], voice: TerminalVoice): string[] {
  const problems = all.filter(({ kind }) => !toldAbove.includes(kind))
  return problems.length === 0 ? [] : [voice.style.bold(title), ...problemsLines(problems, voice, mostOrders)]
}

function feedLines(
  [name, feed]: readonly [string, Head['feeds'][string]],
  newest: string | undefined,
  { texts, say, time }: TerminalVoice,
): string[] {
  const { status } = texts
  const { last, backlog, refused, suspicions = [] } = feed
  return [
    status.feed(
      name,
      last === undefined ? undefined : { file: safe(last.key), at: time(last.lastModified), records: last.records },
    ),
    ...(newest === undefined || newest <= (last?.lastModified ?? '') ? [] : [`  ${status.newest(time(newest))}`]),
    ...(backlog === undefined ? [] : [`  ${status.backlog(backlog.read, backlog.of)}`]),
    ...(refused === undefined ? [] : [`  ${status.refused(say(refused.reason), safe(refused.key))}`]),
    ...suspicions.map(({ message }) => `  ${status.looksWrong(say(message))}`),
  ]
}
