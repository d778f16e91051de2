import { createReadStream, renameSync, statSync } from 'node:fs'
import { constants, copyFile, link, lstat, mkdir, open, readdir, realpath, rm, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Readable } from 'node:stream'
import { OrderSyncError, reasonOf } from '../errors.ts'
import { byKey, checkKey, StateVanished } from './errors.ts'
import type { ByteRange, Store, StoredObject } from './store.ts'

const lockWaitMs = 10_000
const leftoverMs = 24 * 3_600_000
const working = '.order-sync'

/**
 * A store in a folder. Writes are atomic and durable, and safe between processes on one machine, even if one is killed
 * at any moment: new objects appear by a hard link, swaps happen under a lock of the operating system, which ends with
 * its process. Listing and reading write nothing. Names that begin with `.` are the folder's own and are not listed.
 */
export function createFolderStore(directory: string): Store {
  const root = resolve(directory)
  const description = `folder ${directory}`
  const pathOf = (key: string): string => {
    checkKey(key)
    return join(root, ...key.split('/'))
  }

  return {
    description,
    list: (prefix) => failing('list', `${prefix}* in the ${description}`, () => listBelow(root, prefix)),
    get: (key, range) =>
      failing('read', `${key} in the ${description}`, async () => {
        const path = pathOf(key)
        const object = await describe(root, key, path)
        return object === undefined ? undefined : { ...object, body: await openBody(path, range) }
      }).catch(absent),
    put: (key, body, condition) =>
      failing('write', `${key} in the ${description}`, async () => {
        const path = pathOf(key)
        const temporary = await writeTemporary(root, body)
        try {
          await mkdir(dirname(path), { recursive: true, mode: ownFolder })
          const written =
            'ifAbsent' in condition
              ? await appear(temporary, path)
              : swap(root, temporary, path, condition.ifMatch, key, description)
          if (!written) return { written: false }
          await syncDirectory(dirname(path))
          return { written: true, etag: etagOf(statSync(path, { bigint: true })) }
        } finally {
          await rm(temporary, { force: true })
        }
      }),
    delete: (key) => failing('delete', `${key} in the ${description}`, () => rm(pathOf(key), { force: true })),
  }
}

interface Stats {
  readonly ino: bigint
  readonly size: bigint
  readonly mtimeNs: bigint
}

/** State and archive are nobody's but the user's whose run it is. */
const ownFolder = 0o700
const ownFile = 0o600

const etagOf = ({ ino, size, mtimeNs }: Stats): string =>
  `"${ino.toString(36)}-${size.toString(36)}-${mtimeNs.toString(36)}"`

async function listBelow(root: string, prefix: string): Promise<StoredObject[]> {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1)
  if (folder !== '') checkKey(folder.slice(0, -1))
  const found = await namesIn(root, folder)
  const objects = await Promise.all(
    found.filter(({ key }) => key.startsWith(prefix)).map(({ key, path }) => describe(root, key, path)),
  )
  return objects.filter((object) => object !== undefined).sort(byKey)
}

/** A file as it is named in the store and on the disk, where a name need not be text. */
interface Found {
  readonly key: string
  readonly path: string | Buffer
}

async function namesIn(root: string, folder: string): Promise<Found[]> {
  const directory = join(root, folder)
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return []
    throw error
  })
  const visible = entries.filter(({ name }) => !name.startsWith('.'))
  const found = await Promise.all(
    visible
      .filter(({ name }) => !name.includes('\ufffd'))
      .map((entry): Promise<Found[]> | Found[] =>
        entry.isDirectory()
          ? namesIn(root, `${folder}${entry.name}/`)
          : [{ key: `${folder}${entry.name}`, path: join(directory, entry.name) }],
      ),
  )
  const odd = entries.some(({ name }) => name.includes('\ufffd')) ? await namesThatAreNotText(directory, folder) : []
  return [...found.flat(), ...odd]
}

async function namesThatAreNotText(directory: string, folder: string): Promise<Found[]> {
  const names = await readdir(directory, { encoding: 'buffer' })
  return names
    .map((name) => ({ name, text: name.toString() }))
    .filter(({ text }) => text.includes('\ufffd'))
    .map(({ name, text }) => ({ key: `${folder}${text}`, path: Buffer.concat([Buffer.from(`${directory}/`), name]) }))
}

