import { reasonOf } from '../../errors.ts'
import { UnusableExport } from '../record.ts'
import { peekText } from '../unpack/text.ts'
import { type FormatReader, type RawRecord, type ReaderOptions, refuseOtherContent } from './format.ts'
import { jsonRecordMaker, keepNumbers } from './json-values.ts'
import { markCharacters } from './marks.ts'

const sampleLength = 4096

/** Reads NDJSON: one object a line. A line that is broken, or cut off at the end, refuses the file. */
export const readNdjson: FormatReader = async function* (text, options) {
  const { start, all } = await peekText(text, sampleLength)
  refuseOtherContent(start, options.key, 'NDJSON')
  const make = jsonRecordMaker(options)
  let rest: string[] = []
  let waiting = 0
  let line = 0
  const read = (part: string): RawRecord[] => {
    line++
    if (part.trim() === '') return []
    checkLength(part.length, line, options)
    return [make(parseLine(part, options, line), { name: `line ${line}`, line: line - 1 })]
  }
  options.gate?.laidOut('ndjson')
  for await (const chunk of all) {
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
    if (records.length > 0) yield records
  }
  const records = read(rest.join(''))
  if (records.length > 0) yield records
}

function checkLength(length: number, line: number, { key, feed }: ReaderOptions): void {
  if (length <= feed.limits.recordBytes) return
  throw new UnusableExport(
    key,
    `line ${line} is longer than ${feed.limits.recordBytes} characters`,
    'If that is right, raise "limits.recordBytes" of the feed.',
  )
}

function parseLine(text: string, { key }: ReaderOptions, line: number): object {
  let value: unknown
  try {
    value = JSON.parse(text, keepNumbers)
  } catch (cause) {
    const ended = `line ${line} is not JSON (${reasonOf(cause)}); the file may be cut off`
    throw new UnusableExport(key, ended, 'Export again.', cause)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new UnusableExport(key, `line ${line} is not an object`, 'Correct "format" in the settings of the feed.')
}
