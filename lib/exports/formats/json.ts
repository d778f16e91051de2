import { reasonOf } from '../../errors.ts'
import { oneByOne } from '../batches.ts'
import { UnexpectedExport, UnusableExport } from '../record.ts'
import { peekText } from '../unpack/text.ts'
import { detectJson } from './detect.ts'
import { type FormatReader, type ReaderOptions, refuseOtherContent } from './format.ts'
import { createJsonCutter, NoRecords } from './json-cutter.ts'
import { createStringMender } from './json-strings.ts'
import { jsonRecordMaker } from './json-values.ts'
import { markCharacters } from './marks.ts'

const sampleLength = 4096

/** Reads the records of a JSON document as they stream in: the array at `records`, at the top, or under `value`. */
export const readJson: FormatReader = async function* (text, options) {
  const { start, all } = await peekText(text, sampleLength)
  refuseOtherContent(start, options.key, 'JSON')
  if (detectJson(start.trimStart()) === 'ndjson')
    throw new UnusableExport(
      options.key,
      'it is NDJSON, but the feed says JSON',
      'Correct "format" in the settings of the feed.',
    )
  const path = options.feed.format.type === 'json' ? options.feed.format.records : undefined
  const make = jsonRecordMaker(options)
  const cutter = createJsonCutter({
    path: path?.split('/'),
    wanted: make.wanted,
    limits: options.feed.limits,
    said: options.said,
  })
  const attempt = <T>(work: () => T): T => {
    try {
      return work()
    } catch (cause) {
      throw refused(cause, options, start, make.last())
    }
  }
  const mender = createStringMender()
  options.gate?.laidOut('json')
  for await (const chunk of oneByOne(all)) {
    const passed = options.gate?.passed()
    if (passed !== undefined && passed.lines > 0) {
      cutter.pass(passed.lines)
      make.pass(passed.records)
    }
    const records = attempt(() => cutter.push(mender.write(markCharacters(chunk)))).map(({ value, ...lines }) =>
      make(value, lines),
    )
    options.gate?.stand(cutter.stand())
    if (records.length > 0) yield [records]
  }
  const last = attempt(() => cutter.push(mender.end())).map(({ value }) => make(value))
  if (last.length > 0) yield [last]
  attempt(() => cutter.end())
}

function refused(cause: unknown, { key }: ReaderOptions, start: string, last: string): UnusableExport {
  if (cause instanceof NoRecords) {
    const ended = `${cause.message}${whatItSays(start)}`
    const hint = cause.isElsewhere
      ? 'Correct "records" in the "format" of the feed, or export the right agenda.'
      : 'Is it an export for another feed?'
    return new UnexpectedExport(key, ended, hint, cause)
  }
  const after = last === '' ? '' : `, after ${last}`
  const hint = 'Export again, or correct "format" in the settings of the feed.'
  return new UnusableExport(key, `${reasonOf(cause)}${after}`, hint, cause)
}

/** What an ERP says instead of the records: Flexi as message, OData as error/message, others as error or detail. */
function whatItSays(start: string): string {
  const said =
    /"(?:message|error|error_description|detail|title|msg|reason)"\s{0,20}:\s{0,20}(?:\{[^"}]{0,200}(?:"lang"\s{0,20}:\s{0,20}"[^"]{0,20}",\s{0,20})?"value"\s{0,20}:\s{0,20})?("(?:[^"\\]|\\.){1,300}")/.exec(
      start,
    )?.[1]
  try {
    return said === undefined ? '' : `; it says: ${JSON.parse(said)}`
  } catch {
    return ''
  }
}
