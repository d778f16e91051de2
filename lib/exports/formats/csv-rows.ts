import { type CsvError, type Parser, parse } from 'csv-parse'
import { parse as parseSync } from 'csv-parse/sync'
import type { Cells } from './table.ts'

/** Rows that were cut out of a text, blank ones too. */
export interface CutRows {
  readonly rows: readonly Cells[]
  /** how many lines each of them takes; absent: one each */
  readonly lines?: readonly number[]
}

/** Cuts the rows out of CSV as it streams in. */
export interface RowCutter {
  /** The rows that end in this chunk. What follows a {@link RowCutter.failure} is not read any more. */
  push(chunk: string): CutRows
  /** the last row, where it has no line end */
  end(): Promise<CutRows>
  /** why the text cannot be read on, once the rows before that were given */
  failure(): CsvError | undefined
  /** whether no row has been begun that has not ended */
  isBetween(): boolean
  /** whether so far every line end was a line feed, so that lines can be counted by them */
  isCounted(): boolean
  close(): void
}

/** How rows are parted and quoted, as csv-parse knows it; whatever reads CSV here reads it so. */
export const parserOptions = (delimiter: string, mostBytes: number) => ({
  delimiter,
  bom: true,
  relax_column_count: true,
  relax_quotes: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  max_record_size: mostBytes,
})

type ParserOptions = ReturnType<typeof parserOptions>

/** So much without a line end is left to csv-parse, which knows others. */
const longestLine = 256 * 1024

/**
 * Cuts rows: lines without a quote are split, those with quotes go to csv-parse. Where what was taken for a row is none,
 * csv-parse reads the whole block; where a quote of it does not close, all that is left, as the only judge.
 */
export function createRowCutter(delimiter: string, mostBytes: number): RowCutter {
  const options = parserOptions(delimiter, mostBytes)
  let rest = ''
  let isFirst = true
  let isCounted = true
  let stream: RowStream | undefined
  const hand = (text: string): CutRows => {
    stream ??= createRowStream({ ...options, bom: isFirst })
    isCounted = false
    rest = ''
    return stream.push(text)
  }
  const cut = (text: string, block: string): CutRows => {
    const isMarked = isFirst && text.startsWith('\ufeff')
    const split = isMarked ? undefined : splitRows(block, options)
    const rows = split ?? parsedRows(block, { ...options, bom: isFirst })
    if (rows === undefined) return hand(text)
    isCounted &&= split !== undefined
    isFirst = false
    rest = text.slice(block.length)
    return rows
  }
  return {
    push(chunk) {
      if (stream !== undefined) return stream.push(chunk)
      const text = rest + chunk
      const block = chunk.includes('\n') ? wholeLines(text) : ''
      if (block !== '') return cut(text, block)
      rest = text
      return rest.length > Math.min(longestLine, mostBytes) ? hand(rest) : none
    },
    async end() {
      rest = withoutEof(rest)
      if (stream === undefined && rest === '') return none
      const { rows } = rest === '' ? none : hand(rest)
      return withLines([...rows, ...((await stream?.end()) ?? [])])
    },
    failure: () => stream?.failure(),
    isBetween: () => stream === undefined && rest === '',
    isCounted: () => isCounted,
    close: () => stream?.close(),
  }
}

const none: CutRows = { rows: [] }

/** Without the Ctrl-Z by which programs of DOS end a text. */
function withoutEof(text: string): string {
  let end = text.length
  while (text.charCodeAt(end - 1) === 0x1a) end--
  return text.slice(0, end)
}

const withLines = (rows: readonly Cells[]): CutRows => ({ rows, lines: rows.map(linesIn) })

function linesIn(cells: Cells): number {
  let lines = 1
  for (const cell of cells)
    if (cell.includes('\n') || cell.includes('\r')) lines += cell.match(/\r\n?|\n/g)?.length ?? 0
  return lines
}

/** The lines of a text that have ended, as far as no quote is open behind them. */
function wholeLines(text: string): string {
  const end = text.lastIndexOf('\n') + 1
  let quotes = 0
  let last = -1
  for (let at = text.indexOf('"'); at !== -1 && at < end; at = text.indexOf('"', at + 1)) {
    quotes++
    last = at
  }
  return text.slice(0, quotes % 2 === 0 ? end : text.lastIndexOf('\n', last) + 1)
}

