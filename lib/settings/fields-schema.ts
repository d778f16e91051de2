import * as z from 'zod'
import { dateForms, parseDateForm } from './date-forms.ts'
import { matchProblem } from './match.ts'
import { nearest } from './problems.ts'
import { folded } from './words.ts'

const path = z
  .string()
  .min(1)
  .max(300)
  .describe('Column name, key, or path below the record, as "orderHeader/numberOrder".')
const words = z.array(z.string()).describe('Words of the export that mean this value.')
const blank = z
  .enum(['keep', 'clear'])
  .describe('What a blank value means: leave the field alone (default), or clear it where this sync had set it.')
const date = z
  .string()
  .refine((form) => parseDateForm(form) !== undefined, dateForms)
  .describe(
    'How dates are written: a pattern of d or dd, M or MM, and yyyy or yy, as "d.M.yyyy" or "yyyyMMdd"; "unix" (seconds since 1970), "unix-ms", or "/Date()/". Default: ISO 8601, d.M.yyyy or /Date(…)/.',
  )
const match = z
  .string()
  .min(1)
  .max(500)
  .superRefine((pattern, ctx) => {
    const problem = matchProblem(pattern)
    if (problem !== undefined) ctx.addIssue(problem)
  })
  .describe(
    'A regular expression (RE2) that takes the value out of a longer text: its first group, or all that it matches, as "balik:([^;]+)". What does not match is blank; as an order number it is invalid.',
  )
const several = z
  .enum(['first', 'last', 'join'])
  .describe(
    'What several different values of one order mean: the first, the last, or all of them joined by ", ". Default: they are told, and none is used.',
  )
const oneOfSeveral = z
  .enum(['first', 'last'])
  .describe(
    'What several different values of one order mean: the first, or the last. Default: they are told, and none is used.',
  )

const numbers = z
  .strictObject({
    above: z.number().exactOptional(),
    below: z.number().exactOptional(),
    equals: z.number().exactOptional(),
  })
  .refine((test) => Object.keys(test).length > 0, {
    error: 'at least one of above, below and equals',
    when: ({ issues }) => issues.length === 0,
  })
  .describe(
    'Conditions on an amount, as 1 250,00 Kč or -1,250.00. A single comma or point is a decimal one: "1,234" is 1.234. What is not a number meets none of them, and is told.',
  )
/** Conditions as the settings file says them. */
export const conditionsSchema = z
  .record(
    path,
    z.union([
      z.string(),
      z.strictObject({ present: z.literal(true) }),
      z.strictObject({ absent: z.literal(true) }),
      numbers,
    ]),
  )
  .describe(
    'Conditions that must all hold: a path equals a text, is present, is absent or blank, or is an amount above, below or equal to a number.',
  )

const mapTo = (word: z.ZodType<string>) => ({
  map: z
    .record(z.string(), word.nullable())
    .exactOptional()
    .describe(
      'From the words of the export to the words of the shop. null: the word is known, and leaves the field alone.',
    ),
  otherwise: z
    .enum(['invalid', 'keep'])
    .exactOptional()
    .describe(
      'What a word that "map" does not know means: the record is invalid (default), or the field is left alone, which is told.',
    ),
})

/** The fields differ in what they may be told, as columns and as lists of rules; everything else is said once. */
function mappingOf<T extends z.ZodRawShape, R extends z.ZodRawShape>(
  more: T,
  ofRules: R,
  literal: z.ZodType<string | boolean>,
) {
  const column = z.strictObject({ from: path, match: match.exactOptional(), ...more })
  const rule = z.strictObject({
    when: conditionsSchema,
    then: z.union([literal, column]).describe('The value: a text, or { "from": … }.'),
  })
  const rules = z.array(rule).min(1).describe('The first rule whose conditions all hold decides.')
  const mappedRules = z.strictObject({ rules, ...ofRules }).superRefine(knowRulesWords)
  return z.union([path, column, rules, mappedRules])
}

