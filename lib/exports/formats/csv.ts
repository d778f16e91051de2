import { createHash } from 'node:crypto'
import type { CsvError } from 'csv-parse'
import { parse as parseSync } from 'csv-parse/sync'
import { beginsAsTotal, isRowCount } from '../mapping/values.ts'
import { type TableLayout, UnusableExport } from '../record.ts'
import { noneWerePassed, type Passed } from '../sieve/sifted.ts'
import { peekText } from '../unpack/text.ts'
import { type CutRows, createRowCutter, parserOptions } from './csv-rows.ts'
import {
  type Ended,
  type FormatReader,
  type Found,
  type RawRecord,
  type ReaderOptions,
  recordMaker,
  refuseOtherContent,
} from './format.ts'
import {
  amountColumn,
  type Cells,
  checkHeader,
  findHeader,
  type Header,
  headerRows,
  isHeaderAgain,
  refuseOtherHeader,
} from './table.ts'

const sampleLength = 64 * 1024
/** Rows that are looked at below a header in the last row where one may stand. */
const firstRecords = 20
/** Delimiters that are tried where none is given. */
export const delimiters = [';', ',', '\t', '|']

/** Reads CSV: finds the delimiter and the header by the columns that the mapping names, and survives what Excel adds. */
export const readCsv: FormatReader = async function* (text, options) {
  const { start, all } = await peekText(text, sampleLength)
  refuseOtherContent(start, options.key, 'CSV')
  const layout = findLayout(start, options)
  options.gate?.laidOut(JSON.stringify(layout))
  const end = createEnd()
  const checkWidth = createWidthCheck(layout.delimiter, options.key)
  const cutter = createRowCutter(layout.delimiter, options.feed.limits.recordBytes)
  const records = createRecords(layout, end, options)
  let before = layout.sep.length
  const recordsIn = function* (chunks: Iterable<string>): Generator<readonly RawRecord[]> {
    for (const chunk of chunks) {
      const passed = options.gate?.passed()
      const rows = before === 0 ? chunk : chunk.slice(before)
      before = 0
      checkWidth(rows)
      end.look(rows)
      yield records.of(cutter.push(rows), cutter.isCounted(), passed)
      records.refuse(cutter.failure())
    }
  }
  try {
    for await (const chunks of all) yield recordsIn(chunks)
    yield [records.of(await cutter.end(), cutter.isCounted())]
    records.refuse(cutter.failure())
  } finally {
    cutter.close()
  }
  if (end.isCut(layout.header))
    throw new UnusableExport(options.key, 'it is cut off: its last line ends in the middle', 'Export again.')
  options.ended({ lineEnd: end.hasLineEnd(), ...end.rows(layout.header) })
}

/** Makes records of rows, and counts these. */
function createRecords(layout: Layout, end: ReturnType<typeof createEnd>, options: ReaderOptions) {
  const { header, sep } = layout
  const place: Place = { line: sep === '' ? 1 : 2, row: 1 }
  const make = recordMaker(options.paths)
  let record = 0
  const pass = ({ records, lines }: Passed): void => {
    if (records > 0) end.passed(layout)
    record += records
    place.row += records
    place.line += lines
  }
  /** @param isCounted whether lines can be counted by their line feeds */
  const recordOf = (cells: Cells, lines: number, isCounted: boolean): RawRecord | undefined => {
    const { line, row } = place
    end.row(cells)
    place.row++
    place.line += lines
    if (row <= header.skip || isBlankRow(cells)) return undefined
    // only rows of the usual width may be passed over next time, so that it is known which they had
    const isWhole = isCounted && isUsual(cells, layout)
    const at = { record: record + 1, place: placeText(line, row, sep), lines, line: isWhole ? line - 1 : undefined }
    const found = rawRecord(cells, at, layout)
    if (isHeaderAgain(found.values, header)) return undefined
    refuseOtherHeader(cells, header, options.key)
    record++
    end.record(cells)
    return make(found)
  }
  return {
    /** @param passed what was passed over before these rows */
    of({ rows, lines }: CutRows, isCounted: boolean, passed = noneWerePassed): readonly RawRecord[] {
      pass(passed)
      const records: RawRecord[] = []
      for (let index = 0; index < rows.length; index++) {
        const found = recordOf(rows[index] ?? [], lines?.[index] ?? 1, isCounted)
        if (found !== undefined) records.push(found)
      }
      options.gate?.stand(isCounted ? place.line - 1 : -1)
      return records
    },
    refuse(failure: CsvError | undefined): void {
      if (failure !== undefined) throw refused(options, failure, place.line)
    },
  }
}

