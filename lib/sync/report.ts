import type { NextHead } from './commit/commit.ts'
import { throughAt } from './commit/next-head.ts'
import type { RunFacts } from './facts.ts'
import type { ReportedExport } from './import/import.ts'
import {
  backlogProblem,
  missingExports,
  newestOf,
  standingProblems,
  strayProblems,
  suspicionProblems,
} from './import/problems.ts'
import { lateProblems } from './late.ts'
import { postable } from './plan/change.ts'
import { planProblems } from './plan-problems.ts'
import type { ShopEvent } from './post/events.ts'
import type { Problem } from './problems.ts'
import type { Head, HoldReason } from './state/head.ts'
import { driftedProblems, type WaitingOrder, waitingPart, waitingProblems } from './waiting.ts'

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
  readonly accepted: number
  readonly warned: number
  readonly rejected: number
  readonly unknown: number
  /** orders that still wait to be sent */
  readonly pending: number
  readonly parked: number
  /** orders that somebody has edited in the shop, and about which a person has to decide; absent: none */
  readonly edited?: number
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
  pending: head?.counts.pending ?? 0,
  parked: head?.counts.parked ?? 0,
  ...editedPart(head?.counts),
  notified: 0,
  problems: [],
  startedAt,
  durationMs: 0,
})

const editedPart = (counts: Head['counts'] | undefined): Pick<RunReport, 'edited'> =>
  counts?.edited === undefined ? {} : { edited: counts.edited }

/** Nothing to do; but what waits for a person is told every time. */
export function idleReport(empty: RunReport, { stored, selections, listing, late }: Seen): RunReport {
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
    newest: newestOf(selections),
    problems,
    onlyLooked: true,
    outcome: outcomeOf(head, 'idle'),
    ...holdPart(hold),
  }
}

/** How a run ended that leaves such a head. */
function outcomeOf(
  head: Pick<Head, 'failures' | 'blocked' | 'hold'> | undefined,
  well: 'done' | 'idle' | 'failed',
): RunOutcome {
  if ((head?.failures ?? 0) > 0) return 'failed'
  if (head?.blocked !== undefined) return 'blocked'
  return head?.hold === undefined ? well : 'held'
}

const holdPart = (hold: Head['hold']): Pick<RunReport, 'hold'> =>
  hold === undefined ? {} : { hold: { hash: hold.hash, changes: hold.changes, reasons: hold.reasons } }

/** The report of a run that went through. */
export function reportOf(empty: RunReport, facts: RunFacts, head: NextHead): RunReport {
  const { imported, decided, plan, posted, told, seen, recovered } = facts
  const { rejected, warned, unknown, accepted } = ordersBy(facts)
  const nobodyKnows = unknown.length > 0 && accepted.length + warned.length + rejected.length === 0
  return {
    ...empty,
    outcome:
      imported.unreadable || told.failure !== undefined || posted.stop?.kind === 'misdirected'
        ? 'failed'
        : outcomeOf(head, nobodyKnows ? 'failed' : 'done'),
    exports: imported.exports,
    newest: newestOf(seen.selections),
    planned: plan.changes.length,
    adopted: facts.adopted,
    requests: told.requests,
    accepted: accepted.length,
    warned: warned.length,
    rejected: rejected.length,
    unknown: unknown.length,
    pending: head.counts.pending,
    parked: head.counts.parked,
    ...editedPart(head.counts),
    notified: notifiedBy(facts),
    problems: [
      ...imported.problems,
      ...imported.backlog.map(backlogProblem),
      ...strayProblems(seen.listing, seen.selections),
      ...seen.decisionProblems,
      ...decided.problems,
      ...suspicionProblems(head.feeds),
      ...lateProblems({ settings: facts.settings, head, ...seen }, Date.parse(head.at)),
      ...killedProblem(facts.died),
      ...rejected.map(orderProblem('rejected')),
      ...warned.map(orderProblem('warned')),
      ...recovered.refusals.flatMap(refusalProblem),
      ...unknown.map(orderProblem('unanswered')),
      ...driftedProblems(facts),
      ...waitingProblems(facts),
      ...stopProblem(posted.stop),
      ...(told.failure === undefined ? [] : [{ kind: 'key', subject: 'API key', message: told.failure } as const]),
      ...(posted.stop === undefined ? failingProblem(head) : []),
      ...blockedProblem(head.blocked),
      ...newAddressProblem(head.newAddress),
      ...planProblems(facts, head),
      ...heldProblem(head.hold),
    ],
    ...waitingPart(facts),
    ...holdPart(head.hold),
    ...throughPart(throughAt(facts, Date.parse(head.at))),
  }
}

