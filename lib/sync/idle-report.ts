import type { RunFacts } from './facts.ts'
import type { ReportedExport } from './import/import.ts'
import { missingExports, newestOf, standingProblems, strayProblems } from './import/problems.ts'
import type { Problem } from './problems.ts'
import type { Head, HoldReason } from './state/head.ts'
import type { WaitingOrder } from './waiting.ts'

type Seen = RunFacts['seen']

/** How a run ended. */
export type RunOutcome = 'done' | 'idle' | 'busy' | 'held' | 'blocked' | 'failed'

/** The report of a run: counts are orders unless said otherwise. */
export interface RunReport {
  readonly run: string
  readonly outcome: RunOutcome
  readonly exports: readonly ReportedExport[]
  /** per feed, when its newest export was uploaded, ISO 8601: also one whose bytes had come before */
  readonly newest?: Readonly<Record<string, string>>
  /** orders that differed when the run planned */
  readonly planned: number
  /** orders whose values were taken as acknowledged without posting */
  readonly adopted: number
  readonly requests: number
  /** of these, requests that only asked the shop what it has; absent: none, or an older version has counted */
  readonly reads?: number
  readonly accepted: number
  readonly warned: number
  readonly rejected: number
  readonly unknown: number
  /** orders that still wait to be sent */
  readonly pending: number
  readonly parked: number
  /** orders that somebody has edited in the shop, and about which a person has to decide; absent: none */
  readonly edited?: number
  /** orders by why something of them is left out (`leftOut[].kind` of the plan); absent: nothing is */
  readonly leftOut?: Readonly<Record<string, number>>
  /** customers that the shop was allowed to mail by accepted changes */
  readonly notified: number
  readonly problems: readonly Problem[]
  /** nothing was done but looking: the problems are those that stand whoever looks */
  readonly onlyLooked?: true
  /** orders whose status waits for other fields, the first hundred whose wait is over; absent: none */
  readonly waiting?: readonly WaitingOrder[]
  /** the held plan, where there is one */
  readonly hold?: { readonly hash: string; readonly changes: number; readonly reasons: readonly HoldReason[] }
  /** when what still waits will have been sent, as far as the allowance tells, ISO 8601 */
  readonly throughAt?: string
  /** ISO 8601 */
  readonly startedAt: string
  readonly durationMs: number
}

/** A report of a run that has done nothing yet: what waits is what the head says. */
export const emptyReport = (run: string, startedAt: string, head?: Pick<Head, 'counts'>): RunReport => ({
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
  ...waitingNow(head),
  notified: 0,
  problems: [],
  startedAt,
  durationMs: 0,
})

const waitingNow = (head: Pick<Head, 'counts'> | undefined) => ({
  pending: head?.counts.pending ?? 0,
  parked: head?.counts.parked ?? 0,
  ...countsPart(head?.counts),
})

/** What is counted only where there is some. */
export const countsPart = (counts: Head['counts'] | undefined): Pick<RunReport, 'edited' | 'leftOut'> => ({
  ...(counts?.edited === undefined ? {} : { edited: counts.edited }),
  ...(counts?.kinds === undefined ? {} : { leftOut: counts.kinds }),
})

/** Nothing to do; but what waits is told every time, as the head says by now. */
export function idleReport(
  { edited: _, leftOut: __, ...empty }: RunReport,
  { stored, selections, listing, late }: Seen,
): RunReport {
  const head = stored?.head
  const { hold, blocked } = head ?? {}
  const problems = [
    ...(head === undefined || head.run === '' ? missingExports(listing, selections) : []),
    ...(head === undefined || head.run === '' ? [] : strayProblems(listing, selections)),
    ...standingProblems(selections),
    ...late,
    ...failingProblem(head),
    ...blockedProblem(blocked),
    ...heldProblem(hold),
  ]
  return {
    ...empty,
    ...waitingNow(head),
    newest: newestOf(selections),
    problems,
    onlyLooked: true,
    outcome: outcomeOf(head, 'idle'),
    ...holdPart(hold),
  }
}

