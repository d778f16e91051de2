import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { OrderSyncError } from '../errors.ts'
import { fileReasonOf } from '../file-troubles.ts'

/** A file as it stood when it was looked at. */
export interface SeenFile {
  readonly name: string
  readonly size: number
  readonly modifiedMs: number
}

/** Names that say "not yet", or that are none of the ERP's. */
const notYet =
  /^\.|^~\$|\.(part|partial|tmp|temp|filepart|crdownload|download|opdownload|crswap|uploading|writing|lock|swp|bak|old|orig)$|~$/i

/** The files of a folder that are to be uploaded one day, the oldest first. */
export async function filesIn(folder: string, ending = ''): Promise<SeenFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new OrderSyncError({ attempted: 'look into', subject: folder, ended: fileReasonOf(cause), cause })
  })
  const names = entries.flatMap((entry) =>
    entry.isFile() && !notYet.test(entry.name) && entry.name.toLowerCase().endsWith(ending.toLowerCase())
      ? [entry.name]
      : [],
  )
  const seen = await Promise.all(names.map((name) => look(folder, name)))
  return seen
    .filter((file) => file !== undefined)
    .sort((left, right) => left.modifiedMs - right.modifiedMs || (left.name < right.name ? -1 : 1))
}

const look = (folder: string, name: string): Promise<SeenFile | undefined> =>
  stat(join(folder, name)).then(
    ({ size, mtimeMs }) => ({ name, size, modifiedMs: mtimeMs }),
    () => undefined,
  )

export const isSame = (left: SeenFile, right: SeenFile | undefined): boolean =>
  right !== undefined && left.name === right.name && left.size === right.size && left.modifiedMs === right.modifiedMs

/**
 * The bytes of a file as it was seen; `undefined` where it has changed, vanished, or is held open by its writer. A file
 * that is written while it is read never comes out half.
 */
export async function readAsSeen(folder: string, file: SeenFile): Promise<Uint8Array | undefined> {
  const bytes = await readFile(join(folder, file.name)).catch(() => undefined)
  const after = await look(folder, file.name)
  return bytes?.length === file.size && isSame(file, after) ? bytes : undefined
}
