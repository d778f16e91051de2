import { type FieldName, type FieldValue, fieldEntries } from '../../order.ts'
import {
  type Condition,
  type Feed,
  type LanguagesMapping,
  type Mapping,
  type Rule,
  type RulesMapping,
  usesMatch,
} from '../../settings/settings.ts'
import { type RawRecord, renamed } from '../formats/format.ts'
import type { MappedRecord, Presence, UnknownWord, ValidRecord } from '../record.ts'
import { createAbsent } from './absent.ts'
import { cleanCell, isNothing } from './clean.ts'
import { isPlainCode } from './codes.ts'
import { alone, type Context, compileColumn, type FieldReader, type FieldResult } from './columns.ts'
import { type CellsOf, compileCondition, type Holds, toldCondition, type Words, wordsOf } from './conditions.ts'
import { InvalidValue } from './invalid-value.ts'
import { NoOrderNumber, numberReader } from './numbers.ts'
import { refundsOf } from './refunds.ts'
import { beginsAsTotal, isRowCount, isTotal, type ReadOne, translating } from './values.ts'

/** A feed's mapping, made ready for speed: which paths it wants, and how a raw record becomes an order state. */
export interface Mapper {
  readonly paths: readonly string[]
  /**
   * `undefined` for what says nothing: a total, the continuation of an order, a record that the feed skips.
   * @param earlier records in earlier parts of the same export
   */
  map(raw: RawRecord, earlier?: number): MappedRecord | undefined
  /**
   * what is to be told of the records so far together: those that are money that went back, and fields that none has
   * @param passed records that were passed over before they came here
   */
  remarks(passed: number): readonly string[]
  /** which fields they have, where so many others were passed over; `undefined` where a header says it */
  presence(passed: number): Presence | undefined
}

type MappedFeed = Pick<Feed, 'contents' | 'fields' | 'format' | 'limits' | 'nothing' | 'preset' | 'skip' | 'timeZone'>

/**
 * Compiles the mapping of a feed.
 * @param today `yyyy-mm-dd`; later dates are noted as odd
 */
export async function createMapper(feed: MappedFeed, today: string): Promise<Mapper> {
  const paths: string[] = []
  const isTable = feed.format.type === 'csv' || feed.format.type === 'xlsx'
  const context: Context = {
    today,
    timeZone: feed.timeZone,
    hasDates: feed.format.type === 'xlsx',
    fieldLength: feed.limits.fieldLength,
    cellsOf: (path) => cellsAt(paths, path, isTable),
    isNothing: nothingOf(feed.nothing),
    extractor: usesMatch(feed) ? (await import('./match.ts')).extractor : () => (text) => [text],
  }
  const compiled: Compiled = {
    numberOf: numberReader(feed.fields.order_number, context),
    readers: fieldEntries(feed.fields.mappings).map(([name, mapping]) => ({
      name,
      read: compile(name, mapping, context),
    })),
    skips: feed.skip.length === 0 ? undefined : skipper(feed.skip, context),
    at: { field: 'record' },
  }
  const refunds = refundsOf(feed)
  const absent = createAbsent(feed, paths)
  const isNoOrder = isTable ? noOrder(context) : () => false
  return {
    paths,
    map: (raw, earlier = 0) => {
      if (isNoOrder(raw) || refunds.take(raw)) return undefined
      const mapped = mapRecord(earlier === 0 ? raw : renamed(raw, { record: raw.record + earlier }), compiled)
      absent.look(raw, mapped?.valid === true)
      return mapped
    },
    remarks: (passed) => [...refunds.remarks(), ...absent.remarks(passed)],
    presence: absent.presence,
  }
}

/** The mapping of a feed, made ready for speed. */
interface Compiled {
  readonly numberOf: (raw: RawRecord) => string
  readonly readers: readonly { readonly name: FieldName; readonly read: FieldReader }[]
  /** whether a record says nothing at all; what is wrong with it where that cannot be told; absent: each says something */
  readonly skips: ((raw: RawRecord, tell: (note: string) => void) => boolean | InvalidValue) | undefined
  readonly at: Reached
}