/** More than any table has; a row is put together as a whole. */
const mostCells = 100_000

/** Refuses a line of more cells than memory should be spent on. */
function createWidthCheck(delimiter: string, key: string): (chunk: string) => void {
  let length = 0
  let cells = 0
  return (chunk) => {
    const lineEnd = Math.max(chunk.lastIndexOf('\n'), chunk.lastIndexOf('\r'))
    if (lineEnd !== -1) [length, cells] = [0, 0]
    const rest = chunk.slice(lineEnd + 1)
    length += rest.length
    if (length <= mostCells) return
    cells += rest.split(delimiter).length - 1
    if (cells > mostCells)
      throw new UnusableExport(
        key,
        `a row of it has more than ${mostCells} cells`,
        'Is a line end missing, or the delimiter another one?',
      )
  }
}

/** Where a row begins, as an editor counts lines and as a spreadsheet counts rows. */
interface Place {
  line: number
  row: number
}

const placeText = (line: number, row: number, sep: string): string =>
  line === row + (sep === '' ? 0 : 1) ? `line ${line}` : `line ${line} (row ${row} in a spreadsheet)`

/** How wide a row is without blank cells at its end. */
const namedWidth = (cells: Cells): number => cells.findLastIndex((cell) => cell.trim() !== '') + 1

/** What is seen of a file's rows and of its end. */
function createEnd() {
  let tail = '\n'
  let last: Cells = []
  let [widest, fullest] = [0, 0]
  /** the least and the most cells of a record, without totals */
  let [least, most] = [Number.POSITIVE_INFINITY, 0]
  return {
    look(chunk: string): void {
      tail = chunk.length < 64 ? (tail + chunk).slice(-64) : chunk.slice(-64)
    },
    row(cells: Cells): void {
      last = cells
    },
    hasLineEnd: () => hasLineEnd(tail),
    record(cells: Cells): void {
      widest = Math.max(widest, cells.length)
      if ((cells.length < least || cells.length > most) && !isTotalRow(cells))
        [least, most] = [Math.min(least, cells.length), Math.max(most, cells.length)]
      if (fullest < cells.length) fullest = Math.max(fullest, namedWidth(cells))
    },
    /** Records of the usual width were passed over. */
    passed({ header: { cells }, surplus }: Layout): void {
      const width = cells.length + surplus
      widest = Math.max(widest, width)
      ;[least, most] = [Math.min(least, width), Math.max(most, width)]
    },
    /** How the records fit the header; nothing where there is no record, or no header. */
    rows({ cells, skip }: Header): Pick<Ended, 'filled' | 'layout'> {
      if (widest === 0 || skip === 0) return {}
      const filled = widest >= cells.length || fullest >= namedWidth(cells)
      return { filled, layout: { ...identityOf(cells), ...(least === most && { surplus: most - cells.length }) } }
    },
    /** Whether the last row lacks cells and a line end; a total below the table may. */
    isCut: ({ positions }: Header): boolean =>
      !hasLineEnd(tail) &&
      positions.some((position) => position >= last.length) &&
      !isBlankRow(last) &&
      !isTotalRow(last),
  }
}

