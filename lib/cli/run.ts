import { reportText } from '../print/text.ts'
import { isProcessGone, thisProcess } from '../storage/holder.ts'
import type { RunReport } from '../sync/report.ts'
import { type RunOptions, runSync } from '../sync/sync.ts'
import type { Answer } from './command.ts'
import { exitCodeOf } from './exit-code-of.ts'
import type { Io } from './io.ts'
import { openWorkspace, type Workspace, type WorkspaceOptions, warningLines } from './workspace.ts'

const minuteMs = 60_000
const usualMinutes = 15

interface RunFlags extends WorkspaceOptions {
  readonly json: boolean
  readonly quiet: boolean
  readonly now: boolean
  readonly minutes: number
}

/** `run`: one run of the sync. */
export async function run({ json, quiet, now, minutes, ...options }: RunFlags, io: Io): Promise<Answer> {
  const workspace = await openWorkspace(options, io)
  const progress = io.terminal && !json ? (orders: number) => io.err(`  ${orders} orders settled`) : undefined
  const how = { minutes, quiet, impatient: now, ...(progress === undefined ? {} : { progress }) }
  return answerOf(await runHere(workspace, how), workspace, io)
}

/** `adopt`: a run that takes what the exports say as acknowledged. */
export async function adopt(options: WorkspaceOptions, io: Io): Promise<Answer> {
  const workspace = await openWorkspace(options, io)
  return answerOf(await runHere(workspace, { adopt: true }), workspace, io)
}

const answerOf = (report: RunReport, { archive, warnings }: Workspace, { style }: Io): Answer => ({
  value: { ...report, warnings },
  text: () => reportText(report, style, archive),
  notes: warningLines(warnings, style),
  code: exitCodeOf(report),
})

/** How a run of the command line goes. */
export interface HereOptions extends Pick<RunOptions, 'quiet' | 'impatient' | 'adopt' | 'progress' | 'asksWords'> {
  /** posting ends after so many minutes; default 15 */
  readonly minutes?: number
}

/** Runs once as this process. */
export const runHere = (
  { settings, effects, language }: Workspace,
  { minutes = usualMinutes, asksWords = true, ...options }: HereOptions = {},
): Promise<RunReport> =>
  runSync(settings, effects, {
    ...options,
    page: async (ran) =>
      (await import('../page/run-page.ts')).runPage({ ...ran, settings: { ...ran.settings, language } }),
    trigger: 'hand',
    asksWords,
    holder: thisProcess(),
    isGone: isProcessGone,
    deadlineMs: effects.clock.now() + minutes * minuteMs,
  })