/** Which field of a record is being read, for whoever has to say where it failed. */
interface Reached {
  field: FieldName | 'order_number' | 'record'
}

function cellsAt(paths: string[], path: string, isTable: boolean): CellsOf {
  if (!paths.includes(path)) paths.push(path)
  const at = paths.indexOf(path)
  if (!isTable) return (raw) => raw.all(path)
  return ({ values }) => {
    const cell = values[at]
    return cell === undefined ? [] : [cell]
  }
}

function nothingOf(words: readonly string[] = []): Context['isNothing'] {
  if (words.length === 0) return isNothing
  const own = new Set(words.map((word) => cleanCell(word).toLowerCase()))
  return (text, kind) => own.has(text.toLowerCase()) || isNothing(text, kind)
}

/** In a table: totals, lines of dashes, and rows that only continue an order. The order number is the first of the wanted values. */
const noOrder =
  (context: Context) =>
  ({ values }: RawRecord): boolean => {
    const [first = ''] = values
    // almost every record: an order number that can be nothing else
    const isPlain = isPlainCode(first, context.fieldLength)
    if (isPlain && !beginsAsTotal(first) && !context.isNothing(first, 'code')) return false
    const number = cleanCell(first)
    if (isTotal(number) || isRowCount(number)) return true
    if (!context.isNothing(number, 'code') && !beginsAsTotal(number)) return false
    return values.slice(1).every((value) => context.isNothing(cleanCell(value ?? ''), 'status'))
  }

function skipper(skip: Feed['skip'], context: Context): NonNullable<Compiled['skips']> {
  const words = wordsOf(skip)
  const entries = skip.map((when) => compileConditions(when, words, context))
  return (raw, tell) => {
    try {
      return entries.some((holds) => holds(raw, tell))
    } catch (error) {
      if (error instanceof InvalidValue) return error
      throw error
    }
  }
}

const compileConditions = (when: readonly Condition[], words: Words, context: Context): Holds => {
  const { fieldLength, cellsOf } = context
  const tests = when.map((condition) =>
    compileCondition(condition, { cellsOf: cellsOf(condition.path), fieldLength, words }),
  )
  return (raw, tell) => tests.every((test) => test(raw, tell))
}

// this is done for each record of an export: nothing is made that is not needed
function mapRecord(raw: RawRecord, { numberOf, readers, skips, at }: Compiled): MappedRecord | undefined {
  let odd: string[] | undefined
  const skipped =
    skips?.(raw, (note) => {
      odd = [...(odd ?? []), note]
    }) ?? false
  if (skipped === true) return undefined
  let order_number: string | undefined
  at.field = 'order_number'
  try {
    order_number = numberOf(raw)
    at.field = 'record'
    if (skipped !== false) throw skipped
    if (raw.broken !== undefined) throw new InvalidValue('', '', raw.broken)
    const { fields, because, notes, unknownWords } = readFields(raw, readers, at)
    const { record, place, line, lines } = raw
    const isPlain = (because ?? odd ?? notes ?? unknownWords) === undefined
    if (isPlain && line !== undefined && lines === undefined)
      return { valid: true, record, place, order_number, fields, line }
    const more = { ...(because && { because }), ...withNotes(odd, notes), ...(unknownWords && { unknownWords }) }
    if (line === undefined) return { valid: true, record, place, order_number, fields, ...more }
    if (lines !== undefined) return { valid: true, record, place, order_number, fields, line, lines, ...more }
    return { valid: true, record, place, order_number, fields, line, ...more }
  } catch (error) {
    if (error instanceof InvalidValue) return invalid(raw, order_number, at.field, error)
    throw error
  }
}

interface Found extends Pick<ValidRecord, 'fields'> {
  readonly because: ValidRecord['because'] | undefined
  readonly notes: ValidRecord['notes'] | undefined
  readonly unknownWords: ValidRecord['unknownWords'] | undefined
}

const withNotes = (odd: readonly string[] | undefined, notes: ValidRecord['notes']): Pick<ValidRecord, 'notes'> =>
  odd === undefined && notes === undefined ? {} : { notes: [...(odd ?? []), ...(notes ?? [])] }

