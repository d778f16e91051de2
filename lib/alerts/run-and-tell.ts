import type { Effects } from '../effects.ts'
import { reasonOf } from '../errors.ts'
import type { Settings } from '../settings/settings.ts'
import { emptyReport, type RunReport } from '../sync/idle-report.ts'
import type { Problem } from '../sync/problems.ts'
import { isoNow, newRunId } from '../sync/state/keys.ts'
import type { ChannelEffects } from './channels.ts'

type RunAndTellEffects = Pick<Effects, 'store' | 'clock' | 'random' | 'log'> & {
  /** asked for only where there is a channel */
  readonly channels: () => Promise<ChannelEffects> | ChannelEffects
  /** whether a report may be news to anybody; default: each may, at the price of one object read */
  readonly mayBeNews?: (report: RunReport) => boolean
}

/**
 * Runs, and tells the owner what came of it, also of a run that could not even look. What is needed to tell is loaded
 * only where the settings have a channel; no channel ever stops a run or changes its outcome.
 */
export async function runAndTell(
  run: () => Promise<RunReport>,
  settings: Settings,
  effects: RunAndTellEffects,
): Promise<RunReport> {
  if (settings.alerts.channels.length === 0) return run()
  const report = await run().catch(async (error: unknown) => {
    await told(failedReport(error, effects), settings, effects)
    throw error
  })
  return { ...report, problems: [...report.problems, ...(await told(report, settings, effects))] }
}

function failedReport(error: unknown, { clock, random }: Pick<Effects, 'clock' | 'random'>): RunReport {
  const run = newRunId(clock, random)
  const problem = { kind: 'failed', subject: run, message: reasonOf(error) } as const
  return { ...emptyReport(run, isoNow(clock)), outcome: 'failed', problems: [problem] }
}

async function told(report: RunReport, settings: Settings, effects: RunAndTellEffects): Promise<readonly Problem[]> {
  if (effects.mayBeNews?.(report) === false) return []
  try {
    const { tellOwner } = await import('./tell.ts')
    return await tellOwner(report, settings, { ...effects, channels: await effects.channels() })
  } catch (error) {
    effects.log.warn('the owner could not be told', { reason: reasonOf(error) })
    return []
  }
}
