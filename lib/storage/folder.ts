import { lstat, readdir, realpath, rm, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { OrderSyncError } from '../errors.ts'
import { fileReasonOf } from '../file-troubles.ts'
import { byKey, checkKey, comesAfter, StateVanished } from './errors.ts'
import { openBody } from './folder-reads.ts'
import { createFolderWrites, etagOf } from './folder-writes.ts'
import type { PutResult, Store, StoredObject } from './store.ts'

/**
 * A store in a folder. Writes are atomic and durable, and safe between processes on one machine, even if one is killed
 * at any moment: new objects appear by a hard link, swaps happen under a lock of the operating system, which ends with
 * its process. Listing and reading write nothing. Names that begin with `.` are the folder's own and are not listed.
 *
 * `exports` and the folders in it may be links, for that is where an ERP's own folder is put in. Whoever drops files
 * there must not make others readable: any other link that leads out of the folder, to a folder, or nowhere, is listed,
 * and cannot be read.
 */
export function createFolderStore(directory: string): Store {
  const root = resolve(directory)
  const description = `folder ${directory}`
  const writes = createFolderWrites(root)
  const pathOf = (key: string): string => {
    checkKey(key)
    return join(root, ...key.split('/'))
  }

  return {
    description,
    list: (prefix, after) =>
      failing('list', `${prefix}* in the ${description}`, async () =>
        (await listBelow(root, prefix)).filter(comesAfter(after)),
      ),
    get: (key, range) =>
      failing('read', `${key} in the ${description}`, async () => {
        const path = pathOf(key)
        const object = await describe(root, key, path)
        if (object?.refused !== undefined) throw notFollowed(key, description, object.refused)
        return object === undefined ? undefined : { ...object, body: await openBody(path, range, object.size) }
      }).catch(absent),
    put: (key, body, condition) =>
      failing('write', `${key} in the ${description}`, async (): Promise<PutResult> => {
        const path = pathOf(key)
        if ('ifAbsent' in condition) return written(await writes.create(path, body))
        const replaced = await writes.replace(path, body, condition.ifMatch)
        if (replaced === 'gone') throw new StateVanished(key, description)
        return written(replaced === 'another' ? undefined : replaced.etag)
      }),
    delete: (key) => failing('delete', `${key} in the ${description}`, () => rm(pathOf(key), { force: true })),
  }
}

const written = (etag: string | undefined): PutResult =>
  etag === undefined ? { written: false } : { written: true, etag }

/** An object, or a link that is not followed, and why. */
type Described = StoredObject & { readonly refused?: string }

const notFollowed = (key: string, description: string, ended: string): OrderSyncError =>
  new OrderSyncError({
    attempted: 'read',
    subject: `${key} in the ${description}`,
    ended,
    hint: 'Put the file itself there; only exports/ and the folders in it may be links.',
  })

async function listBelow(root: string, prefix: string): Promise<StoredObject[]> {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1)
  if (folder !== '') checkKey(folder.slice(0, -1))
  const found = await namesIn(root, folder)
  const objects = await Promise.all(
    found.filter(({ key }) => key.startsWith(prefix)).map(({ key, path }) => describe(root, key, path)),
  )
  return objects
    .filter((object) => object !== undefined)
    .map(({ refused: _, ...object }) => object)
    .sort(byKey)
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
      .map(async (entry): Promise<Found[]> => {
        const key = `${folder}${entry.name}`
        return entry.isDirectory() || (entry.isSymbolicLink() && (await isFeedFolder(root, key)))
          ? namesIn(root, `${key}/`)
          : [{ key, path: join(directory, entry.name) }]
      }),
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

/** Whether a link stands where an owner puts the ERP's own folder in. */
const isFeedFolder = async (root: string, key: string): Promise<boolean> =>
  /^exports(\/[^/]+)?$/.test(key) && (await stat(join(root, key)).catch(() => undefined))?.isDirectory() === true

/** An object as it is now. */
async function describe(root: string, key: string, path: string | Buffer): Promise<Described | undefined> {
  try {
    const found = await lstat(path, { bigint: true })
    const isLink = found.isSymbolicLink()
    const refused = isLink ? await whyNotFollowed(root, path) : undefined
    const stats = isLink && refused === undefined ? await stat(path, { bigint: true }) : found
    if (!isLink && !stats.isFile()) return undefined
    const object = { key, etag: etagOf(stats), size: Number(stats.size), lastModified: stats.mtime.toISOString() }
    return refused === undefined ? object : { ...object, refused }
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return undefined
    throw error
  }
}

/** Why a link is not followed; `undefined` where it leads to a file inside the folder. */
async function whyNotFollowed(root: string, path: string | Buffer): Promise<string | undefined> {
  const target = await realpath(path).catch((error: unknown) => {
    if (isCode(error, 'ENOENT') || isCode(error, 'ELOOP')) return undefined
    throw error
  })
  if (target === undefined) return 'it is a link that leads nowhere'
  const inside = relative(await realpath(root), target)
  if (inside === '..' || inside.startsWith(`..${sep}`)) return 'it is a link that leads out of the folder'
  return (await stat(path)).isFile() ? undefined : 'it is a link, but not to a file'
}

const absent = (error: unknown): undefined => {
  if (error instanceof OrderSyncError && isCode(error.cause, 'ENOENT')) return undefined
  throw error
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
      ended: fileReasonOf(cause),
      ...(hint === undefined ? {} : { hint }),
      cause,
    })
  }
}
