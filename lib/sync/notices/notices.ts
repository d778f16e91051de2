import { dirname } from 'node:path/posix'
import * as z from 'zod/mini'
import { mayLogText, type Problem, type ProblemKind, problemKinds } from '../problems.ts'
import type { RunReport } from '../report.ts'

const hourMs = 3_600_000
/** Refused orders that nobody has heard of for so long are news again. */
const forgetOrdersMs = 7 * 24 * hourMs
/** Whoever was to tell something and has not said so after this time has died over it. */
const mostTellingMs = 5 * 60_000
/** What is only asked for now and then ends when it was not found for so long. */
const rareMs: Readonly<Partial<Record<ProblemKind, number>>> = { 'not in the shop': 48 * hourMs }
const mostOrders = 2000

const openNotice = z.object({
  key: z.string(),
  kind: z.string(),
  subject: z.string(),
  message: z.string(),
  /** when it began */
  since: z.iso.datetime(),
  /** when it was found last, to the hour */
  seen: z.iso.datetime(),
  /** when people were told; absent: somebody is just telling them */
  told: z.optional(z.iso.datetime()),
})

/** What people were told and what has not ended since. */
export const toldSchema = z.object({
  version: z.literal(1),
  writeId: z.string(),
  open: z.array(openNotice),
  /** refused orders that people were told of, by number, with when they were refused last */
  orders: z.record(z.string(), z.iso.datetime()),
})

/** Something that lasts until it ends, as people are told of it. */
export type OpenNotice = z.infer<typeof openNotice>
/** What people were told, but for what a write adds. */
export type Told = Pick<z.infer<typeof toldSchema>, 'open' | 'orders'>

/** What is new since people were told last. */
export interface News {
  readonly began: readonly OpenNotice[]
  readonly ended: readonly OpenNotice[]
  /** orders refused that nobody was told of */
  readonly orders: readonly string[]
}

/** What a report adds to what people were told. */
export interface NextTold {
  readonly told: Told
  readonly news: News
  /** there is something to write down */
  readonly changed: boolean
}

/** A hold is one thing however its plan changes, and so is what is wrong with the exports of one folder. */
function keyOf({ kind, subject }: Problem): string {
  if (kind === 'held') return kind
  return problemKinds[kind].about === 'export' ? `${kind} ${dirname(`${subject}x`)}` : `${kind} ${subject}`
}

/** What lasts until somebody does something; orders are told by their numbers. */
const lasts = ({ kind }: Problem): boolean => problemKinds[kind].waitsForPerson && problemKinds[kind].about !== 'order'

/** Kinds that every look finds again, so that their absence means that they have ended. */
const standing: readonly ProblemKind[] = ['held', 'blocked', 'refused export', 'late export', 'stray export', 'stuck']

/**
 * What a report adds to what people were told. Pure. A run that failed or found another at work ends nothing; one that
 * only looked ends what every look finds.
 */
export function nextTold(
  told: Told,
  report: Pick<RunReport, 'outcome' | 'problems' | 'onlyLooked'>,
  nowMs: number,
): NextTold {
  const at = new Date(nowMs).toISOString()
  const found = new Map(report.problems.filter(lasts).map((problem) => [keyOf(problem), problem]))
  const stays = (one: OpenNotice): boolean => found.has(one.key) || !mayEnd(one, report, nowMs)
  const kept = told.open.filter(stays)
  const open = kept.map((one) => touched(one, found.get(one.key), at))
  const known = new Set(kept.filter((one) => !isStale(one, nowMs)).map(({ key }) => key))
  const fresh = [...found].filter(([key]) => !known.has(key)).map(([key, problem]) => noticeOf(key, problem, at))
  const began = fresh.map((one) => ({ ...one, since: kept.find(({ key }) => key === one.key)?.since ?? one.since }))
  const ended = told.open.filter((one) => !stays(one) && one.told !== undefined)
  const { orders, news } = nextOrders(told.orders, report, nowMs)
  const unchanged = open.filter(({ key }) => began.every((one) => one.key !== key))
  const next = { open: [...unchanged, ...began], orders }
  return { told: next, news: { began, ended, orders: news }, changed: JSON.stringify(next) !== JSON.stringify(told) }
}

function mayEnd(
  notice: OpenNotice,
  { outcome, onlyLooked }: Pick<RunReport, 'outcome' | 'onlyLooked'>,
  nowMs: number,
): boolean {
  if (outcome === 'failed' || outcome === 'busy') return false
  const kind = notice.kind as ProblemKind
  const rare = rareMs[kind]
  if (rare !== undefined) return nowMs - Date.parse(notice.seen) > rare
  return onlyLooked !== true || standing.includes(kind)
}

const isStale = ({ told, seen }: OpenNotice, nowMs: number): boolean =>
  told === undefined && nowMs - Date.parse(seen) > mostTellingMs

const noticeOf = (key: string, problem: Problem, at: string): OpenNotice => ({
  key,
  kind: problem.kind,
  subject: problem.subject,
  message: mayLogText(problem) ? problem.message : 'order-sync status says more.',
  since: at,
  seen: at,
})

/** Seen again: noted once an hour, so that what lasts is not written at every tick. */
function touched(one: OpenNotice, found: Problem | undefined, at: string): OpenNotice {
  if (found === undefined || one.told === undefined) return one
  return Date.parse(at) - Date.parse(one.seen) < hourMs
    ? one
    : { ...one, ...noticeOf(one.key, found, at), since: one.since, told: one.told }
}

/** Orders that were refused, or whose records were, of which nobody was told. */
function nextOrders(before: Told['orders'], { problems }: Pick<RunReport, 'problems'>, nowMs: number) {
  const at = new Date(nowMs).toISOString()
  const refused = problems.filter(({ kind }) => problemKinds[kind].about === 'order' && problemKinds[kind].refuses)
  const numbers = [...new Set(refused.map(({ subject }) => subject))]
  const remembered = Object.entries(before).filter(([, seen]) => nowMs - Date.parse(seen) < forgetOrdersMs)
  const known = new Map(remembered)
  const news = numbers.filter((number) => !known.has(number))
  // refused again: noted once a day
  for (const number of numbers)
    if (nowMs - Date.parse(known.get(number) ?? '1970-01-01') > 24 * hourMs) known.set(number, at)
  return { orders: Object.fromEntries([...known].slice(-mostOrders)), news }
}

/** All that was to be told has been. */
export const allTold = (told: Told, nowMs: number): Told => ({
  ...told,
  open: told.open.map((one) => ({ ...one, told: one.told ?? new Date(nowMs).toISOString() })),
})
