import { open, readFile } from 'node:fs/promises'
import { OrderSyncError } from '../errors.ts'
import { fileReasonOf } from '../file-troubles.ts'
import type { SeenFile } from './files.ts'

/** What was uploaded, a line of JSON each. */
export interface Uploaded extends SeenFile {
  /** ISO 8601 */
  readonly at: string
  readonly key: string
  readonly sha256: string
}

/** The journal of a folder: what needs no uploading any more, and the evidence of it. */
export interface Journal {
  /** the last upload of a name */
  last(name: string): Uploaded | undefined
  /** Adds a line, durably. */
  add(uploaded: Uploaded): Promise<void>
}

/**
 * Opens a journal; a line that a crash has cut off counts as not written.
 * @throws OrderSyncError where it cannot be written: nothing must be uploaded that cannot be noted
 */
export async function openJournal(file: string): Promise<Journal> {
  await checkWritable(file)
  const lines = (await textOf(file)).split('\n')
  const known = new Map(lines.flatMap((line) => parsed(line) ?? []).map((line) => [line.name, line]))
  // whatever follows a line that was cut off must begin on a line of its own
  const cut = lines.at(-1) !== ''
  let opening = cut ? '\n' : ''
  return {
    last: (name) => known.get(name),
    async add(uploaded) {
      const handle = await open(file, 'a', 0o600)
      try {
        await handle.appendFile(`${opening}${JSON.stringify(uploaded)}\n`)
        await handle.sync()
      } finally {
        await handle.close()
      }
      opening = ''
      known.set(uploaded.name, uploaded)
    },
  }
}

async function checkWritable(file: string): Promise<void> {
  try {
    await (await open(file, 'a', 0o600)).close()
  } catch (cause) {
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'write the journal',
      subject: file,
      ended: fileReasonOf(cause),
      cause,
    })
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return ''
    throw new OrderSyncError({ attempted: 'read the journal', subject: file, ended: fileReasonOf(cause), cause })
  }
}

function parsed(line: string): Uploaded[] | undefined {
  try {
    const value: Uploaded = JSON.parse(line)
    return typeof value.name === 'string' ? [value] : undefined
  } catch {
    return undefined
  }
}
