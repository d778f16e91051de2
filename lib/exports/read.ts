import { isDeepStrictEqual } from 'node:util'
import type { Feed } from '../settings/settings.ts'
import type { Batches } from './batches.ts'
import { chooseFormat } from './formats/choose.ts'
import { type Ended, type RawRecord, type ReaderOptions, renamed } from './formats/format.ts'
import { createPaging } from './formats/paging.ts'
import { readerOf } from './formats/readers.ts'
import { createMapper, type Mapper } from './mapping/mapping.ts'
import { type ExportSource, type ExportSummary, type MappedRecord, UnexpectedExport, UnusableExport } from './record.ts'
import { type Gate, gateOf } from './sieve/gate.ts'
import type { SieveOptions } from './sieve/sifted.ts'
import { decodeText, type Encoding } from './unpack/decode.ts'
import { refuseForeignText } from './unpack/kinds.ts'
import { type OpenedExport, openExport, type Part } from './unpack/open.ts'
import { peekText } from './unpack/text.ts'
import { createWritten } from './written.ts'

/** What is found out about an export while it is read. */
interface Seen {
  readonly suspicions: string[]
  readonly remarks: string[]
  readonly paging: ReturnType<typeof createPaging>
  readonly written: ReturnType<typeof createWritten>
  encoding: Encoding | undefined
  /** of each file of lines */
  readonly ended: Ended[]
  files: number
  /** what passes over records that the last export held, too */
  gate: Gate | undefined
}

/** Raw records of one file of an export, some at a time. */
interface Read {
  readonly batch: Iterable<readonly RawRecord[]>
  /** its name, where it is one of an archive */
  readonly file?: string
  /** its number, from 1 */
  readonly number: number
}

/** How an export is read. */
export interface ReadOptions {
  /** `yyyy-mm-dd` */
  readonly today: string
  /** what of it is passed over; a file that cannot be sifted is read in full */
  readonly sieve?: SieveOptions | undefined
}

/**
 * Reads an export and maps its records, some at a time, each batch of them to its end. The files of a zip archive are read one after the other, as one.
 * @param options today's date, `yyyy-mm-dd`; how it is sifted, where it may be
 * @throws UnusableExport where the file cannot be used as a whole, even after records were given: then none counts
 */
export async function* readOrderStates(
  feed: Feed,
  source: ExportSource,
  options: ReadOptions,
): AsyncGenerator<Iterable<readonly MappedRecord[]>, ExportSummary> {
  const mapper = await createMapper(feed, options.today)
  const seen: Seen = {
    suspicions: [],
    remarks: [],
    paging: createPaging(),
    written: createWritten(),
    encoding: undefined,
    ended: [],
    files: 0,
    gate: undefined,
  }
  const opened = await openExport(source, feed.limits)
  let [records, all, earlier, last, file] = [0, 0, 0, 0, 1]
  const mapped = function* ({ batch, file: name }: Read): Generator<readonly MappedRecord[]> {
    for (const raws of batch) {
      const some: MappedRecord[] = []
      for (const raw of raws) {
        const one = mapper.map(inFile(raw, name), earlier)
        if (one !== undefined) some.push(one)
        if (options.sieve?.compares && raw.line !== undefined) seen.gate?.saw(raw.line)
        last = raw.record
      }
      all += raws.length
      records += some.length
      if (some.length > 0) yield some
    }
  }
  for await (const read of rawRecords(opened, feed, { mapper, seen, key: source.key, sieve: options.sieve })) {
    if (read.number > file) [file, earlier] = [read.number, earlier + last]
    yield mapped(read)
  }
  const { suspicions, remarks, paging, encoding = 'utf-8', ended, files } = seen
  const sifted = seen.gate?.result()
  const passed = options.sieve?.compares ? 0 : (sifted?.count ?? 0)
  const written = seen.written.end()
  const presence = mapper.presence(passed)
  return {
    records: records + passed,
    encoding,
    suspicions: [...suspicions, ...paging.suspicions(all + passed, files)],
    remarks: [...remarks, ...mapper.remarks(passed)],
    ...(written === undefined ? {} : { written }),
    ...(ended.length === 0 ? {} : ended.reduce(bothEnded)),
    ...(sifted === undefined ? {} : { sifted }),
    ...(presence === undefined ? {} : { presence }),
  }
}

