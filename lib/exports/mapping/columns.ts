import type { FieldName, FieldValue } from '../../order.ts'
import type { ColumnMapping } from '../../settings/settings.ts'
import type { RawRecord } from '../formats/format.ts'
import type { UnknownWord } from '../record.ts'
import { cleanCell, type Kind, withoutMarks } from './clean.ts'
import { checkNumber, checkNumberCode, checkText, codesOf } from './codes.ts'
import type { CellsOf } from './conditions.ts'
import { InvalidValue } from './invalid-value.ts'
import { joinValues } from './several.ts'
import { translator } from './translate.ts'
import { kindOf, type ReadOne, type ReadValue, remembered, type ValueContext, valueReader } from './values.ts'

/** What reading a field depends on beside its mapping. */
export interface Context extends ValueContext {
  /** makes ready the reading of a path's cells */
  readonly cellsOf: (path: string) => CellsOf
  /** whether a clean cell says that there is nothing, by the feed's own words too */
  readonly isNothing: (text: string, kind: Kind) => boolean
  /** takes a value out of a longer text; several where they look alike */
  readonly extractor: (pattern: string) => (text: string) => string[]
}

/** What a field of one record came to. */
export interface FieldResult {
  /** `undefined`: leave the field alone */
  readonly value: FieldValue | undefined
  readonly because?: string
  readonly notes?: readonly string[]
  readonly unknownWords?: readonly UnknownWord[]
}

/** Reads one field of a record; throws {@link InvalidValue}. */
export type FieldReader = (raw: RawRecord) => FieldResult

/** Leave the field alone. */
export const alone: FieldResult = { value: undefined }

/** Makes ready the reading of a column, key or path. */
export function compileColumn(name: FieldName, mapping: ColumnMapping, context: Context): FieldReader {
  const cellsOf = context.cellsOf(mapping.from)
  const textsOf = cellReader(name, mapping, context)
  const read = valueReader(name, mapping, context)
  const kind = kindOf(name, mapping)
  const checked = kind === 'code' ? checkNumberCode : kind === 'text' ? checkNumber : undefined
  const cleared: FieldResult = mapping.blank === 'clear' ? { value: '' } : alone
  const resultIn = (texts: readonly string[]): FieldResult => {
    if (texts.length === 0) return cleared
    const result = texts.length === 1 ? resultOf(read(texts[0] ?? '')) : several(texts, read, mapping)
    return result.value === '' ? cleared : result
  }
  const resultOfCell = remembered((cell) => resultIn(textsOf(cell)))
  return (raw) => {
    const cells = cellsOf(raw)
    if (checked !== undefined && raw.isNumber(mapping.from)) for (const cell of cells) checked(mapping.from, cell)
    const [only] = cells
    if (only === undefined) return alone
    return cells.length === 1 ? resultOfCell(only) : resultIn(cells.flatMap(textsOf))
  }
}

const resultOf = ({ value, note, unknown }: ReadValue): FieldResult =>
  note === undefined && unknown === undefined
    ? { value }
    : {
        value,
        ...(note === undefined ? {} : { notes: [note] }),
        ...(unknown === undefined ? {} : { unknownWords: [unknown] }),
      }

/** What a cell says, as texts to be read: none where it is blank, several where it holds more than one code. */
function cellReader(name: FieldName, mapping: ColumnMapping, context: Context): (cell: string) => string[] {
  const kind = kindOf(name, mapping)
  const isKnown = knownWord(mapping)
  const take = textTaker(mapping, context)
  const isList = kind === 'code' && mapping.several !== undefined
  const read = (taken: string): string[] => {
    const text = kind === 'code' ? withoutMarks(taken) : taken
    if (text === '' || (context.isNothing(text, kind) && !isKnown(text))) return kind === 'flag' ? [''] : []
    return isList ? codesOf(text) : [text]
  }
  return (cell) => {
    const [first = '', ...others] = take(cell)
    return others.length === 0 || kind !== 'code' ? read(first) : [first, ...others].flatMap(read)
  }
}

/** A clean cell, or what `match` takes out of it: the first, and what looks like it. */
export function textTaker(
  { from, match }: Pick<ColumnMapping, 'from' | 'match'>,
  { extractor, fieldLength }: Pick<Context, 'extractor' | 'fieldLength'>,
): (cell: string) => string[] {
  if (match === undefined) return (cell) => [cleanCell(cell)]
  const extract = extractor(match)
  return (cell) => extract(checkText(from, cleanCell(cell), fieldLength)).map((text) => cleanCell(text))
}

/** Words that the settings name mean what they say there, even "0" or "none". */
function knownWord({ map, true: yes = [], false: no = [] }: ColumnMapping): (text: string) => boolean {
  const words = [...Object.keys(map ?? {}), ...yes, ...no]
  if (words.length === 0) return () => false
  const translate = translator(Object.fromEntries(words.map((word) => [word, word])))
  return (text) => translate(text) !== undefined
}

/** Different values of one order at one place: what the settings say, or none of them. */
function several(texts: readonly string[], read: ReadOne, { from, several: rule }: ColumnMapping): FieldResult {
  const results = [...new Set(texts)].map(read)
  const values = results.flatMap(({ value }) => (value === undefined || value === '' ? [] : [value]))
  const notes = results.flatMap(({ note }) => note ?? [])
  const unknownWords = results.flatMap(({ unknown }) => unknown ?? [])
  const value = values.length === 0 ? results[0]?.value : joinValues(values, rule)
  if (value === undefined && values.length > 0) throw new InvalidValue(from, texts.join(' | '), differing(values))
  return { value, ...(notes.length > 0 && { notes }), ...(unknownWords.length > 0 && { unknownWords }) }
}

const differing = (values: readonly (string | boolean)[]): string =>
  `expected one value; there are several different ones: ${[...new Set(values)]
    .slice(0, 5)
    .map((value) => JSON.stringify(value))
    .join(' and ')}. Set "several" of the field to "first", "last" or "join" if that is right`
