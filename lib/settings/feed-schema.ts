import * as z from 'zod'
import { conditionsSchema, fieldsSchema, type RawConditions, type RawFields } from './fields-schema.ts'
import { columnsOf, type Mapping, normalMappings } from './mapping.ts'
import { isPath, pathForms } from './paths.ts'

const text = z.string().min(1)

const encoding = z
  .enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1250', 'iso-8859-2', 'cp852', 'macce'])
  .optional()
  .describe('Encoding of the file. Default: detected (byte order mark, UTF-16, strict UTF-8, otherwise Windows-1250).')
const header = z
  .boolean()
  .default(true)
  .describe('false: the file has no header, and columns are named "1", "2" and so on.')
const documentNumber = text
  .optional()
  .describe("Path below a record to the ERP's own number of the document: messages name it beside the record.")
const records = z.string().min(1).describe('Path to the records, as "responsePack/responsePackItem/listOrder/order".')

const textFormat = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('csv'),
    delimiter: z.string().length(1).optional().describe('Default: found among ; , tab and |.'),
    header,
    encoding,
  }),
  z.strictObject({ type: z.literal('ndjson'), documentNumber, encoding }),
  z.strictObject({ type: z.literal('json'), records: records.optional(), documentNumber, encoding }),
  z.strictObject({ type: z.literal('xml'), records, documentNumber, encoding }),
])

const format = z
  .union([
    z.discriminatedUnion('type', [
      textFormat,
      z.strictObject({
        type: z.literal('xlsx'),
        header,
        sheet: text
          .optional()
          .describe('Name of the sheet. Default: the first that has all columns which the mapping names.'),
      }),
    ]),
    z.array(textFormat).min(1),
  ])
  .describe(
    'What the files of this feed look like; a list where they come in several formats, as XML and as JSON. gzip and zip are recognised by themselves.',
  )

const limits = z
  .strictObject({
    unpackedBytes: z
      .int()
      .min(1)
      .default(2 * 1024 ** 3)
      .describe('Largest unpacked size of a file. Default: 2 GiB.'),
    recordBytes: z
      .int()
      .min(1)
      .default(10 * 1024 ** 2)
      .describe('Longest record. Default: 10 MiB.'),
    fieldLength: z
      .int()
      .min(1)
      .default(10_000)
      .describe('Longest value of a mapped field, in characters. Default: 10,000.'),
    depth: z.int().min(1).default(64).describe('Deepest nesting of XML or JSON. Default: 64.'),
  })
  .prefault({})
  .describe('Limits that protect against broken files.')

/** A feed as people write it, its preset laid under it already. */
export const feedSchema = z
  .strictObject({
    preset: text.optional().describe('Name of a ready-made mapping; whatever is set beside it wins.'),
    was: text
      .optional()
      .describe('The name that the feed had before, so that what is known of its exports and orders is taken over.'),
    contents: z
      .enum(['full', 'changes'])
      .describe(
        '"full": every export holds all orders, only the newest counts. "changes": every export holds what changed, all are read in order.',
      ),
    order: z
      .enum(['name', 'time'])
      .optional()
      .describe(
        'Which of two exports is newer: "name" goes by the dates, numbers and words of their names, "time" by when they were uploaded. Default: by a date or running number where the names differ in nothing else, otherwise by the time. An export that is older by one and newer by the other is held.',
      ),
    format,
    fields: fieldsSchema,
    skip: z
      .array(z.strictObject({ when: conditionsSchema }))
      .default([])
      .describe(
        'Records that say nothing at all, as credit notes: those for which all conditions of an entry hold. They neither give a field nor withhold one.',
      ),
    nothing: z
      .array(text)
      .optional()
      .describe(
        'More words that stand for nothing, as "není" or "x", in any field. null, None, N/A and the like are known.',
      ),
    duplicates: z
      .enum(['invalid', 'last', 'every'])
      .default('invalid')
      .describe(
        'The same order twice in one export with different values: "invalid" uses neither (default), "last" uses the last. "every": a field counts once every record of the order gives it, a paid date as the latest: for orders with several invoices.',
      ),
    ico: text
      .optional()
      .describe('Company number (IČO): a file that names another one is held back until a person decides. XML only.'),
    limits,
  })
  .superRefine(icoOfXml, { when: ({ value }) => isObject(value) })
  .superRefine(pathsOfXml, { when: ({ value }) => isObject(value) && isObject((value as RawFeed).fields) })

type RawFeed = {
  readonly ico?: unknown
  readonly format?: { readonly type?: unknown } | readonly { readonly type?: unknown }[]
  readonly fields: RawFields
  readonly skip?: readonly { readonly when: RawConditions }[]
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

/** The types of a feed's formats, as far as they are named. */
const typesOf = ({ format }: RawFeed): unknown[] => [format].flat().map((one) => one?.type)

function icoOfXml(feed: RawFeed, ctx: z.RefinementCtx): void {
  if (feed.ico === undefined || typesOf(feed).some((type) => type === 'xml' || type === undefined)) return
  ctx.addIssue({ code: 'custom', path: ['ico'], message: 'no company number: only XML exports name it' })
}

/** Paths of XML, wherever nothing else is wrong. */
function pathsOfXml({ fields, skip = [], ...feed }: RawFeed, ctx: z.RefinementCtx): void {
  if (!typesOf({ fields, ...feed }).includes('xml')) return
  const broken = ctx.issues.map(({ path = [] }) => path)
  const isBroken = (part: string): boolean => broken.some(([first]) => first === part)
  const brokenFields = new Set(broken.flatMap(([first, name]) => (first === 'fields' ? [name] : [])))
  for (const issue of wrongPaths(fields, brokenFields)) ctx.addIssue(issue)
  if (isBroken('skip')) return
  for (const [index, { when }] of skip.entries())
    for (const path of Object.keys(when)) if (!isPath(path)) ctx.addIssue(wrongPath(['skip', index, 'when'], path))
}

const wrongPath = (at: readonly PropertyKey[], path: string) => ({
  code: 'custom' as const,
  path: [...at],
  message: `paths as ${pathForms}`,
  params: { found: JSON.stringify(path) },
})

/** What is not a path, in all fields but those with other problems. */
function wrongPaths(fields: RawFields, broken: ReadonlySet<unknown>) {
  const { order_number, ...others } = Object.fromEntries(
    Object.entries(fields).filter(([name]) => !broken.has(name)),
  ) as Partial<RawFields>
  const number = typeof order_number === 'object' ? order_number.from : order_number
  const named = normalMappings(others).flatMap(([name, mapping]) => pathsOf(mapping).map((path) => ({ name, path })))
  return [...(number === undefined ? [] : [{ name: 'order_number', path: number }]), ...named]
    .filter(({ path }) => !isPath(path))
    .map(({ name, path }) => wrongPath(['fields', ...name.split(/(?<=^metas)\./)], path))
}

const pathsOf = (mapping: Mapping): string[] => {
  const conditions = mapping.kind === 'rules' ? mapping.rules.flatMap(({ when }) => when) : []
  const inner = mapping.kind === 'languages' ? Object.values(mapping.values).flatMap(pathsOf) : []
  return [...new Set([...inner, ...conditions.map(({ path }) => path), ...columnsOf(mapping).map(({ from }) => from)])]
}