const isUsual = (record: Cells, { header: { cells, skip }, surplus }: Layout): boolean =>
  skip === 0 || record.length === cells.length + surplus

const identityOf = (cells: Cells): Pick<TableLayout, 'header' | 'columns'> => ({
  header: createHash('sha256').update(JSON.stringify(cells)).digest('base64url').slice(0, 8),
  columns: cells.length,
})

const isTotalRow = (cells: Cells): boolean =>
  cells.some((cell) => beginsAsTotal(cell.trim()) || isRowCount(cell.trim()))

const hasLineEnd = (tail: string): boolean => /[\r\n]\s*$/.test(tail.replaceAll('\0', ' ').replaceAll('\u001a', ' '))

/** How a CSV file is laid out. */
export interface Layout {
  /** the line `sep=;` at its beginning, with its end, or nothing */
  readonly sep: string
  readonly delimiter: string
  readonly header: Header
  /** position of a payment's amount, or -1 */
  readonly amountAt: number
  /** how many blank cells every row has behind those that the header names */
  readonly surplus: number
}

/** One way to read the beginning of a CSV. */
export interface CsvReading {
  readonly delimiter: string
  /** its first rows, blank ones too; none where it cannot be read so */
  readonly rows: readonly Cells[]
}

/**
 * Reads the beginning of a CSV in every way that it may be meant: with the delimiter that is given or that the file
 * names in a line `sep=;`, otherwise with each of the usual ones. Which is right is told by what somebody looks for.
 */
export function detectCsv(
  sample: string,
  delimiter?: string,
): { readonly sep: string; readonly readings: readonly CsvReading[] } {
  const [sep = '', named] = /^sep=(.)\r?\n/i.exec(sample.slice(0, 8)) ?? []
  const given = delimiter ?? named
  const body = sample.slice(sep.length)
  const tried = given === undefined ? delimiters : [given]
  return { sep, readings: tried.map((one) => ({ delimiter: one, rows: sampleRows(body, one) })) }
}

/**
 * Finds the delimiter and the header row: the first row that holds all columns which the mapping names.
 * @throws UnusableExport that tells the missing and the found columns
 */
export function findLayout(
  sample: string,
  { feed, paths, key }: Pick<ReaderOptions, 'feed' | 'paths' | 'key'>,
): Layout {
  const format = feed.format.type === 'csv' ? feed.format : { header: true, delimiter: undefined }
  const wanted = { paths, header: format.header }
  const { sep, readings } = detectCsv(sample, format.delimiter)
  const [best] = readings
    .map(({ delimiter, rows }) => ({ sep, delimiter, rows, header: findHeader(rows, wanted) }))
    .sort(
      (left, right) => right.header.found - left.header.found || right.header.cells.length - left.header.cells.length,
    )
  if (best === undefined) throw new UnusableExport(key, 'no delimiter was found')
  const { rows, ...layout } = best
  checkHeader(layout.header, wanted, key)
  return { ...layout, amountAt: amountColumn(layout.header), surplus: surplusOf(rows, layout.header) }
}

/** How many cells all of these rows have behind the header's, where all those are blank; otherwise none. */
function surplusOf(rows: readonly Cells[], header: Header): number {
  const { cells, skip } = header
  const records = rows.slice(skip).filter((row) => row.length >= cells.length && isRecord(row, header))
  if (skip === 0 || records.length === 0) return 0
  const least = Math.min(...records.map(({ length }) => length))
  const isBlank = records.every((row) => row.slice(cells.length, least).every((cell) => cell.trim() === ''))
  return isBlank ? least - cells.length : 0
}

const isRecord = (row: Cells, header: Header): boolean =>
  !isBlankRow(row) &&
  !isTotalRow(row) &&
  !isHeaderAgain(
    header.positions.map((position) => row[position]),
    header,
  )

