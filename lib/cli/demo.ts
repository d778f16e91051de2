import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { Command } from 'commander'
import { OrderSyncError } from '../errors.ts'
import { planText, reportText, safe } from '../print/text.ts'
import { parseJsonc } from '../settings/load.ts'
import { loadShop } from '../simulator/load.ts'
import { type SimulatorServer, startSimulator } from '../simulator/server.ts'
import { createSimulatedShop, type SimulatedShop } from '../simulator/shop.ts'
import { dryRun } from '../sync/dry-run.ts'
import { systemClock } from '../system.ts'
import { openPlace } from './effects.ts'
import { examplesFolder } from './examples.ts'
import { exitCodes, type Io } from './io.ts'
import { runHere } from './run.ts'

const examples = examplesFolder()
const marker = '.order-sync-demo'

type Api = 'v2' | 'state-update'

/** `demo`: two days of a shop, against the simulated one. */
export function demoCommand(program: Command, io: Io, exit: (code: number) => void): void {
  program
    .command('demo')
    .description('show the main job on two days of a Czech ERP, against a simulated shop; needs no settings')
    .option('--api <api>', 'v2 or state-update', 'v2')
    .option('--folder <dir>', 'folder that is made anew and left behind to look at', './demo')
    .action(async ({ api, folder }: { api: string; folder: string }) => {
      if (api !== 'v2' && api !== 'state-update') {
        throw new OrderSyncError({
          kind: 'usage',
          attempted: 'use',
          subject: `--api ${api}`,
          ended: 'it is "v2" or "state-update"',
        })
      }
      const shop = createSimulatedShop({ ...(await loadShop(join(examples, 'demo/shop.json'))), clock: systemClock })
      const server = await startSimulator(shop)
      try {
        exit(await show(api, folder, shop, server, { ...io, environment: { UPGATES_API_KEY: 'demo-key' } }))
      } finally {
        await server.close()
      }
    })
}

async function show(api: Api, folder: string, shop: SimulatedShop, server: SimulatorServer, io: Io): Promise<number> {
  const settings = await prepareFolder(api, folder, server.url)
  const place = await openPlace({ settings, folder }, io)
  const { bold, dim } = io.style
  io.out(`${bold('A simulated shop')} of ${shop.orders.size} orders answers on ${server.url} (${api}).`)
  const days = [
    { title: 'Day one: the first run adopts what the ERP says, and posts nothing', drop: 'day-1' },
    { title: 'Day two: only what changed is posted', drop: 'day-2' },
    { title: 'Day two again: nothing new, so nothing is sent' },
  ]
  for (const { title, drop } of days) {
    io.out(`\n${bold(`── ${title}`)}`)
    if (drop !== undefined) {
      const target = join(folder, 'exports/orders', `objednavky-${drop}.csv`)
      await mkdir(dirname(target), { recursive: true })
      await copyFile(join(examples, 'demo', drop, 'objednavky.csv'), target)
      io.out(dim(`The ERP drops ${target}`))
      if (drop === 'day-2') io.out(planText((await dryRun(place.settings, place.effects)).plan, io.style))
    }
    const [mailed, asked] = [shop.emails.length, shop.requests.length]
    const report = await runHere(place, io, { showProgress: false })
    io.out(reportText(report, io.style, place.archive))
    if (report.outcome === 'failed') return exitCodes.failed
    io.out(
      dim(`The shop saw ${shop.requests.length - asked} requests and mailed ${shop.emails.length - mailed} customers.`),
    )
  }
  io.out(
    `\n${bold('Look at it:')} ${folder} holds the exports, the state, the reports and every request with its answer.`,
  )
  io.out(`  ${safe(relative('.', settings))}  the settings of this shop`)
  return exitCodes.done
}

/** Makes the demo's folder anew; a folder that somebody else made is left alone. */
async function prepareFolder(api: Api, folder: string, url: string): Promise<string> {
  if (existsSync(folder) && !existsSync(join(folder, marker))) {
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'make the demo in',
      subject: folder,
      ended: 'something else is there already',
      hint: 'Name another folder with --folder.',
    })
  }
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, marker), 'This folder is made anew by every demo.\n')
  const file = join(folder, 'order-sync.json')
  await writeFile(file, `${JSON.stringify(await demoSettings(api, url), null, 2)}\n`)
  return file
}

async function demoSettings(api: Api, url: string): Promise<object> {
  const file = join(examples, 'demo/order-sync.json')
  const settings = parseJsonc(await readFile(file, 'utf8'), file) as { upgates: object }
  const { login: _, ...upgates } = { login: '', ...settings.upgates }
  const { $schema: __, ...rest } = { $schema: '', ...settings }
  return { ...rest, upgates: api === 'v2' ? { ...settings.upgates, url } : { ...upgates, api, url } }
}
