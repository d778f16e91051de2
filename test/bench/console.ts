/**
 * How long each view of the console takes on a large state: 100,000 orders, 10,000 runs in 100 days, 100,000 archived
 * requests. `node test/bench/console.ts [FOLDER]`; the folder is made where it is not there, and used again.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startConsole } from '../../lib/console/server.ts'
import { createFolderStore } from '../../lib/storage/folder.ts'
import { emptyReport } from '../../lib/sync/report.ts'
import { headKey, snapshotKey } from '../../lib/sync/state/keys.ts'
import { systemClock, systemRandom } from '../../lib/system.ts'
import { openShop } from '../../lib/upgates/create.ts'
import { headOf } from '../support/facts.ts'
import { lineOf, packLines, wanted } from '../support/lines.ts'
import { settingsOf } from '../support/world.ts'

const orders = 100_000
const days = 100
const runsADay = 100
const requestsARun = 10
const dayMs = 24 * 3_600_000

const folder = process.argv[2] ?? '/tmp/order-sync-console'
const settings = settingsOf()
const numberOf = (index: number): string => `O${String(index).padStart(6, '0')}`

function put(key: string, body: string | Uint8Array): void {
  const path = join(folder, key)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, body)
}

async function make(): Promise<void> {
  const lines = Array.from({ length: orders }, (_, index) =>
    lineOf({
      order_number: numberOf(index),
      acknowledged: { status: 'new', paid_date: '2026-11-01', tracking_code: `DR${index}E`, resolved_yn: false },
      ...(index % 50 === 0 ? { wanted: { status: wanted('sent') } } : {}),
    }),
  )
  const snapshot = snapshotKey('20261126T000000Z-aaaa')
  put(snapshot, packLines(lines))
  const head = headOf({ run: '20261126T000000Z-aaaa', snapshot, orders, settingsHash: 'x' })
  put(headKey, JSON.stringify(head))
  for (let day = 0; day < days; day++) {
    const date = new Date(Date.now() - day * dayMs).toISOString()
    const name = date.slice(0, 10)
    for (let run = 0; run < runsADay; run++) {
      const hour = String(Math.floor(run / 5)).padStart(2, '0')
      const id = `${name.replaceAll('-', '')}T${hour}${String((run % 5) * 10).padStart(2, '0')}00Z-aaa${(run % 36).toString(36)}`
      const at = name.replaceAll('-', '/')
      put(
        `runs/${at}/${id}.json`,
        JSON.stringify({ ...emptyReport(id, date), outcome: 'done', requests: requestsARun }),
      )
      for (let request = 1; request <= requestsARun; request++)
        put(`archive/${at}/${id}/000${request}.json`, entryOf(id, date, run * 10 + request))
    }
  }
}

function entryOf(run: string, sentAt: string, seed: number): string {
  const changes = Array.from({ length: 20 }, (_, index) => ({
    order_number: numberOf((seed * 37 + index * 911) % orders),
    fields: { status: 'sent' },
    causes: {},
  }))
  return JSON.stringify({
    ...{ run, sequence: 1, attempt: 1, keyVersion: '1', orders: changes.map((change) => change.order_number), changes },
    mayNotify: false,
    request: { method: 'PUT', url: 'http://127.0.0.1:1', headers: {}, body: {}, sentAt },
    response: { status: 200, headers: {}, body: { orders: [] }, receivedAt: sentAt, durationMs: 90 },
  })
}

if (!existsSync(join(folder, headKey))) await make()
const effects = {
  store: createFolderStore(folder),
  shop: openShop(settings, { clock: systemClock, random: systemRandom }),
  secrets: { apiKey: async () => ({ value: 'k', version: '1' }) },
  clock: systemClock,
  random: systemRandom,
  log: { info: () => undefined, warn: () => undefined },
}
const { address, close } = await startConsole({ shops: [{ settings, effects }], language: 'cs', port: 0 })
const views = [
  '',
  'test',
  'test/plan',
  'test/plan?q=O0001',
  'test/runs',
  'test/order?number=O000050',
  'test/order?number=O099999',
]
await fetch(`${address}test`)
await new Promise((resolve) => setTimeout(resolve, 3000))
for (const round of ['first', 'again'])
  for (const view of views) {
    const started = performance.now()
    const response = await fetch(address + view)
    const size = (await response.text()).length
    process.stdout.write(
      `${round}  ${view.padEnd(28)} ${response.status}  ${Math.round(performance.now() - started)} ms  ${size} B\n`,
    )
  }
await close()
