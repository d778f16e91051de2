import { problemKinds } from '../sync/problems.ts'
import type { RunReport } from '../sync/report.ts'
import { exitCodes } from './exit-codes.ts'

/** The exit code that a report means. */
export function exitCodeOf({ outcome, exports, rejected, unknown, problems }: RunReport): number {
  if (outcome === 'failed' || outcome === 'blocked') return exitCodes.failed
  if (outcome === 'held') return exitCodes.held
  const refuses = problems.some(({ kind }) => problemKinds[kind].refuses)
  return refuses || rejected > 0 || unknown > 0 || exports.some(isFaulty) ? exitCodes.refused : exitCodes.done
}

/** Whether an export, or a record of it, could not be used; records of orders that are not the shop's do not count. */
export const isFaulty = ({ refused, invalid, unnumbered = 0 }: RunReport['exports'][number]): boolean =>
  refused !== null || invalid > unnumbered
