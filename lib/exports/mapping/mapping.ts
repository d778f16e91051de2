import type { FieldName, FieldValue } from '../../order.ts'
import type { ColumnMapping, Feed, LanguagesMapping, Mapping, Rule, RulesMapping } from '../../settings/settings.ts'
import type { RawRecord } from '../formats/format.ts'
import type { MappedRecord } from '../record.ts'
import { compileCondition, toldCondition, type Values } from './conditions.ts'
import { compileSkip, type Skips } from './skip.ts'
import {
  beginsAsTotal,
  datePattern,
  InvalidValue,
  isTotal,
  meant,
  readBoolean,
  readCode,
  readDate,
  readText,
  type Translate,
  translator,
} from './values.ts'

/** A feed's mapping, made ready for speed: which paths it wants, and how a raw record becomes an order state. */
export interface Mapper {
  readonly paths: readonly string[]
  /**
   * `undefined` for what says nothing: a total, the continuation of an order, a record that the feed skips.
   * @param earlier records in earlier parts of the same export
   */
  map(raw: RawRecord, earlier?: number): MappedRecord | undefined
}

interface FieldResult {
  /** `undefined`: leave the field alone */
  readonly value: FieldValue | undefined
  readonly because?: string
  readonly note?: string
}

type FieldReader = (values: Values) => FieldResult

const alone: FieldResult = { value: undefined }

/** What reading a field depends on beside its mapping. */
interface Context {
  readonly index: (path: string) => number
  readonly fieldLength: number
  readonly today: string
  /** rows of cells, which may be totals or continue an order; anything else is a record by its form */
  readonly isTable: boolean
}

/**
 * Compiles the mapping of a feed.
 * @param today `yyyy-mm-dd`; later dates are noted as odd
 */
export function createMapper(feed: Pick<Feed, 'fields' | 'limits' | 'format' | 'skip'>, today: string): Mapper {
  const paths: string[] = []
  const index = (path: string): number => {
    if (!paths.includes(path)) paths.push(path)
    return paths.indexOf(path)
  }
  const isTable = feed.format.type === 'csv' || feed.format.type === 'xlsx'
  const context: Context = { index, fieldLength: feed.limits.fieldLength, today, isTable }
  const numberAt = index(feed.fields.order_number)
  const skips = compileSkip(feed.skip, context)
  const readers = (Object.entries(feed.fields.mappings) as [FieldName, Mapping][]).map(
    ([name, mapping]) => [name, compile(name, mapping, context)] as const,
  )
  return {
    paths,
    map: (raw, earlier = 0) =>
      mapRecord(
        earlier === 0 ? raw : { ...raw, record: raw.record + earlier },
        feed.fields.order_number,
        numberAt,
        readers,
        { ...context, skips },
      ),
  }
}

function mapRecord(
  raw: RawRecord,
  numberPath: string,
  numberAt: number,
  readers: readonly (readonly [FieldName, FieldReader])[],
  context: Context & { readonly skips: Skips },
): MappedRecord | undefined {
  const skipped = context.skips(raw.values)
  if (skipped === true) return undefined
  const number = meant(raw.values[numberAt] ?? '')
  if (context.isTable && isNoOrder(number, numberAt, raw.values)) return undefined
  let order_number: string | undefined
  let field: string = 'order_number'
  try {
    if (number === '') throw new InvalidValue(numberPath, number, 'expected an order number')
    order_number = readCode(numberPath, number, context.fieldLength)
    if (skipped instanceof InvalidValue) throw skipped
    if (raw.broken !== undefined) return invalid(raw, order_number, 'record', '', '', raw.broken)
    const fields: { [name in FieldName]?: FieldValue } = {}
    let because: { [name in FieldName]?: string } | undefined
    let notes: string[] | undefined
    for (const [name, read] of readers) {
      field = name
      const result = read(raw.values)
      if (result.value !== undefined) fields[name] = result.value
      if (result.because !== undefined) because = { ...because, [name]: result.because }
      if (result.note !== undefined) notes = [...(notes ?? []), result.note]
    }
    return {
      valid: true,
      record: raw.record,
      place: raw.place,
      order_number,
      fields,
      ...(because && { because }),
      ...(notes && { notes }),
    }
  } catch (error) {
    if (error instanceof InvalidValue)
      return invalid(raw, order_number, field, error.column, error.value, error.message)
    throw error
  }
}

/** In a table: totals, and rows that only continue an order. */
function isNoOrder(number: string, numberAt: number, values: Values): boolean {
  if (isTotal(number)) return true
  if (number !== '' && !beginsAsTotal(number)) return false
  return values.every((value, index) => index === numberAt || meant(value ?? '') === '')
}

