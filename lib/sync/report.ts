import type { Applied } from './apply.ts'
import type { NextHead } from './commit.ts'
import { suspicionProblems } from './export-problems.ts'
import type { Head } from './head.ts'
import type { Change, Problem, RunOutcome, RunReport } from './model.ts'
import type { Result } from './pass.ts'

/** A report of a run that has done nothing yet. */
export const emptyReport = (run: string, startedAt: string): RunReport => ({
  run,
  outcome: 'idle',
  exports: [],
  planned: 0,
  adopted: 0,
  requests: 0,
  accepted: 0,
  warned: 0,
  rejected: 0,
  unknown: 0,
  pending: 0,
  parked: 0,
  notified: 0,
  problems: [],
  startedAt,
  durationMs: 0,
})

const severity: readonly RunOutcome[] = ['idle', 'busy', 'done', 'held', 'blocked', 'failed']

const worse = (left: RunOutcome, right: RunOutcome): RunOutcome =>
  severity.indexOf(left) >= severity.indexOf(right) ? left : right

/** Two runs of one call as one report, under the id of the first. */
export function joinReports(first: RunReport, second: RunReport): RunReport {
  const sum = (
    name: 'planned' | 'adopted' | 'requests' | 'accepted' | 'warned' | 'rejected' | 'unknown' | 'notified',
  ) => first[name] + second[name]
  const { run, startedAt } = first
  return {
    ...second,
    run,
    startedAt,
    outcome: worse(first.outcome, second.outcome),
    exports: [...first.exports, ...second.exports],
    problems: [...first.problems, ...second.problems],
    planned: sum('planned'),
    adopted: sum('adopted'),
    requests: sum('requests'),
    accepted: sum('accepted'),
    warned: sum('warned'),
    rejected: sum('rejected'),
    unknown: sum('unknown'),
    notified: sum('notified'),
    durationMs: first.durationMs + second.durationMs,
  }
}

/** What a run says about a plan that waits for a person. */
export const heldProblem = (hold: NonNullable<Head['hold']>): Problem => ({
  kind: 'held',
  subject: hold.hash,
  message:
    `Nothing was posted: a plan of ${hold.changes} changed orders is held. ${hold.reasons.map(({ message }) => message).join(' ')} ` +
    `Look at it with "order-sync plan", then: order-sync approve ${hold.hash.slice(0, 12)}, or: order-sync reject ${hold.hash.slice(0, 12)}`,
})

/** Counts and problems of what was posted. */
export function appliedPart(applied: Applied, changes: readonly Change[]) {
  const taken = (order: string) => applied.accepted.has(order) || applied.warned.has(order)
  return {
    accepted: applied.accepted.size,
    warned: applied.warned.size,
    rejected: applied.rejected.size,
    unknown: applied.unknown.size,
    notified: changes.filter((change) => change.notifies && taken(change.order_number)).length,
    problems: [
      ...[...applied.rejected].map(([order, messages]) => orderProblem('rejected', order, messages)),
      ...[...applied.warned].map(([order, messages]) => orderProblem('warned', order, messages)),
      ...stopProblem(applied.stop),
    ],
  }
}

const orderProblem = (kind: string, order: string, messages: readonly string[]): Problem => ({
  kind,
  subject: order,
  message: `Order ${order}: the shop says: ${messages.join('; ')}`,
})

function stopProblem(stop: Applied['stop']): Problem[] {
  if (stop === undefined) return []
  if (stop.kind !== 'not sent') return [{ kind: stop.kind, subject: 'shop', message: stop.message }]
  return stop.refusal === 'out of time'
    ? [
        {
          kind: 'out of time',
          subject: 'run',
          message: 'Posting ended before everything was sent; the next run goes on.',
        },
      ]
    : []
}

/** The report of a run that went through. */
export function passReport(empty: RunReport, result: Result, head: NextHead, throughAt: string | undefined): RunReport {
  const { prepared, plan, posting, applied } = result
  const part = applied === undefined ? undefined : appliedPart(applied, plan.changes)
  const blocked = head.blocked
  return {
    ...empty,
    ...part,
    outcome: outcomeOf(result, head),
    exports: prepared.exports,
    planned: plan.changes.length,
    adopted: result.adopted,
    requests: posting?.archive.requests() ?? 0,
    pending: head.counts.pending,
    parked: head.counts.parked,
    problems: [
      ...prepared.problems,
      ...suspicionProblems(prepared.feeds),
      ...(part?.problems ?? []),
      ...(result.failure === undefined ? [] : [{ kind: 'key', subject: 'API key', message: result.failure }]),
      ...(applied === undefined ? failingProblem(head) : []),
      ...(blocked === undefined ? [] : [blockedProblem(blocked)]),
      ...(head.moved === undefined ? [] : [movedProblem(head.moved)]),
      ...(head.hold === undefined ? [] : [heldProblem(head.hold)]),
    ],
    ...(head.hold === undefined
      ? {}
      : { hold: { hash: head.hold.hash, changes: head.hold.changes, reasons: head.hold.reasons } }),
    ...(throughAt === undefined ? {} : { throughAt }),
  }
}

function outcomeOf({ applied, failure }: Result, head: NextHead): RunOutcome {
  const stop = applied?.stop?.kind
  if (failure !== undefined || stop === 'misdirected' || (head.failures ?? 0) > 0) return 'failed'
  if (head.blocked !== undefined) return 'blocked'
  return head.hold === undefined ? 'done' : 'held'
}

/** What a run says about credentials that the shop refused. */
export const blockedProblem = ({ message, since }: NonNullable<Head['blocked']>): Problem => ({
  kind: 'blocked',
  subject: 'API key',
  message:
    `${message} That was at ${since}. Nothing is sent with this key any more, for five ` +
    'wrong logins lock the shop out. Store the right key, and the next run goes on by itself; or, if the key was right ' +
    'and the login has been unlocked: order-sync unblock',
})

const movedProblem = (address: string): Problem => ({
  kind: 'moved',
  subject: 'shop',
  message: `The shop has moved to ${address}. Every run asks the old address first: change it in the settings.`,
})

/** What a run says that leaves a failing shop alone for a while. */
export const failingProblem = (head: Pick<Head, 'failures' | 'at' | 'notBefore' | 'counts'> | undefined): Problem[] =>
  (head?.failures ?? 0) === 0
    ? []
    : [
        {
          kind: 'failing',
          subject: 'shop',
          message: `The shop has failed ${head?.failures === 1 ? 'once' : `${head?.failures} times in a row`}, at last at ${head?.at}. It is asked again from ${head?.notBefore ?? 'now'} on; ${head?.counts.pending ?? 0} orders wait.`,
        },
      ]
