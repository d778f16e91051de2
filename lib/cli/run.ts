import { runAndTell } from '../alerts/run-and-tell.ts'
import { reportText } from '../print/text.ts'
import { isProcessGone, thisProcess } from '../storage/holder.ts'
import type { RunReport } from '../sync/report.ts'
import { type RunOptions, runSync } from '../sync/sync.ts'
import type { Answer } from './command.ts'
import { exitCodeOf } from './exit-code-of.ts'
import type { Io } from './io.ts'
import { type PartOptions, partOf } from './part.ts'
import { type DecideOptions, decider, declined } from './who.ts'
import { needWhole, openWorkspace, type Workspace, type WorkspaceOptions, warningLines } from './workspace.ts'

const minuteMs = 60_000
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
  const progress = io.terminal && !json ? (orders: number) => io.err(`  ${orders} orders settled`) : undefined
  const reading =
    io.terminal && !json ? (read: number, of: number) => io.err(`  ${read} of ${of} exports read`) : undefined
  const told = { ...(progress && { progress }), ...(reading && { reading }) }
  const how = { minutes, quiet, impatient: now, full, looksAround: true, ...partOf(options), ...told }
  const report = await runHere(workspace, how)
  if (report.outcome !== 'busy' && report.outcome !== 'failed')
    await (await import('./privacy.ts')).pruneDaily(workspace)
  return answerOf(report, workspace, io)
}

/** `adopt`: a run that takes what the exports say as acknowledged. */
export async function adopt(options: WorkspaceOptions & DecideOptions, io: Io): Promise<Answer> {
  const workspace = await openWorkspace(options, io)
  const by = await decider(options, workspace)
  const question = 'Take everything that the exports say as what the shop shows, without posting it?'
  const no = await declined(question, options, io)
  if (no !== undefined) return no
  const report = await runHere(workspace, { adopt: true, ...(by === undefined ? {} : { by }) })
  const answer = answerOf(report, workspace, io)
  return report.outcome === 'done' && report.adopted === 0
    ? { ...answer, text: () => [nothingToAdopt, answer.text()].join('\n') }
    : answer
}

const nothingToAdopt = 'Nothing was left to adopt: what the exports say is acknowledged already.'

const answerOf = (report: RunReport, { archive, warnings }: Workspace, { style }: Io): Answer => ({
  value: { ...report, warnings },
  text: () => reportText(report, style, archive),
  notes: warningLines(warnings, style),
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
