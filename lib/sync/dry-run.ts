import type { Effects } from '../effects.ts'
import type { Settings } from '../settings/settings.ts'
import { withResumedReads } from '../storage/resumed.ts'
import { check, checkAgain, type Seen } from './check.ts'
import { applyDecisions, forgetDecided, rejectDecided } from './decisions/apply.ts'
import { importExports, type ReportedExport } from './import/import.ts'
import { suspicionProblems } from './import/problems.ts'
import { takeOverNames } from './import/renamed.ts'
import { createLedger, type Ledger, openLedger, setUnownedAside } from './ledger/ledger.ts'
import type { Part } from './options.ts'
import type { Plan } from './plan/change.ts'
import { type Planning, planOf } from './plan/plan.ts'
import { partProblems } from './plan-problems.ts'
import type { Problem } from './problems.ts'
import { blockedProblem, failingProblem } from './report.ts'
import { emptyHead, loadHead } from './state/head.ts'
import { isoNow } from './state/keys.ts'

/** What a run would do now. */
export interface DryRun {
  readonly plan: Plan
  /** orders whose values would be taken as acknowledged without posting */
  readonly adopts: number
  readonly exports: readonly ReportedExport[]
  readonly problems: readonly Problem[]
}

/** A dry run with the ledger that it planned from. */
export type PlannedNow = DryRun & {
  readonly ledger: Ledger
  /** what it was planned by */
  readonly planning: Planning
  readonly seen: Seen
}

/** How a dry run is made. */
export interface DryRunOptions {
  readonly quiet?: boolean
  /** only this part of it; default: all */
  readonly part?: Part
}

type DryEffects = Omit<Effects, 'secrets' | 'random'>

/** Plans without writing or sending anything; takes no lease, so a run may be at work meanwhile. */
export async function planNow(
  settings: Settings,
  { store, shop, clock, log }: DryEffects,
  { quiet = false, part }: DryRunOptions = {},
): Promise<PlannedNow> {
  // without chance: nothing is kept for the next export
  const effects: DryEffects = { store: withResumedReads(store, { clock }), shop, clock, log }
  const seen = await checkAgain({ seen: await check(settings, effects), settings }, effects)
  const head = seen.stored?.head ?? emptyHead(settings.shop, isoNow(effects.clock))
  const ledger = seen.stored === undefined ? createLedger() : await openLedger(head, effects)
  takeOverNames(ledger, seen, settings)
  forgetDecided(seen.decisions, ledger)
  await rejectDecided(seen.decisions, ledger, effects)
  if (head.settingsHash !== seen.settingsHash) setUnownedAside(ledger, settings)
  const imported = await importExports(
    { settings, head, feeds: seen.feeds, renamed: seen.renamed, selections: seen.selections },
    ledger,
    effects,
  )
  const { blocked, spent = [] } = head
  const decided = await applyDecisions({ decisions: seen.decisions, feeds: imported.feeds, blocked }, ledger, effects)
  const { unread } = imported
  const planning = { settings, feeds: decided.feeds, shop: effects.shop, unread, quiet, spent, words: head.words, part }
  const plan = planOf(ledger, planning, effects.clock.now())
  return {
    ledger,
    plan,
    planning,
    seen,
    adopts: imported.adopted,
    exports: imported.exports,
    problems: [
      ...imported.problems,
      ...seen.decisionProblems,
      ...decided.problems,
      ...partProblems(part, plan),
      ...suspicionProblems(decided.feeds),
      ...failingProblem(seen.stored?.head),
      ...blockedProblem(decided.unblocked ? undefined : blocked),
    ],
  }
}

/** What a run would do now. A run that commits meanwhile deletes the snapshot that is read here: then it looks once more. */
export async function dryRun(...args: Parameters<typeof planNow>): Promise<PlannedNow> {
  const [settings, { store }] = args
  const before = await loadHead(store, settings)
  try {
    return await planNow(...args)
  } catch (error) {
    const after = await loadHead(store, settings)
    if (after?.etag === before?.etag) throw error
    return planNow(...args)
  }
}
