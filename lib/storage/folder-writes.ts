import {
  closeSync,
  constants,
  copyFileSync,
  fsync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { dayMs } from '../units.ts'

const lockWaitMs = 10_000
const leftoverMs = dayMs
const working = '.order-sync'

/** State and archive are nobody's but the user's whose run it is. */
const ownFolder = 0o700
const ownFile = 0o600

interface Stats {
  readonly ino: bigint
  readonly size: bigint
  readonly mtimeNs: bigint
}

/** Changes whenever a file is replaced. */
export const etagOf = ({ ino, size, mtimeNs }: Stats): string =>
  `"${ino.toString(36)}-${size.toString(36)}-${mtimeNs.toString(36)}"`

const etagAt = (path: string): string => etagOf(statSync(path, { bigint: true }))

/** How a replacement ended; the file that was to be replaced may be gone. */
export type Replaced = { readonly etag: string } | 'another' | 'gone'

/** Writes whole files below one folder, atomically and durably, in turn with all other processes of this machine. */
export interface FolderWrites {
  /** Writes a file where there is none; `undefined` where there is one. */
  create(path: string, body: string | Uint8Array): Promise<string | undefined>
  /** Writes a file in place of the one with this etag. */
  replace(path: string, body: string | Uint8Array, etag: string): Promise<Replaced>
}

/**
 * The writes of a folder. Whatever only asks the system is done at once, for that costs a tenth of a turn in the pool of
 * threads; only what waits for the disk is waited for.
 */
export function createFolderWrites(root: string): FolderWrites {
  const own = join(root, working)
  let lock: Lock | undefined
  let hasLooked = false
  let made: Promise<unknown> = Promise.resolve()

  /** Does what needs a folder, and makes the folder only where it is missing. */
  const inFolder = <T>(folder: string, work: () => T): T => {
    try {
      return work()
    } catch (error) {
      if (!isCode(error, 'ENOENT')) throw error
      const first = mkdirSync(folder, { recursive: true, mode: ownFolder })
      if (first !== undefined) made = Promise.all([made, ...foldersAbove(folder, first).map(syncFolder)])
      return work()
    }
  }

  const writeTemporary = async (body: string | Uint8Array): Promise<string> => {
    const path = join(own, `${process.pid}-${process.hrtime.bigint().toString(36)}.tmp`)
    const file = inFolder(own, () => openSync(path, 'wx', ownFile))
    try {
      writeFileSync(file, body)
      await synced(file)
    } catch (error) {
      rmSync(path, { force: true })
      throw error
    } finally {
      closeSync(file)
    }
    if (!hasLooked) removeLeftovers(own, statSync(path).mtimeMs)
    hasLooked = true
    return path
  }

  return {
    async create(path, body) {
      const temporary = await writeTemporary(body)
      try {
        const etag = inFolder(dirname(path), () => appear(temporary, path))
        if (etag === undefined) return undefined
        await Promise.all([syncFolder(dirname(path)), made])
        return etag
      } finally {
        unlinkSync(temporary)
      }
    },
    async replace(path, body, etag) {
      const temporary = await writeTemporary(body)
      try {
        lock ??= createLock(join(own, 'lock'), await import('node:sqlite'))
        const replaced = lock(() => swap(temporary, path, etag))
        if (typeof replaced === 'object') await syncFolder(dirname(path))
        else unlinkSync(temporary)
        return replaced
      } catch (error) {
        rmSync(temporary, { force: true })
        throw error
      }
    },
  }
}

/** The folders in which new ones were made: from the parent of the first one down. */
function foldersAbove(folder: string, first: string): string[] {
  const above: string[] = []
  for (let at = folder; at.length >= first.length; at = dirname(at)) above.push(dirname(at))
  return above
}

/** What processes that were killed have left behind, once it is a day older than what was written last. */
function removeLeftovers(folder: string, newestMs: number): void {
  const names = readdirSync(folder).filter((name) => name.endsWith('.tmp'))
  for (const name of names.length < 16 ? [] : names) {
    const path = join(folder, name)
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats !== undefined && stats.mtimeMs < newestMs - leftoverMs) rmSync(path, { force: true })
  }
}

/** A new file appears as a whole, by a second name of the temporary one. */
function appear(temporary: string, path: string): string | undefined {
  try {
    linkSync(temporary, path)
    return etagAt(temporary)
  } catch (error) {
    if (isCode(error, 'EEXIST')) return undefined
    if (!isCode(error, 'EPERM') && !isCode(error, 'ENOTSUP') && !isCode(error, 'ENOSYS')) throw error
  }
  try {
    copyFileSync(temporary, path, constants.COPYFILE_EXCL)
    return etagAt(path)
  } catch (error) {
    if (isCode(error, 'EEXIST')) return undefined
    throw error
  }
}

/** Compare and swap, under the lock: nothing in it is asynchronous. */
function swap(temporary: string, path: string, etag: string): Replaced {
  const there = statSync(path, { bigint: true, throwIfNoEntry: false })
  if (there === undefined) return 'gone'
  if (etagOf(there) !== etag) return 'another'
  renameSync(temporary, path)
  return { etag: etagAt(path) }
}

/** Does something while no other process does, and lets nobody in before it is done. */
type Lock = <T>(work: () => T) => T

/**
 * A lock of the operating system on a file, which ends with its process. The file stays open, for opening it costs four
 * times as much as locking it; where somebody has deleted it or put another in its place, that one is locked.
 */
function createLock(file: string, { DatabaseSync }: typeof import('node:sqlite')): Lock {
  let opened: { readonly database: DatabaseSync; readonly ino: bigint } | undefined
  const open = (): NonNullable<typeof opened> => {
    closeSync(openSync(file, 'a', ownFile))
    const { ino } = statSync(file, { bigint: true })
    return { database: new DatabaseSync(file, { timeout: lockWaitMs }), ino }
  }
  const isThere = ({ ino }: NonNullable<typeof opened>): boolean =>
    statSync(file, { bigint: true, throwIfNoEntry: false })?.ino === ino
  const take = (): DatabaseSync => {
    for (;;) {
      if (opened !== undefined && !isThere(opened)) {
        opened.database.close()
        opened = undefined
      }
      opened ??= open()
      opened.database.exec('BEGIN EXCLUSIVE')
      if (isThere(opened)) return opened.database
    }
  }
  return (work) => {
    const database = take()
    try {
      return work()
    } finally {
      database.exec('ROLLBACK')
    }
  }
}

const synced = promisify(fsync)

/** The directory entry itself must survive a power cut; not every system lets directories be synced. */
async function syncFolder(path: string): Promise<void> {
  let folder: number
  try {
    folder = openSync(path, 'r')
  } catch {
    return
  }
  await synced(folder).catch(() => undefined)
  closeSync(folder)
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
