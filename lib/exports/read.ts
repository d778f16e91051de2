import type { Feed, TextFormat } from '../settings/settings.ts'
import { chooseFormat } from './formats/choose.ts'
import { readCsv } from './formats/csv.ts'
import { type FormatReader, type RawRecord, type ReaderOptions, renamed } from './formats/format.ts'
import { createPaging } from './formats/paging.ts'
import { createMapper, type Mapper } from './mapping/mapping.ts'
import { type ExportSource, type ExportSummary, type MappedRecord, UnexpectedExport, UnusableExport } from './record.ts'
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
  lineEnd: boolean | undefined
  filled: boolean | undefined
  files: number
}

/** Some raw records of one file of an export. */
interface Read {
  readonly raws: readonly RawRecord[]
  /** its name, where it is one of an archive */
  readonly file?: string
  /** its number, from 1 */
  readonly number: number
}

/**
 * Reads an export and maps its records, some at a time. The files of a zip archive are read one after the other, as one.
 * @param options today's date, `yyyy-mm-dd`
 * @throws UnusableExport where the file cannot be used as a whole, even after records were given: then none counts
 */
export async function* readOrderStates(
  feed: Feed,
  source: ExportSource,
  options: { readonly today: string },
): AsyncGenerator<readonly MappedRecord[], ExportSummary> {
  const mapper = await createMapper(feed, options.today)
  const seen: Seen = {
    suspicions: [],
    remarks: [],
    paging: createPaging(),
    written: createWritten(),
    encoding: undefined,
    lineEnd: undefined,
    filled: undefined,
    files: 0,
  }
  const opened = await openExport(source, feed.limits)
  let [records, all, earlier, last, file] = [0, 0, 0, 0, 1]
  for await (const read of rawRecords(opened, feed, { mapper, seen, key: source.key })) {
    if (read.number > file) [file, earlier] = [read.number, earlier + last]
    const mapped = read.raws
      .map((raw) => mapper.map(inFile(raw, read.file), earlier))
      .filter((one) => one !== undefined)
    last = read.raws.at(-1)?.record ?? last
    all += read.raws.length
    records += mapped.length
    if (mapped.length > 0) yield mapped
  }
  const { suspicions, remarks, paging, encoding = 'utf-8', lineEnd, filled, files } = seen
  const written = seen.written.end()
  return {
    records,
    encoding,
    suspicions: [...suspicions, ...paging.suspicions(all, files)],
    remarks: [...remarks, ...mapper.remarks()],
    ...(lineEnd === undefined ? {} : { lineEnd }),
    ...(written === undefined ? {} : { written }),
    ...(filled === undefined ? {} : { filled }),
  }
}

const inFile = (raw: RawRecord, file: string | undefined): RawRecord =>
  file === undefined ? raw : renamed(raw, { place: `${file}, ${raw.place}` })

interface Reading {
  readonly mapper: Mapper
  readonly seen: Seen
  readonly key: string
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
    for await (const raws of readWorkbook(opened.archive, optionsFor(key, feed, reading))) yield { raws, number: 1 }
    return
  }
  for await (const part of opened.parts) {
    const number = ++seen.files
    const file = part.name === undefined ? {} : { file: part.name }
    for await (const raws of partRecords(part, feed, reading)) yield { raws, number, ...file }
  }
}

async function* partRecords(part: Part, feed: Feed, reading: Reading): AsyncGenerator<readonly RawRecord[]> {
  const { format } = feed
  if (format.type === 'xlsx') {
    refuseForeignText(new TextDecoder().decode(part.head), part.key, false)
    throw new UnusableExport(part.key, 'it is not an XLSX workbook', 'Correct "format" in the settings of the feed.')
  }
  const { text, encoding } = decodeText(part, format.encoding)
  const { start, all } = await peekText(text, 100)
  const chosen = chooseFormat(feed.formats ?? [format], start) ?? format
  const read = await readerOf(chosen.type)
  yield* read(all, optionsFor(part.key, { ...feed, format: chosen }, reading))
  reading.seen.encoding ??= encoding()
}

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
  ended: (withLineEnd, filled) => {
    seen.lineEnd = (seen.lineEnd ?? true) && withLineEnd
    if (filled !== undefined) seen.filled = (seen.filled ?? true) && filled
  },
})

/** The reader of a format; loaded when it is needed, so that the function carries only what its feeds use. */
async function readerOf(type: TextFormat['type']): Promise<FormatReader> {
  switch (type) {
    case 'csv':
      return readCsv
    case 'ndjson':
      return (await import('./formats/ndjson.ts')).readNdjson
    case 'json':
      return (await import('./formats/json.ts')).readJson
    case 'xml':
      return (await import('./formats/xml.ts')).readXml
  }
}
