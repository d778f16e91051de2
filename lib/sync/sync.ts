import type { Settings } from '../settings/settings.ts'
import { withResumedReads } from '../storage/resumed.ts'
import { check, endsAsSeen, type Seen } from './check.ts'
import { emptyReport, idleReport, joinReports, type RunReport } from './idle-report.ts'
import type { RunEffects } from './options.ts'
import type { SyncOptions } from './page-of.ts'
import type { Ran } from './run.ts'
import { isoNow, newPassId, newRunId } from './state/keys.ts'

export type { RunEffects, RunOptions } from './options.ts'
export type { SyncOptions } from './page-of.ts'

const mostPasses = 4

/** Exports that came meanwhile are looked at a few times; those that waited are read as long as there is time. */
const mayGoOn = ({ cameMeanwhile, hasBacklog }: Ran, passes: number): boolean =>
  hasBacklog || (cameMeanwhile && passes < mostPasses)

/**
 * Synchronises once: looks, and where there is something to do, runs; then looks again for exports that came meanwhile.
 * Where there is nothing to do, nothing but the look is ever loaded.
 * @returns the report; its outcome is `failed` where something went wrong under the lease
 * @throws OrderSyncError where not even the first look succeeded
 */
export async function runSync(settings: Settings, given: RunEffects, options: SyncOptions): Promise<RunReport> {
  const effects = { ...given, store: withResumedReads(given.store, given) }
  const seen = await check(settings, effects, options)
  const begin = (run: string, { stored }: Seen): RunReport => emptyReport(run, isoNow(effects.clock), stored?.head)
  const first = newRunId(effects.clock, effects.random)
  const empty = begin(first, seen)
  if (endsAsSeen(seen, options)) return idleReport(empty, seen)
  const { run } = await import('./run.ts')
  const shop = typeof effects.shop === 'function' ? await effects.shop() : effects.shop
  let done = await run({ settings, options, seen, empty }, { ...effects, shop })
  let report = done.report
  const { deadlineMs, part } = options
  const mayGo = (passes: number): boolean =>
    part === undefined && mayGoOn(done, passes) && effects.clock.now() < deadlineMs
  for (let passes = 1, pass = 2; mayGo(passes); passes += done.hasBacklog ? 0 : 1, pass++) {
    const now = await check(settings, effects)
    const input = {
      settings,
      options: { ...options, adopt: false },
      seen: now,
      empty: begin(newPassId(first, pass, effects.clock), now),
      earlier: done.weight,
    }
    done = await run(input, { ...effects, shop })
    report = joinReports(report, done.report)
  }
  return report
}
