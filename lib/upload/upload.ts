import { createHash } from 'node:crypto'
import type { Clock, Random } from '../effects.ts'
import { filesIn, isSame, readAsSeen, type SeenFile } from './files.ts'
import type { Journal } from './journal.ts'

/** How long a file must stand still before it counts as finished, and how often the folder is looked at. */
export const settleMs = 5_000
const firstPauseMs = 1_000
const longestPauseMs = 300_000
/** `--once` gives up after so many attempts on a file. */
const mostAttempts = 6

/** What is to be uploaded. */
export interface UploadOptions {
  readonly folder: string
  readonly feed: string
  /** only names that end like this, as `.csv` */
  readonly ending?: string
  /** upload what is finished, and end */
  readonly once: boolean
}

/** Where a file goes, and what is said of it. */
export interface UploadEffects {
  readonly clock: Clock
  readonly random: Random
  readonly journal: Journal
  /** Replaces an object. @throws UploadError */
  readonly put: (key: string, body: Uint8Array) => Promise<void>
  /** told of each file that went up, and of each failure */
  readonly say: (line: string) => void
}

/** Why a file did not go up. */
export class UploadError extends Error {
  override name = 'UploadError'
  /** trying again does not help: no such bucket, no permission */
  readonly lasting: boolean

  constructor(message: string, lasting: boolean, cause: unknown) {
    super(message, { cause })
    this.lasting = lasting
  }
}

/**
 * Uploads the finished files of a folder, one after the other, the oldest first: a later export must not come before an
 * earlier one. A file that fails is tried again, with growing pauses, before any other. Ends with `once`, or when told
 * to stop. Returns how many went up.
 * @throws UploadError with `once`, when a file does not go up
 */
export async function uploadFolder(options: UploadOptions, effects: UploadEffects, stop: AbortSignal): Promise<number> {
  let seen = await filesIn(options.folder, options.ending)
  let count = 0
  do {
    await effects.clock.sleep(settleMs)
    const now = await filesIn(options.folder, options.ending)
    const before = new Map(seen.map((file) => [file.name, file]))
    seen = now
    for (const file of now) {
      if (stop.aborted) return count
      if (!isSame(file, before.get(file.name)) || isUploaded(file, effects.journal)) continue
      if (await uploadOne(file, { ...options, ...effects }, stop)) count++
    }
  } while (!options.once && !stop.aborted)
  return count
}

function isUploaded(file: SeenFile, journal: Journal): boolean {
  return isSame(file, journal.last(file.name))
}

/** Whether it went up; a file that has changed meanwhile waits for the next look. */
async function uploadOne(file: SeenFile, context: UploadOptions & UploadEffects, stop: AbortSignal): Promise<boolean> {
  const { folder, feed, once, clock, random, journal, put, say } = context
  const key = `exports/${feed}/${file.name}`
  for (let attempt = 1; !stop.aborted; attempt++) {
    const bytes = await readAsSeen(folder, file)
    if (bytes === undefined) return false
    try {
      await put(key, bytes)
    } catch (error) {
      if (!(error instanceof UploadError)) throw error
      if (once && (error.lasting || attempt === mostAttempts)) throw error
      const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1)) * (0.5 + random() / 2)
      say(`${file.name}: ${error.message} Tried again in ${Math.ceil(pause / 1000)} s.`)
      await clock.sleep(pause)
      continue
    }
    const at = new Date(clock.now()).toISOString()
    await journal.add({ at, ...file, key, sha256: createHash('sha256').update(bytes).digest('hex') })
    say(`${file.name}: uploaded as ${key} (${bytes.length} bytes).`)
    return true
  }
  return false
}
