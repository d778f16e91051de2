import { Readable } from 'node:stream'
import { Unzip, type UnzipFile, UnzipInflate } from 'fflate'
import { reasonOf } from '../errors.ts'
import type { Feed } from '../settings/settings.ts'
import { type ExportSource, RefusedExport } from './record.ts'

const mostEntries = 100

/** Whether a file begins as zip archives do. */
export const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03 && head[3] === 0x04

/** What operating systems add, and folders. */
const noExport = /(^|\/)(\.[^/]*|__MACOSX\/.*|Thumbs\.db|desktop\.ini)$|\/$/i

/**
 * The parts of an export: the entries of a zip archive as exports of their own, in the order of their names; for any
 * other file, the file itself. An XLSX file is a zip archive, too, but one part for a feed that expects it.
 * @throws RefusedExport where the archive is cut off, empty, or has more than 100 entries
 */
export async function partsOf(source: ExportSource, type: Feed['format']['type']): Promise<ExportSource[]> {
  if (type === 'xlsx' || !(await beginsAsZip(source))) return [source]
  const names: string[] = []
  const walk = entries(source, (name) => {
    names.push(name)
    return false
  })
  while (!(await walk.next()).done);
  const wanted = names.filter((name) => !noExport.test(name)).sort()
  if (wanted.length === 0) throw new RefusedExport(source.key, 'it is a zip archive without a file in it')
  if (wanted.length > mostEntries)
    throw new RefusedExport(source.key, `it is a zip archive of more than ${mostEntries} files`)
  return wanted.map((name) => ({
    key: `${source.key}, ${name} in it`,
    open: async () => Readable.from(entry(source, name), { objectMode: false }),
  }))
}

async function beginsAsZip(source: ExportSource): Promise<boolean> {
  const stream = await source.open()
  let head = Buffer.alloc(0)
  try {
    for await (const chunk of stream) {
      head = Buffer.concat([head, chunk as Buffer])
      if (head.length >= 4) break
    }
  } finally {
    stream.destroy()
  }
  return isZip(head)
}

/** Unpacks one entry as it streams by. */
async function* entry(source: ExportSource, wanted: string): AsyncGenerator<Buffer> {
  let ended = false
  for await (const chunk of entries(
    source,
    (name) => name === wanted,
    () => {
      ended = true
    },
  ))
    yield chunk
  if (!ended) throw new RefusedExport(source.key, 'it is a zip archive that is cut off', 'Export again.')
}

/** Walks over an archive; gives the bytes of the entries that `onEntry` wants. */
async function* entries(
  source: ExportSource,
  onEntry: (name: string) => boolean,
  onEnd: () => void = () => undefined,
): AsyncGenerator<Buffer> {
  const ready: Buffer[] = []
  let failure: unknown
  const unzip = new Unzip((file: UnzipFile) => {
    if (!onEntry(file.name)) return
    file.ondata = (error, data, final) => {
      if (error !== null) failure = error
      else ready.push(Buffer.from(data.buffer, data.byteOffset, data.length))
      if (final) onEnd()
    }
    file.start()
  })
  unzip.register(UnzipInflate)
  const stream = await source.open()
  const broken = (cause: unknown) =>
    new RefusedExport(
      source.key,
      `it is a zip archive, but cannot be unpacked (${reasonOf(cause)}); it may be cut off`,
      'Export again.',
      cause,
    )
  const push = (bytes: Uint8Array, final: boolean): Buffer[] => {
    try {
      unzip.push(bytes, final)
    } catch (cause) {
      throw broken(cause)
    }
    if (failure !== undefined) throw broken(failure)
    return ready.splice(0)
  }
  try {
    for await (const chunk of stream) yield* push(chunk as Buffer, false)
    yield* push(new Uint8Array(), true)
  } finally {
    stream.destroy()
  }
}
