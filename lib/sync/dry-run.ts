import type { Effects } from '../effects.ts'
import type { Settings } from '../settings/settings.ts'
import { look } from './check.ts'
import { suspicionProblems } from './import/problems.ts'
import type { Lines, Plan, Problem, ReportedExport } from './model.ts'
import { loadLines, planOf, prepare } from './prepare.ts'
import { blockedProblem, failingProblem } from './report.ts'
import { loadHead } from './state/head.ts'

/** What a run would do now. */
export interface DryRun {
  readonly plan: Plan
  /** orders whose values would be taken as acknowledged without posting */
  readonly adopts: number
  readonly exports: readonly ReportedExport[]
  readonly problems: readonly Problem[]
}

/** A dry run with the lines that it planned from. */
export type PlannedNow = DryRun & { readonly lines: Lines }

/** Plans without writing or sending anything; takes no lease, so a run may be at work meanwhile. */
export async function planNow(
  settings: Settings,
  effects: Omit<Effects, 'secrets' | 'random'>,
  options: { readonly quiet?: boolean } = {},
): Promise<PlannedNow> {
  const here = await look(settings, effects)
  const lines = await loadLines(effects.store, here)
  const prepared = await prepare(settings, effects, here, lines)
  const { shop, clock } = effects
  const { head } = here.loaded
  const how = { batchSize: shop.batchSize, canRead: shop.read !== undefined, quiet: options.quiet ?? false }
  return {
    lines,
    plan: planOf(settings, lines, prepared, how, clock.now()),
    adopts: prepared.adopted,
    exports: prepared.exports,
    problems: [
      ...prepared.problems,
      ...suspicionProblems(prepared.feeds),
      ...failingProblem(head),
      ...(head?.blocked === undefined || prepared.unblocked ? [] : [blockedProblem(head.blocked)]),
    ],
  }
}

/** What a run would do now. A run that commits meanwhile deletes the snapshot that is read here: then it looks once more. */
export async function dryRun(...args: Parameters<typeof planNow>): Promise<DryRun> {
  const [settings, { store }] = args
  const before = await loadHead(store, settings.shop)
  try {
    return await planNow(...args)
  } catch (error) {
    const after = await loadHead(store, settings.shop)
    if (after.etag === before.etag) throw error
    return planNow(...args)
  }
}