/** The rows of whole lines, split where they hold no quote; `undefined` where they have to be looked at more closely. */
function splitRows(block: string, options: ParserOptions): CutRows | undefined {
  const ended = block.split('\n')
  ended.pop()
  const rows: (Cells | undefined)[] = []
  const lines: number[] = []
  const odd: string[] = []
  let open = ''
  let taken = 0
  for (const line of ended) {
    if (isOddLine(line, options)) return undefined
    const isQuoted = line.includes('"')
    if (open === '' && !isQuoted) {
      rows.push(cellsOf(line, options.delimiter))
      lines.push(1)
      continue
    }
    open += `${line}\n`
    taken++
    if (!isQuoted || hasOpenQuote(open)) continue
    const cells = quotedCells(open, options)
    if (cells === undefined) odd.push(open)
    rows.push(cells)
    lines.push(taken)
    ;[open, taken] = ['', 0]
  }
  if (open !== '') return undefined
  return odd.length === 0 ? { rows: rows as Cells[], lines } : joined(rows, { odd, lines }, options)
}

/** A line end that is none of the others, or a line that may be too long. */
function isOddLine(line: string, { max_record_size }: ParserOptions): boolean {
  const end = line.indexOf('\r')
  return (end !== -1 && end !== line.length - 1) || line.length * 4 > max_record_size
}

const cellsOf = (line: string, delimiter: string): Cells =>
  (line.endsWith('\r') ? line.slice(0, -1) : line).split(delimiter)

function hasOpenQuote(text: string): boolean {
  let quotes = 0
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quotes++
  return quotes % 2 === 1
}

/**
 * The cells of one row whose quotes all stand at the beginning and the end of a cell, or twice within one. `undefined`:
 * some do not, so that csv-parse has to say what they mean.
 */
function quotedCells(row: string, { delimiter, max_record_size }: ParserOptions): Cells | undefined {
  const end = row.length - (row.endsWith('\r\n') ? 2 : 1)
  if (row.length * 4 > max_record_size || delimiter.includes('"')) return undefined
  const cells: string[] = []
  for (let at = 0; ; at += delimiter.length) {
    if (row[at] !== '"') {
      const next = row.indexOf(delimiter, at)
      const until = next === -1 ? end : next
      const cell = row.slice(at, until)
      if (cell.includes('"')) return undefined
      cells.push(cell)
      at = until
    } else {
      let closed = row.indexOf('"', at + 1)
      while (closed !== -1 && row[closed + 1] === '"') closed = row.indexOf('"', closed + 2)
      if (closed === -1) return undefined
      cells.push(row.slice(at + 1, closed).replaceAll('""', '"'))
      at = closed + 1
    }
    if (at === end) return cells
    if (!row.startsWith(delimiter, at)) return undefined
  }
}

interface OddRows {
  /** what should be a row each */
  readonly odd: readonly string[]
  /** of how many lines each row is, the odd ones, too */
  readonly lines: readonly number[]
}

/** Puts what csv-parse makes of the odd rows into their places; `undefined` where a row does not end where it should. */
function joined(
  rows: readonly (Cells | undefined)[],
  { odd, lines }: OddRows,
  options: ParserOptions,
): CutRows | undefined {
  const parsed = parsedRows(odd.join(''), { ...options, bom: false })
  const taken = lines.filter((_, at) => rows[at] === undefined)
  if (parsed?.rows.length !== odd.length || !taken.every((count, at) => parsed.lines?.[at] === count)) return undefined
  let next = 0
  return { rows: rows.map((row): Cells => row ?? parsed.rows[next++] ?? []), lines }
}

/** The rows of whole lines by csv-parse; `undefined` where they are not whole rows after all, or cannot be read. */
function parsedRows(block: string, options: ParserOptions): CutRows | undefined {
  try {
    return withLines(parseSync(block, options) as unknown as Cells[])
  } catch {
    return undefined
  }
}

interface RowStream extends Pick<RowCutter, 'push' | 'failure' | 'close'> {
  end(): Promise<Cells[]>
}

/** csv-parse itself, from here to the end of the text. */
function createRowStream(options: ParserOptions): RowStream {
  const parser: Parser = parse(options)
  let failure: CsvError | undefined
  parser.on('error', (error: CsvError) => {
    failure = error
  })
  return {
    push(chunk) {
      parser.write(chunk)
      return withLines(waiting(parser))
    },
    async end() {
      if (failure !== undefined) return []
      await new Promise<void>((resolve) => parser.once('close', resolve).once('finish', resolve).end())
      return waiting(parser)
    },
    failure: () => failure,
    close: () => void parser.destroy(),
  }
}

function waiting(parser: Parser): Cells[] {
  const rows: Cells[] = []
  for (let row: Cells | null = parser.read(); row !== null; row = parser.read()) rows.push(row)
  return rows
}
