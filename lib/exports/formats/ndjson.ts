import { reasonOf } from '../../errors.ts'
import { oneByOne } from '../batches.ts'
import { UnusableExport } from '../record.ts'
import { peekText } from '../unpack/text.ts'
import { type FormatReader, type RawRecord, type ReaderOptions, refuseOtherContent } from './format.ts'
import { createJsonCutter } from './json-cutter.ts'
import { mendStrings } from './json-strings.ts'
import { jsonRecordMaker, keepNumbers, WrittenNumber } from './json-values.ts'
import { markCharacters } from './marks.ts'

const sampleLength = 4096
const correctFormat = 'Correct "format" in the settings of the feed.'

/** Reads NDJSON: one object a line. A line that is broken, or cut off at the end, refuses the file. */
export const readNdjson: FormatReader = async function* (text, options) {
  const { start, all } = await peekText(text, sampleLength)
  refuseOtherContent(start, options.key, 'NDJSON')
  if (/^\s*(?:\[|\{\s*\n)/.test(start))
    throw new UnusableExport(options.key, 'it is one JSON document, but the feed says NDJSON', correctFormat)
  const make = jsonRecordMaker(options)
  let rest: string[] = []
  let waiting = 0
  let line = 0
  const read = (part: string): RawRecord[] => {
    line++
    if (part.trim() === '') return []
    checkLength(part.length, line, options)
    return [make(parseLine(part, { ...options, wanted: make.wanted }, line), { name: `line ${line}`, line: line - 1 })]
  }
  options.gate?.laidOut('ndjson')
  for await (const chunk of oneByOne(all)) {
    const passed = options.gate?.passed()
    line += passed?.lines ?? 0
    make.pass(passed?.records ?? 0)
    const [first = '', ...others] = markCharacters(chunk).split('\n')
    const last = others.pop()
    rest.push(first)
    waiting += first.length
    checkLength(waiting, line + 1, options)
    if (last === undefined) continue
    const records = [rest.join(''), ...others].flatMap(read)
    rest = [last]
    waiting = last.length
    options.gate?.stand(line)
    if (records.length > 0) yield [records]
  }
  const records = read(rest.join(''))
  if (records.length > 0) yield [records]
}

function checkLength(length: number, line: number, { key, feed }: ReaderOptions): void {
  if (length <= feed.limits.recordBytes) return
  throw new UnusableExport(
    key,
    `line ${line} is longer than ${feed.limits.recordBytes} characters`,
    'If that is right, raise "limits.recordBytes" of the feed.',
  )
}

/** What a line is read for. */
type LineOptions = ReaderOptions & { readonly wanted: ReadonlySet<string> }

function parseLine(text: string, options: LineOptions, line: number): object {
  const { key } = options
  let value: unknown
  try {
    value = parseMended(text, options)
  } catch (cause) {
    const ended = `line ${line} is not JSON (${reasonOf(cause)}); the file may be cut off`
    throw new UnusableExport(key, ended, 'Export again.', cause)
  }
  if (value instanceof WrittenNumber) value = undefined
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new UnusableExport(key, `line ${line} is not an object`, correctFormat)
}

/** Byte order marks of files put together, and the record separator of JSON text sequences (RFC 7464), as it is marked. */
const before = /^[\ufeff\ufdee]+/

/** Nothing is mended before it has to be. */
function parseMended(text: string, options: LineOptions): unknown {
  try {
    return parseWhole(text, options)
  } catch (cause) {
    const mended = mendStrings(text.replace(before, ''))
    if (mended === text) throw cause
    return parseWhole(mended, options)
  }
}

/** `JSON.parse` keeps the last of the values whose names are the same: where there may be such, the cutter keeps all. */
function parseWhole(text: string, { wanted, feed }: LineOptions): unknown {
  let names = 0
  function counting(this: unknown, ...found: Parameters<typeof keepNumbers>): unknown {
    if (!Array.isArray(this)) names++
    return keepNumbers(...found)
  }
  const value: unknown = JSON.parse(text, counting)
  // the value itself was counted as well
  if (names > namesIn(text)) return value
  const cutter = createJsonCutter({ path: undefined, wanted, limits: feed.limits, said: () => undefined })
  const [record] = cutter.push(`[${text}]`)
  cutter.end()
  return record?.value ?? value
}

/** At least as many names as there are in a text of JSON: quotes with a colon behind them. */
function namesIn(text: string): number {
  let names = 0
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    let end = at - 1
    while (end > 0 && text.charCodeAt(end) <= 0x20) end--
    if (text.charCodeAt(end) === quote) names++
  }
  return names
}

const quote = '"'.charCodeAt(0)
