import type { RunReport } from '../sync/report.ts'

/** Exit codes of the command line. */
export const exitCodes = { done: 0, failed: 1, usage: 2, held: 3, refused: 4 } as const

/** The exit code that a report means. */
export function exitCodeOf({ outcome, exports, rejected, unknown, problems }: RunReport): number {
  if (outcome === 'failed' || outcome === 'blocked') return exitCodes.failed
  if (outcome === 'held') return exitCodes.held
  const standing = problems.some(({ kind }) => kind === 'refused export')
  const refused =
    standing || rejected > 0 || unknown > 0 || exports.some((one) => one.refused !== null || one.invalid > 0)
  return refused ? exitCodes.refused : exitCodes.done
}
