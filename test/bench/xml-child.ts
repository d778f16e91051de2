import { createReadStream, statSync } from 'node:fs'
import { SaxesParser } from 'saxes'
import { oneByOne } from '../../lib/exports/batches.ts'
import { readOrderStates } from '../../lib/exports/read.ts'
import { parseSettings } from '../../lib/settings/parse.ts'

/** Reads one Pohoda export twice by turns, with saxes alone and with the whole reader; prints seconds and peak memory. */
const [, , file = ''] = process.argv

const feed = parseSettings({
  shop: 'bench',
  upgates: { api: 'v2', url: 'http://127.0.0.1:1', login: '1', notify: false },
  feeds: {
    orders: { preset: 'pohoda-orders', contents: 'full', fields: { status: { map: { delivered: 'Odeslaná' } } } },
  },
}).feeds.orders
if (feed === undefined) throw new Error('there is no feed')

async function saxesAlone(): Promise<number> {
  const start = performance.now()
  const parser = new SaxesParser({ xmlns: false, position: false })
  parser.on('error', (error) => {
    throw error
  })
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of createReadStream(file)) parser.write(decoder.decode(chunk as Buffer, { stream: true }))
  parser.close()
  return (performance.now() - start) / 1000
}

let records = 0
async function wholeReader(): Promise<number> {
  const start = performance.now()
  records = 0
  const source = { key: 'pohoda.xml', size: statSync(file).size, open: async () => createReadStream(file) }
  for await (const some of oneByOne(
    readOrderStates(feed as NonNullable<typeof feed>, source, { today: '2026-11-24' }),
  )) {
    records += some.filter(({ valid }) => valid).length
  }
  return (performance.now() - start) / 1000
}

const seconds = { saxes: [] as number[], reader: [] as number[] }
for (let round = 0; round < 2; round++) {
  seconds.saxes.push(await saxesAlone())
  seconds.reader.push(await wholeReader())
}
const peakMb = process.resourceUsage().maxRSS / 1024
process.stdout.write(
  JSON.stringify({ saxes: Math.min(...seconds.saxes), reader: Math.min(...seconds.reader), records, peakMb }),
)
