import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl'
import { reasonOf } from '../../errors.ts'
import { type ExportSource, UnusableExport } from '../record.ts'
import { type Bytes, kept } from './bytes.ts'

const mostEntries = 10_000
/** How much is read at once where the reader looks around in an archive. */
const windowBytes = 256 * 1024

/** A zip archive whose directory has been read. */
export interface Archive {
  readonly key: string
  /** of all files in it */
  readonly names: ReadonlySet<string>
  /**
   * The content of a file in it, checked.
   * @throws UnusableExport where it is damaged, has a password, or is packed in a way that is not known
   */
  open(name: string): Bytes
}

/**
 * Reads the directory of a zip archive; nothing else of it is read before it is wanted.
 * @throws UnusableExport where the archive is cut off or damaged, or has more than 10,000 entries
 */
export async function openArchive(source: ExportSource): Promise<Archive> {
  const reader = new SourceReader(source)
  const found = await entriesOf(reader, source.size).catch((cause: unknown) => {
    throw reader.failed ?? damaged(source.key, cause)
  })
  if (found === undefined)
    throw new UnusableExport(source.key, `it is a zip archive of more than ${mostEntries} entries`)
  const { file, entries } = found
  return {
    key: source.key,
    names: new Set(entries.keys()),
    open: (name) => {
      const entry = entries.get(name)
      if (entry === undefined) throw new Error(`there is no ${name} in ${source.key}`)
      return contentOf(file, entry, reader)
    },
  }
}

async function entriesOf(reader: SourceReader, size: number) {
  const file = await fromRandomAccessReaderPromise(reader, size, { autoClose: false })
  if (file.entryCount > mostEntries) return undefined
  const entries = new Map<string, Entry>()
  for await (const entry of file.eachEntry()) {
    if (entries.has(entry.fileName)) throw new Error(`it has two files of the name ${entry.fileName}`)
    entries.set(entry.fileName, entry)
  }
  return { file, entries }
}

async function* contentOf(file: ZipFile, entry: Entry, reader: SourceReader): AsyncGenerator<Buffer> {
  const { key } = reader.source
  if (entry.isEncrypted())
    throw new UnusableExport(key, 'it is a zip archive with a password', 'Export again, without one.')
  if (!entry.canDecodeFileData()) {
    const ended = `${entry.fileName} in it is packed in a way that is not known`
    throw new UnusableExport(key, ended, 'Use plain zip, or gzip.')
  }
  let sum = 0
  try {
    const stream = await file.openReadStreamPromise(entry)
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      sum = crc32(chunk, sum)
      yield chunk
    }
  } catch (cause) {
    throw reader.failed ?? damaged(key, cause)
  }
  if (sum !== entry.crc32)
    throw new UnusableExport(key, `the checksum of ${entry.fileName} in it is wrong: it is damaged`, 'Export again.')
}

const damaged = (key: string, cause: unknown): UnusableExport =>
  new UnusableExport(key, `it is a zip archive that is cut off or damaged (${reasonOf(cause)})`, 'Export again.', cause)

/** Reads a source here and there, a window at a time; small files come out of the window that their header is in. */
class SourceReader extends RandomAccessReader {
  readonly source: ExportSource
  /** the store's own failure, which is no fault of the archive */
  failed: unknown
  #window: { readonly start: number; readonly bytes: Buffer } = { start: 0, bytes: Buffer.alloc(0) }

  constructor(source: ExportSource) {
    super()
    this.source = source
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#look(position, length).then(
      (bytes) => {
        bytes.copy(buffer, offset)
        callback(bytes.length < length ? new Error('it ends too early') : null)
      },
      (error: Error) => callback(error),
    )
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#stream(start, end), { objectMode: false })
  }

  async *#stream(start: number, end: number): AsyncGenerator<Buffer> {
    const known = this.#known(start).subarray(0, end - start)
    if (known.length > 0) yield known
    if (start + known.length < end) yield* kept(this.#open(start + known.length, end))
  }

  #known(position: number): Buffer {
    const { start, bytes } = this.#window
    return position < start || position >= start + bytes.length ? Buffer.alloc(0) : bytes.subarray(position - start)
  }

  async #look(position: number, length: number): Promise<Buffer> {
    if (this.#known(position).length < length) {
      const { size } = this.source
      const end = Math.min(size, position + Math.max(length, windowBytes))
      const start = Math.max(0, Math.min(position, end - windowBytes))
      const chunks: Buffer[] = []
      for await (const chunk of this.#open(start, end)) chunks.push(Buffer.from(chunk))
      this.#window = { start, bytes: Buffer.concat(chunks) }
    }
    return this.#known(position).subarray(0, length)
  }

  async *#open(start: number, end: number): AsyncGenerator<Buffer> {
    try {
      yield* await this.source.open({ start, end })
    } catch (error) {
      this.failed ??= error
      throw error
    }
  }
}
