import { mkdtempSync, writeFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { ordersCsv, ordersFeed } from '../support/orders-csv.ts'
import { byTurns, type Contender } from './measure.ts'
import { syncCommand, type Table, tableText } from './table.ts'

const mostSeconds = 0.15

/** What a command takes that has next to nothing to do, beside Node itself. Returns the goals that were missed. */
export async function benchStart(rounds: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'order-sync-bench-'))
  try {
    const settings = join(folder, 'order-sync.json')
    const upgates = { api: 'v2', url: 'http://127.0.0.1:1', login: '1', notify: false }
    writeFileSync(settings, JSON.stringify({ shop: 'bench', upgates, feeds: { orders: ordersFeed } }))
    await mkdir(join(folder, 'exports/orders'), { recursive: true })
    writeFileSync(join(folder, 'exports/orders/1.csv'), await buffer(ordersCsv({ orders: 10 })))
    const contenders: readonly Contender[] = [
      { name: 'node', command: { file: process.execPath, args: ['-e', '0'] } },
      { name: '--help', command: syncCommand(settings, folder, 'plan', '--help') },
      { name: 'plan', command: syncCommand(settings, folder, 'plan') },
    ]
    // hundredths of seconds: many rounds tell more
    const taken = await byTurns(contenders, 4 * rounds)
    const table: Table = { title: '10 orders', orders: 10, base: 'node', taken }
    process.stdout.write(tableText(table))
    return [...taken].flatMap(([name, { cpuSeconds }]) =>
      cpuSeconds > mostSeconds ? [`start, ${name}: ${cpuSeconds.toFixed(2)} s of CPU, the goal is ${mostSeconds}`] : [],
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
