import { OrderSyncError, reasonOf } from '../errors.ts'
import type { RunReport } from '../sync/report.ts'

/** Exit codes of the command line. */
export const exitCodes = { done: 0, failed: 1, usage: 2, held: 3, refused: 4 } as const

/** The exit code that a report means. */
export function exitCodeOf({ outcome, exports, rejected, unknown, problems }: RunReport): number {
  if (outcome === 'failed' || outcome === 'blocked') return exitCodes.failed
  if (outcome === 'held') return exitCodes.held
  const standing = problems.some(({ kind }) => kind === 'refused export')
  const refused = standing || rejected > 0 || unknown > 0 || exports.some(isFaulty)
  return refused ? exitCodes.refused : exitCodes.done
}

/** Whether an export, or a record of it, could not be used; records of orders that are not the shop's do not count. */
export const isFaulty = ({ refused, invalid, unnumbered = 0 }: RunReport['exports'][number]): boolean =>
  refused !== null || invalid > unnumbered

/** What `--json` prints of a command that failed. */
export interface ErrorValue {
  readonly error: {
    readonly message: string
    /** what it was about, and what to do next, where that is known */
    readonly subject?: string
    readonly hint?: string
    readonly exitCode: number
  }
}

/** An error as JSON, like every other result. */
export function errorValue(error: unknown, exitCode: number): ErrorValue {
  const { subject, hint } = error instanceof OrderSyncError ? error : {}
  return {
    error: {
      message: reasonOf(error),
      ...(subject === undefined ? {} : { subject }),
      ...(hint === undefined ? {} : { hint }),
      exitCode,
    },
  }
}
