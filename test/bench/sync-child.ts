import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import { parseSettings } from '../../lib/settings/parse.ts'
import { createFolderStore } from '../../lib/storage/folder.ts'
import { thisProcess } from '../../lib/storage/holder.ts'
import { runSync } from '../../lib/sync/sync.ts'
import { createShop } from '../../lib/upgates/create.ts'
import type { Http } from '../../lib/upgates/shop.ts'
import { ordersCsv, ordersFeed } from '../support/orders-csv.ts'
import { noLimits } from '../support/world.ts'

const orders = Number(process.argv[2])
const settings = parseSettings({
  shop: 'bench',
  upgates: { api: 'v2', url: 'http://127.0.0.1:9', login: '1', notify: false },
  feeds: { orders: ordersFeed },
  guard: noLimits,
})

/** A shop that takes everything at once, so that the time measured is the engine's own. */
const accepting: Http = async ({ body }) => {
  const sent = JSON.parse(body ?? '{}') as { orders: { order_number: string }[] }
  const answer = { orders: sent.orders.map(({ order_number }) => ({ order_number, updated_yn: true, messages: [] })) }
  return { status: 200, headers: {}, body: JSON.stringify(answer) }
}

const root = await mkdtemp(join(tmpdir(), 'order-sync-bench-'))
const clock = { now: () => Date.now(), sleep: async (ms: number) => void (await setTimeout(ms)) }
const effects = {
  store: createFolderStore(root),
  shop: createShop(settings, { http: accepting, clock, random: Math.random }),
  secrets: { apiKey: async () => ({ value: 'bench-key', version: '1' }) },
  clock,
  random: Math.random,
  log: { info: () => undefined, warn: () => undefined },
}

const drop = async (name: string, changedEvery?: number): Promise<void> => {
  await mkdir(join(root, 'exports/orders'), { recursive: true })
  await pipeline(
    ordersCsv({ orders, ...(changedEvery === undefined ? {} : { changedEvery }) }),
    createWriteStream(join(root, 'exports/orders', name)),
  )
}

const run = async () => {
  const startedMs = performance.now()
  const report = await runSync(settings, effects, { holder: thisProcess(), deadlineMs: Date.now() + 3_600_000 })
  return { report, seconds: (performance.now() - startedMs) / 1000 }
}

try {
  await drop('day-1.csv')
  const first = await run()
  await drop('day-2.csv', 100)
  const second = await run()
  process.stdout.write(
    JSON.stringify({
      orders,
      adopted: first.report.adopted,
      planned: second.report.planned,
      accepted: second.report.accepted,
      requests: second.report.requests,
      adoptSeconds: first.seconds,
      changeSeconds: second.seconds,
      peakMb: process.resourceUsage().maxRSS / 1024,
      problems: [...first.report.problems, ...second.report.problems].slice(0, 3),
    }),
  )
} finally {
  await rm(root, { recursive: true, force: true })
}
