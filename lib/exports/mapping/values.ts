import type { ColumnMapping } from '../../settings/settings.ts'

/** Thrown by the reading of one value; the record becomes an invalid record. */
export class InvalidValue extends Error {
  readonly column: string
  readonly value: string

  /** @param reason what was expected, in plain words */
  constructor(column: string, value: string, reason: string) {
    super(reason)
    this.column = column
    this.value = value
  }
}

const blanks = /^[\s\u00a0\ufeff]+|[\s\u00a0\ufeff]+$/g

/** Text without white space and no-break spaces around it. */
export const trimmed = (value: string): string => value.replace(blanks, '')

/** What databases write where there is nothing: SQL Server, Business Central. */
const nothings = new Set(['NULL', '(null)', '00000000-0000-0000-0000-000000000000'])

/**
 * What a cell or element means: without white space around it, and without the `="…"` by which programs keep a
 * spreadsheet from changing a code. What databases write for "nothing" is nothing.
 */
export function meant(value: string): string {
  const text = trimmed(value)
  if (nothings.has(text)) return ''
  return text.startsWith('="') && text.endsWith('"') && text.length > 2 ? trimmed(text.slice(2, -1)) : text
}

/** Whether a cell is the heading of the totals below a table, as `Celkem` or `Součet:`. */
export const isTotal = (cell: string): boolean => /^(celkem|součet|soucet|total|suma)\s*:?$/i.test(cell)

/** Whether a cell begins as the totals below a table do, as `Celkem objednávek: 12`. */
export const beginsAsTotal = (cell: string): boolean => /^(celkem|součet|soucet|total|suma)(\s|:|$)/i.test(cell)

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const mojibake = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd]/
// 1,23457E+12, and 1.23457E12 as Java writes it; not 1E5, which may be a code
const ruined = /^[+-]?(?:\d+[.,]\d+E[+-]?\d+|\d+E\+\d+)$/i
// #N/A, #REF!, #NÁZEV?, and what stands in a column that is too narrow
const spreadsheetError =
  /^(?:#(?:N\/A|NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|CALC!|SPILL!|[A-ZÁ-Ž_]+[!?]|NEN[IÍ]_K_DISPOZICI)|#{3,})$/iu

/** A text that may be used: no control characters, no traces of a wrong encoding, no spreadsheet's error, not too long. */
export function readText(column: string, value: string, most: number): string {
  if (value.length > most) {
    throw new InvalidValue(
      column,
      value,
      `expected at most ${most} characters (raise "limits.fieldLength" of the feed if that is right)`,
    )
  }
  if (mojibake.test(value)) {
    throw new InvalidValue(
      column,
      value,
      'expected text; it holds control characters, as if it had been read in the wrong encoding',
    )
  }
  if (value.startsWith('#') && spreadsheetError.test(value))
    throw new InvalidValue(column, value, "expected text; this is a spreadsheet's error, not a value")
  return value
}

const isoDate = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?$/

/** An order number or a tracking code: text for ever. What Excel has ruined is refused, never repaired. */
export function readCode(column: string, value: string, most: number): string {
  if (ruined.test(value)) {
    throw new InvalidValue(
      column,
      value,
      'expected the code as text; a spreadsheet has turned it into a rounded number',
    )
  }
  if (isoDate.test(value)) throw new InvalidValue(column, value, 'expected a code; this is a date')
  return readText(column, value, Math.min(most, 200))
}

const trueWords = new Set(['1', 'true', 'ano', 'a', 'y', 'yes', 'tyes'])
const falseWords = new Set(['0', 'false', 'ne', 'n', 'no', 'tno'])

/**
 * A boolean by the feed's own words, or by the usual ones of Czech ERPs. `undefined`: blank, leave the field alone.
 * A blank in the feed's list of words counts as that value.
 */
export function readBoolean(mapping: ColumnMapping, value: string): boolean | undefined {
  if (mapping.true === undefined && mapping.false === undefined) {
    if (value === '') return undefined
    const word = value.toLowerCase()
    if (trueWords.has(word)) return true
    if (falseWords.has(word)) return false
    throw new InvalidValue(
      mapping.from,
      value,
      'expected yes or no (as 1/0, true/false, Ano/Ne, A/N); other words belong into "true" and "false" of the field',
    )
  }
  if (mapping.true?.includes(value)) return true
  if (mapping.false?.includes(value)) return false
  if (value === '') return undefined
  const words = [...(mapping.true ?? []), ...(mapping.false ?? [])].map((word) => `"${word}"`)
  throw new InvalidValue(mapping.from, value, `expected one of ${words.join(', ')}`)
}

const patternParts: Readonly<Record<string, string>> = {
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  yyyy: '(?<year>\\d{4})',
}
const afterDate = '(?:[ T]+\\d{1,2}[:.]\\d{2}(?:[:.]\\d{2}(?:[.,]\\d+)?)?(?: ?[AP]M)?)?(?: ?(?:Z|[+-]\\d{2}:?\\d{2}))?$'

/** Turns a date pattern as `d.M.yyyy` into an expression; a time or zone may follow the date. */
export function datePattern(pattern: string): RegExp {
  const body = pattern.replaceAll(
    /d{1,2}|M{1,2}|yyyy|[^dMy]/g,
    (part) => patternParts[part] ?? part.replaceAll(/[.\-/\\ ]/g, '\\$&'),
  )
  return new RegExp(`^${body}${afterDate}`)
}

const usualDates = [
  new RegExp(`^(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})${afterDate}`),
  new RegExp(`^(?<day>\\d{1,2})\\. ?(?<month>\\d{1,2})\\. ?(?<year>\\d{4})${afterDate}`),
]

/** A day, its wall-clock date only; `''` for the dates before 2000 which stand for nothing. */
export function readDate(
  column: string,
  value: string,
  patterns: readonly RegExp[] = usualDates,
  told = 'd.M.yyyy or yyyy-MM-dd',
): string {
  for (const pattern of patterns) {
    const groups = pattern.exec(value)?.groups
    if (groups === undefined) continue
    const { year = '', month = '', day = '' } = groups
    const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    if (!isDay(date)) break
    return Number(year) < 2000 || date === '9998-12-31' || date === '9999-12-31' ? '' : date
  }
  throw new InvalidValue(column, value, `expected a date as ${told}`)
}

const daysOf = (year: number, month: number): number => {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
}

function isDay(date: string): boolean {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
}

/** Without case and diacritics, for matching names that have lost theirs. */
export const folded = (text: string): string => trimmed(text).normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** Translates words of the export into words of the shop. */
export type Translate = (value: string) => { readonly word: string | null; readonly folded: boolean } | undefined

/** A translation by a map: exact first, then without case and diacritics if that is unambiguous. */
export function translator(map: Readonly<Record<string, string | null>>): Translate {
  const exact = new Map(Object.entries(map).map(([from, to]) => [trimmed(from), to]))
  const loose = new Map<string, string | null | undefined>()
  for (const [from, to] of exact) {
    const key = folded(from)
    loose.set(key, loose.has(key) && loose.get(key) !== to ? undefined : to)
  }
  return (value) => {
    const word = exact.get(value)
    if (word !== undefined) return { word, folded: false }
    const near = loose.get(folded(value))
    return near === undefined ? undefined : { word: near, folded: true }
  }
}
