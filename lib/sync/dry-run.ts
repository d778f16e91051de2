import type { Effects } from '../effects.ts'
import type { Settings } from '../settings/settings.ts'
import { look } from './look.ts'
import type { Plan, Problem, ReportedExport } from './model.ts'
import { loadLines, planOf, prepare, suspicionProblems } from './prepare.ts'

/** What a run would do now. */
export interface DryRun {
  readonly plan: Plan
  /** orders whose values would be taken as acknowledged without posting */
  readonly adopts: number
  readonly exports: readonly ReportedExport[]
  readonly problems: readonly Problem[]
}

/** Plans without writing or sending anything; takes no lease, so a run may be at work meanwhile. */
export async function dryRun(
  settings: Settings,
  effects: Omit<Effects, 'secrets' | 'random'>,
  options: { readonly quiet?: boolean } = {},
): Promise<DryRun> {
  const here = await look(settings, effects)
  const lines = await loadLines(effects.store, here)
  const prepared = await prepare(settings, effects, here, lines)
  const { shop, clock } = effects
  const how = { batchSize: shop.batchSize, canRead: shop.read !== undefined, quiet: options.quiet ?? false }
  return {
    plan: planOf(settings, lines, prepared, how, clock.now()),
    adopts: prepared.adopted,
    exports: prepared.exports,
    problems: [...prepared.problems, ...suspicionProblems(prepared.feeds)],
  }
}
