import { reasonOf } from '../../errors.ts'
import { UnexpectedExport, UnusableExport } from '../record.ts'
import { peekText } from '../unpack/text.ts'
import {
  type FormatReader,
  type Found,
  type RawRecord,
  type ReaderOptions,
  recordMaker,
  refuseOtherContent,
} from './format.ts'
import { createJsonCutter, NoRecords } from './json-cutter.ts'

const sampleLength = 4096

/** Reads NDJSON: one object a line. A line that is broken, or cut off at the end, refuses the file. */
export const readNdjson: FormatReader = async function* (text, options) {
  const { start, all } = await peekText(text, sampleLength)
  refuseOtherContent(start, options.key, 'NDJSON')
  const pick = picker(options.paths)
  const make = recordMaker(options.paths)
  let rest = ''
  let line = 0
  let record = 0
  const read = (parts: readonly string[]): RawRecord[] =>
    parts.flatMap((part) => {
      line++
      if (part.trim() === '') return []
      checkLength(part, options)
      return [make({ record: ++record, place: `line ${line}`, ...pick(parseRecord(part, options, `line ${line}`)) })]
    })
  for await (const chunk of all) {
    const parts = (rest + chunk).split('\n')
    rest = parts.pop() ?? ''
    checkLength(rest, options)
    const records = read(parts)
    if (records.length > 0) yield records
  }
  const last = read([rest])
  if (last.length > 0) yield last
}

/** Reads the records of a JSON document as they stream in: the array at `records`, at the top, or under `value`. */
export const readJson: FormatReader = async function* (text, options) {
  const { start, all } = await peekText(text, sampleLength)
  refuseOtherContent(start, options.key, 'JSON')
  const path = options.feed.format.type === 'json' ? options.feed.format.records : undefined
  const pick = picker(options.paths)
  const make = recordMaker(options.paths)
  const cutter = createJsonCutter(path?.split('/'), options.feed.limits)
  let record = 0
  const cut = (work: () => readonly string[]): RawRecord[] => {
    try {
      return work().map((part) => {
        const place = `record ${++record}`
        return make({ record, place, ...pick(parseRecord(part, options, place)) })
      })
    } catch (cause) {
      if (cause instanceof UnusableExport) throw cause
      if (cause instanceof NoRecords)
        throw new UnexpectedExport(
          options.key,
          `${cause.message}${whatItSays(start)}`,
          'Is it an export for another feed?',
          cause,
        )
      throw new UnusableExport(
        options.key,
        reasonOf(cause),
        'Export again, or correct "format" in the settings of the feed.',
        cause,
      )
    }
  }
  for await (const chunk of all) {
    const records = cut(() => cutter.push(chunk))
    if (records.length > 0) yield records
  }
  cut(() => cutter.end())
}

/** What an ERP says instead of the records: Flexi in `message`, OData in `error/message`. */
function whatItSays(start: string): string {
  const said = /"message"\s*:\s*(?:\{[^}]*?"value"\s*:\s*)?("(?:[^"\\]|\\.){1,300}")/.exec(start)?.[1]
  try {
    return said === undefined ? '' : `; it says: ${JSON.parse(said)}`
  } catch {
    return ''
  }
}

function checkLength(part: string, { key, feed }: ReaderOptions): void {
  if (part.length <= feed.limits.recordBytes) return
  throw new UnusableExport(
    key,
    `a record is longer than ${feed.limits.recordBytes} bytes`,
    'If that is right, raise "limits.recordBytes" of the feed.',
  )
}

function parseRecord(text: string, { key }: ReaderOptions, place: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text, keepNumbers)
  } catch (cause) {
    throw new UnusableExport(
      key,
      `${place} is no JSON (${reasonOf(cause)}); the file may be cut off`,
      'Export again.',
      cause,
    )
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new UnusableExport(key, `${place} is no object`, 'Correct "format" in the settings of the feed.')
}

/** A number as it was written: no order number may lose a digit or a zero. */
class WrittenNumber {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

function keepNumbers(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' ? new WrittenNumber(context?.source ?? String(value)) : value
}

type Picked = Pick<Found, 'values' | 'several' | 'numbers'>

/** Takes the wanted values out of a parsed record; lists on the way are walked item by item. */
function picker(paths: readonly string[]): (record: unknown) => Picked {
  const steps = paths.map((path) => ({ whole: path, parts: path.split('/') }))
  return (record) => {
    const several = new Map<number, readonly string[]>()
    const numbers = new Set<number>()
    const values = steps.map(({ whole, parts }, slot) => {
      const found = (has(record, whole) ? [own(record, whole)] : follow(record, parts)).flatMap(leaves)
      if (found.some((value) => value instanceof WrittenNumber)) numbers.add(slot)
      const texts = found.map(textOf)
      if (texts.length > 1) several.set(slot, texts)
      return texts[0]
    })
    return { values, several, numbers }
  }
}

const has = (value: unknown, name: string): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
const own = (value: unknown, name: string): unknown =>
  has(value, name) ? (value as Record<string, unknown>)[name] : undefined

function follow(record: unknown, parts: readonly string[]): unknown[] {
  let values: unknown[] = [record]
  for (const part of parts)
    values = values.flatMap((value) =>
      Array.isArray(value) && !has(value, part) ? value.map((item) => own(item, part)) : [own(value, part)],
    )
  return values
}

type Leaf = string | boolean | null | WrittenNumber

function leaves(value: unknown): Leaf[] {
  if (Array.isArray(value)) return value.flatMap(leaves)
  const isLeaf =
    typeof value === 'string' || typeof value === 'boolean' || value === null || value instanceof WrittenNumber
  return isLeaf ? [value] : []
}

const textOf = (leaf: Leaf): string => (leaf instanceof WrittenNumber ? leaf.text : leaf === null ? '' : String(leaf))
