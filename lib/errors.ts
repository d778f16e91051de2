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

/** What the system says of a file or folder, in words of people. */
const fileTroubles: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'this user has no right to do that',
  EPERM: 'this user has no right to do that',
  EISDIR: 'it is a folder, not a file',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'something of this name is there already',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full for this user',
  EBUSY: 'another program has it open',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead round in a circle',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
}

/** What is said of a file or folder that the system would not open, read or write; `undefined` for any other error. */
export function fileTroubleOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown) || !('syscall' in thrown)) return undefined
  const isAboutFiles = !/^(connect|getaddrinfo|listen|bind|spawn|send|recv)/.test(String(thrown.syscall))
  return isAboutFiles && Object.hasOwn(fileTroubles, String(thrown.code))
    ? fileTroubles[String(thrown.code)]
    : undefined
}

/**
 * The text of anything thrown, for a message; never a stack. What the system or a library says may repeat a name from
 * outside, which must not make a line of its own.
 */
export function reasonOf(thrown: unknown): string {
  if (thrown instanceof OrderSyncError) return thrown.message
  const trouble = fileTroubleOf(thrown)
  if (trouble !== undefined) return trouble
  return oneLine(thrown instanceof Error ? thrown.message : String(thrown))
}
