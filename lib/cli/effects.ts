import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Effects, Log, Secrets } from '../effects.ts'
import { OrderSyncError } from '../errors.ts'
import { loadSettings } from '../settings/load.ts'
import type { Settings } from '../settings/settings.ts'
import { createEnvironmentSecrets } from '../storage/environment-secrets.ts'
import { createFolderStore } from '../storage/folder.ts'
import type { Store } from '../storage/store.ts'
import { systemClock, systemRandom } from '../system.ts'
import { openShop } from '../upgates/create.ts'
import type { Io } from './io.ts'

/** The options that say what to work on. */
export interface PlaceOptions {
  readonly settings: string
  readonly folder?: string
  readonly bucket?: string
}

/** Settings, effects, and where the archive lies, for messages. */
export interface Place {
  readonly settings: Settings
  readonly effects: Effects
  readonly archive: string
}

/** Builds the one record of effects from the options of a command. */
export async function openPlace(options: PlaceOptions, io: Io): Promise<Place> {
  const settings = await loadSettings(options.settings)
  const { store, secrets, root } = await openStore(options, settings, io)
  const clock = systemClock
  const random = systemRandom
  const shop = openShop(settings, { clock, random })
  const log: Log = {
    info: () => undefined,
    warn: (message) => io.err(message),
  }
  return { settings, effects: { store, shop, secrets, clock, random, log }, archive: `${root}/archive/` }
}

const noFolder = (root: string, { feeds }: Settings): OrderSyncError =>
  new OrderSyncError({
    kind: 'usage',
    attempted: 'use the folder',
    subject: root === '' ? '""' : root,
    ended: 'there is no such folder',
    hint: `Make it, and let the ERP drop its exports into ${Object.keys(feeds)
      .map((feed) => `${join(root, 'exports', feed)}/`)
      .join(' and ')}; or name another with --folder.`,
  })

interface OpenedStore {
  readonly store: Store
  readonly secrets: Secrets
  readonly root: string
}

async function openStore({ folder, bucket }: PlaceOptions, settings: Settings, io: Io): Promise<OpenedStore> {
  if (bucket === undefined) {
    const root = folder ?? './data'
    if (!existsSync(root)) throw noFolder(root, settings)
    return { store: createFolderStore(root), secrets: createEnvironmentSecrets(io.environment), root }
  }
  if (folder !== undefined) {
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'use',
      subject: '--bucket together with --folder',
      ended: 'only one can hold the state',
    })
  }
  const { openBucket } = await import('../storage/aws.ts')
  const effects = { clock: systemClock, random: systemRandom }
  return { ...openBucket(bucket, settings.upgates.apiKeyParameter, effects), root: `s3://${bucket}` }
}