/** How a run ended that leaves such a head. */
export function outcomeOf(
  head: Pick<Head, 'failures' | 'blocked' | 'hold'> | undefined,
  well: 'done' | 'idle' | 'failed',
): RunOutcome {
  if ((head?.failures ?? 0) > 0) return 'failed'
  if (head?.blocked !== undefined) return 'blocked'
  return head?.hold === undefined ? well : 'held'
}

export const holdPart = (hold: Head['hold']): Pick<RunReport, 'hold'> =>
  hold === undefined ? {} : { hold: { hash: hold.hash, changes: hold.changes, reasons: hold.reasons } }

export const blockedProblem = (blocked: Head['blocked']): Problem[] =>
  blocked === undefined
    ? []
    : [
        {
          kind: 'blocked',
          subject: 'API key',
          message:
            `${blocked.message} That was at ${blocked.since}. Nothing is sent with this key any more, because five ` +
            'wrong logins lock the shop out. Store the right key, and the next run goes on by itself; or, if the key was ' +
            'right and the login has been unlocked: order-sync unblock',
        },
      ]

/** @param sentSome whether something was posted all the same, as the part that a person had asked for */
export function heldProblem(hold: Head['hold'], sentSome = false): Problem[] {
  if (hold === undefined) return []
  const hash = hold.hash.slice(0, 12)
  const isPart = sentSome || hold.reasons.every(({ rule }) => rule === 'export' || rule === 'waiting')
  return [
    {
      kind: 'held',
      subject: hold.hash,
      message:
        `${isPart ? 'Not posted' : 'Nothing was posted'}: a plan of ${hold.changes === 1 ? '1 changed order' : `${hold.changes} changed orders`} is held. ${hold.reasons.map(({ message }) => message).join(' ')} ` +
        `Look at it with "order-sync plan", then: order-sync approve ${hash}, or: order-sync reject ${hash}`,
    },
  ]
}

/** What a run says that leaves a failing shop alone for a while. */
export function failingProblem(head: Pick<Head, 'failures' | 'at' | 'notBefore' | 'counts'> | undefined): Problem[] {
  if (head === undefined || (head.failures ?? 0) === 0) return []
  const times = head.failures === 1 ? 'once' : `${head.failures} times in a row`
  const message = `The shop has failed ${times}, at last at ${head.at}. It is asked again from ${head.notBefore ?? 'now'} on; ${head.counts.pending === 1 ? '1 order waits' : `${head.counts.pending} orders wait`}.`
  return [{ kind: 'failing', subject: 'shop', message }]
}

export const readsPart = (reads: number): Pick<RunReport, 'reads'> => (reads === 0 ? {} : { reads })

const severity: readonly RunOutcome[] = ['idle', 'busy', 'done', 'held', 'blocked', 'failed']

const isToldBy = ({ problems }: RunReport, one: Problem): boolean =>
  problems.some(({ kind, subject, message }) => kind === one.kind && subject === one.subject && message === one.message)

/** Two passes of one run as one report, under the id of the first; what both say is told once. */
export function joinReports(first: RunReport, second: RunReport): RunReport {
  const sum = (
    name: 'planned' | 'adopted' | 'requests' | 'accepted' | 'warned' | 'rejected' | 'unknown' | 'notified',
  ) => first[name] + second[name]
  const { run, startedAt } = first
  const outcomes = [first.outcome, second.outcome]
  return {
    ...second,
    run,
    startedAt,
    outcome: severity.findLast((outcome) => outcomes.includes(outcome)) ?? second.outcome,
    exports: [...first.exports, ...second.exports],
    problems: [
      ...first.problems.filter((problem) => problem.kind !== 'backlog' && !isToldBy(second, problem)),
      ...second.problems,
    ],
    planned: sum('planned'),
    adopted: sum('adopted'),
    requests: sum('requests'),
    ...readsPart((first.reads ?? 0) + (second.reads ?? 0)),
    accepted: sum('accepted'),
    warned: sum('warned'),
    rejected: sum('rejected'),
    unknown: sum('unknown'),
    notified: sum('notified'),
    durationMs: first.durationMs + second.durationMs,
  }
}
