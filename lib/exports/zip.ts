import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { strFromU8, Unzip, type UnzipFile, UnzipInflate } from 'fflate'
import { reasonOf } from '../errors.ts'
import type { Feed } from '../settings/settings.ts'
import { type ExportSource, OtherExport, RefusedExport } from './record.ts'

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
 * @throws RefusedExport where the archive is cut off, damaged, encrypted, empty, or has more than 100 entries
 */
export async function partsOf(source: ExportSource, type: Feed['format']['type']): Promise<ExportSource[]> {
  if (type === 'xlsx' || !(await beginsAsZip(source))) return [source]
  const all = await directoryOf(source)
  if (all.some(({ name }) => name === workbookPart))
    throw new OtherExport(source.key, `it is an XLSX workbook, but the feed says ${type}`, 'Use "type": "xlsx".')
  const wanted = all.filter(({ name }) => !noExport.test(name)).sort((a, b) => (a.name < b.name ? -1 : 1))
  if (wanted.length === 0) throw new RefusedExport(source.key, 'it is a zip archive without a file in it')
  if (wanted.length > mostEntries) throw tooMany(source.key)
  return wanted.map((entry) => ({
    key: `${source.key}, ${entry.name} in it`,
    open: async () => Readable.from(unpacked(source, entry), { objectMode: false }),
  }))
}

const tooMany = (key: string): RefusedExport =>
  new RefusedExport(key, `it is a zip archive of more than ${mostEntries} files`)

/** Whether a file is a workbook of Excel. */
export const isWorkbook = async (source: ExportSource): Promise<boolean> =>
  (await beginsAsZip(source)) && (await directoryOf(source)).some(({ name }) => name === workbookPart)

/** One entry as the directory at the archive's end tells it. */
interface Entry {
  readonly name: string
  readonly crc: number
}

/** The directory is the last thing in an archive: where it is missing, something is. */
async function directoryOf({ key, open }: ExportSource): Promise<Entry[]> {
  const tail = await tailOf(await open())
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end === -1 || end + 22 > tail.length) throw cutOff(key)
  const count = tail.readUInt16LE(end + 10)
  const entries: Entry[] = []
  let at = end - tail.readUInt32LE(end + 12)
  if (at < 0) throw tooMany(key)
  while (entries.length < count && at + 46 <= end) {
    const flags = tail.readUInt16LE(at + 8)
    const [name, extra, comment] = [28, 30, 32].map((offset) => tail.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ]
    if ((flags & 1) !== 0)
      throw new RefusedExport(key, 'it is a zip archive with a password', 'Export again, without one.')
    entries.push({
      name: strFromU8(tail.subarray(at + 46, at + 46 + name), (flags & 0x800) === 0),
      crc: tail.readUInt32LE(at + 16),
    })
    at += 46 + name + extra + comment
  }
  if (entries.length < count) throw cutOff(key)
  return entries
}

async function tailOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    while (size - (chunks[0]?.length ?? 0) >= longestTail) size -= chunks.shift()?.length ?? 0
  }
  return Buffer.concat(chunks)
}

const cutOff = (key: string): RefusedExport =>
  new RefusedExport(key, 'it is a zip archive that is cut off', 'Export again.')

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
async function* unpacked(source: ExportSource, wanted: Entry): AsyncGenerator<Buffer> {
  const ready: Buffer[] = []
  let failure: unknown
  let [started, ended] = [false, false]
  let sum = 0
  const unzip = new Unzip((file: UnzipFile) => {
    if (started || file.name !== wanted.name) return
    started = true
    file.ondata = (error, data, final) => {
      if (error !== null) failure = error
      else ready.push(Buffer.from(data.buffer, data.byteOffset, data.length))
      ended ||= final
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
    for (const part of ready) sum = crc32(part, sum)
    return ready.splice(0)
  }
  try {
    for await (const chunk of stream) yield* push(chunk as Buffer, false)
    yield* push(new Uint8Array(), true)
    if (!ended) throw cutOff(source.key)
    if (sum !== wanted.crc)
      throw new RefusedExport(source.key, `its checksum of ${wanted.name} is wrong: it is damaged`, 'Export again.')
  } finally {
    stream.destroy()
  }
}
