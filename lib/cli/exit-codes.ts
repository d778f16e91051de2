import { OrderSyncError, reasonOf } from '../errors.ts'

/** Exit codes of the command line. */
export const exitCodes = { done: 0, failed: 1, usage: 2, held: 3, refused: 4 } as const

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