/** Where every rule says a word, `map` can only translate those. */
function knowRulesWords(mapping: object, ctx: z.RefinementCtx): void {
  if (!('map' in mapping) || !('rules' in mapping) || !Array.isArray(mapping.rules)) return
  const said = mapping.rules.map(({ then }: { readonly then: unknown }) => then)
  const known = [...new Set(said.filter((word) => typeof word === 'string'))]
  if (said.some((word) => typeof word !== 'string')) return
  for (const key of Object.keys(mapping.map ?? {})) {
    if (known.some((word) => folded(word) === folded(key))) continue
    const near = nearest(key, known)
    const meant = near === undefined ? `: ${known.map((word) => `"${word}"`).join(', ')}` : `; did you mean "${near}"?`
    ctx.addIssue({
      code: 'custom',
      path: ['map', key],
      message: `a word that the rules say${meant}`,
      params: { found: JSON.stringify(key) },
    })
  }
}

const day = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a date as yyyy-MM-dd')
const statusId = z.string().regex(/^[1-9]\d{0,9}$/, 'the number of a status as text, as "12"')
const mapped = mapTo(z.string())
const cleared = { blank: blank.exactOptional() }
const dated = { date: date.exactOptional(), ...cleared }

const text = mappingOf({ ...mapped, ...cleared, several: several.exactOptional() }, mapped, z.string())
const meta = mappingOf({ ...mapped, ...dated, several: several.exactOptional() }, mapped, z.string())
const status = mappingOf({ ...mapped, several: oneOfSeveral.exactOptional() }, mapped, z.string())
const statusById = mappingOf({ ...mapTo(statusId), several: oneOfSeveral.exactOptional() }, mapTo(statusId), statusId)
const dateField = mappingOf({ ...dated, several: oneOfSeveral.exactOptional() }, {}, day)
const resolved = mappingOf(
  { true: words.exactOptional(), false: words.exactOptional(), several: oneOfSeveral.exactOptional() },
  {},
  z.boolean(),
)
const number = z.union([path, z.strictObject({ from: path, match: match.exactOptional() })])

const language = z.string().regex(/^[a-z]{2}$/, 'a language code of two letters, as "cs"')
const languages = z.strictObject({
  values: z.record(language, meta).describe('One mapping per language code (ISO 639-1).'),
})

/** The fields of a feed as the settings file says them. */
export const fieldsSchema = z
  .strictObject({
    order_number: number.describe("The shop's own order number, not the ERP's."),
    status: status.optional().describe("Name of the order status, in the shop's words after mapping."),
    status_id: statusById
      .optional()
      .describe('Instead of "status": the number of the order status in the shop. v2 only.'),
    paid_date: dateField.optional().describe('Date of payment; with a value the shop marks the order as paid.'),
    delivered_date: dateField.optional().describe('Date of delivery. v2 only.'),
    tracking_code: text.optional().describe('Tracking code of the parcel; text for ever.'),
    resolved_yn: resolved.optional().describe('Whether the order is resolved.'),
    internal_note: text.optional().describe('Internal note, which customers do not see. v2 only.'),
    external_order_number: text.optional().describe("The ERP's own number of the order; text for ever. v2 only."),
    metas: z
      .record(z.string().min(1).max(100), z.union([meta, languages]))
      .optional()
      .describe('Custom fields of the order, by their keys in the shop.'),
  })
  .describe('Where each field of the order state comes from.')

/** The fields of a feed as the schema gives them. */
export type RawFields = z.infer<typeof fieldsSchema>

/** Any form of a mapping that a settings file may have. */
export type RawMapping =
  | z.infer<typeof text>
  | z.infer<typeof meta>
  | z.infer<typeof status>
  | z.infer<typeof dateField>
  | z.infer<typeof resolved>

/** A custom field with one mapping per language. */
export type RawLanguages = z.infer<typeof languages>

/** What several different values at one place mean. */
export type Several = z.infer<typeof several>

/** A column's settings, whichever its field. */
export type ColumnSettings = z.infer<typeof columnSettings>
const columnSettings = z.object({
  from: path,
  match: match.exactOptional(),
  several: several.exactOptional(),
  ...dated,
  ...mapped,
  true: words.exactOptional(),
  false: words.exactOptional(),
})

/** The conditions of a rule, by path. */
export type RawConditions = z.infer<typeof conditionsSchema>
