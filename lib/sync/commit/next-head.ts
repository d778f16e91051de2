import { fieldEntries, isStatus } from '../../order.ts'
import { shopAddress } from '../../settings/settings.ts'
import { dayMs, hourMs, minuteMs } from '../../units.ts'
import type { RunFacts } from '../facts.ts'
import { tailsOf } from '../import/listing.ts'
import { batchesOf } from '../plan/batches.ts'
import { heldChanges, type LeftOut, mayLeave, type Plan, postable } from '../plan/change.ts'
import { countLeftOut, notTaken, ordersOf, resting, stillToSend } from '../plan/left-out.ts'
import { type Pace, pace, paceSettings } from '../plan/pace.ts'
import {
  addWeights,
  notApproved,
  nothingSpent,
  oldestEnd,
  type Spent,
  spend,
  type Weight,
  weightOf,
} from '../plan/spent.ts'
import { type Head, isToCome, longestWaitOf } from '../state/head.ts'
import type { NextHead } from './commit.ts'

const longestPauseMs = 60 * minuteMs

/** The head as a run leaves it: what was imported, what waits, and when there is something to do again. */
export function nextHead(facts: RunFacts, nowMs: number): NextHead {
  const { settings, run, imported, told } = facts
  const failures = failuresOf(facts)
  const notBeforeMs = notBefore(facts, failures, nowMs)
  const wakeMs = wakeAt(facts, nowMs)
  return defined({
    shop: settings.shop,
    address: shopAddress(settings),
    run,
    closedRuns: [...facts.closedRuns],
    at: iso(nowMs),
    settingsHash: facts.seen.settingsHash,
    deployed: facts.head.deployed,
    tails: tailsOf(facts.seen.listing, Object.keys(settings.feeds)),
    adoptedFields: [...imported.adoptedFields],
    feeds: feedsOf(facts),
    counts: countsOf(facts),
    spent: spentBy(facts, nowMs),
    wakeAt:
      wakeMs === undefined
        ? undefined
        : iso(Math.min(Math.max(wakeMs, notBeforeMs ?? 0), nowMs + longestWaitOf(settings))),
    notBefore: notBeforeMs === undefined ? undefined : iso(notBeforeMs),
    failures: failures === 0 ? undefined : failures,
    allowance: told.allowance,
    blocked: blockedOf(facts, nowMs),
    hold: holdOf(facts, nowMs),
    oldestPending: oldestPending(facts),
    answered: hasAnswered(facts),
    newAddress: newAddressOf(facts),
    lookedAt: facts.around?.at ?? facts.head.lookedAt,
    lookedTo: facts.around?.at === undefined ? facts.head.lookedTo : facts.around.to,
    words: facts.words ?? facts.head.words,
  })
}

/** What is known of the feeds, with how far their exports have been read. */
const feedsOf = ({ decided, imported }: RunFacts): Head['feeds'] =>
  Object.fromEntries(
    Object.entries(decided.feeds).map(([name, { backlog: _, ...feed }]) => {
      const waiting = imported.backlog.find((one) => one.feed === name)
      return [name, waiting === undefined ? feed : { ...feed, backlog: { read: waiting.read, of: waiting.of } }]
    }),
  )

const iso = (ms: number): string => new Date(ms).toISOString()

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** Without the names that have no value. */
const defined = <T extends object>(values: T): Defined<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>

function countsOf({ left }: RunFacts): Head['counts'] {
  const { changes, leftOut, verdict } = left
  const kinds = countLeftOut(leftOut)
  return {
    ...(kinds.edited === undefined ? {} : { edited: kinds.edited }),
    pending: changes.length + ordersOf(leftOut, stillToSend),
    parked: ordersOf(leftOut, notTaken),
    held: verdict.kind === 'hold' ? changes.length - postable(left).length : 0,
    leftOut: ordersOf(leftOut, resting),
    ...(leftOut.length === 0 ? {} : { kinds }),
  }
}

