import type { FieldName } from '../../order.ts'
import type { ColumnMapping } from '../../settings/settings.ts'
import { tidyWord } from '../../settings/words.ts'
import type { UnknownWord } from '../record.ts'
import type { Kind } from './clean.ts'
import { readCode, readText } from './codes.ts'
import { dayReader, toldForm } from './dates.ts'
import { InvalidValue } from './invalid-value.ts'
import { translator } from './translate.ts'

/** Whether a cell is the heading of the totals below a table, as `Celkem` or `Součet:`. */
export const isTotal = (cell: string): boolean => /^(celkem|součet|soucet|total|suma)\s*:?$/i.test(cell)

/** Whether a cell begins as the totals below a table do, as `Celkem objednávek: 12`. */
export const beginsAsTotal = (cell: string): boolean => /^(celkem|součet|soucet|total|suma)(\s|:|$)/i.test(cell)

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
}

/** The reading of a field's values by its mapping. */
export function valueReader(name: FieldName, mapping: ColumnMapping, context: ValueContext): ReadOne {
  const { from, map } = mapping
  const kind = kindOf(name, mapping)
  if (kind === 'flag') return (text) => ({ value: readBoolean(mapping, text) })
  if (kind === 'date') return remembered(dateReader(mapping, context))
  if (map !== undefined) return remembered(translating(name, { ...mapping, map, path: from }, context.fieldLength))
  if (name === 'status_id') return (text) => ({ value: readStatusId(from, text) })
  if (kind === 'code') return (text) => ({ value: readCode(from, text, context.fieldLength) })
  if (kind === 'status') return (text) => ({ value: readText(from, tidyWord(text), context.fieldLength) })
  return (text) => ({ value: readText(from, text, context.fieldLength) })
}

const mostRemembered = 1000

/** Reads each different text once; what throws is read again. */
function remembered(read: ReadOne): ReadOne {
  const known = new Map<string, ReadValue>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const result = read(text)
    if (known.size < mostRemembered) known.set(text, result)
    return result
  }
}

function dateReader({ from, date }: ColumnMapping, { today, timeZone }: ValueContext): ReadOne {
  const dayOf = dayReader({ timeZone, form: date })
  return (text) => {
    const day = dayOf(text)
    if (day === undefined) throw new InvalidValue(from, text, `expected a date as ${toldForm(date)}`)
    return day > today ? { value: day, note: `${from} = "${text}" lies in the future` } : { value: day }
  }
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
    const found = translate(readText(path, text, most))
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

const trueWords = new Set(['1', 'true', 'ano', 'a', 'y', 'yes', 'tyes'])
const falseWords = new Set(['0', 'false', 'ne', 'n', 'no', 'tno'])

/**
 * A boolean by the feed's own words, or by the usual ones of Czech ERPs. `undefined`: blank, leave the field alone.
 * A blank in the feed's list of words counts as that value.
 */
function readBoolean(mapping: ColumnMapping, value: string): boolean | undefined {
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
  const word = tidyWord(value)
  const means = (words: readonly string[] = []): boolean => words.some((one) => tidyWord(one) === word)
  if (means(mapping.true)) return true
  if (means(mapping.false)) return false
  if (value === '') return undefined
  const words = [...(mapping.true ?? []), ...(mapping.false ?? [])].map((one) => `"${one}"`)
  throw new InvalidValue(mapping.from, value, `expected one of ${words.join(', ')}`)
}
