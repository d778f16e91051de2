import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadSettings } from '../../lib/settings/load.ts'
import type { InitialOrder, ShopOptions } from '../../lib/simulator/model.ts'
import { type SimulatorServer, startSimulator } from '../../lib/simulator/server.ts'
import { createSimulatedShop, type SimulatedShop } from '../../lib/simulator/shop.ts'
import { createFolderStore } from '../../lib/storage/folder.ts'
import { isProcessGone, thisProcess } from '../../lib/storage/holder.ts'
import type { RunReport } from '../../lib/sync/report.ts'
import { runSync } from '../../lib/sync/sync.ts'
import { openShop } from '../../lib/upgates/create.ts'
import { type Ended, orderSync } from './cli.ts'
import { temporaryFolder } from './folder.ts'
import { csvOf, type Row, simpleFeed } from './world.ts'

/** A folder with settings and exports, and a simulated shop that listens for it. */
export interface ShopFolder {
  readonly folder: string
  readonly settingsFile: string
  readonly shop: SimulatedShop
  readonly server: SimulatorServer
  drop(rows: readonly Row[] | string | Buffer, name: string): void
  /** Runs the command line on this folder, within this process. */
  cli(...args: string[]): Promise<Ended>
  settings(changes: object): void
  /** One run within this process, with a clock that is so many milliseconds ahead. */
  runLater(laterMs: number): Promise<RunReport>
}

const clock = {
  now: () => Date.now(),
  sleep: (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms).unref()),
}

export async function createShopFolder(
  orders: readonly InitialOrder[],
  more: Partial<ShopOptions> = {},
): Promise<ShopFolder> {
  const folder = temporaryFolder()
  const shop = createSimulatedShop({
    clock,
    orders,
    statuses: ['new', 'sent', 'done'],
    metas: ['note'],
    apiKey: 'canary-key-f00d',
    ...more,
  })
  const server = await startSimulator(shop)
  const settingsFile = join(folder, 'order-sync.json')
  const settings = (changes: object): void =>
    writeFileSync(
      settingsFile,
      JSON.stringify({
        shop: 'test',
        upgates: { api: 'v2', url: server.url, login: '12345678', notify: true },
        feeds: { orders: simpleFeed },
        ...changes,
      }),
    )
  settings({})
  mkdirSync(join(folder, 'data/exports/orders'), { recursive: true })
  const runLater = async (laterMs: number): Promise<RunReport> => {
    const later = { now: () => Date.now() + laterMs, sleep: async () => undefined }
    const current = await loadSettings(settingsFile)
    const effects = {
      store: createFolderStore(join(folder, 'data')),
      shop: openShop(current, { clock: later, random: Math.random }),
      secrets: { apiKey: async () => ({ value: 'canary-key-f00d', version: '1' }) },
      clock: later,
      random: Math.random,
      log: { info: () => undefined, warn: () => undefined },
    }
    const deadlineMs = later.now() + 600_000
    return runSync(current, effects, { holder: thisProcess(), isGone: isProcessGone, deadlineMs })
  }
  return {
    runLater,
    folder,
    settingsFile,
    shop,
    server,
    settings,
    drop: (rows, name) =>
      writeFileSync(
        join(folder, 'data/exports/orders', name),
        typeof rows === 'string' || Buffer.isBuffer(rows) ? rows : csvOf(rows),
      ),
    cli: (command = '', ...args) =>
      orderSync([command, '--settings', settingsFile, '--folder', join(folder, 'data'), ...args], {
        UPGATES_API_KEY: 'canary-key-f00d',
      }),
  }
}