const amountIn = (cells: Cells, names: Cells, at: number): Found['amount'] =>
  at === -1 ? undefined : { column: names[at] ?? '', text: cells[at] ?? '' }

/** Where a row is; `lines`: how many it takes. */
type Standing = Pick<Found, 'record' | 'place' | 'line'> & { readonly lines: number }

// this is done for each row of an export: nothing is made that is not needed
function rawRecord(cells: Cells, at: Standing, layout: Layout): Found {
  const { header, amountAt } = layout
  const { positions, cells: names } = header
  const values = Array<string | undefined>(positions.length)
  for (let slot = 0; slot < values.length; slot++) values[slot] = cells[positions[slot] ?? -1]
  const { record, place, line, lines } = at
  const amount = amountIn(cells, names, amountAt)
  const broken = lines === 1 && cells.length === names.length ? undefined : brokenRow(cells, at, layout)
  return broken === undefined
    ? { record, place, values, amount, line, lines }
    : { record, place, values, amount, line, lines, broken }
}

/** What is wrong with a row that has several lines, or another number of cells than the header. */
function brokenRow(cells: Cells, { lines }: Standing, { header, delimiter, surplus }: Layout): string | undefined {
  const { positions, cells: names } = header
  const swallowed = lines === 1 ? undefined : cells.find((cell) => holdsRow(cell, delimiter, names.length))
  if (swallowed !== undefined) {
    const line = swallowed.split('\n', 2)[1]?.trim().slice(0, 80)
    return `a quote is not closed in it: it has swallowed the line "${line}"`
  }
  if (positions.some((position) => position >= cells.length))
    return `it has ${cells.length} cells, the header has ${names.length}`
  const isTooWide =
    cells.length > names.length + surplus || cells.slice(names.length).some((cell) => cell.trim() !== '')
  return isTooWide ? `it has ${cells.length} cells, the header has ${names.length}; is a quote missing?` : undefined
}

/** Whether a cell of several lines holds as many cells as a row: its quote was not closed, or not meant as one. */
const holdsRow = (cell: string, delimiter: string, width: number): boolean =>
  width > 2 &&
  cell.includes('\n') &&
  cell.split('\n').some((line, index) => index > 0 && line.split(delimiter).length >= width)

const isBlankRow = (cells: Cells): boolean => cells.every(isBlank)

/** Most cells begin with a letter or a digit. */
const isBlank = (cell: string): boolean =>
  cell === '' ||
  (!(cell.charCodeAt(0) > 0x20 && cell.charCodeAt(0) < 0x7f) && cell.replaceAll('\u001a', '').trim() === '')

function refused({ key, feed }: ReaderOptions, error: CsvError, line: number): UnusableExport {
  const begins = `the record that begins in line ${line}`
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    const ended = `it is cut off, or a quote is not meant as one: a quoted value in ${begins} does not end`
    return new UnusableExport(key, ended, 'Export again, or correct the quotes there.', error)
  }
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    const ended = `${begins} is longer than ${feed.limits.recordBytes} bytes; a quote may be missing`
    return new UnusableExport(key, ended, 'If that is right, raise "limits.recordBytes" of the feed.', error)
  }
  return new UnusableExport(key, `it is not CSV, in ${begins}: ${error.message}`, undefined, error)
}

/** The first rows of a sample, read with a delimiter; none where it cannot be read so. */
export function sampleRows(sample: string, delimiter: string): Cells[] {
  const whole = sample.length < sampleLength ? sample : sample.slice(0, sample.lastIndexOf('\n') + 1)
  const attempts = [whole, whole.slice(0, whole.lastIndexOf('"'))]
  for (const attempt of attempts) {
    try {
      return parseSync(attempt, {
        ...parserOptions(delimiter, sampleLength * 2),
        to: headerRows + firstRecords,
      }) as unknown as Cells[]
    } catch {
      // an open quote at the end of the sample: try once more without it
    }
  }
  return []
}
