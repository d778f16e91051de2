import { createReadStream, statSync } from 'node:fs'
import { oneByOne } from '../../lib/exports/batches.ts'
import { readOrderStates } from '../../lib/exports/read.ts'
import type { ExportSource } from '../../lib/exports/record.ts'
import { feedOf } from '../support/exports.ts'

/** Reads one large file; prints what it took. */
const [, , file = '', type = ''] = process.argv

const feed = feedOf({
  format: { type },
  fields: { order_number: 'order_number', paid_date: 'paid_date', metas: { note: 'note' } },
})
const source: ExportSource = {
  key: file,
  size: statSync(file).size,
  open: async (range) => createReadStream(file, range === undefined ? {} : { start: range.start, end: range.end - 1 }),
}
const start = performance.now()
let records = 0
for await (const some of oneByOne(readOrderStates(feed, source, { today: '2026-11-24' })))
  records += some.filter(({ valid }) => valid).length
const seconds = (performance.now() - start) / 1000
process.stdout.write(JSON.stringify({ records, seconds, peakMb: process.resourceUsage().maxRSS / 1024 }))
