import type { FieldName } from '../../order.ts'
import type { ColumnMapping } from '../../settings/settings.ts'
import { tidyWord } from '../../settings/words.ts'
import type { UnknownWord } from '../record.ts'
import type { Kind } from './clean.ts'
import { readCode, readText, readTrackingCode, readWord, textProblem } from './codes.ts'
import { dayReader, toldForm } from './dates.ts'
import { InvalidValue } from './invalid-value.ts'
import { translator } from './translate.ts'

const totals =
  'celkem|součet|soucet|mezisoučet|mezisoucet|súčet|sucet|medzisúčet|medzisucet|spolu|total|grand total|subtotal|suma|razem|summe|gesamt|gesamtsumme|zwischensumme'
const isTotalWord = new RegExp(`^(${totals})\\s*:?$`, 'i')
const beginsTotal = new RegExp(`^(${totals})(\\s|:|$)`, 'i')

/** Whether a cell is the heading of the totals below a table, as `Celkem` or `Součet:`. */
export const isTotal = (cell: string): boolean => mayBeTotal(cell) && isTotalWord.test(cell)

const firstLetters = new Set([...'cgmrstz'].map((letter) => letter.charCodeAt(0)))

/** Whether it begins as one of these words does. */
const mayBeTotal = (cell: string): boolean => firstLetters.has(cell.charCodeAt(0) | 0x20)

/** Whether a cell begins as the totals below a table do, as `Celkem objednávek: 12`. */
export const beginsAsTotal = (cell: string): boolean => mayBeTotal(cell) && beginsTotal.test(cell)

/** Whether a cell is what a database says below a table, as `(2 rows affected)` or `2 rows selected.` */
export const isRowCount = (cell: string): boolean => /^\(?\d{1,9} rows?(?: affected| selected)?\)?\.?$/i.test(cell)

/** What one value came to. */
export interface ReadValue {
  /** `undefined`: leave the field alone; `''`: as a blank */
  readonly value: string | boolean | undefined
  readonly note?: string
  readonly unknown?: UnknownWord
}

/** Reads one value that is not blank; throws {@link InvalidValue}. */
export type ReadOne = (text: string) => ReadValue

/** How a field takes what stands for nothing. */
export function kindOf(name: FieldName, { date, map }: Pick<ColumnMapping, 'date' | 'map'>): Kind {
  switch (name) {
    case 'status':
      return 'status'
    case 'status_id':
      return map === undefined ? 'code' : 'status'
    case 'resolved_yn':
      return 'flag'
    case 'tracking_code':
    case 'external_order_number':
      return 'code'
    case 'paid_date':
    case 'delivered_date':
      return 'date'
    default:
      return date === undefined ? 'text' : 'date'
  }
}

/** What reading a value depends on beside its mapping. */
export interface ValueContext {
  readonly fieldLength: number
  /** `yyyy-mm-dd` */
  readonly today: string
  readonly timeZone: string
  /** whether the file has dates that are no texts, which come as yyyy-MM-dd */
  readonly hasDates: boolean
}

/** The reading of a field's values by its mapping. */
export function valueReader(name: FieldName, mapping: ColumnMapping, context: ValueContext): ReadOne {
  const { from, map } = mapping
  const kind = kindOf(name, mapping)
  if (kind === 'flag') return flagReader(name, mapping)
  if (kind === 'date') return remembered(dateReader(mapping, context))
  if (map !== undefined) return remembered(translating(name, { ...mapping, map, path: from }, context.fieldLength))
  if (name === 'status_id') return (text) => ({ value: readStatusId(from, text) })
  const readOne = name === 'tracking_code' ? readTrackingCode : readCode
  if (kind === 'code') return (text) => ({ value: readOne(from, text, context.fieldLength) })
  if (kind === 'status') return (text) => ({ value: readText(from, tidyWord(text), context.fieldLength) })
  return (text) => ({ value: readText(from, text, context.fieldLength) })
}

const mostRemembered = 1000

/**
 * Reads each different text once; what throws is read again. Where hardly any text comes twice, as of tracking codes,
 * nothing is remembered any more.
 */
export function remembered<Result>(read: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>()
  let misses = 0
  let isWorthIt = true
  return (text) => {
    const before = isWorthIt ? known.get(text) : undefined
    if (before !== undefined) return before
    const result = read(text)
    if (known.size < mostRemembered) known.set(text, result)
    else if (isWorthIt && ++misses > 10 * mostRemembered) isWorthIt = false
    return result
  }
}

