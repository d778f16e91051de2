import type { Feed } from '../../settings/settings.ts'
import type { Batches } from '../batches.ts'
import { type ExportSummary, UnusableExport } from '../record.ts'
import type { ReaderGate } from '../sieve/sifted.ts'
import { refuseForeignText } from '../unpack/kinds.ts'

/**
 * One record of a file before it is mapped: its number (from 1) and one value per wanted path.
 * `undefined`: the file does not have it; `''`: it is there and blank. Numbers are kept as they were written.
 */
export interface RawRecord {
  readonly record: number
  /** where people find it: `line 24`, `row 24`, `record 3, number 26OP00012` */
  readonly place: string
  readonly values: readonly (string | undefined)[]
  /** all values of a wanted path, in the order of the file: several where an element or a list item repeats, none where there is none */
  all(path: string): readonly string[]
  /** whether the file wrote a value of this path as a number, not as text: a number of JSON, a numeric cell of XLSX */
  isNumber(path: string): boolean
  /** of a table: what stands in the column that is an amount by its name, where the mapping does not name that column */
  readonly amount?: Amount
  /** what is wrong with the record as a whole, so that none of its values can be trusted */
  readonly broken?: string
  /** of a file of lines: the number of the first line, from 0, of those that are this record and nothing else */
  readonly line?: number
  /** how many lines these are; default: 1 */
  readonly lines?: number
}

/** An amount of a table that the mapping does not name. */
export interface Amount {
  readonly column: string
  readonly text: string
}

/** What a reader found in one record; what is left out is usual. */
export interface Found {
  readonly record: number
  readonly place: string
  readonly values: readonly (string | undefined)[]
  /** all values of a path that has several, by the path's place among the wanted ones */
  readonly several?: ReadonlyMap<number, readonly string[]>
  /** places of the values that are numbers in the file */
  readonly numbers?: ReadonlySet<number>
  readonly amount?: Amount | undefined
  readonly broken?: string
  readonly line?: number | undefined
  readonly lines?: number
}

/** Makes raw records for these wanted paths. */
export function recordMaker(paths: readonly string[]): (found: Found) => RawRecord {
  const slots = new Map(paths.map((path, slot) => [path, slot]))
  return (found) => new FoundRecord(found, slots)
}

/** A class, so that a million records share their functions. */
class FoundRecord implements RawRecord {
  readonly record: number
  readonly place: string
  readonly values: readonly (string | undefined)[]
  readonly amount?: Amount
  readonly broken?: string
  readonly line?: number
  readonly lines?: number
  readonly #found: Found
  readonly #slots: ReadonlyMap<string, number>

  constructor(found: Found, slots: ReadonlyMap<string, number>) {
    this.record = found.record
    this.place = found.place
    this.values = found.values
    if (found.amount !== undefined) this.amount = found.amount
    if (found.broken !== undefined) this.broken = found.broken
    if (found.line !== undefined) this.line = found.line
    if (found.lines !== undefined && found.lines > 1) this.lines = found.lines
    this.#found = found
    this.#slots = slots
  }

  all(path: string): readonly string[] {
    const slot = this.#slots.get(path) ?? -1
    const value = this.values[slot]
    return this.#found.several?.get(slot) ?? (value === undefined ? [] : [value])
  }

  isNumber(path: string): boolean {
    return this.#found.numbers?.has(this.#slots.get(path) ?? -1) === true
  }
}

/** The same record under another number, or told to be somewhere else. */
export const renamed = (raw: RawRecord, names: Partial<Pick<RawRecord, 'record' | 'place'>>): RawRecord => ({
  ...raw,
  ...names,
  all: (path) => raw.all(path),
  isNumber: (path) => raw.isNumber(path),
})

/** What is known of a file of lines once it has been read. */
export type Ended = Required<Pick<ExportSummary, 'lineEnd'>> & Pick<ExportSummary, 'filled' | 'layout'>

/** What a reader of one format needs to know. */
export interface ReaderOptions {
  /** for messages */
  readonly key: string
  /** columns, keys or paths that the mapping names, in the order of the values */
  readonly paths: readonly string[]
  readonly feed: Pick<Feed, 'format' | 'limits' | 'ico'>
  /** told of values outside of the records, which may say that the file is one page of several */
  said(name: string, value: string): void
  /** told of things about the whole file that are suspicious */
  suspect(message: string): void
  /** told of things about the whole file that harm nothing, and that people should know */
  remark(message: string): void
  /** told of a file of lines once it has been read */
  ended(ended: Ended): void
  /** what passes over records before the reader, where anything does; a reader of lines tells it where it stands */
  readonly gate?: ReaderGate
}

/**
 * Reads one format: chunks of text in, raw records out, some at a time. What a chunk holds is read before the next one is
 * asked for.
 * Throws {@link UnusableExport} where the file cannot be used as a whole.
 */
export type FormatReader = (text: Batches<string>, options: ReaderOptions) => Batches<readonly RawRecord[]>

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const control = /[\u0000-\u0008\u000e-\u0019\u001b-\u001f\u007f]/g

/** More control characters than a broken value would bring. */
const isNoise = (start: string): boolean => (start.match(control)?.length ?? 0) > Math.max(5, start.length / 50)

/** A warning of PHP, as it stands in an export for which it was not meant. */
function programMessage(start: string): string | undefined {
  const text = start.slice(0, 1000).trimStart()
  if (!/^<(?:br|b|pre|font)\b[^<>]{0,100}>/i.test(text)) return undefined
  const words = text
    .replaceAll(/<[^<>]{0,100}>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return /^(?:PHP )?(?:Notice|Warning|Deprecated|Fatal error|Parse error|Strict Standards)\b/.test(words)
    ? words.slice(0, 120)
    : undefined
}

/** Refuses what is not an export at all: a web page, a document of another kind, or bytes that are not text. */
export function refuseOtherContent(start: string, key: string, format: string): void {
  const message = programMessage(start)
  if (message !== undefined)
    throw new UnusableExport(
      key,
      `it begins with a message of the program that wrote it: "${message}"`,
      'Correct that program, so that it writes nothing before the export.',
    )
  refuseForeignText(start, key, format === 'XML')
  const isXml = start.trimStart().startsWith('<')
  if (isXml && format === 'XML') return
  if (isXml) {
    throw new UnusableExport(
      key,
      `it is XML, but the feed says ${format}`,
      'Correct "format" in the settings of the feed.',
    )
  }
  if (format === 'CSV' && /^\s*(?:\[\s*\{|\{\s*")/.test(start.slice(0, 1000)))
    throw new UnusableExport(key, 'it is JSON, but the feed says CSV', 'Correct "format" in the settings of the feed.')
  // a single NUL stands in a text; several are what a program had reserved, or no text at all
  if (start.includes('\0\0') || isNoise(start)) {
    throw new UnusableExport(
      key,
      'it is binary, not text',
      'Export again, as text; or name the encoding in the feed\'s "format".',
    )
  }
}
