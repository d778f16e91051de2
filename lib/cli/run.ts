import { runAndTell } from '../alerts/run-and-tell.ts'
import { reportText } from '../print/report.ts'
import { isProcessGone, thisProcess } from '../storage/holder.ts'
import type { RunReport } from '../sync/report.ts'
import { type RunOptions, runSync } from '../sync/sync.ts'
import { minuteMs } from '../units.ts'
import type { Answer } from './command.ts'
import { exitCodeOf } from './exit-code-of.ts'
import type { Io } from './io.ts'
import { type PartOptions, partOf } from './part.ts'
import { progressOn } from './progress.ts'
import { type DecideOptions, decider, declined } from './who.ts'
import { needWhole, openWorkspace, type Workspace, type WorkspaceOptions, warningLines } from './workspace.ts'

const usualMinutes = 15

interface RunFlags extends WorkspaceOptions, PartOptions {
  readonly json: boolean
  readonly quiet: boolean
  readonly now: boolean
  readonly full: boolean
  readonly minutes: number
}

/** `run`: one run of the sync. */
export async function run({ json, quiet, now, full, minutes, ...options }: RunFlags, io: Io): Promise<Answer> {
  const workspace = await openWorkspace(options, io)
  const { watched, ...told } = progressOn(json ? undefined : io.progress, workspace.voice, workspace.effects.clock)
  const how = { minutes, quiet, impatient: now, full, looksAround: true, ...partOf(options), ...told }
  const { effects } = workspace
  const report = await runHere({ ...workspace, effects: { ...effects, store: watched(effects.store) } }, how)
  if (report.outcome !== 'busy' && report.outcome !== 'failed')
    await (await import('./privacy.ts')).pruneDaily(workspace)
  return answerOf(report, workspace)
}

/** `adopt`: a run that takes what the exports say as acknowledged. */
export async function adopt(options: WorkspaceOptions & DecideOptions, io: Io): Promise<Answer> {
  const workspace = await openWorkspace(options, io)
  const by = await decider(options, workspace)
  const { texts } = workspace.voice
  const no = await declined(texts.decide.adoptQuestion, { ...options, texts }, io)
  if (no !== undefined) return no
  const report = await runHere(workspace, { adopt: true, ...(by === undefined ? {} : { by }) })
  const answer = answerOf(report, workspace)
  return report.outcome === 'done' && report.adopted === 0
    ? { ...answer, text: () => [texts.run.nothingToAdopt, answer.text()].join('\n') }
    : answer
}

const answerOf = (report: RunReport, { archive, warnings, voice }: Workspace): Answer => ({
  value: { ...report, warnings },
  text: () => reportText(report, voice, archive),
  notes: warningLines(warnings, voice),
  code: exitCodeOf(report),
})

/** How a run of the command line goes. */
export interface HereOptions
  extends Pick<
    RunOptions,
    'quiet' | 'impatient' | 'full' | 'adopt' | 'part' | 'by' | 'progress' | 'reading' | 'asksWords' | 'looksAround'
  > {
  /** posting ends after so many minutes; default 15 */
  readonly minutes?: number
}

/** Runs once as this process. */
export const runHere = async (
  workspace: Workspace,
  { minutes = usualMinutes, asksWords = true, ...options }: HereOptions = {},
): Promise<RunReport> => {
  const { settings, effects, channels, language, folder } = workspace
  needWhole(workspace)
  const run = () =>
    runSync(settings, effects, {
      ...options,
      page: async (ran) =>
        (await import('../page/run-page.ts')).runPage({
          ...ran,
          settings: { ...ran.settings, language },
          isFolder: folder !== undefined,
        }),
      asksWords,
      holder: thisProcess(),
      isGone: isProcessGone,
      looksForDecisions: true,
      deadlineMs: effects.clock.now() + minutes * minuteMs,
    })
  return runAndTell(run, settings, { ...effects, channels })
}