function dateReader({ from, date }: ColumnMapping, { today, timeZone, hasDates, fieldLength }: ValueContext): ReadOne {
  const dayOf = dayReader({ timeZone, form: date, hasDates })
  return (text) => {
    const day = dayOf(text)
    if (day === undefined)
      throw new InvalidValue(
        from,
        text,
        textProblem(text, fieldLength) ?? `expected a date as ${toldForm(date)}${dateHint(text, date)}`,
      )
    return day > today ? { value: day, note: `${from} = "${text}" lies in the future` } : { value: day }
  }
}

/** What to do about a text that is not a date. */
function dateHint(text: string, date: string | undefined): string {
  if (!/\d/.test(text)) return '; if this stands for nothing, name it in "nothing" of the feed'
  if (/^[2-7]\d{4}(?:[.,]\d+)?$/.test(text))
    return '; this is a number of days, as spreadsheets keep dates: give the cells the format of a date'
  if (/^(?:\d{4}-\d{2}-\d{2}|\d{1,2}\. ?\d{1,2}\. ?\d{4})/.test(text)) return ''
  return date === undefined ? '; if all are written in another way, say so in "date" of the field' : ''
}

function readStatusId(from: string, text: string): string {
  if (/^[1-9]\d{0,9}$/.test(text)) return text
  throw new InvalidValue(from, text, 'expected the number of a status in the shop, as 12')
}

/** How the words of a field are translated. */
export interface Words {
  readonly map: Readonly<Record<string, string | null>>
  readonly otherwise: 'invalid' | 'keep'
  /** where the words come from */
  readonly path: string
}

/** Translates words; one that the map does not know is told, and leaves the field alone or makes the record invalid. */
export function translating(name: FieldName, { map, otherwise, path }: Words, most: number): ReadOne {
  const translate = translator(map)
  return (text) => {
    const found = translate(readWord(path, text, most))
    if (found === undefined) {
      const unknown: UnknownWord = { field: name, path, word: tidyWord(text).slice(0, 100), otherwise }
      if (otherwise === 'keep') return { value: undefined, unknown }
      throw new InvalidValue(path, text, unknownWord(map), unknown)
    }
    const value = found.word ?? undefined
    return found.folded
      ? { value, note: `${path} = "${text}" was read as "${value ?? ''}" without regard to diacritics` }
      : { value }
  }
}

const unknownWord = (map: Words['map']): string =>
  `expected one of ${Object.keys(map)
    .map((word) => `"${word}"`)
    .join(', ')}; add it to "map" of the field (null leaves the field alone), or set "otherwise": "keep"`

/** As ERPs, spreadsheets, pandas (1.0), Access (-1), Postgres and FoxPro (t, .t.) write them. */
const usualYes = ['1', 'true', 'ano', 'áno', 'a', 'y', 'yes', 'tyes', 'pravda', 'wahr', 'ja', 't', '.t.', '1.0', '-1']
const usualNo = ['0', 'false', 'ne', 'nie', 'n', 'no', 'tno', 'nepravda', 'falsch', 'nein', 'f', '.f.', '0.0']
const usualWords = new Map([
  ...usualYes.map((word) => [word, true] as const),
  ...usualNo.map((word) => [word, false] as const),
])

/**
 * A boolean by the feed's own words, or by the usual ones. `undefined`: blank, leave the field alone.
 * A blank in the feed's list of words counts as that value.
 */
function flagReader(name: FieldName, { from, true: yes, false: no }: ColumnMapping): ReadOne {
  const refuse = (text: string, reason: string): never => {
    throw new InvalidValue(from, text, reason, {
      field: name,
      path: from,
      word: tidyWord(text).slice(0, 100),
      otherwise: 'invalid',
    })
  }
  if (yes === undefined && no === undefined)
    return (text) => {
      const value = usualWords.get(text.toLowerCase())
      return value === undefined && text !== '' ? refuse(text, unusualWord) : { value }
    }
  const lists = [...(no ?? []).map((word) => [word, 'no']), ...(yes ?? []).map((word) => [word, 'yes'])]
  const translate = translator(Object.fromEntries(lists))
  const known = [...(yes ?? []), ...(no ?? [])].map((word) => `"${word}"`).join(', ')
  return (text) => {
    const found = translate(text)
    if (found === undefined) return text === '' ? { value: undefined } : refuse(text, `expected one of ${known}`)
    const value = found.word === 'yes'
    return found.folded
      ? { value, note: `${from} = "${text}" was read as ${found.word} without regard to case and diacritics` }
      : { value }
  }
}

const unusualWord =
  'expected yes or no (as 1/0, true/false, Ano/Ne, A/N); other words belong into "true" and "false" of the field'
