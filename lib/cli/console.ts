import { once } from 'node:events'
import { join } from 'node:path'
import { startConsole } from '../console/server.ts'
import type { ConsoleShop } from '../console/shop.ts'
import { OrderSyncError } from '../errors.ts'
import { safe } from '../print/style.ts'
import { settingsFiles } from '../settings/shops.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { voiceHere } from './language.ts'
import { withPlace } from './suggest.ts'
import { openWorkspace, type WorkspaceOptions } from './workspace.ts'

interface Flags extends WorkspaceOptions {
  readonly all: boolean
  readonly port: number
}

/** `console`: serves what waits, plans, runs and orders of one shop or several to this machine, until it is interrupted. */
export async function console({ port, all, ...options }: Flags, io: Io, files: readonly string[]): Promise<number> {
  const several = all ? settingsFiles() : files
  const opened =
    several.length === 0
      ? [await openWorkspace(options, io)]
      : await Promise.all(several.map((file) => openWorkspace({ ...options, settings: file }, io, placeOf(options))))
  const shops: ConsoleShop[] = opened.map(({ settings, effects, whoAmI, folder }, index) => ({
    settings,
    effects,
    whoAmI,
    runWith: runCommand({ ...options, settings: several[index] ?? options.settings, folder }),
  }))
  checkNames(shops)
  const server = await startConsole({ shops, language: opened[0]?.language ?? 'en', port })
  const { serve } = (await voiceHere(opened[0]?.settings ?? {}, io)).texts
  io.out(serve.console(shops.map(({ settings }) => safe(settings.shop)).join(', '), server.address))
  io.out(serve.consoleSafe)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await server.close()
  return exitCodes.done
}

/** Each of several shops has a folder of its name, as with `--all`. */
const placeOf = ({ folder, bucket, deployed }: WorkspaceOptions) => {
  if (bucket !== undefined) {
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'use',
      subject: `--bucket ${bucket} for several shops`,
      ended: 'every shop has a bucket of its own',
      hint: 'Say --deployed for the buckets of the deployed functions.',
    })
  }
  return deployed === true ? undefined : (shop: string) => join(folder ?? './data', shop)
}

function checkNames(shops: readonly ConsoleShop[]): void {
  const names = shops.map(({ settings }) => settings.shop)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return
  throw new OrderSyncError({
    kind: 'usage',
    attempted: 'show the shop',
    subject: twice,
    ended: 'two of the settings files have this "shop"',
    hint: 'Give each its own name.',
  })
}

/** The command that runs a shop now: a deployed one by its function, which works with its own settings. */
function runCommand({ settings, folder, bucket, deployed }: WorkspaceOptions): string {
  const name = bucket !== undefined || deployed === true ? 'invoke' : 'run'
  const at = { settings, ...(name === 'run' && folder !== './data' ? { folder } : {}) }
  return withPlace(`order-sync ${name}`, at, [{ name, options: placed }])
}

const placed = { settings: { default: 'order-sync.json' }, folder: {} }
