import type { Archive } from '../unpack/zip.ts'
import {
  createItemText,
  type Mask,
  type NumberStyle,
  type SharedStrings,
  type SheetPart,
  type WorkbookParts,
} from './workbook-parts.ts'
import { checkPartLength, type PartOptions, parsePart, unreadable } from './workbook-xml.ts'

/** The cells of a row that hold something. */
export interface SheetRow {
  /** as the sheet counts, from 1 */
  readonly row: number
  readonly cells: readonly Cell[]
}

/** A cell with its text, as it is shown. */
export interface Cell {
  /** from 0 */
  readonly column: number
  readonly text: string
  /** whether the file has a number there, not a text or a date */
  readonly isNumber: boolean
  /** a formula whose result is not in the file */
  readonly isUncalculated?: true
}

/** What cells refer to. */
export interface CellContext extends Pick<WorkbookParts, 'styles' | 'firstDay'> {
  readonly strings: SharedStrings
  readonly recordBytes: number
}

const mostColumns = 16_384

/** What is known of the sheet that is being read. */
interface Reading {
  readonly context: CellContext
  readonly options: PartOptions
  rows: SheetRow[]
  row: number
  cells: Cell[]
  column: number
  type: string
  style: NumberStyle | undefined
  value: string
  inValue: boolean
  hasFormula: boolean
  since: number
}

/**
 * Reads the rows of a sheet as they stream in; cells and rows need not say where they are.
 * @throws UnusableExport where it cannot be read
 */
export async function* readSheet(
  archive: Archive,
  { part }: SheetPart,
  context: CellContext,
): AsyncGenerator<readonly SheetRow[]> {
  const reading: Reading = {
    context,
    options: { key: archive.key, part },
    rows: [],
    row: 0,
    cells: [],
    column: -1,
    type: '',
    style: undefined,
    value: '',
    inValue: false,
    hasFormula: false,
    since: 0,
  }
  const item = createItemText()
  const handlers = {
    texts: new Set(['v', 't']),
    open: (name: string, attribute: (name: string) => string | undefined) => {
      if (name === 'row') openRow(reading, attribute('r'))
      else if (name === 'c') openCell(reading, attribute)
      else if (name === 'v') reading.inValue = true
      else if (name === 'f') reading.hasFormula = true
      else item.open(name)
    },
    text: (text: string) => {
      if (reading.inValue) reading.value += text
      else item.text(text)
    },
    close: (name: string, position: number) => {
      if (name === 'v') reading.inValue = false
      else if (name === 'c') closeCell(reading, item.take())
      else if (name === 'row') closeRow(reading, position)
      else item.close(name)
    },
    chunk: (position: number) => checkPartLength(reading.since, position, context.recordBytes, reading.options),
  }
  for await (const _ of parsePart(archive.open(part), handlers, reading.options)) {
    const { rows } = reading
    reading.rows = []
    if (rows.length > 0) yield rows
  }
}

function openRow(reading: Reading, named: string | undefined): void {
  reading.row = named !== undefined && /^[1-9]\d{0,6}$/.test(named) ? Number(named) : reading.row + 1
  reading.cells = []
  reading.column = -1
}

function closeRow(reading: Reading, position: number): void {
  reading.since = position
  if (reading.cells.length > 0) reading.rows.push({ row: reading.row, cells: reading.cells })
  reading.cells = []
}

function openCell(reading: Reading, attribute: (name: string) => string | undefined): void {
  reading.column = columnOf(attribute('r')) ?? reading.column + 1
  if (reading.column >= mostColumns)
    throw unreadable(reading.options.key, `row ${reading.row} has more than ${mostColumns} cells`)
  reading.type = attribute('t') ?? 'n'
  reading.style = reading.context.styles.get(Number(attribute('s') ?? 0))
  reading.value = ''
  reading.hasFormula = false
}

/** The column of a cell's name, from 0: `C24` is 2. */
function columnOf(name: string | undefined): number | undefined {
  const letters = name === undefined ? undefined : /^[A-Za-z]{1,3}(?=\d{0,7}$)/.exec(name)?.[0]
  if (letters === undefined) return undefined
  let column = 0
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

function closeCell(reading: Reading, inline: string): void {
  const { column, type, cells } = reading
  const text = type === 'inlineStr' ? inline : textOf(reading)
  // Excel writes a result that is an empty text as one
  if (text === '' && reading.hasFormula && type !== 'str')
    cells.push({ column, text, isNumber: false, isUncalculated: true })
  if (text !== '') cells.push({ column, text, isNumber: type === 'n' && isPlain(reading.style) })
}

function textOf({ type, value, style, context, options, row }: Reading): string {
  if (value === '') return ''
  switch (type) {
    case 's': {
      const text = context.strings.get(Number(value))
      if (text === undefined) throw unreadable(options.key, `row ${row} refers to a text that is not there`)
      return text
    }
    case 'b':
      return value === '1' || value === 'true' ? 'true' : 'false'
    case 'd':
      // in UTC it belongs to the day of the shop
      return value.endsWith('Z') ? value : dateText(value)
    case 'n':
      return numberText(value.trim(), style, context.firstDay)
    default:
      return value
  }
}

function numberText(value: string, style: NumberStyle | undefined, firstDay: number): string {
  if (style?.shows === 'date') return serialDate(value, firstDay)
  const text = plainNumber(value)
  return style !== undefined && /^\d{1,15}$/.test(text) ? masked(text, style.mask) : text
}

/** Whether numbers of a style stand for themselves, at most with zeros before them. */
const isPlain = (style: NumberStyle | undefined): boolean =>
  style === undefined || (style.shows === 'mask' && style.mask.every((part) => part === null))

/** Digits at the places of a mask, from its end; those that are too many come at its first place. */
function masked(digits: string, mask: Mask): string {
  const places = mask.filter((part) => part === null).length
  const padded = digits.padStart(places, '0')
  let at = 0
  return mask
    .map((part) => {
      if (part !== null) return part
      const end = at === 0 ? padded.length - places + 1 : at + 1
      const shown = padded.slice(at, end)
      at = end
      return shown
    })
    .join('')
}

/**
 * Numbers as they stand in the file. Java writes whole numbers as `221190.0` and `2.02600123E8`, exactly; with a plus
 * sign it would be a rounded number, which stays one, as does what has more than the 15 digits that Excel keeps. Of a
 * fraction Excel shows as many: 0.30000000000000004 is 0.3.
 */
function plainNumber(text: string): string {
  if (longFraction.test(text)) return String(Number(Number(text).toPrecision(15)))
  if (!/^-?\d{1,15}\.0$|^-?\d\.\d{1,14}E\d{1,2}$/.test(text)) return text
  const number = Number(text)
  return Number.isSafeInteger(number) && Math.abs(number) < 1e15 ? String(number) : text
}

/** of more than fifteen digits in all */
const longFraction = /^(?=(?:-?0*\.?0*)(?:\.?\d){16})-?\d{1,15}\.\d+$/

const dayMs = 86_400_000
/** 9999-12-31, the last day that Excel has. */
const lastDay = 2_958_465

/** A day since Excel's first one, with its part of a day, as ISO 8601 in wall-clock time. */
function serialDate(value: string, firstDay: number): string {
  const serial = Number(value)
  if (!Number.isFinite(serial) || serial < 0 || serial > lastDay) return value
  return dateText(new Date(Math.round(((serial + firstDay) * dayMs) / 1000) * 1000).toISOString())
}

const dateText = (iso: string): string => iso.replace(/T00:00:00(\.0{1,9})?Z?$/, '').replace(/(\.\d{1,9})?Z$/, '')