/** What a run has sent of its plan without a person's approval, beside what was sent before it. */
export function sentWeight(facts: Pick<RunFacts, 'plan' | 'posted'> | undefined, earlier = nothingSpent): Weight {
  if (facts === undefined) return earlier
  const { plan, posted } = facts
  const isSent = (order_number: string) => posted.orders.get(order_number)?.kind !== 'not sent'
  return addWeights(earlier, weightOf(notApproved(plan.changes.filter(({ order_number }) => isSent(order_number)))))
}

/** What was sent lately before this run sends anything, also by dead ones whose archives it has read; not what was approved. */
export function spentBefore(
  { spent = [] }: Pick<Head, 'spent'>,
  recovered: RunFacts['recovered'],
  nowMs: number,
): Spent {
  const { acknowledgements, refusals, approved } = recovered
  const dead = [...acknowledgements, ...refusals].filter(
    (event) => event.kind !== 'sent' && !('update' in event && approved?.has(event.update.order_number) === true),
  )
  const mails = dead.filter((event) => 'mayMail' in event && event.mayMail)
  return spend(spent, { orders: dead.length, notifications: mails.length }, nowMs)
}

/** What was sent lately, by this run and by dead ones whose archives it read; approved changes do not count. */
function spentBy({ head, plan, posted, recovered }: RunFacts, nowMs: number): Head['spent'] {
  const spent = spend(spentBefore(head, recovered, nowMs), sentWeight({ plan, posted }), nowMs)
  return spent.length === 0 ? undefined : spent
}

/** Runs in a row that found the shop failing, as long as anything waits for it; one that did not ask it changes nothing. */
function failuresOf({ head, posted, told, left }: RunFacts): number {
  const waits = postable(left).length > 0 || left.leftOut.some(isAskedFor)
  if (!waits) return 0
  const before = head.failures ?? 0
  if (posted.stop?.kind === 'failing') return before + 1
  return told.requests > 0 ? 0 : before
}

/** The shop said when to come back; a failing shop is left alone for 5, 10, 20 … 60 minutes, or longer where it says so. */
function notBefore({ head, posted }: RunFacts, failures: number, nowMs: number): number | undefined {
  if (posted.stop?.kind === 'limited') return posted.stop.notBeforeMs
  if (posted.stop?.kind === 'failing' && failures > 0) {
    const pause = nowMs + Math.min(longestPauseMs, 5 * minuteMs * 2 ** (failures - 1))
    return Math.max(pause, posted.stop.notBeforeMs ?? 0)
  }
  const before = head.notBefore === undefined ? undefined : Date.parse(head.notBefore)
  return before !== undefined && isToCome(before, nowMs) ? before : undefined
}

function holdOf({ head, left }: RunFacts, nowMs: number): Head['hold'] {
  if (left.verdict.kind === 'pass') return undefined
  const { hash, verdict } = left
  const changes = heldChanges(left)
  return {
    hash,
    changes: changes.length,
    notifications: changes.filter(({ mails }) => mails.length > 0).length,
    reasons: [...verdict.reasons],
    since: head.hold?.hash === hash ? head.hold.since : iso(nowMs),
  }
}

function blockedOf({ head, posted, told, decided }: RunFacts, nowMs: number): Head['blocked'] {
  if (posted.stop?.kind === 'denied' && told.keyVersion !== undefined) {
    const { status, message } = posted.stop
    return { keyVersion: told.keyVersion, status, message, since: iso(nowMs) }
  }
  if (told.keyVersion !== undefined) return told.blocked
  return decided.unblocked ? undefined : head.blocked
}

/** Since when the exports want what may leave and has not. */
function oldestPending({ left }: RunFacts): string | undefined {
  const since = postable(left).flatMap(({ fields }) => fieldEntries(fields).map(([, field]) => field.since))
  return since.toSorted()[0]
}

