import { type CsvError, type Parser, parse } from 'csv-parse'
import { parse as parseSync } from 'csv-parse/sync'
import { nearest } from '../../settings/problems.ts'
import { beginsAsTotal } from '../mapping/values.ts'
import { UnexpectedExport, UnusableExport } from '../record.ts'
import { dropped, mapChunks, peekText } from '../unpack/text.ts'
import {
  type FormatReader,
  type Found,
  type RawRecord,
  type ReaderOptions,
  recordMaker,
  refuseOtherContent,
} from './format.ts'

const sampleLength = 64 * 1024
const headerRows = 50
/** Delimiters that are tried where none is given. */
export const delimiters = [';', ',', '\t', '|']

type Row = readonly string[]

/** Where the wanted columns are, told by the header. */
interface Header {
  /** rows before the first record */
  readonly skip: number
  readonly cells: Row
  /** per wanted path, its position in a row */
  readonly positions: readonly number[]
}

/** Reads CSV: finds the delimiter and the header by the columns that the mapping names, and survives what Excel adds. */
export const readCsv: FormatReader = async function* (text, options) {
  const { start, all } = await peekText(text, sampleLength)
  refuseOtherContent(start, options.key, 'CSV')
  const sep = /^sep=(.)\r?\n/i.exec(start)
  const body = sep === null ? all : dropped(all, sep[0].length)
  const sample = sep === null ? start : start.slice(sep[0].length)
  const layout = findLayout(sample, sep?.[1], options)
  const make = recordMaker(options.paths)
  let record = 0
  let row = 0
  let lineEnd = true
  let last: Row = []
  const watched = mapChunks(body, (chunk) => {
    const end = chunk.slice(-64).replaceAll('\0', ' ').replaceAll('\u001a', ' ')
    lineEnd = /[\r\n]\s*$/.test(end)
  })
  for await (const rows of parsedRows(watched, layout.delimiter, options)) {
    const records: RawRecord[] = []
    for (const cells of rows) {
      last = cells
      row++
      if (row <= layout.header.skip || isBlankRow(cells) || isHeaderAgain(cells, layout.header)) continue
      records.push(make(rawRecord(cells, ++record, `row ${row}`, layout)))
    }
    if (records.length > 0) yield records
  }
  if (!lineEnd && isShort(last, layout.header) && !isBlankRow(last) && !last.some((cell) => beginsAsTotal(cell.trim())))
    throw new UnusableExport(options.key, 'it is cut off: its last line ends in the middle', 'Export again.')
  options.ended(lineEnd)
}

/** What {@link findLayout} found out about a CSV file. */
export interface Layout {
  readonly delimiter: string
  readonly header: Header
}

/**
 * Finds the delimiter and the header row: the first row that holds all columns which the mapping names.
 * @throws UnusableExport that tells the missing and the found columns
 */
export function findLayout(sample: string, sep: string | undefined, options: ReaderOptions): Layout {
  const format = options.feed.format.type === 'csv' ? options.feed.format : { header: true, delimiter: undefined }
  const given = format.delimiter ?? sep
  const candidates = (given === undefined ? delimiters : [given]).map((delimiter) => {
    const rows = sampleRows(sample, delimiter)
    return { delimiter, rows, best: bestHeader(rows, options.paths, format.header) }
  })
  const [first] = candidates.sort(
    (left, right) => right.best.found - left.best.found || right.best.width - left.best.width,
  )
  if (first === undefined) throw new UnusableExport(options.key, 'no delimiter was found')
  const { best, delimiter } = first
  const missing = options.paths.filter((_, index) => best.positions[index] === -1)
  if (missing.length > 0) throw missingColumns(options.key, missing, best.cells, format.header)
  const twice = format.header
    ? options.paths.find((_, index) => isRepeated(best.cells, best.positions[index] ?? 0))
    : undefined
  if (twice !== undefined) {
    throw new UnusableExport(
      options.key,
      `it has the column "${twice}" more than once`,
      "Rename one of them in the ERP's export.",
    )
  }
  return { delimiter, header: { skip: best.skip, cells: best.cells, positions: best.positions } }
}

const isRepeated = (cells: Row, position: number): boolean => {
  const name = normalName(cells[position] ?? '')
  return cells.filter((cell) => normalName(cell) === name).length > 1
}

const normalName = (name: string): string => name.replaceAll('\u00a0', ' ').trim().normalize('NFC')

interface Candidate extends Header {
  readonly found: number
  readonly width: number
}

function bestHeader(rows: readonly Row[], paths: readonly string[], hasHeader: boolean): Candidate {
  const width = Math.max(0, ...rows.map((row) => row.length))
  if (!hasHeader) {
    const positions = paths.map((path) => (/^[1-9]\d*$/.test(path) && Number(path) <= width ? Number(path) - 1 : -1))
    const cells = Array.from({ length: width }, (_, index) => String(index + 1))
    return { skip: 0, cells, positions, found: positions.filter((position) => position !== -1).length, width }
  }
  let best: Candidate = { skip: 0, cells: [], positions: paths.map(() => -1), found: -1, width: 0 }
  for (const [index, cells] of rows.slice(0, headerRows).entries()) {
    const positions = paths.map((path) => positionOf(cells, path))
    const found = positions.filter((position) => position !== -1).length
    if (found > best.found) best = { skip: index + 1, cells, positions, found, width: cells.length }
    if (found === paths.length) break
  }
  return best
}

