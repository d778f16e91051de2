import type { Effects } from '../effects.ts'
import { OrderSyncError, reasonOf } from '../errors.ts'
import type { Settings } from '../settings/settings.ts'
import type { RunReport } from './model.ts'
import { pass } from './pass.ts'
import type { RunOptions } from './run.ts'
import { reportKey } from './state/keys.ts'
import { acquireLease, type Lease } from './state/lease.ts'

const leaseMarginMs = 60_000

/** One run that has something to do: takes the lease, works, writes its report, gives the lease back. */
export async function runUnderLease(
  settings: Settings,
  effects: Effects,
  options: RunOptions,
  empty: RunReport,
): Promise<RunReport> {
  const taken = await acquireLease(effects, {
    run: empty.run,
    holder: options.holder,
    untilMs: options.deadlineMs + leaseMarginMs,
    isGone: options.isGone ?? (() => false),
  })
  if (!taken.taken) {
    effects.log.info('another run is at work', { until: taken.until })
    return { ...empty, outcome: 'busy' }
  }
  return work(settings, effects, options, taken.lease, empty)
}

async function work(
  settings: Settings,
  effects: Effects,
  options: RunOptions,
  lease: Lease,
  empty: RunReport,
): Promise<RunReport> {
  let committed = false
  try {
    const report = await pass(settings, effects, options, lease, empty, () => {
      committed = true
    })
    const timed = { ...report, durationMs: effects.clock.now() - Date.parse(empty.startedAt) }
    await writeReport(effects, timed)
    await lease.release([])
    return timed
  } catch (error) {
    return failed(effects, error, lease, empty, committed)
  }
}

/** The lease is given back even then, with the word that this run's archive has not been settled. */
async function failed(
  effects: Effects,
  error: unknown,
  lease: Lease,
  empty: RunReport,
  committed: boolean,
): Promise<RunReport> {
  const message = error instanceof OrderSyncError ? error.message : `The run failed unexpectedly: ${reasonOf(error)}`
  const report: RunReport = {
    ...empty,
    outcome: 'failed',
    problems: [{ kind: 'failed', subject: empty.run, message }],
    durationMs: effects.clock.now() - Date.parse(empty.startedAt),
  }
  const attempts = [
    () => lease.release(committed ? [] : [...lease.unsettled, empty.run]),
    () => writeReport(effects, report),
  ]
  for (const attempt of attempts) {
    await attempt().catch((also: unknown) => effects.log.warn(`while giving up: ${reasonOf(also)}`))
  }
  return report
}

async function writeReport({ store }: Pick<Effects, 'store'>, report: RunReport): Promise<void> {
  await store.put(reportKey(report.run), `${JSON.stringify(report, null, 2)}\n`, { ifAbsent: true })
}
