import * as z from 'zod'

/**
 * How one field of an order state comes out of a record. The short forms of the settings file (a column name, an
 * object, a list of conditions) are brought into one of three kinds here.
 */
export type Mapping = ColumnMapping | RulesMapping | LanguagesMapping

/** A value from one column, key or path, with its transformation. */
export interface ColumnMapping {
  readonly kind: 'column'
  /** column name, key, or path below the record */
  readonly from: string
  /** from the export's words to the shop's */
  readonly map?: Readonly<Record<string, string>>
  /** what a word that `map` does not know means: an invalid record, or leaving the field alone */
  readonly otherwise: 'invalid' | 'keep'
  /** pattern of a date, as `d.M.yyyy` */
  readonly date?: string
  readonly true?: readonly string[]
  readonly false?: readonly string[]
  /** what a blank value means: leaving the field alone, or clearing it */
  readonly blank: 'keep' | 'clear'
}

/** The first rule whose conditions all hold decides; none: the field is left alone. */
export interface RulesMapping {
  readonly kind: 'rules'
  readonly rules: readonly Rule[]
  /** translates what a rule says, as in a column mapping */
  readonly map?: Readonly<Record<string, string>>
  readonly otherwise: 'invalid' | 'keep'
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

/** One condition of a rule: equal to a text, present (not blank), or absent (missing or blank). */
export type Condition = { readonly path: string } & (
  | { readonly test: 'equals'; readonly value: string }
  | { readonly test: 'present' | 'absent' }
)

const path = z
  .string()
  .min(1)
  .max(300)
  .describe('Column name, key, or path below the record, as "orderHeader/numberOrder".')
const words = z.array(z.string()).describe('Words of the export that mean this value.')
const map = z.record(z.string(), z.string()).describe('From the words of the export to the words of the shop.')
const otherwise = z
  .enum(['invalid', 'keep'])
  .describe('What a word that "map" does not know means: the record is invalid (default), or the field is left alone.')
const blank = z
  .enum(['keep', 'clear'])
  .describe('What a blank value means: leave the field alone (default), or clear it where this sync had set it.')
const date = z
  .string()
  .regex(/^(?=.*d)(?=.*M)(?=.*yyyy)[dMy.\-/ ]+$/, 'a pattern of d or dd, M or MM, and yyyy, as "d.M.yyyy"')
  .describe('Pattern of the date: d or dd, M or MM, and yyyy, as "d.M.yyyy". Default: ISO 8601 or d.M.yyyy.')

const when = z
  .record(
    path,
    z.union([z.string(), z.strictObject({ present: z.literal(true) }), z.strictObject({ absent: z.literal(true) })]),
  )
  .describe('Conditions that must all hold: a path equals a text, is present, or is absent or blank.')

/** The fields differ in what they may be told, as columns and as lists of rules; everything else is said once. */
function mappingOf<T extends z.ZodRawShape, R extends z.ZodRawShape>(
  more: T,
  ofRules: R,
  literal: z.ZodType<string | boolean>,
) {
  const column = z.strictObject({ from: path, ...more })
  const rule = z.strictObject({
    when,
    then: z.union([literal, column]).describe('The value: a text, or { "from": … }.'),
  })
  const rules = z.array(rule).min(1).describe('The first rule whose conditions all hold decides.')
  const mappedRules = z.strictObject({ rules, ...ofRules })
  return { column, any: z.union([path, column, rules, mappedRules]) }
}

const mapped = { map: map.exactOptional(), otherwise: otherwise.exactOptional() }
const day = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a date as yyyy-MM-dd')
const text = mappingOf({ ...mapped, blank: blank.exactOptional() }, mapped, z.string())
const meta = mappingOf({ ...mapped, date: date.exactOptional(), blank: blank.exactOptional() }, mapped, z.string())
const status = mappingOf(mapped, mapped, z.string())
const paidDate = mappingOf({ date: date.exactOptional(), blank: blank.exactOptional() }, {}, day)
const resolved = mappingOf({ true: words.exactOptional(), false: words.exactOptional() }, {}, z.boolean())
const number = z.union([path, z.strictObject({ from: path })])

const language = z.string().regex(/^[a-z]{2}$/, 'a language code of two letters, as "cs"')
const languages = z.strictObject({
  values: z.record(language, meta.any).describe('One mapping per language code (ISO 639-1).'),
})
const metaKey = z.string().min(1).max(100)

/** The fields of a feed as the settings file says them. */
export const fieldsSchema = z
  .strictObject({
    order_number: number.describe("The shop's own order number, not the ERP's."),
    status: status.any.optional().describe("Name of the order status, in the shop's words after mapping."),
    paid_date: paidDate.any.optional().describe('Date of payment; with a value the shop marks the order as paid.'),
    tracking_code: text.any.optional().describe('Tracking code of the parcel; text for ever.'),
    resolved_yn: resolved.any.optional().describe('Whether the order is resolved.'),
    metas: z
      .record(metaKey, z.union([meta.any, languages]))
      .optional()
      .describe('Custom fields of the order, by their keys in the shop.'),
  })
  .describe('Where each field of the order state comes from.')

type Input =
  | z.infer<typeof text.any>
  | z.infer<typeof paidDate.any>
  | z.infer<typeof resolved.any>
  | z.infer<typeof meta.any>

/** Brings any form of a mapping into its one form. */
export function normalMapping(input: Input | z.infer<typeof languages>): Mapping {
  if (typeof input !== 'string' && !Array.isArray(input) && 'values' in input) {
    const values = Object.entries(input.values).map(([code, value]) => [code, normalOne(value)])
    return { kind: 'languages', values: Object.fromEntries(values) }
  }
  return normalOne(input)
}

function normalOne(input: Input): ColumnMapping | RulesMapping {
  if (typeof input === 'string') return normalColumn({ from: input })
  if (Array.isArray(input)) return { kind: 'rules', rules: input.map(normalRule), otherwise: 'invalid' }
  if ('rules' in input) {
    const { rules, map, otherwise = 'invalid' }: RulesInput = input
    return { kind: 'rules', rules: rules.map(normalRule), ...(map === undefined ? {} : { map }), otherwise }
  }
  return normalColumn(input)
}

type ColumnInput = Omit<Partial<ColumnMapping>, 'kind'> & { readonly from: string }

const normalColumn = (input: ColumnInput): ColumnMapping => ({
  ...input,
  kind: 'column',
  otherwise: input.otherwise ?? 'invalid',
  blank: input.blank ?? 'keep',
})

type RulesInput = Partial<Pick<RulesMapping, 'map' | 'otherwise'>> & { readonly rules: readonly RuleInput[] }

type RuleInput = {
  when: Record<string, string | { present: true } | { absent: true }>
  then: string | boolean | ColumnInput
}

const normalRule = ({ when, then }: RuleInput): Rule => ({
  when: Object.entries(when).map(([path, test]) => {
    if (typeof test === 'string') return { path, test: 'equals', value: test }
    return { path, test: 'present' in test ? 'present' : 'absent' }
  }),
  then: typeof then === 'object' ? { mapping: normalColumn(then) } : { literal: then },
})
