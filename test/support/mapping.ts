import { recordMaker } from '../../lib/exports/formats/format.ts'
import { createMapper } from '../../lib/exports/mapping/mapping.ts'
import type { MappedRecord } from '../../lib/exports/record.ts'
import { parseSettings } from '../../lib/settings/parse.ts'
import type { Feed } from '../../lib/settings/settings.ts'

/** Values of one record by path: a text, nothing, or several at the same place. */
export type Cells = Readonly<Record<string, string | readonly string[] | undefined>>

/** What is special about a record's feed. */
export interface Special {
  /** type of the format; JSON by default */
  readonly type?: string
  /** more settings of the feed */
  readonly feed?: object
  readonly timeZone?: string | undefined
  /** paths that the file writes as numbers */
  readonly numbers?: readonly string[]
}

/** Maps one record; the order number stands in `n`, and is `O1` where the values do not say it. */
export async function mapOne(fields: object, cells: Cells, special: Special = {}): Promise<MappedRecord | undefined> {
  const { type = 'json', feed = {}, numbers = [], timeZone } = special
  const settings = parseSettings({
    shop: 'test',
    upgates: { api: 'v2', url: 'http://127.0.0.1:1', login: '1', notify: false },
    feeds: { orders: { contents: 'full', format: { type }, fields: { order_number: 'n', ...fields }, ...feed } },
    ...(timeZone === undefined ? {} : { timeZone }),
  })
  const mapper = await createMapper(settings.feeds.orders as Feed, '2026-11-24')
  const all = mapper.paths.map((path) => (path === 'n' && !('n' in cells) ? 'O1' : cells[path]))
  return mapper.map(
    recordMaker(mapper.paths)({
      record: 1,
      place: 'record 1',
      values: all.map((cell) => (typeof cell === 'object' ? cell[0] : cell)),
      several: new Map(all.flatMap((cell, slot) => (typeof cell === 'object' ? [[slot, cell] as const] : []))),
      numbers: new Set(numbers.map((path) => mapper.paths.indexOf(path))),
    }),
  )
}

/** The fields of one record, or why it is invalid. */
export async function fieldsOf(fields: object, cells: Cells, special: Special = {}): Promise<unknown> {
  const record = await mapOne(fields, cells, special)
  if (record === undefined) return 'no record'
  return record.valid ? record.fields : record.reason
}
