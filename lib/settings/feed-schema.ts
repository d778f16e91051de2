import * as z from 'zod'
import { fieldsSchema } from './mapping.ts'

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

const format = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('csv'),
      delimiter: z.string().length(1).optional().describe('Default: found among ; , tab and |.'),
      header,
      encoding,
    }),
    z.strictObject({ type: z.literal('ndjson'), documentNumber, encoding }),
    z.strictObject({ type: z.literal('json'), records: records.optional(), documentNumber, encoding }),
    z.strictObject({ type: z.literal('xml'), records, documentNumber, encoding }),
    z.strictObject({
      type: z.literal('xlsx'),
      header,
      sheet: text
        .optional()
        .describe('Name of the sheet. Default: the first that has all columns which the mapping names.'),
    }),
  ])
  .describe('What the files of this feed look like. gzip and zip are recognised by themselves.')

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
export const feedSchema = z.strictObject({
  preset: text.optional().describe('Name of a ready-made mapping; whatever is set beside it wins.'),
  contents: z
    .enum(['full', 'changes'])
    .describe(
      '"full": every export holds all orders, only the newest counts. "changes": every export holds what changed, all are read in order.',
    ),
  format,
  fields: fieldsSchema,
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
