import type { Feed } from '../settings/settings.ts'
import { readCsv } from './csv.ts'
import { openText } from './decode.ts'
import type { FormatReader } from './format.ts'
import { readJson, readNdjson } from './json.ts'
import { createMapper } from './mapping.ts'
import { type ExportSource, type ExportSummary, type MappedRecord, RefusedExport } from './record.ts'
import { readXml } from './xml.ts'

/**
 * Reads an export and maps its records, some at a time.
 * @param options today's date, `yyyy-mm-dd`
 * @throws RefusedExport where the file cannot be used as a whole, even after records were given: then none counts
 */
export async function* readOrderStates(
  feed: Feed,
  source: ExportSource,
  options: { readonly today: string },
): AsyncGenerator<readonly MappedRecord[], ExportSummary> {
  const mapper = createMapper(feed, options.today)
  const encoding = 'encoding' in feed.format ? feed.format.encoding : undefined
  const decoded = await openText(source, feed.limits, encoding)
  const suspicions: string[] = []
  const read = readerOf(feed, source.key)(decoded.text, {
    key: source.key,
    paths: mapper.paths,
    feed,
    suspect: (message) => void suspicions.push(message),
  })
  let records = 0
  for await (const raws of read) {
    const mapped = raws.map(mapper.map).filter((record) => record !== undefined)
    records += mapped.length
    if (mapped.length > 0) yield mapped
  }
  return { records, encoding: decoded.encoding, suspicions }
}

function readerOf(feed: Feed, key: string): FormatReader {
  switch (feed.format.type) {
    case 'csv':
      return readCsv
    case 'ndjson':
      return readNdjson
    case 'json':
      return readJson
    case 'xml':
      return readXml
    default:
      throw new RefusedExport(
        key,
        `files of the type "${feed.format.type}" cannot be read yet`,
        'Export as CSV or JSON.',
      )
  }
}
