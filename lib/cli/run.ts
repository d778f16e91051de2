import type { Command } from 'commander'
import { reportText } from '../print/text.ts'
import { isProcessGone, thisProcess } from '../storage/holder.ts'
import type { RunReport } from '../sync/model.ts'
import { type RunOptions, runSync } from '../sync/run.ts'
import { openPlace, type Place, type PlaceOptions } from './effects.ts'
import { exitCodes, type Io } from './io.ts'
import { onPlace, wholeNumber } from './options.ts'

const minuteMs = 60_000

interface RunFlags extends PlaceOptions {
  readonly json?: boolean
  readonly quiet?: boolean
  readonly now?: boolean
  readonly minutes: number
}

/** `run`: one run of the sync. */
export function runCommand(program: Command, io: Io, exit: (code: number) => void): void {
  onPlace(program.command('run'))
    .description('read the exports, post what changed, keep the evidence')
    .option('--quiet', 'mail no customer in this run')
    .option('--now', 'on a small allowance, do not wait for other changes to share a request')
    .option(
      '--minutes <number>',
      'stop posting after so many minutes; the rest stays for the next run',
      wholeNumber(600),
      15,
    )
    .option('--json', 'print the run report as JSON')
    .action(async (flags: RunFlags) => {
      const place = await openPlace(flags, io)
      const report = await runHere(place, io, {
        minutes: flags.minutes,
        quiet: flags.quiet ?? false,
        impatient: flags.now ?? false,
        showProgress: flags.json !== true,
      })
      io.out(flags.json ? JSON.stringify(report, null, 2) : reportText(report, io.style, place.archive))
      exit(exitCodeOf(report))
    })
}

/** How a run of the command line goes. */
export interface HereOptions extends Pick<RunOptions, 'quiet' | 'impatient' | 'adopt'> {
  /** posting ends after so many minutes; default 15 */
  readonly minutes?: number
  readonly showProgress: boolean
}

/** Runs once as this process. */
export async function runHere({ settings, effects }: Place, io: Io, options: HereOptions): Promise<RunReport> {
  const { minutes = 15, showProgress, ...rest } = options
  const show = showProgress && io.terminal
  const report = await runSync(settings, effects, {
    ...rest,
    trigger: 'hand',
    holder: thisProcess(),
    isGone: isProcessGone,
    deadlineMs: effects.clock.now() + minutes * minuteMs,
    ...(show ? { progress: (orders: number) => io.err(`  ${orders} orders settled`) } : {}),
  })
  return report
}

/** The exit code that a report means. */
export function exitCodeOf({ outcome, exports, rejected, problems }: RunReport): number {
  if (outcome === 'failed' || outcome === 'blocked') return exitCodes.failed
  if (outcome === 'held') return exitCodes.held
  const standing = problems.some(({ kind }) => kind === 'refused export')
  const refused = standing || rejected > 0 || exports.some((one) => one.refused !== null || one.invalid > 0)
  return refused ? exitCodes.refused : exitCodes.done
}
