import type { Settings } from '../settings/settings.ts'
import { check, type Seen } from './check.ts'
import type { RunEffects } from './options.ts'
import type { SyncOptions } from './page-of.ts'
import { emptyReport, idleReport, joinReports, type RunReport } from './report.ts'
import { isoNow, newRunId } from './state/keys.ts'

export type { RunEffects, RunOptions } from './options.ts'
export type { SyncOptions } from './page-of.ts'

const mostPasses = 4

/**
 * Synchronises once: looks, and where there is something to do, runs; then looks again for exports that came meanwhile.
 * Where there is nothing to do, nothing but the look is ever loaded.
 * @returns the report; its outcome is `failed` where something went wrong under the lease
 * @throws OrderSyncError where not even the first look succeeded
 */
export async function runSync(settings: Settings, effects: RunEffects, options: SyncOptions): Promise<RunReport> {
  const seen = await check(settings, effects, options)
  const begin = ({ stored }: Seen): RunReport =>
    emptyReport(newRunId(effects.clock, effects.random), isoNow(effects.clock), stored?.head)
  const empty = begin(seen)
  if (seen.idle && options.adopt !== true) return idleReport(empty, seen)
  const { run } = await import('./run.ts')
  const shop = typeof effects.shop === 'function' ? await effects.shop() : effects.shop
  let done = await run({ settings, options, seen, empty }, { ...effects, shop })
  let report = done.report
  const most = options.part === undefined ? mostPasses : 1
  for (let passes = 1; passes < most && done.cameMeanwhile; passes++) {
    const now = await check(settings, effects)
    const input = {
      settings,
      options: { ...options, adopt: false },
      seen: now,
      empty: begin(now),
      earlier: done.weight,
    }
    done = await run(input, { ...effects, shop })
    report = joinReports(report, done.report)
  }
  return report
}
