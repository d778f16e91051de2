import { oneLine } from './printable.ts'

/** What kind of trouble an error is; the command line's exit code follows from it. */
export type ErrorKind =
  /** wrong usage or settings: exit code 2 */
  | 'usage'
  /** the store, the shop or the machine failed: exit code 1 */
  | 'failed'

/** The fixed parts of every error of this project. */
export interface ErrorParts {
  readonly kind?: ErrorKind
  /** what was attempted, as "read the export" */
  readonly attempted: string
  /** the file, order, setting or address it was attempted on */
  readonly subject: string
  /** how it ended */
  readonly ended: string
  /** what to do next */
  readonly hint?: string
  readonly cause?: unknown
}

/**
 * An error for people: what was attempted, on what, how it ended, what to do next.
 * Its message is complete by itself, and users never see its stack.
 */
export class OrderSyncError extends Error {
  override name = 'OrderSyncError'
  readonly kind: ErrorKind
  readonly attempted: string
  readonly subject: string
  readonly hint: string | undefined

  constructor(parts: ErrorParts) {
    const hint = parts.hint === undefined ? '' : ` ${parts.hint}`
    super(`Could not ${parts.attempted} ${parts.subject}: ${parts.ended.replace(/\.$/, '')}.${hint}`, {
      cause: parts.cause,
    })
    this.kind = parts.kind ?? 'failed'
    this.attempted = parts.attempted
    this.subject = parts.subject
    this.hint = parts.hint
  }
}

/**
 * The text of anything thrown, for a message; never a stack. What the system or a library says may repeat a name from
 * outside, which must not make a line of its own.
 */
export function reasonOf(thrown: unknown): string {
  if (thrown instanceof OrderSyncError) return thrown.message
  return oneLine(thrown instanceof Error ? thrown.message : String(thrown))
}
