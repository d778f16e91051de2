import { Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { reasonOf } from '../../errors.ts'
import type { Feed } from '../../settings/settings.ts'
import { type ExportSource, UnexpectedExport, UnusableExport } from '../record.ts'
import { headerLength, headerSize, type ZipEntry, zipDirectory } from './zip-format.ts'

const mostEntries = 100
/** The directory of so many entries fits well into it. */
const longestTail = 512 * 1024

/** Whether a file begins as zip archives do. */
export const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03 && head[3] === 0x04

/** What operating systems add, and folders. */
const noExport = /(^|\/)(\.[^/]*|__MACOSX\/.*|Thumbs\.db|desktop\.ini)$|\/$/i

/** The name of a file that every workbook of Excel has in it. */
const workbookPart = '[Content_Types].xml'

/**
 * The parts of an export: the entries of a zip archive as exports of their own, in the order of their names; for any
 * other file, the file itself. An XLSX file is a zip archive, too, but one part for a feed that expects it.
 * @throws UnusableExport where the archive is cut off, damaged, encrypted, empty, or has more than 100 entries
 */
export async function partsOf(source: ExportSource, type: Feed['format']['type']): Promise<ExportSource[]> {
  if (type === 'xlsx' || !(await beginsAsZip(source))) return [source]
  const all = await directoryOf(source)
  if (all.some(({ name }) => name === workbookPart))
    throw new UnexpectedExport(source.key, `it is an XLSX workbook, but the feed says ${type}`, 'Use "type": "xlsx".')
  const wanted = all.filter(({ name }) => !noExport.test(name)).sort((a, b) => (a.name < b.name ? -1 : 1))
  if (wanted.length === 0) throw new UnusableExport(source.key, 'it is a zip archive without a file in it')
  if (wanted.length > mostEntries)
    throw new UnusableExport(source.key, `it is a zip archive of more than ${mostEntries} files`)
  return wanted.map((entry) => ({
    key: `${source.key}, ${entry.name} in it`,
    open: async () => Readable.from(unpacked(source, entry), { objectMode: false }),
  }))
}

/** Whether a file is a workbook of Excel. */
export const isWorkbook = async (source: ExportSource): Promise<boolean> =>
  (await beginsAsZip(source)) && (await directoryOf(source)).some(({ name }) => name === workbookPart)

/** The directory is the last thing in an archive: where it is missing, something is. */
async function directoryOf(source: ExportSource): Promise<ZipEntry[]> {
  const { tail, before } = await tailOf(await source.open())
  const entries = zipDirectory(tail, before)
  if (entries === undefined) throw cutOff(source.key)
  return entries
}

async function tailOf(stream: Readable): Promise<{ tail: Buffer; before: number }> {
  const chunks: Buffer[] = []
  let [size, before] = [0, 0]
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    while (size - before - (chunks[0]?.length ?? 0) >= longestTail) before += chunks.shift()?.length ?? 0
  }
  return { tail: Buffer.concat(chunks), before }
}

const cutOff = (key: string): UnusableExport =>
  new UnusableExport(key, 'it is a zip archive that is cut off', 'Export again.')

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

/** Unpacks one entry, and checks it. */
async function* unpacked(source: ExportSource, entry: ZipEntry): AsyncGenerator<Buffer> {
  const { key } = source
  if (entry.encrypted)
    throw new UnusableExport(key, 'it is a zip archive with a password', 'Export again, without one.')
  if (entry.method !== 0 && entry.method !== 8)
    throw new UnusableExport(key, `${entry.name} in it is packed in a way that is not known`, 'Use plain zip, or gzip.')
  let sum = 0
  let size = 0
  for await (const chunk of entry.method === 0 ? packed(source, entry) : inflated(source, entry)) {
    sum = crc32(chunk, sum)
    size += chunk.length
    yield chunk
  }
  if (size !== entry.size) throw cutOff(key)
  if (sum !== entry.crc)
    throw new UnusableExport(key, `the checksum of ${entry.name} in it is wrong: it is damaged`, 'Export again.')
}

async function* inflated(source: ExportSource, entry: ZipEntry): AsyncGenerator<Buffer> {
  let failed: unknown
  const raw = Readable.from(packed(source, entry), { objectMode: false })
  const unpacking = createInflateRaw()
  raw.once('error', (error) => {
    failed = error
    unpacking.destroy()
  })
  try {
    yield* raw.pipe(unpacking)
  } catch (cause) {
    // a store that fails is no reason to refuse the file
    if (failed !== undefined) throw failed
    throw new UnusableExport(
      source.key,
      `it is a zip archive, but cannot be unpacked (${reasonOf(cause)}); it may be damaged`,
      'Export again.',
      cause,
    )
  } finally {
    raw.destroy()
    unpacking.destroy()
  }
  if (failed !== undefined) throw failed
}

/** The bytes of an entry as they stand in the archive. */
async function* packed(source: ExportSource, { offset, packedSize }: ZipEntry): AsyncGenerator<Buffer> {
  const stream = await source.open()
  let skip = offset
  let header: Buffer | undefined = Buffer.alloc(0)
  let left = packedSize
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      let part = chunk.subarray(Math.min(skip, chunk.length))
      skip -= chunk.length - part.length
      if (header !== undefined && part.length > 0) {
        header = Buffer.concat([header, part])
        if (header.length < headerSize || header.length < headerLength(header)) continue
        part = header.subarray(headerLength(header))
        header = undefined
      }
      const wanted = part.subarray(0, left)
      left -= wanted.length
      if (wanted.length > 0) yield wanted
      if (left === 0) return
    }
  } finally {
    stream.destroy()
  }
}