const throughPart = (at: string | undefined): Pick<RunReport, 'throughAt'> =>
  at === undefined ? {} : { throughAt: at }

/** Customers whom the shop was allowed to mail by changes that it took. */
export function notifiedBy({ plan, posted }: Pick<RunFacts, 'plan' | 'posted'>): number {
  const isTaken = (order_number: string) =>
    ['accepted', 'warned'].includes(posted.orders.get(order_number)?.kind ?? 'not sent')
  return postable(plan).filter(({ order_number, mails }) => mails.length > 0 && isTaken(order_number)).length
}

type OrderMessages = readonly [order_number: string, messages: readonly string[]]

/** The orders of a plan by what became of them. */
export function ordersBy({ posted }: Pick<RunFacts, 'posted'>) {
  const by = { accepted: [], warned: [], rejected: [], unknown: [], 'not sent': [] } as Record<
    'accepted' | 'warned' | 'rejected' | 'unknown' | 'not sent',
    OrderMessages[]
  >
  for (const [order, sent] of posted.orders) by[sent.kind].push([order, 'messages' in sent ? sent.messages : []])
  return by
}

/** What a dead run was told, and nobody has reported. */
const refusalProblem = (event: ShopEvent): Problem[] =>
  event.kind === 'outcome' && event.outcome.kind === 'rejected'
    ? [orderProblem('rejected')([event.update.order_number, event.outcome.messages])]
    : []

const orderProblem =
  (kind: 'rejected' | 'warned' | 'unanswered') =>
  ([subject, messages]: OrderMessages): Problem => ({
    kind,
    subject,
    message: `Order ${subject}: ${kind === 'unanswered' ? 'no readable answer' : 'the shop says'}: ${messages.join('; ')}`,
  })

function stopProblem(stop: RunFacts['posted']['stop']): Problem[] {
  if (stop === undefined) return []
  if (stop.kind !== 'not sent') return [{ kind: stop.kind, subject: 'shop', message: stop.message }]
  const message = 'Posting ended before everything was sent; the next run goes on.'
  return stop.refusal === 'out of time' ? [{ kind: 'out of time', subject: 'run', message }] : []
}

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

/** A run that did not give its lease back. */
const killedProblem = (run: string | undefined): Problem[] =>
  run === undefined
    ? []
    : [
        {
          kind: 'killed',
          subject: run,
          message:
            `The run ${run} was killed before its end: out of time, out of memory, or with its machine. Nothing is lost: this ` +
            'run has read what it had sent. On AWS its log says which: a line of the type platform.report has the status ' +
            '"timeout", or the error type Runtime.OutOfMemory.',
        },
      ]

const newAddressProblem = (address: string | undefined): Problem[] =>
  address === undefined
    ? []
    : [
        {
          kind: 'new address',
          subject: 'shop',
          message: `The shop has moved to ${address}. Every run asks the old address first: change it in the settings.`,
        },
      ]

function heldProblem(hold: Head['hold']): Problem[] {
  if (hold === undefined) return []
  const hash = hold.hash.slice(0, 12)
  const isPart = hold.reasons.every(({ rule }) => rule === 'export' || rule === 'waiting')
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

const severity: readonly RunOutcome[] = ['idle', 'busy', 'done', 'held', 'blocked', 'failed']

/** Two passes of one run as one report, under the id of the first. */
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
    problems: [...first.problems.filter(({ kind }) => kind !== 'backlog'), ...second.problems],
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
