import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { OrderSyncError } from '../errors.ts'
import { planText } from '../print/plan.ts'
import { reportText } from '../print/report.ts'
import { safe } from '../print/style.ts'
import { parseJsonc } from '../settings/load.ts'
import { loadShop } from '../simulator/load.ts'
import { type SimulatorServer, startSimulator } from '../simulator/server.ts'
import { createSimulatedShop, type SimulatedShop } from '../simulator/shop.ts'
import { dryRun } from '../sync/dry-run.ts'
import { pageKey } from '../sync/state/keys.ts'
import { systemClock, today } from '../system.ts'
import { examplesFolder } from './examples.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { runHere } from './run.ts'
import { openWorkspace } from './workspace.ts'

const examples = examplesFolder()
const marker = '.order-sync-demo'

type Api = 'v2' | 'state-update'

interface Flags {
  readonly api: string
  readonly folder: string
}

/** `demo`: two days of a shop, against the simulated one. */
export async function demo({ api, folder }: Flags, io: Io): Promise<number> {
  if (api !== 'v2' && api !== 'state-update') {
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'use',
      subject: `--api ${api}`,
      ended: 'it must be "v2" or "state-update"',
    })
  }
  const shop = createSimulatedShop({
    ...(await loadShop(join(examples, 'demo/shop.json'), today())),
    clock: systemClock,
  })
  const server = await startSimulator(shop)
  try {
    return await show(
      { api, folder, shop, server },
      {
        ...io,
        environment: { ...localeOf(io.environment), UPGATES_API_KEY: 'demo-key' },
      },
    )
  } finally {
    await server.close()
  }
}

interface Stage {
  readonly api: Api
  readonly folder: string
  readonly shop: SimulatedShop
  readonly server: SimulatorServer
}

async function show({ api, folder, shop, server }: Stage, io: Io): Promise<number> {
  const settings = await prepareFolder(api, folder, server.url)
  const workspace = await openWorkspace({ settings, folder, bucket: undefined }, io)
  const { bold, dim } = io.style
  const { demo: texts } = workspace.voice.texts
  io.out(texts.shop(shop.orders.size, `${bold(server.url)} (${api})`))
  const days = [
    { title: texts.days[0], drop: 'day-1' },
    { title: texts.days[1], drop: 'day-2' },
    { title: texts.days[2] },
  ]
  let page = ''
  for (const { title, drop } of days) {
    io.out(`\n${bold(`── ${title}`)}`)
    if (drop !== undefined) {
      const target = join(folder, 'exports/orders', `objednavky-${drop}.csv`)
      await mkdir(dirname(target), { recursive: true })
      await copyFile(join(examples, 'demo', drop, 'objednavky.csv'), target)
      io.out(dim(texts.drops(target)))
      if (drop === 'day-2')
        io.out(planText((await dryRun(workspace.settings, workspace.effects)).plan, workspace.voice))
    }
    const [mailed, asked] = [shop.emails.length, shop.requests.length]
    const report = await runHere(workspace, { asksWords: false })
    if (report.requests > 0) page = join(folder, pageKey(report.run))
    io.out(reportText(report, workspace.voice, workspace.archive))
    if (report.outcome === 'failed') return exitCodes.failed
    const seen = shop.requests.slice(asked)
    const reads = seen.filter(({ method }) => method === 'GET').length
    io.out(dim(texts.saw(seen.length, reads, shop.emails.length - mailed)))
  }
  io.out(`\n${bold(texts.look)} ${texts.holds(folder)}`)
  io.out(`  ${safe(relative('.', settings))}  ${texts.settings}`)
  io.out(`  ${safe(relative('.', page))}  ${texts.page}`)
  return exitCodes.done
}

/** What the environment says of its user's language. */
const localeOf = ({ LC_ALL, LC_MESSAGES, LANG }: Io['environment']): Io['environment'] => ({
  LC_ALL,
  LC_MESSAGES,
  LANG,
})

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
