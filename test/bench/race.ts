import { execFileSync } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ordersCsv, ordersFeed } from '../support/orders-csv.ts'
import { noLimits } from '../support/world.ts'
import { startLoopback } from './loopback.ts'
import { byTurns, type Contender, measure, type Taken } from './measure.ts'
import { type Goal, missedGoals, syncCommand, type Table, tableText } from './table.ts'

const top = join(import.meta.dirname, '../..')
const duckDbFolder = join(top, 'node_modules/.cache/bench')
const duckDb = '@duckdb/node-api@1.5.6-r.1'

/** Installs what the product is compared with; it is too big for everybody. */
export function installContenders(): void {
  mkdirSync(duckDbFolder, { recursive: true })
  writeFileSync(join(duckDbFolder, 'package.json'), '{"private":true}\n')
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--save-exact', duckDb], {
    cwd: duckDbFolder,
    stdio: 'inherit',
  })
}

const goals: readonly Goal[] = [
  { name: 'plan, 1 % changed', most: 0.7, mostMb: 200 },
  { name: 'run, 1 % changed', most: 1.6, mostMb: 256 },
  { name: 'plan, nothing changed', most: 0.25 },
  { name: 'first run', most: 4 },
]
const mostBytesPerOrder = 18
/** Five times as many orders may take this at most. */
const largeGoals: readonly Goal[] = ['plan, 1 % changed', 'run, 1 % changed'].map((name) => ({ name, mostMb: 500 }))
/** From so many orders on the goals count: below, a process is little but its own start. */
const goalsFrom = 1_000_000

interface Files {
  readonly folder: string
  readonly before: string
  readonly after: string
  /** the default: the shop is asked about each order whose status is about to change */
  readonly settings: string
  /** it is not asked, so that a hundred orders are one request */
  readonly unasked: string
}

/** The same export on two days, and settings for it. */
async function writeFiles(orders: number, url: string): Promise<Files> {
  const folder = mkdtempSync(join(tmpdir(), 'order-sync-bench-'))
  const [before, after, settings] = [join(folder, '1.csv'), join(folder, '2.csv'), join(folder, 'order-sync.json')]
  await pipeline(ordersCsv({ orders }), createWriteStream(before))
  await pipeline(ordersCsv({ orders, changedEvery: 100 }), createWriteStream(after))
  const upgates = { api: 'v2', url, login: '1', notify: false }
  const written = { shop: 'bench', upgates, feeds: { orders: ordersFeed }, guard: noLimits }
  writeFileSync(settings, JSON.stringify(written))
  const unasked = join(folder, 'unasked.json')
  writeFileSync(unasked, JSON.stringify({ ...written, verify: 'never' }))
  return { folder, before, after, settings, unasked }
}

async function drop(file: string, root: string, name: string): Promise<void> {
  await mkdir(join(root, 'exports/orders'), { recursive: true })
  await cp(file, join(root, 'exports/orders', name))
}

/** Bytes of what lies in the state's folders of snapshots. */
const stateBytes = (root: string): number => {
  const folder = join(root, 'state/snapshots')
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
}

interface Race {
  readonly orders: number
  readonly taken: ReadonlyMap<string, Taken>
  readonly bytesPerOrder: number
}

async function race(orders: number, rounds: number, url: string): Promise<Race> {
  const files = await writeFiles(orders, url)
  try {
    const [day1, root] = [join(files.folder, 'day-1'), join(files.folder, 'data')]
    await drop(files.before, day1, 'day-1.csv')
    await measure(syncCommand(files.settings, day1, 'run'))
    let cleared = 0
    // a file system that has just deleted many files takes longer to make new ones: they go last
    const clear = async (): Promise<void> => {
      if (!existsSync(root)) return
      await rm(join(root, 'exports'), { recursive: true })
      await rename(root, join(files.folder, `gone-${++cleared}`))
    }
    const again = async (next?: string): Promise<void> => {
      await clear()
      await cp(day1, root, { recursive: true, preserveTimestamps: true })
      if (next !== undefined) await drop(next, root, 'day-2.csv')
    }
    const contenders: Contender[] = [
      { name: 'GNU diff', command: { file: 'diff', args: [files.before, files.after], codes: [1] } },
      {
        name: 'plan, 1 % changed',
        prepare: () => again(files.after),
        command: syncCommand(files.settings, root, 'plan', '--json'),
      },
      {
        name: 'run, 1 % changed',
        prepare: () => again(files.after),
        command: syncCommand(files.unasked, root, 'run', '--now'),
      },
      {
        name: 'run, 1 % changed, looking first',
        prepare: () => again(files.after),
        command: syncCommand(files.settings, root, 'run', '--now'),
      },
      {
        name: 'plan, nothing changed',
        prepare: () => again(files.before),
        command: syncCommand(files.settings, root, 'plan', '--json'),
      },
      {
        name: 'first run',
        prepare: async () => {
          await clear()
          await drop(files.before, root, 'day-1.csv')
        },
        command: syncCommand(files.settings, root, 'run'),
      },
    ]
    if (existsSync(join(duckDbFolder, 'node_modules')))
      contenders.unshift({
        name: 'DuckDB',
        command: {
          file: process.execPath,
          args: [join(import.meta.dirname, 'duckdb-child.ts'), duckDbFolder, files.before, files.after],
        },
      })
    const taken = await byTurns(contenders, rounds)
    return { orders, taken, bytesPerOrder: stateBytes(day1) / orders }
  } finally {
    await rm(files.folder, { recursive: true, force: true })
  }
}

const tableOf = ({ orders, taken, bytesPerOrder }: Race): Table => ({
  title: `${orders.toLocaleString('en-US')} orders, state ${bytesPerOrder.toFixed(1)} bytes each`,
  orders,
  base: taken.has('DuckDB') ? 'DuckDB' : 'GNU diff',
  taken,
})

/** Against GNU diff there are no goals but those of memory. */
function missed(race: Race): string[] {
  if (race.orders < goalsFrom) return []
  const table = tableOf(race)
  const all = race.orders > goalsFrom ? largeGoals : goals
  const counted = table.base === 'DuckDB' ? all : all.map(({ most: _, ...goal }) => goal)
  const isWide = race.bytesPerOrder > mostBytesPerOrder
  const wide = `${table.title}: the goal is ${mostBytesPerOrder}`
  return [...missedGoals(counted, table), ...(isWide ? [wide] : [])]
}

/** Compares whole processes on the same two files, at several sizes. Returns the goals that were missed. */
export async function benchRace(sizes: readonly number[], rounds: number): Promise<readonly string[]> {
  if (!existsSync(join(duckDbFolder, 'node_modules')))
    process.stdout.write('DuckDB is not installed, so that its goals are not looked at: npm run bench -- --install\n')
  const { server, url } = await startLoopback()
  const failures: string[] = []
  try {
    for (const orders of sizes) {
      const result = await race(orders, rounds, url)
      process.stdout.write(tableText(tableOf(result)))
      failures.push(...missed(result))
    }
  } finally {
    server.close()
  }
  return failures
}