/** Whether the shop has ever answered about an order. */
const hasAnswered = ({ head, posted, recovered }: RunFacts): true | undefined => {
  const now = [...posted.orders.values()].some(({ kind }) => ['accepted', 'warned', 'rejected'].includes(kind))
  const dead = [...recovered.acknowledgements, ...recovered.refusals].some(({ kind }) => kind === 'outcome')
  return head.answered === true || now || dead ? true : undefined
}

/** Once the settings say it, it is not news any more. */
const newAddressOf = ({ told: { newAddress }, settings }: RunFacts): string | undefined =>
  newAddress !== undefined && shopAddress({ upgates: { url: newAddress } }) === shopAddress(settings)
    ? undefined
    : newAddress

/** When there is something to do without a new export: what waits is due, a pause is over, or an answer is missing. */
function wakeAt(facts: RunFacts, nowMs: number): number | undefined {
  const { left, endsHere = false } = facts
  const due = [...untils(left), ...limitEnds(facts, nowMs), ...silentFrom(facts, nowMs), ...(endsHere ? [nowMs] : [])]
  const paced = paceOf(facts, nowMs)
  if (paced !== undefined) due.push(paced.send.length > 0 ? nowMs : (paced.nextMs ?? nowMs))
  return due.length === 0 ? undefined : due.reduce((least, ms) => Math.min(least, ms))
}

/** What is held would not leave by being tried again; what the shop has to say first is asked for all the same. */
const untils = ({ leftOut, verdict }: Plan): number[] =>
  leftOut.flatMap((left) =>
    left.until !== undefined && (isAskedFor(left) || mayLeave(left, verdict)) ? [Date.parse(left.until)] : [],
  )

/** Whether the shop is asked about a value before it is sent, or sent again. */
const isAskedFor = ({ kind }: Pick<LeftOut, 'kind'>): boolean => kind === 'unconfirmed' || kind === 'unasked'

/** A plan that is held only for what has gone out lately is looked at again once the oldest of it does not count. */
function limitEnds({ left, head, recovered }: RunFacts, nowMs: number): number[] {
  if (left.verdict.kind === 'pass') return []
  const spent = spentBefore(head, recovered, nowMs)
  const windows: Readonly<Record<string, number>> = { perHour: hourMs, perDay: dayMs }
  const ends = left.verdict.reasons.map(({ rule }) => oldestEnd(spent, windows[rule] ?? 0, nowMs))
  return ends.includes(undefined) ? [] : [Math.max(...ends.map((end) => end ?? 0))]
}

const rulesOfMails = new Set(['notifications', 'perHour', 'perDay'])

/** A plan that is held for its mails is looked at again when the next of them is too old to leave ("silentAfterHours"). */
function silentFrom({ left: { verdict, changes }, settings: { silentAfterHours } }: RunFacts, nowMs: number): number[] {
  if (verdict.kind === 'pass' || silentAfterHours === undefined) return []
  if (!verdict.reasons.every(({ rule }) => rulesOfMails.has(rule))) return []
  const times = changes.flatMap(({ fields, mails }) =>
    mails.flatMap((name) => {
      const ends = Date.parse(fields[name]?.since ?? '') + silentAfterHours * hourMs + 1
      return isStatus(name) && ends > nowMs ? [ends] : []
    }),
  )
  return times.length === 0 ? [] : [times.reduce((least, ms) => Math.min(least, ms))]
}

/** How what is left would be paced; `undefined` where nothing may be posted. */
function paceOf({ left, settings, told }: RunFacts, nowMs: number): Pace | undefined {
  const batches = batchesOf(postable(left), 100)
  if (batches.length === 0) return undefined
  return pace(batches, { allowance: told.allowance, settings: paceSettings(settings), nowMs })
}

/** When everything that waits will have been sent, as far as the allowance tells. */
export function throughAt(facts: RunFacts, nowMs: number): string | undefined {
  const { throughMs } = (facts.told.allowance === undefined ? undefined : paceOf(facts, nowMs)) ?? {}
  return throughMs === undefined ? undefined : iso(throughMs)
}
