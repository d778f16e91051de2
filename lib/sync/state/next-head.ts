import type { Settings } from '../../settings/settings.ts'
import type { Plan } from '../model.ts'
import { postable, type Result } from '../pass.ts'
import { batchesOf } from '../plan/batches.ts'
import { pace, paceSettings } from '../plan/pace.ts'
import type { NextHead } from './commit.ts'
import type { Head } from './head.ts'
import type { Lease } from './lease.ts'

const minuteMs = 60_000
const longestPauseMs = 60 * minuteMs

/** The head as a run leaves it: what was taken in, what waits, and when there is something to do again. */
export function nextHead(
  settings: Settings,
  lease: Pick<Lease, 'run' | 'unsettled'>,
  result: Result,
  nowMs: number,
): NextHead {
  const head = result.look.loaded.head
  const allowance = result.posting?.allowance() ?? head?.allowance
  const failures = failuresOf(result, head)
  const notBeforeMs = notBefore(result, head, failures, nowMs)
  const hold = holdOf(result, head, nowMs)
  const blocked = blockedOf(result, head, nowMs)
  const next = nextMs(settings, result, allowance, nowMs)
  const movedTo = result.posting?.moved() ?? head?.moved
  return {
    shop: settings.shop,
    run: lease.run,
    settled: [...lease.unsettled, lease.run],
    at: iso(nowMs),
    settings: result.look.settings,
    feeds: { ...result.prepared.feeds },
    counts: countsOf(result),
    ...(next === undefined ? {} : { next: iso(Math.max(next, notBeforeMs ?? 0)) }),
    ...(notBeforeMs === undefined ? {} : { notBefore: iso(notBeforeMs) }),
    ...(failures === 0 ? {} : { failures }),
    ...(allowance === undefined ? {} : { allowance }),
    ...(blocked === undefined ? {} : { blocked }),
    ...(hold === undefined ? {} : { hold }),
    ...(movedTo === undefined ? {} : { moved: movedTo }),
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()

function countsOf({ after, unsettled }: Result): Head['counts'] {
  const orders = (kinds: readonly string[]) =>
    new Set(after.leftOut.filter(({ kind }) => kinds.includes(kind)).map(({ order_number }) => order_number)).size
  const held = after.verdict.kind === 'hold' ? after.changes.length - postable(after).length : 0
  return {
    pending: after.changes.length + unsettled,
    parked: orders(['parked']),
    held,
    leftOut: orders(['final', 'regress', 'clear', 'rejected']),
  }
}

/** Runs in a row that found the shop failing; one that did not ask it changes nothing. */
function failuresOf({ applied, posting }: Result, head: Head | undefined): number {
  const before = head?.failures ?? 0
  if (applied?.stop?.kind === 'failing') return before + 1
  return (posting?.archive.requests() ?? 0) > 0 ? 0 : before
}

/** The shop said when to come back; a failing shop is left alone for 5, 10, 20 … 60 minutes. */
function notBefore({ applied }: Result, head: Head | undefined, failures: number, nowMs: number): number | undefined {
  if (applied?.stop?.kind === 'limited') return applied.stop.notBeforeMs
  if (applied?.stop?.kind === 'failing') return nowMs + Math.min(longestPauseMs, 5 * minuteMs * 2 ** (failures - 1))
  const before = head?.notBefore === undefined ? undefined : Date.parse(head.notBefore)
  return before !== undefined && before > nowMs ? before : undefined
}

function holdOf({ after }: Result, head: Head | undefined, nowMs: number): Head['hold'] {
  if (after.verdict.kind === 'pass') return undefined
  const since = head?.hold?.hash === after.hash ? head.hold.since : iso(nowMs)
  return {
    hash: after.hash,
    changes: after.changes.length,
    notifications: after.changes.filter((change) => change.notifies).length,
    reasons: [...after.verdict.reasons],
    since,
  }
}

function blockedOf(result: Result, head: Head | undefined, nowMs: number): Head['blocked'] {
  const { posting, applied, prepared } = result
  if (applied?.stop?.kind === 'denied' && posting !== undefined) {
    const { status, message } = applied.stop
    return { keyVersion: posting.keyVersion, status, message, since: iso(nowMs) }
  }
  if (posting !== undefined) return posting.blocked
  return prepared.unblocked ? undefined : head?.blocked
}

/** When there is something to do without a new export: what waits is due, a pause is over, or an answer is missing. */
function nextMs(settings: Settings, result: Result, allowance: Head['allowance'], nowMs: number): number | undefined {
  const { after, unsettled } = result
  const due = after.verdict.kind === 'pass' ? parkedUntil(after) : []
  if (unsettled > 0) due.push(nowMs)
  const batches = batchesOf(postable(after), 100)
  if (batches.length > 0) {
    const paced = pace(batches, allowance, paceSettings(settings), nowMs, false)
    due.push(paced.send.length > 0 ? nowMs : (paced.nextMs ?? nowMs))
  }
  return due.length === 0 ? undefined : Math.min(...due)
}

const parkedUntil = (plan: Plan): number[] => {
  const earliest = plan.leftOut.reduce(
    (least, left) => (left.until === undefined ? least : Math.min(least, Date.parse(left.until))),
    Number.POSITIVE_INFINITY,
  )
  return Number.isFinite(earliest) ? [earliest] : []
}

/** When everything that waits will have been sent, as far as the allowance tells. */
export function throughAt(settings: Settings, result: Result, nowMs: number): string | undefined {
  const allowance = result.posting?.allowance() ?? result.look.loaded.head?.allowance
  const batches = batchesOf(postable(result.after), 100)
  if (batches.length === 0 || allowance === undefined) return undefined
  const { throughMs } = pace(batches, allowance, paceSettings(settings), nowMs, false)
  return throughMs === undefined ? undefined : iso(throughMs)
}
