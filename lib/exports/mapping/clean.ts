import { trimmed } from '../../settings/words.ts'

const quoted = /^="(.+)"$/s
/** `'0012345`, as spreadsheets mark text; not `'s-Hertogenbosch`, nor a sentence. */
const markedText = /^'(?=[^'\s]*\d)[^'\s]+'?$/

/** More marks within marks than any program writes. */
const deepest = 4

/**
 * What a cell or element says: without spaces and invisible characters around it, and without the `="…"` or the `'` by
 * which programs keep a spreadsheet from changing a code.
 */
export function cleanCell(cell: string, depth = 0): string {
  const text = trimmed(cell)
  const first = text.charCodeAt(0)
  // = and '
  if (first !== 0x3d && first !== 0x27) return text
  const inner = first === 0x3d ? quoted.exec(text)?.[1] : unmarked(text)
  return inner === undefined || depth === deepest ? text : cleanCell(inner, depth + 1)
}

const unmarked = (text: string): string | undefined => (markedText.test(text) ? withoutMarks(text) : undefined)

/** A code without the `'` that marks it as text, and without the one that closes it. */
export const withoutMarks = (text: string): string =>
  text.startsWith("'") ? trimmed(text.slice(1, text.length > 1 && text.endsWith("'") ? -1 : undefined)) : text

/** How a kind of field takes what stands for nothing. */
export type Kind = 'text' | 'status' | 'flag' | 'code' | 'date'

/** What programs and databases write where there is nothing, whatever the field. */
const words = new Set([
  ...['null', '(null)', '<null>', '[null]', '{null}', '\\n', '(none)', '<none>', 'none', 'nil', '(nil)'],
  ...['""', "''", '[]', '{}', '()', '[""]', "['']", '[{}]', 'array()', 'set()'],
  ...['nan', '-nan', 'undefined', '(undefined)', 'n/a', 'n.a.', '#n/a', '#n/a!', '<na>', 'nat', '(blank)', '(empty)'],
  // "not available" in spreadsheets: Czech, Slovak, German, Polish, Italian
  ...['#není_k_dispozici', '#neni_k_dispozici', '#nie_je_k_dispozícii', '#nv', '#nd', '#n/d'],
])
const longest = Math.max(...[...words].map((word) => word.length))
const beginnings = new Set([...words].flatMap((word) => [word.charCodeAt(0), word.toUpperCase().charCodeAt(0)]))

/** Where a program has no code and no date; `NA` of R. */
const noes = new Set(['na', 'false', 'ne', 'nie', 'no', 'nepravda', 'tno'])

const zeroId = /^\{?0{8}-?0{4}-?0{4}-?0{4}-?0{12}\}?$/
const dashes = /^[-–—−‐‑‒―_.…]+(?: [-–—−‐‑‒―_.…]+)*$/
const zero = /^[-+]?0+(?:[.,]0+)?$/
/** A date or time in which no digit is more than zero, or which has no digit at all: `0000-00-00 00:00:00`, `. .`. */
const zeroDate = /^[0\s.,/:_T+-]+Z?$/

/**
 * Whether a clean cell says that there is nothing. `null`, `N/A` and their like do in every field; a dash does but in
 * texts; a zero only where it cannot be meant: in codes and dates, not as the code of a status.
 */
export function isNothing(cell: string, kind: Kind): boolean {
  if (cell === '') return true
  const first = cell.charCodeAt(0)
  if (cell.length <= longest && beginnings.has(first) && words.has(cell.toLowerCase())) return true
  if ((kind === 'code' || kind === 'date') && cell.length <= 8 && noes.has(cell.toLowerCase())) return true
  if (isOrdinary(first)) return false
  if (kind !== 'text' && dashes.test(cell)) return true
  if (zeroId.test(cell)) return true
  return (kind === 'code' && zero.test(cell)) || (kind === 'date' && zeroDate.test(cell))
}

/** Letters of ASCII and the digits 1 to 9: none of the dashes and zeros begins so. */
const isOrdinary = (code: number): boolean =>
  (code >= 0x31 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)

const noYears = new Set(['0001', '1601', '1753', '1899', '1900', '9998', '9999'])

/** Whether a clean cell of an unknown kind says nothing: what does in any field, zero dates, and the dates for nothing. */
export const isNothingDated = (cell: string): boolean =>
  isNothing(cell, 'status') || (zeroDate.test(cell) && !zero.test(cell)) || noYears.has(yearOf(cell))

const yearOf = (cell: string): string =>
  /^(\d{4})-\d{2}-\d{2}(?:$|[T ])/.exec(cell)?.[1] ?? /^\d{1,2}\. ?\d{1,2}\. ?(\d{4})(?:$| )/.exec(cell)?.[1] ?? ''
