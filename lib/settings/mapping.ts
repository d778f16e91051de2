import type { FieldName } from '../order.ts'
import type { ColumnSettings, RawConditions, RawFields, RawLanguages, RawMapping, Several } from './fields-schema.ts'

export type { Several } from './fields-schema.ts'

/**
 * How one field of an order state comes out of a record. The short forms of the settings file (a column name, an
 * object, a list of conditions) are brought into one of three kinds here.
 */
export type Mapping = ColumnMapping | RulesMapping | LanguagesMapping

/** A value from one column, key or path, with its transformation. */
export type ColumnMapping = Readonly<Omit<ColumnSettings, 'otherwise' | 'blank'>> & {
  readonly kind: 'column'
  /** what a word that `map` does not know means: an invalid record, or leaving the field alone */
  readonly otherwise: 'invalid' | 'keep'
  /** what a blank value means: leaving the field alone, or clearing it */
  readonly blank: 'keep' | 'clear'
}

/** The first rule whose conditions all hold decides; none: the field is left alone. */
export type RulesMapping = Pick<ColumnMapping, 'map' | 'otherwise'> & {
  readonly kind: 'rules'
  readonly rules: readonly Rule[]
}

/** One custom field with a text per language. */
export interface LanguagesMapping {
  readonly kind: 'languages'
  readonly values: Readonly<Record<string, ColumnMapping | RulesMapping>>
}

/** Conditions on paths, and the value that follows. */
export interface Rule {
  readonly when: readonly Condition[]
  readonly then: { readonly literal: string | boolean } | { readonly mapping: ColumnMapping }
}

/** One condition of a rule: equal to a text, present (not blank), absent (missing or blank), or an amount. */
export type Condition = { readonly path: string } & (
  | { readonly test: 'equals'; readonly value: string }
  | { readonly test: 'present' | 'absent' }
  | {
      readonly test: 'amount'
      readonly above?: number
      readonly below?: number
      readonly equals?: number
    }
)

/** The fields of a feed: where the order number is, and one mapping per field. */
export interface FeedFields {
  readonly order_number: { readonly from: string; readonly match?: string }
  readonly mappings: { readonly [name in FieldName]?: Mapping }
}

/** Brings the fields of a feed into their one form. */
export function normalFields({ order_number, ...fields }: RawFields): FeedFields {
  return {
    order_number: typeof order_number === 'string' ? { from: order_number } : order_number,
    mappings: Object.fromEntries(normalMappings(fields)),
  }
}

/** Brings mappings into their one form, by the names of their fields. */
export function normalMappings({
  metas = {},
  ...plain
}: Partial<Omit<RawFields, 'order_number'>>): [FieldName, Mapping][] {
  const custom = Object.entries(metas).map(([key, mapping]) => [`metas.${key}`, mapping] as const)
  return [...Object.entries(plain), ...custom].flatMap(([name, mapping]): [FieldName, Mapping][] =>
    mapping === undefined ? [] : [[name as FieldName, normalMapping(mapping)]],
  )
}

function normalMapping(input: RawMapping | RawLanguages): Mapping {
  if (typeof input === 'string' || Array.isArray(input) || !('values' in input)) return normalOne(input)
  const values = Object.entries(input.values).map(([code, value]) => [code, normalOne(value)])
  return { kind: 'languages', values: Object.fromEntries(values) }
}

function normalOne(input: RawMapping): ColumnMapping | RulesMapping {
  if (typeof input === 'string') return normalColumn({ from: input })
  if (Array.isArray(input)) return { kind: 'rules', rules: input.map(normalRule), otherwise: 'invalid' }
  if (!('rules' in input)) return normalColumn(input)
  const { rules, map, otherwise = 'invalid' }: RawRules = input
  return { kind: 'rules', rules: rules.map(normalRule), ...(map === undefined ? {} : { map }), otherwise }
}

type RawRules = Partial<Pick<ColumnSettings, 'map' | 'otherwise'>> & { readonly rules: readonly RawRule[] }
type RawRule = { readonly when: RawConditions; readonly then: string | boolean | ColumnSettings }

const normalColumn = (input: ColumnSettings): ColumnMapping => ({
  ...input,
  kind: 'column',
  otherwise: input.otherwise ?? 'invalid',
  blank: input.blank ?? 'keep',
})

const normalRule = ({ when, then }: RawRule): Rule => ({
  when: normalConditions(when),
  then: typeof then === 'object' ? { mapping: normalColumn(then) } : { literal: then },
})

/** Brings conditions into their one form. */
export const normalConditions = (when: RawConditions): Condition[] =>
  Object.entries(when).map(([path, test]): Condition => {
    if (typeof test === 'string') return { path, test: 'equals', value: test }
    if ('present' in test) return { path, test: 'present' }
    return 'absent' in test ? { path, test: 'absent' } : { path, test: 'amount', ...test }
  })

/** All columns of a mapping, those of its rules and languages among them. */
export function columnsOf(mapping: Mapping): ColumnMapping[] {
  if (mapping.kind === 'column') return [mapping]
  if (mapping.kind === 'languages') return Object.values(mapping.values).flatMap(columnsOf)
  return mapping.rules.flatMap(({ then }) => ('mapping' in then ? [then.mapping] : []))
}

/** What several different values of a field mean, where its mapping says so. */
export const severalOf = (mapping: Mapping): Several | undefined =>
  columnsOf(mapping).find(({ several }) => several !== undefined)?.several