function readFields(raw: RawRecord, readers: Compiled['readers'], at: Reached): Found {
  const fields: { [name in FieldName]?: FieldValue } = {}
  let because: { [name in FieldName]?: string } | undefined
  let notes: string[] | undefined
  let unknownWords: UnknownWord[] | undefined
  for (const { name, read } of readers) {
    at.field = name
    const result = read(raw)
    if (result.value !== undefined) fields[name] = result.value
    if (result.because !== undefined) because = { ...because, [name]: result.because }
    if (result.notes !== undefined) notes = [...(notes ?? []), ...result.notes]
    if (result.unknownWords !== undefined) unknownWords = [...(unknownWords ?? []), ...result.unknownWords]
  }
  return { fields, because, notes, unknownWords }
}

function invalid(raw: RawRecord, order_number: string | undefined, field: string, error: InvalidValue): MappedRecord {
  const { column, value, message, unknown } = error
  return {
    valid: false,
    record: raw.record,
    place: raw.place,
    ...(order_number === undefined ? {} : { order_number }),
    field,
    column,
    value: value.length > 100 ? `${value.slice(0, 99)}…` : value,
    reason: message,
    ...(error instanceof NoOrderNumber && { stranger: error.stranger }),
    ...(unknown && { unknownWords: [unknown] }),
  }
}

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

function compileRules(name: FieldName, mapping: RulesMapping, context: Context): FieldReader {
  const words = wordsOf(mapping.rules.map(({ when }) => when))
  const rules = mapping.rules.map((rule) => ({
    holds: compileConditions(rule.when, words, context),
    read: compileRule(name, withWords(rule, mapping), context),
  }))
  return (raw) => {
    let notes: string[] | undefined
    const tell = (note: string): void => {
      notes = [...(notes ?? []), note]
    }
    const result = rules.find(({ holds }) => holds(raw, tell))?.read(raw) ?? alone
    return notes === undefined ? result : { ...result, notes: [...new Set([...notes, ...(result.notes ?? [])])] }
  }
}

/** A rule, with the words by which its field is translated. */
type WordedRule = Rule & Pick<RulesMapping, 'map' | 'otherwise'>

const withWords = (rule: Rule, { map, otherwise }: RulesMapping): WordedRule => ({
  ...rule,
  ...(map === undefined ? {} : { map }),
  otherwise,
})

function compileRule(name: FieldName, { when, then, map, otherwise }: WordedRule, context: Context): FieldReader {
  const because = when.map(toldCondition).join(' and ')
  const read: FieldReader =
    'mapping' in then ? compileColumn(name, then.mapping, context) : () => ({ value: then.literal })
  const translate =
    map === undefined ? undefined : translating(name, { map, otherwise, path: because }, context.fieldLength)
  return (raw) => {
    const said = read(raw)
    const result = translate === undefined ? said : translated(said, translate)
    return result.value === undefined ? result : { ...result, because }
  }
}

function translated(said: FieldResult, translate: ReadOne): FieldResult {
  if (typeof said.value !== 'string' || said.value === '') return said
  const { value, note, unknown } = translate(said.value)
  return {
    value,
    ...(note === undefined ? said.notes && { notes: said.notes } : { notes: [...(said.notes ?? []), note] }),
    ...(unknown && { unknownWords: [unknown] }),
  }
}

/** A text per language; a language that its column leaves alone is not in the value. */
function compileLanguages(name: FieldName, mapping: LanguagesMapping, context: Context): FieldReader {
  const languages = Object.entries(mapping.values).map(
    ([code, inner]) => [code, compile(name, inner, context)] as const,
  )
  return (raw) => {
    const results = languages.map(([code, read]) => [code, read(raw)] as const)
    const texts = Object.fromEntries(
      results.flatMap(([code, { value }]) => (typeof value === 'string' ? [[code, value]] : [])),
    )
    const notes = results.flatMap(([, result]) => result.notes ?? [])
    const unknownWords = results.flatMap(([, result]) => result.unknownWords ?? [])
    return {
      value: Object.keys(texts).length === 0 ? undefined : texts,
      ...(notes.length > 0 && { notes }),
      ...(unknownWords.length > 0 && { unknownWords }),
    }
  }
}