const invalid = (
  raw: RawRecord,
  order_number: string | undefined,
  field: string,
  column: string,
  value: string,
  reason: string,
): MappedRecord => ({
  valid: false,
  record: raw.record,
  place: raw.place,
  ...(order_number === undefined ? {} : { order_number }),
  field,
  column,
  value: value.length > 100 ? `${value.slice(0, 99)}…` : value,
  reason,
})

function compile(name: FieldName, mapping: Mapping, context: Context): FieldReader {
  switch (mapping.kind) {
    case 'column':
      return compileColumn(name, mapping, context)
    case 'rules':
      return compileRules(name, mapping, context)
    case 'languages':
      return compileLanguages(name, mapping, context)
  }
}

function compileColumn(name: FieldName, mapping: ColumnMapping, context: Context): FieldReader {
  const at = context.index(mapping.from)
  const read = valueReader(name, mapping, context)
  const cleared: FieldResult = mapping.blank === 'clear' ? { value: '' } : alone
  const wantsBlanks = name === 'resolved_yn'
  return (values) => {
    const raw = values[at]
    if (raw === undefined) return alone
    const value = meant(raw)
    if (value === '' && !wantsBlanks) return cleared
    const result = read(value)
    return result.value === '' ? cleared : result
  }
}

type ValueReader = (value: string) => FieldResult

function valueReader(name: FieldName, mapping: ColumnMapping, context: Context): ValueReader {
  if (name === 'resolved_yn') return (value) => ({ value: readBoolean(mapping, value) })
  if (name === 'paid_date' || mapping.date !== undefined) return dateReader(mapping, context)
  if (mapping.map !== undefined) return translated(mapping.from, { ...mapping, map: mapping.map }, context)
  if (name === 'tracking_code') return (value) => ({ value: readCode(mapping.from, value, context.fieldLength) })
  return (value) => ({ value: readText(mapping.from, value, context.fieldLength) })
}

function dateReader({ from, date }: ColumnMapping, { today }: Context): ValueReader {
  const patterns = date === undefined ? undefined : [datePattern(date)]
  return (value) => {
    const day = readDate(from, value, patterns, date)
    return day > today ? { value: day, note: `${from} = "${value}" lies in the future` } : { value: day }
  }
}

type Words = { readonly map: Readonly<Record<string, string | null>>; readonly otherwise: 'invalid' | 'keep' }

function translated(from: string, { map, otherwise }: Words, context: Context): ValueReader {
  const translate: Translate = translator(map)
  return (value) => {
    const found = translate(readText(from, value, context.fieldLength))
    if (found === undefined) {
      if (otherwise === 'keep') return alone
      const words = Object.keys(map).map((word) => `"${word}"`)
      throw new InvalidValue(
        from,
        value,
        `expected one of ${words.join(', ')}; add it to "map" of the field, or set "otherwise": "keep"`,
      )
    }
    if (found.word === null) return alone
    return found.folded
      ? { value: found.word, note: `${from} = "${value}" was read as "${found.word}" without regard to diacritics` }
      : { value: found.word }
  }
}

function compileRules(name: FieldName, mapping: RulesMapping, context: Context): FieldReader {
  const rules = mapping.rules.map((rule) => compileRule(name, rule, context))
  const translate =
    mapping.map === undefined ? undefined : translated('rules', { ...mapping, map: mapping.map }, context)
  return (values) => {
    const rule = rules.find(({ holds }) => holds(values))
    if (rule === undefined) return alone
    const result = rule.read(values)
    const word =
      translate !== undefined && typeof result.value === 'string' && result.value !== ''
        ? translate(result.value)
        : result
    return word.value === undefined ? word : { ...word, because: rule.because }
  }
}

function compileRule(name: FieldName, { when, then }: Rule, context: Context) {
  const tests = when.map((condition) => compileCondition(condition, context))
  const read: FieldReader =
    'mapping' in then ? compileColumn(name, then.mapping, context) : () => ({ value: then.literal })
  return {
    holds: (values: Values) => tests.every((test) => test(values)),
    read,
    because: when.map(toldCondition).join(' and '),
  }
}

function compileLanguages(name: FieldName, mapping: LanguagesMapping, context: Context): FieldReader {
  const languages = Object.entries(mapping.values).map(
    ([code, inner]) => [code, compile(name, inner, context)] as const,
  )
  return (values) => {
    const texts: Record<string, string> = {}
    for (const [code, read] of languages) {
      const { value } = read(values)
      if (typeof value === 'string') texts[code] = value
    }
    return Object.keys(texts).length === 0 ? alone : { value: texts }
  }
}
