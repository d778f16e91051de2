import type { NextHead } from './commit/commit.ts'
import { throughAt } from './commit/next-head.ts'
import type { RunFacts } from './facts.ts'
import {
  blockedProblem,
  countsPart,
  failingProblem,
  heldProblem,
  holdPart,
  outcomeOf,
  type RunReport,
  readsPart,
} from './idle-report.ts'
import { backlogProblem, newestOf, strayProblems, suspicionProblems } from './import/problems.ts'
import { lateProblems } from './late.ts'
import { postable } from './plan/change.ts'
import { planProblems } from './plan-problems.ts'
import type { ShopEvent } from './post/events.ts'
import type { Problem } from './problems.ts'
import { driftedProblems, waitingPart, waitingProblems } from './waiting.ts'

// an idle run loads those alone
export {
  blockedProblem,
  emptyReport,
  failingProblem,
  idleReport,
  joinReports,
  type RunOutcome,
  type RunReport,
} from './idle-report.ts'

/** The report of a run that went through. */
export function reportOf({ edited: _, leftOut: __, ...empty }: RunReport, facts: RunFacts, head: NextHead): RunReport {
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
    ...readsPart(told.exchanges?.filter(({ reads }) => reads).length ?? 0),
    accepted: accepted.length,
    warned: warned.length,
    rejected: rejected.length,
    unknown: unknown.length,
    pending: head.counts.pending,
    parked: head.counts.parked,
    ...countsPart(head.counts),
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
      ...(facts.untold ?? []).map((one) => orderProblem('unanswered')([one.order_number, one.messages])),
      ...driftedProblems(facts),
      ...waitingProblems(facts),
      ...stopProblem(posted.stop),
      ...(told.failure === undefined ? [] : [{ kind: 'key', subject: 'API key', message: told.failure } as const]),
      ...(posted.stop === undefined ? failingProblem(head) : []),
      ...blockedProblem(head.blocked),
      ...newAddressProblem(head.newAddress),
      ...planProblems(facts, head),
      ...heldProblem(head.hold, accepted.length + warned.length + rejected.length + unknown.length > 0),
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
