import type { Feed, TextFormat } from '../settings/settings.ts'
import { chooseFormat } from './formats/choose.ts'
import { readCsv } from './formats/csv.ts'
import type { FormatReader } from './formats/format.ts'
import { readJson, readNdjson } from './formats/json.ts'
import { createMapper } from './mapping/mapping.ts'
import type { ExportSource, ExportSummary, MappedRecord } from './record.ts'
import { openText } from './unpack/decode.ts'
import { peekText } from './unpack/text.ts'
import { partsOf } from './unpack/zip.ts'

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
  const suspicions: string[] = []
  let encoding = ''
  let lineEnd: boolean | undefined
  let records = 0
  let earlier = 0
  for (const part of await partsOf(source, feed.format.type)) {
    const decoded = await openPart(feed, part)
    encoding ||= decoded.encoding
    const reader = decoded.read(decoded.text, {
      key: part.key,
      paths: mapper.paths,
      feed: decoded.feed,
      suspect: (message) => void suspicions.push(message),
      ended: (withLineEnd) => {
        lineEnd = (lineEnd ?? true) && withLineEnd
      },
    })
    let last = 0
    for await (const raws of reader) {
      const mapped = raws.map((raw) => mapper.map(raw, earlier)).filter((record) => record !== undefined)
      last = raws.at(-1)?.record ?? last
      records += mapped.length
      if (mapped.length > 0) yield mapped
    }
    earlier += last
  }
  return { records, encoding, suspicions, ...(lineEnd === undefined ? {} : { lineEnd }) }
}

/** A part of an export as text, with the reader for it. */
interface OpenedPart {
  readonly text: AsyncIterable<string>
  readonly encoding: string
  readonly read: FormatReader
  readonly feed: Feed
}

async function openPart(feed: Feed, part: ExportSource): Promise<OpenedPart> {
  if (feed.format.type === 'xlsx') {
    const { readSheetText, sheetDelimiter } = await import('./formats/xlsx.ts')
    const asCsv: Feed = { ...feed, format: { type: 'csv', delimiter: sheetDelimiter, header: true } }
    return { text: readSheetText(part, feed), encoding: 'utf-8', read: readCsv, feed: asCsv }
  }
  const { text, encoding } = await openText(part, feed.limits, feed.format.encoding)
  if (feed.formats === undefined) return { text, encoding, read: await readerOf(feed.format.type), feed }
  const { start, all } = await peekText(text, 100)
  const format = chooseFormat(feed.formats, start) ?? feed.format
  return { text: all, encoding, read: await readerOf(format.type), feed: { ...feed, format } }
}

/** The reader of a format; loaded when it is needed, so that the function carries only what its feeds use. */
async function readerOf(type: TextFormat['type']): Promise<FormatReader> {
  switch (type) {
    case 'csv':
      return readCsv
    case 'ndjson':
      return readNdjson
    case 'json':
      return readJson
    case 'xml':
      return (await import('./formats/xml.ts')).readXml
  }
}
