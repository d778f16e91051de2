import { foreignSign, isAddress, isMadeDate, isTime, wordsAround } from './code-shapes.ts'
import { InvalidValue } from './invalid-value.ts'
import { mojibakeIn } from './mojibake.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const mojibake = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd]/
// #REF!, #NÁZEV?, 1.#QNAN of C, what stands in a column that is too narrow, and what is still being loaded; #N/A is nothing instead
const spreadsheetError =
  /^(?:#(?:DIV\/0!|GETTING_DATA|[A-ZÁ-Ž_]+[!?])|-?1\.#[A-Z]{3,4}\d*|#{3,}|Err:5\d\d|(?:Loading|Načítání|Načítá se|Načítava sa)(?:\.{3}|…))$/iu

/** A text that can be read: no control characters, no traces of a wrong encoding, no spreadsheet's error, not too long. */
export function checkText(column: string, value: string, most: number): string {
  const problem = textProblem(value, most)
  if (problem !== undefined) throw new InvalidValue(column, value, problem)
  return value
}

/** A word that is looked up in a map: a text, and not a long number that was a code. */
export function readWord(column: string, value: string, most: number): string {
  const problem = textProblem(value, most) ?? numberProblem(value)
  if (problem !== undefined) throw new InvalidValue(column, value, problem)
  return value
}

/** The same of a text that goes to the shop as it is: no map says that a ruined one is meant. */
export function readText(column: string, value: string, most: number): string {
  const problem = mojibakeProblem(readWord(column, value, most))
  if (problem !== undefined) throw new InvalidValue(column, value, problem)
  return value
}

function mojibakeProblem(value: string): string | undefined {
  const mark = mojibakeIn(value)
  return mark === undefined
    ? undefined
    : `expected text; "${mark}" shows that it was read in the wrong encoding, here or by the program that wrote it (see "encoding" of "format")`
}

/** Why a text cannot be used, whatever it is for. */
export function textProblem(value: string, most: number): string | undefined {
  if (value.length > most)
    return `expected at most ${most} characters (raise "limits.fieldLength" of the feed if that is right)`
  if (mojibake.test(value) || !value.isWellFormed())
    return 'expected text; it holds control characters, as if it had been read in the wrong encoding'
  if (spreadsheetError.test(value)) return "expected text; this is a spreadsheet's error, not a value"
  return undefined
}

const spaces = '[ \\u00a0\\u2000-\\u200a\\u202f\\u205f\\u3000]'
const groupMark = `[.,'’]|${spaces}`
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻'

/** 1,23457E+12, 1.23457E12 as Java writes it, 1.2·10^12; not 1E5, which may be a code. */
const exponents = [
  /^[+-]?(?:\d+[.,]\d*|[.,]\d+) ?[ED] ?[+-]? ?\d+$/i,
  /^[+-]?\d+ ?[ED] ?\+ ?\d+$/i,
  new RegExp(`^[+-]?\\d+(?:[.,]\\d+)? ?[×x*·⋅] ?10 ?(?:\\^ ?\\(?[+-]?\\d+\\)?|[${superscripts}]+)$`, 'i'),
]
/** 123456789012345000: a double holds fifteen digits, what follows is zeros. */
const rounded = /^[+-]?\d{15}0{3,}$/
/** 1 234 567, 1.234.567,00: the groups of a number; one group may be a code where its mark is a point, as 24.001. */
const grouped = new RegExp(`^[+-]?\\d{1,3}(${groupMark})\\d{3}(?:\\1\\d{3})*(?:[.,]\\d{1,4})?$`)
/** 24001.0 as programs write whole numbers, 24001.0000004 once they have calculated, 24001,00 as spreadsheets do; 24001,24002 are two codes. */
const decimals = /^[+-]?(?:\d+\.0{1,2}|\d{5,}\.(?:0+|0{4,}\d{1,4}|9{4,}\d{0,4})|\d+,\d{1,4}|\d{1,4},\d+)$/
/** 24001. and 24001, and 24 %: what is left of a format of numbers. */
const unfinished = /^[+-]?\d+(?:[.,]|(?:[.,]\d+)? ?%)$/
/** The same in any text, only with as many digits as no amount of money has. */
const longDecimals = /^[+-]?\d{10,}[.,]0{1,2}$/
const longGroups = new RegExp(`^[+-]?\\d{1,3}(${groupMark})\\d{3}(?:\\1\\d{3}){2,}(?:[.,]0{1,2})?$`)

const asText =
  'In Excel: give the column the format "Text" before the codes are put in, or import it as text; then export again'
const lost = `expected the code as text; a spreadsheet has turned it into a rounded number, and its digits are lost. ${asText}`
const reformatted = `expected the code as text; it was written as a number, with decimals or groups of digits. ${asText}`

/** Digits, signs, commas, points and spaces come before letters: anything else did not go through a number. */
const beginsAsNumber = (value: string): boolean => value.length > 2 && value.charCodeAt(0) <= 0x39

/** What has become of a long number that should be a text. */
function numberProblem(value: string): string | undefined {
  if (!beginsAsNumber(value)) return undefined
  if (exponents.some((pattern) => pattern.test(value)) || rounded.test(value)) return lost
  return longDecimals.test(value) || longGroups.test(value) ? reformatted : undefined
}

/** What has become of a code that went through a number, however short. */
function codeNumberProblem(value: string): string | undefined {
  if (!beginsAsNumber(value)) return undefined
  const isGrouped = grouped.test(value) && !/^\d{1,3}\.\d{3}$/.test(value)
  return numberProblem(value) ?? (isGrouped || decimals.test(value) || unfinished.test(value) ? reformatted : undefined)
}

/** A number of a file that has numbers beside texts: a double holds fifteen digits, and no code has an exponent. */
export function checkNumber(column: string, value: string): void {
  if (/e[+-]?\d/i.test(value) || /^-?0*[1-9]\d{15}/.test(value)) throw new InvalidValue(column, value, lost)
}

/** A code that the file writes as a number: `2024.10` has become 2024.1, which may be another order; none is below zero. */
export function checkNumberCode(column: string, value: string): void {
  checkNumber(column, value)
  if (/^-|\.\d*[1-9]$/.test(value)) throw new InvalidValue(column, value, reformatted)
}

/** What is in one cell of codes; a number that a spreadsheet has reformatted is one. */
export const codesOf = (cell: string): string[] => (codeNumberProblem(cell) === undefined ? codesIn(cell) : [cell])

const longestCode = 200
const aDate = /^(?:\d{4}-\d{2}-\d{2}|\d{1,2}\. ?\d{1,2}\. ?\d{4})(?:[T ][\d:.]+Z?)?$/
const breaks = /[\t\n\r\u2028\u2029]/
const unseen = /[\p{Cf}\p{DI}\p{M}\u2800]|[^\S ]/u
/** Most codes: letters and digits, with nothing that would have to be looked at more closely. */
const hasDigit = /\d/
const plain = /^(?:[A-Z](?:[A-Z0-9._-]*[A-Z0-9])?|\d{1,15})$/
const ordinary = /^[!-~]*$/

/** Whether a cell is letters and digits, with nothing that would have to be looked at more closely. */
export const isPlainCode = (value: string, most: number): boolean =>
  value.length <= Math.min(most, longestCode) && hasDigit.test(value) && plain.test(value)

/**
 * An order number or a tracking code: text for ever. What a spreadsheet has ruined, what nobody can see, and more than
 * one code is refused, never repaired.
 */
export function readOrderNumber(column: string, written: string, most: number): string {
  if (isPlainCode(written, most)) return written
  // a letter and its accent are one letter, however they are written
  const value = written.length > most || ordinary.test(written) ? written : written.normalize('NFC')
  const problem =
    (value.length > longestCode ? `expected a code, of at most ${longestCode} characters` : undefined) ??
    textProblem(value, most) ??
    mojibakeProblem(value) ??
    (ordinary.test(value) ? undefined : unseenProblem(value)) ??
    codeNumberProblem(value) ??
    shapeProblem(value)
  if (problem !== undefined) throw new InvalidValue(column, value, problem)
  // a list of one
  return split(value, marks)[0] ?? value
}

/** A tracking code or a document's number; customers get it, and no shop can tell that it is a word. */
export function readCode(column: string, value: string, most: number): string {
  const code = readOrderNumber(column, value, most)
  const problem = hasDigit.test(code) ? undefined : wordProblem(code)
  if (problem !== undefined) throw new InvalidValue(column, value, problem)
  return code
}

/** A tracking code, of which a link is made: what people write around it breaks the link. */
export function readTrackingCode(column: string, value: string, most: number): string {
  const code = readCode(column, value, most)
  const around = plain.test(code) ? undefined : wordsAround(code)
  if (around === undefined) return code
  const problem = `expected a code; "${around}" is no part of it: take it out by "match" of the field`
  throw new InvalidValue(column, value, problem)
}

function unseenProblem(value: string): string | undefined {
  if (breaks.test(value)) return 'expected one code; a line break or a tab is in the middle of it'
  const found = unseen.exec(value)?.[0]
  if (found !== undefined)
    return `expected a code; the character ${pointOf(found)}, which nobody sees, is in the middle of it`
  const foreign = foreignSign(value)
  if (foreign !== undefined)
    return `expected a code; the sign "${foreign}" (${pointOf(foreign)}) in it only looks like one of ours`
  return value.includes('  ') ? 'expected a code; it has several spaces in a row' : undefined
}

const pointOf = (sign: string): string => `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

function shapeProblem(value: string): string | undefined {
  if (aDate.test(value)) return 'expected a code; this is a date'
  if (isTime(value)) return 'expected a code; this is a time'
  if (belowZero.test(value)) return 'expected a code; this is a number below zero'
  if (isAddress(value)) return 'expected a code; this is an address; take the code out of it by "match" of the field'
  if (isMadeDate(value)) return `expected the code as text; a spreadsheet has made a date of it. ${asText}`
  if (value.startsWith('=')) return 'expected a code; this is a formula of a spreadsheet'
  if (wrapped.test(value) && !guid.test(value))
    return 'expected a code; it is in brackets, as programs write lists, objects and messages'
  if (quoted.test(value)) return 'expected a code; it is in quotes, as programs write texts'
  const several = codesIn(value)
  if (several.length > 1)
    return `expected one code; these are several: ${several.slice(0, 5).join(' and ')} (see "several" and "match" of the field)`
  return markup.test(value) ? 'expected a code; it holds HTML' : undefined
}

/** Words of programs and people where a code should be; codes of capitals alone are left to the shop. */
function wordProblem(value: string): string | undefined {
  if (trueWords.has(value.toLowerCase())) return 'expected a code; this is a yes'
  const isWord = /\p{Ll}/u.test(value) || !/[\p{L}\p{N}]/u.test(value)
  return isWord ? 'expected a code; if this stands for nothing, name it in "nothing" of the feed' : undefined
}

const trueWords = new Set(['true', 'ano', 'áno', 'yes', 'pravda', 'tyes'])

const belowZero = /^[-−–]\d+$/
const markup = /<\/?[a-z][^<>]{0,200}>|&(?:[a-z]{2,8}\d?|#\d{1,7}|#x[\da-f]{1,6});/i
/** ['DR1'] and b'DR1' of Python, {"code": "DR1"}, [object Object], System.String[] */
const wrapped = /^(?:[[({<].*[\])}>]|b(?:'.*'|".*")|System\..*)$/s
/** "DR1", `DR1`, „DR1“; the apostrophe that marks text in a spreadsheet has been dropped before */
const quoted = /^["`„“”‚‘«»].+["`“”‘’«»]$/s
const guid = /^\{[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\}$/i

const marks = /[;,|\n\r\t]|<br ?\/?>/i
const looseMarks = / (?:a|i|and|und|[-–]) |[\s/+&\\]/i

/**
 * The codes in one cell: `DR1;DR2`, `DR1, DR2`, `DR1 DR2`. Spaces and slashes part them only where each part is a code
 * by itself, of letters and digits or of many digits: `RR 123 456 789 CZ` and `2024/0012` are one.
 */
function codesIn(cell: string): string[] {
  const parts = split(cell, marks)
  if (parts.length > 1) return parts.flatMap(codesIn)
  const loose = split(cell, looseMarks)
  const isEach = (test: (part: string) => boolean): boolean => loose.every(test)
  const isList =
    loose.length > 1 &&
    (isEach((part) => part.length >= 8 && hasDigit.test(part)) || (isEach(isMixed) && isParted(cell, loose)))
  return isList ? loose : [cell]
}

/** Whether a slash between short codes parts them, as in `DR1 / DR2` and `DR1/DR2`; `FV24/A1` is one. */
const isParted = (cell: string, parts: readonly string[]): boolean =>
  !cell.includes('/') ||
  cell.includes(' / ') ||
  new Set(parts.map((part) => part.replace(/\d.*/, '').toUpperCase())).size === 1

const split = (cell: string, mark: RegExp): string[] =>
  cell.split(mark).flatMap((part) => {
    const text = part.trim()
    return text === '' ? [] : [text]
  })

const isMixed = (part: string): boolean => /^[A-Z]+\d+[A-Z]*$/i.test(part)
