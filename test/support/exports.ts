import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readOrderStates } from '../../lib/exports/read.ts'
import type { ExportSource, ExportSummary, MappedRecord } from '../../lib/exports/record.ts'
import { parseSettings } from '../../lib/settings/parse.ts'
import type { Feed } from '../../lib/settings/settings.ts'
import { reusedBody } from './reused.ts'

/** A feed as the settings would say it. */
export function feedOf(feed: object): Feed {
  const settings = parseSettings({
    shop: 'test',
    upgates: { api: 'v2', url: 'http://127.0.0.1:1', login: '1', notify: false },
    feeds: { orders: { contents: 'full', ...feed } },
  })
  return settings.feeds.orders as Feed
}

/** A CSV feed with these fields; the order number is in the column `order_number`. */
export const csvFeed = (fields: object = {}, format: object = {}, more: object = {}): Feed =>
  feedOf({ format: { type: 'csv', ...format }, fields: { order_number: 'order_number', ...fields }, ...more })

/** An export in memory, in chunks of this size. */
export const sourceOf = (
  content: string | Uint8Array,
  chunkSize = Number.POSITIVE_INFINITY,
  key = 'export',
): ExportSource => ({
  key,
  size: Buffer.from(content).length,
  open: async (range) => {
    return reusedBody(Buffer.from(content).subarray(range?.start, range?.end), chunkSize)
  },
})

/** All records of an export and its summary. Throws where it is refused. */
export async function readAll(
  feed: Feed,
  source: ExportSource,
): Promise<{ records: MappedRecord[]; summary: ExportSummary }> {
  const records: MappedRecord[] = []
  const reading = readOrderStates(feed, source, { today: '2026-11-24' })
  for (;;) {
    const step = await reading.next()
    if (step.done) return { records, summary: step.value }
    for (const some of step.value) records.push(...some)
  }
}

/** A record in short: number and fields, or number, field and reason. */
export const brief = (record: MappedRecord): unknown[] =>
  record.valid ? [record.order_number, record.fields] : [record.order_number, record.field, record.reason]

/** The bytes of a sample export. */
export const sample = (name: string): Buffer => readFileSync(join(import.meta.dirname, '../fixtures/samples', name))