/** What is known of two files of an archive. */
function bothEnded(one: Ended, other: Ended): Ended {
  const filled = other.filled === undefined ? one.filled : (one.filled ?? true) && other.filled
  const layout = isDeepStrictEqual(one.layout, other.layout) ? one.layout : undefined
  return {
    lineEnd: one.lineEnd && other.lineEnd,
    ...(filled === undefined ? {} : { filled }),
    ...(layout === undefined ? {} : { layout }),
  }
}

const inFile = (raw: RawRecord, file: string | undefined): RawRecord =>
  file === undefined ? raw : renamed(raw, { place: `${file}, ${raw.place}` })

interface Reading {
  readonly mapper: Mapper
  readonly seen: Seen
  readonly key: string
  readonly sieve: SieveOptions | undefined
}

async function* rawRecords(opened: OpenedExport, feed: Feed, reading: Reading): AsyncGenerator<Read> {
  const { key, seen } = reading
  if (opened.kind === 'workbook') {
    if (feed.format.type !== 'xlsx') {
      const ended = `it is an XLSX workbook, but the feed says ${feed.format.type}`
      throw new UnexpectedExport(key, ended, 'Use "type": "xlsx".')
    }
    const { readWorkbook } = await import('./formats/workbook.ts')
    seen.files = 1
    for await (const raws of readWorkbook(opened.archive, optionsFor(key, feed, reading)))
      yield { batch: [raws], number: 1 }
    return
  }
  const whole = opened.container === 'zip' ? { ...reading, sieve: undefined } : reading
  for await (const part of opened.parts) {
    const number = ++seen.files
    const file = part.name === undefined ? {} : { file: part.name }
    for await (const batch of partRecords(part, feed, whole)) yield { batch, number, ...file }
  }
}

async function* partRecords(part: Part, feed: Feed, reading: Reading): Batches<readonly RawRecord[]> {
  const { format } = feed
  if (format.type === 'xlsx') {
    refuseForeignText(new TextDecoder().decode(part.head), part.key, false)
    throw new UnusableExport(part.key, 'it is not an XLSX workbook', 'Correct "format" in the settings of the feed.')
  }
  const formats = feed.formats ?? [format]
  // what the bytes are cut by is chosen before they are text; where the text is in another format after all, in full
  const likely = formats.length === 1 ? format : chooseFormat(formats, asciiStart(part.head))
  const gate = reading.sieve && likely && gateOf(likely, reading.sieve)
  reading.seen.gate = gate
  const { text, encoding } = decodeText(part, format.encoding, gate?.sift)
  const { start, all } = await peekText(text, 100)
  const chosen = chooseFormat(formats, start) ?? format
  if (chosen !== likely) reading.seen.gate = undefined
  const read = await readerOf(chosen.type)
  yield* read(all, optionsFor(part.key, { ...feed, format: chosen }, reading))
  reading.seen.encoding ??= encoding()
}

/** The beginning of a text in ASCII, without a byte order mark. */
const asciiStart = (head: Buffer): string => head.toString('latin1').replace(/^\xef\xbb\xbf/, '')

const optionsFor = (key: string, feed: Feed, { mapper, seen }: Reading): ReaderOptions => ({
  key,
  paths: mapper.paths,
  feed,
  said: (name, value) => {
    seen.paging.said(name, value)
    seen.written.said(name, value)
  },
  suspect: (message) => void seen.suspicions.push(message),
  remark: (message) => void seen.remarks.push(message),
  ended: (ended) => void seen.ended.push(ended),
  ...(seen.gate === undefined ? {} : { gate: seen.gate.reader }),
})