function positionOf(cells: Row, path: string): number {
  const name = normalName(path)
  const exact = cells.findIndex((cell) => normalName(cell) === name)
  return exact !== -1 ? exact : cells.findIndex((cell) => normalName(cell).toLowerCase() === name.toLowerCase())
}

function missingColumns(key: string, missing: readonly string[], cells: Row, hasHeader: boolean): UnusableExport {
  const found = cells.map(normalName).filter((cell) => cell !== '')
  const told = missing.map((name) => {
    const near = nearest(name, found)
    return near === undefined ? `"${name}"` : `"${name}" (did you mean "${near}"?)`
  })
  const has =
    found.length === 0
      ? 'no columns were found'
      : `it has ${found
          .slice(0, 40)
          .map((name) => `"${name}"`)
          .join(', ')}`
  const hint = hasHeader
    ? 'Correct the columns in "fields" of the feed, or the export.'
    : 'Columns of a file without a header are named "1", "2" and so on.'
  return new UnexpectedExport(
    key,
    `the ${missing.length === 1 ? 'column' : 'columns'} ${told.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing; ${has}`,
    hint,
  )
}

function rawRecord(
  cells: Row,
  record: number,
  place: string,
  { header: { cells: header, positions }, delimiter }: Layout,
): Found {
  const values = positions.map((position) => cells[position])
  const swallowed = cells.find((cell) => holdsRow(cell, delimiter, header.length))
  if (swallowed !== undefined) {
    const line = swallowed.split('\n', 2)[1]?.trim().slice(0, 80)
    return { record, place, values, broken: `a quote is not closed in it: it has swallowed the line "${line}"` }
  }
  if (positions.some((position) => position >= cells.length)) {
    return { record, place, values, broken: `it has ${cells.length} cells, the header has ${header.length}` }
  }
  const more = cells.length > header.length && cells.slice(header.length).some((cell) => cell.trim() !== '')
  return more
    ? {
        record,
        place,
        values,
        broken: `it has ${cells.length} cells, the header has ${header.length}; is a quote missing?`,
      }
    : { record, place, values }
}

/** Whether a cell of several lines holds as many cells as a row: its quote was not closed, or not meant as one. */
const holdsRow = (cell: string, delimiter: string, width: number): boolean =>
  width > 2 &&
  cell.includes('\n') &&
  cell.split('\n').some((line, index) => index > 0 && line.split(delimiter).length >= width)

const isShort = (cells: Row, { positions }: Header): boolean => positions.some((position) => position >= cells.length)

const isBlankRow = (cells: Row): boolean => cells.every((cell) => cell.replaceAll('\u001a', '').trim() === '')

const isHeaderAgain = (cells: Row, header: Header): boolean =>
  header.skip > 0 && header.positions.every((position) => cells[position] === header.cells[position])

const parserOptions = (delimiter: string, mostBytes: number) => ({
  delimiter,
  bom: true,
  relax_column_count: true,
  relax_quotes: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  max_record_size: mostBytes,
})

/** All rows, blank ones too, so that rows can be counted. */
async function* parsedRows(
  text: AsyncIterable<string>,
  delimiter: string,
  options: ReaderOptions,
): AsyncGenerator<Row[]> {
  const parser: Parser = parse(parserOptions(delimiter, options.feed.limits.recordBytes))
  let failure: CsvError | undefined
  parser.on('error', (error: CsvError) => {
    failure = error
  })
  try {
    for await (const chunk of text) {
      parser.write(chunk)
      const rows = waiting(parser)
      if (failure !== undefined) throw refused(options, failure)
      if (rows.length > 0) yield rows
    }
    await new Promise<void>((resolve) => parser.once('close', resolve).once('finish', resolve).end())
    if (failure !== undefined) throw refused(options, failure)
    const rows = waiting(parser)
    if (rows.length > 0) yield rows
  } finally {
    parser.destroy()
  }
}

function waiting(parser: Parser): Row[] {
  const rows: Row[] = []
  for (let row: Row | null = parser.read(); row !== null; row = parser.read()) rows.push(row)
  return rows
}

function refused({ key, feed }: ReaderOptions, error: CsvError): UnusableExport {
  const line = 'lines' in error && typeof error.lines === 'number' ? ` (line ${error.lines})` : ''
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new UnusableExport(key, `it is cut off: a quoted value does not end${line}`, 'Export again.', error)
  }
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    const ended = `a record is longer than ${feed.limits.recordBytes} bytes${line}; a quote may be missing`
    return new UnusableExport(key, ended, 'If that is right, raise "limits.recordBytes" of the feed.', error)
  }
  return new UnusableExport(key, `it is no CSV${line}: ${error.message}`, undefined, error)
}

/** The first rows of a sample, read with a delimiter; none where it cannot be read so. */
export function sampleRows(sample: string, delimiter: string): Row[] {
  const whole = sample.length < sampleLength ? sample : sample.slice(0, sample.lastIndexOf('\n') + 1)
  const attempts = [whole, whole.slice(0, whole.lastIndexOf('"'))]
  for (const attempt of attempts) {
    try {
      return parseSync(attempt, {
        ...parserOptions(delimiter, sampleLength * 2),
        to: headerRows + 10,
      }) as unknown as Row[]
    } catch {
      // an open quote at the end of the sample: try once more without it
    }
  }
  return []
}
