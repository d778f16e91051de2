import type { Effects } from '../effects.ts'
import type { RunFacts } from './facts.ts'
import type { Problem } from './problems.ts'
import { notifiedBy, ordersBy, type RunReport } from './report.ts'
import { leaseKey, reportKey } from './state/keys.ts'

// the door of all reports: a run needs nothing else of them
export { idleReport, type RunReport, reportOf } from './report.ts'

/** Another run is at work, or may be: a deleted lease says nothing about who is. */
export const busyReport = (
  empty: RunReport,
  { until, vanished }: { readonly until: string; readonly vanished: boolean },
): RunReport => ({ ...empty, outcome: 'busy', problems: vanished ? [vanishedLease(until)] : [] })

const vanishedLease = (until: string): Problem => ({
  kind: 'vanished lease',
  subject: leaseKey,
  message:
    `${leaseKey} had been deleted, so nobody knows whether another run is still at work. Nothing is sent before ${until}, ` +
    'when such a run must be over; then the next run goes on by itself.',
})

/** As far as a run came that fails. */
export type SoFar = { readonly [name in 'imported' | 'plan' | 'posted']?: RunFacts[name] } & {
  readonly connection?: { told(): Pick<RunFacts['told'], 'requests'> }
}

/** The report of a run that failed before its commit, with what it had read and sent by then. */
export function failedReport(empty: RunReport, { imported, plan, posted, connection }: SoFar): RunReport {
  const requests = connection?.told().requests ?? 0
  const report = {
    ...empty,
    exports: imported?.exports ?? [],
    planned: plan?.changes.length ?? 0,
    requests,
    problems: imported?.problems ?? [],
  }
  if (plan === undefined || posted === undefined) return report
  const { rejected, warned, unknown, accepted } = ordersBy({ posted })
  return {
    ...report,
    accepted: accepted.length,
    warned: warned.length,
    rejected: rejected.length,
    unknown: unknown.length,
    notified: notifiedBy({ plan, posted }),
  }
}

/** A report of a run that failed, and why; `committed`: all of its requests are accounted for. */
export function asFailed(report: RunReport, message: string, committed: boolean): RunReport {
  const { requests, run, problems } = report
  const left = `${requests === 1 ? '1 request has' : `${requests} requests have`} left by then; the next run reads in the archive what came of that, before it sends anything.`
  const told = committed || requests === 0 ? message : `${message} ${left}`
  return { ...report, outcome: 'failed', problems: [...problems, { kind: 'failed', subject: run, message: told }] }
}

/** Keeps the report of a run that had something to do. */
export async function writeReport(report: RunReport, { store }: Pick<Effects, 'store'>): Promise<void> {
  await store.put(reportKey(report.run), `${JSON.stringify(report, null, 2)}\n`, { ifAbsent: true })
}
