import type { Effects } from '../effects.ts'
import type { Settings } from '../settings/settings.ts'
import type { Shop } from '../upgates/shop.ts'
import { type Look, look } from './check.ts'
import { missingExports, standingProblems } from './import/problems.ts'
import type { RunReport } from './model.ts'
import type { Progress } from './post/send.ts'
import { blockedProblem, emptyReport, failingProblem, heldProblem, joinReports } from './report.ts'
import { isoNow, newRunId } from './state/keys.ts'
import type { Holder } from './state/lease.ts'

const mostPasses = 4

/** How a run goes. */
export interface RunOptions {
  /** what woke it, for the log: `schedule`, `drop`, `hand` */
  readonly trigger?: string
  /** milliseconds since 1970 at which posting must have ended; the lease outlives it by a minute */
  readonly deadlineMs: number
  readonly holder: Holder
  /** whether the holder of a lease is surely gone, so that its lease need not run out; default: nobody knows */
  readonly isGone?: (holder: Holder) => boolean
  /** no customer is mailed in this run */
  readonly quiet?: boolean
  /** a person waits: changes do not wait for others to share a request */
  readonly impatient?: boolean
  /** everything that differs is taken as acknowledged, nothing is posted */
  readonly adopt?: boolean
  readonly progress?: Progress
}

/** What a run works with. A shop may be opened only when there is something to do, which an idle run never has. */
export interface RunEffects extends Omit<Effects, 'shop'> {
  readonly shop: Shop | (() => Promise<Shop>)
}

/**
 * One run: looks, and where there is something to do, takes the lease, takes in new exports, plans, asks the guard,
 * posts, commits, and looks once more for exports that came meanwhile.
 * @returns the report; its outcome is `failed` where something went wrong under the lease
 * @throws OrderSyncError where not even the first look succeeded
 */
export async function runSync(settings: Settings, effects: RunEffects, options: RunOptions): Promise<RunReport> {
  let report = await runOnce(settings, effects, options)
  for (
    let passes = 1;
    passes < mostPasses && report.outcome === 'done' && report.requests + report.exports.length > 0;
    passes++
  ) {
    const again = await look(settings, effects)
    if (again.choices.every((choice) => choice.exports.length === 0)) break
    report = joinReports(report, await runOnce(settings, effects, { ...options, adopt: false }))
  }
  return report
}

async function runOnce(settings: Settings, effects: RunEffects, options: RunOptions): Promise<RunReport> {
  const { clock, random } = effects
  const first = await look(settings, effects)
  const empty = emptyReport(newRunId(clock, random), isoNow(clock))
  if (first.idle && options.adopt !== true) return idleReport(empty, first)
  // an idle run ends before this is ever loaded
  const { runUnderLease } = await import('./under-lease.ts')
  const shop = typeof effects.shop === 'function' ? await effects.shop() : effects.shop
  return runUnderLease(settings, { ...effects, shop }, options, empty)
}

/** Nothing to do; but what waits for a person is told every time. */
function idleReport(empty: RunReport, { loaded, choices, listing }: Look): RunReport {
  const { hold, blocked } = loaded.head ?? {}
  const failing = failingProblem(loaded.head)
  const problems = [
    ...missingExports(loaded.head, listing, choices),
    ...standingProblems(choices),
    ...failing,
    ...(blocked === undefined ? [] : [blockedProblem(blocked)]),
    ...(hold === undefined ? [] : [heldProblem(hold)]),
  ]
  const counts = { pending: loaded.head?.counts.pending ?? 0, parked: loaded.head?.counts.parked ?? 0 }
  if (failing.length > 0) return { ...empty, ...counts, outcome: 'failed', problems }
  if (hold === undefined) return { ...empty, ...counts, outcome: blocked === undefined ? 'idle' : 'blocked', problems }
  const { hash, changes, reasons } = hold
  return { ...empty, ...counts, outcome: 'held', problems, hold: { hash, changes, reasons } }
}