/** An object as it is now; symbolic links count only where they stay inside the folder. */
async function describe(root: string, key: string, path: string | Buffer): Promise<StoredObject | undefined> {
  try {
    const link = await lstat(path)
    if (link.isSymbolicLink() && !(await staysInside(root, path))) return undefined
    const stats = await stat(path, { bigint: true })
    if (!stats.isFile()) return undefined
    return { key, etag: etagOf(stats), size: Number(stats.size), lastModified: stats.mtime.toISOString() }
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return undefined
    throw error
  }
}

async function staysInside(root: string, path: string | Buffer): Promise<boolean> {
  const inside = relative(await realpath(root), await realpath(path))
  return inside !== '..' && !inside.startsWith(`..${sep}`)
}

async function openBody(path: string, range: ByteRange | undefined): Promise<Readable> {
  if (range !== undefined && range.end <= range.start) return Readable.from([])
  const handle = await open(path, 'r')
  const part = range === undefined ? {} : { start: range.start, end: range.end - 1 }
  return createReadStream('', { fd: handle, highWaterMark: 256 * 1024, ...part })
}

const absent = (error: unknown): undefined => {
  if (error instanceof OrderSyncError && isCode(error.cause, 'ENOENT')) return undefined
  throw error
}

async function writeTemporary(root: string, body: string | Uint8Array): Promise<string> {
  const folder = join(root, working)
  await mkdir(folder, { recursive: true, mode: ownFolder })
  const path = join(folder, `${process.pid}-${process.hrtime.bigint().toString(36)}.tmp`)
  const handle = await open(path, 'wx', ownFile)
  try {
    await handle.writeFile(body)
    await handle.sync()
    await removeLeftovers(folder, (await handle.stat()).mtimeMs)
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await handle.close()
  }
  return path
}

/** What processes that were killed have left behind, once it is a day older than what was written last. */
async function removeLeftovers(folder: string, newestMs: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.tmp'))
  for (const name of names.length < 16 ? [] : names) {
    const path = join(folder, name)
    const stats = await stat(path).catch(() => undefined)
    if (stats !== undefined && stats.mtimeMs < newestMs - leftoverMs) await rm(path, { force: true })
  }
}

async function appear(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    if (!isCode(error, 'EPERM') && !isCode(error, 'ENOTSUP') && !isCode(error, 'ENOSYS')) throw error
    return copyFile(temporary, path, constants.COPYFILE_EXCL).then(
      () => true,
      (copyError: unknown) => {
        if (isCode(copyError, 'EEXIST')) return false
        throw copyError
      },
    )
  }
}

/** Compare and swap: nothing between taking the lock and giving it back is asynchronous. */
function swap(root: string, temporary: string, path: string, etag: string, key: string, description: string): boolean {
  const lock = new DatabaseSync(join(root, working, 'lock'))
  try {
    lock.exec(`PRAGMA busy_timeout = ${lockWaitMs}; BEGIN EXCLUSIVE`)
    const there = statSync(path, { bigint: true, throwIfNoEntry: false })
    if (there === undefined) throw new StateVanished(key, description)
    if (etagOf(there) !== etag) return false
    renameSync(temporary, path)
    return true
  } finally {
    lock.close()
  }
}

/** The directory entry itself must survive a power cut; not every system lets directories be synced. */
async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

const hints: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: make room and run again; nothing was lost.',
  EACCES: 'Give this user the right to write there, or name another folder with --folder.',
  EPERM: 'Give this user the right to write there, or name another folder with --folder.',
  EROFS: 'The file system is read-only: name another folder with --folder.',
  ENOTDIR: 'A part of the path is a file: name another folder with --folder.',
}

async function failing<T>(attempted: string, subject: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof OrderSyncError) throw cause
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    const hint = hints[code]
    throw new OrderSyncError({
      attempted,
      subject,
      ended: reasonOf(cause),
      ...(hint === undefined ? {} : { hint }),
      cause,
    })
  }
}
