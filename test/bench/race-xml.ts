import { createReadStream, createWriteStream, mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { cp, mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { noLimits } from '../support/world.ts'
import { byTurns, type Contender, measure } from './measure.ts'
import { writePohoda } from './pohoda.ts'
import { type Goal, missedGoals, syncCommand, type Table, tableText } from './table.ts'

/** So many orders are 150 MB. */
const orders = 22_000

const goals: readonly Goal[] = [
  { name: 'plan, 1 % changed', most: 0.35 },
  { name: 'first plan, read in full', most: 1.25 },
]

const feed = {
  preset: 'pohoda-orders',
  contents: 'full',
  fields: { status: { map: { delivered: 'Odeslaná', executed: 'Vyřízená' } } },
}

/** The same export with another state of every n-th order. */
async function writeChanged(before: string, after: string, every: number): Promise<void> {
  const mark = 'isDelivered>'
  let seen = 0
  await pipeline(
    createReadStream(before, { encoding: 'latin1' }),
    async function* (chunks) {
      let rest = ''
      for await (const chunk of chunks) {
        const text = rest + chunk
        const end = text.lastIndexOf('\n') + 1
        rest = text.slice(end)
        yield text
          .slice(0, end)
          .replaceAll(/isDelivered>(true|false)<\/ord:/g, (all, was: string) =>
            ++seen % every === 0 ? `${mark}${was === 'true' ? 'false' : 'true'}</ord:` : all,
          )
      }
      yield rest
    },
    createWriteStream(after, { encoding: 'latin1' }),
  )
}

/** Compares whole processes on an export of Pohoda with saxes alone. Returns the goals that were missed. */
export async function benchRaceXml(rounds: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'order-sync-bench-'))
  try {
    const [before, after, settings] = [join(folder, '1.xml'), join(folder, '2.xml'), join(folder, 'order-sync.json')]
    await writePohoda(before, orders)
    await writeChanged(before, after, 100)
    const upgates = { api: 'v2', url: 'http://127.0.0.1:1', login: '1', notify: false }
    writeFileSync(settings, JSON.stringify({ shop: 'bench', upgates, feeds: { orders: feed }, guard: noLimits }))
    const [root, first] = [join(folder, 'data'), join(folder, 'first')]
    for (const place of [root, first]) {
      await mkdir(join(place, 'exports/orders'), { recursive: true })
      await cp(before, join(place, 'exports/orders/day-1.xml'))
    }
    await measure(syncCommand(settings, root, 'run'))
    await cp(after, join(root, 'exports/orders/day-2.xml'))
    const contenders: readonly Contender[] = [
      {
        name: 'saxes',
        command: { file: process.execPath, args: [join(import.meta.dirname, 'saxes-child.ts'), after] },
      },
      { name: 'plan, 1 % changed', command: syncCommand(settings, root, 'plan', '--json') },
      { name: 'first plan, read in full', command: syncCommand(settings, first, 'plan', '--json') },
    ]
    const taken = await byTurns(contenders, rounds)
    const title = `Pohoda XML, ${orders} orders, ${(statSync(after).size / 1e6).toFixed(0)} MB`
    const table: Table = { title, orders, base: 'saxes', taken }
    process.stdout.write(tableText(table))
    return missedGoals(goals, table)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
