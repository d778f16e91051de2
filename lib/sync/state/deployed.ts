import type { Settings } from '../../settings/settings.ts'
import { settingsHash } from '../../settings/settings.ts'
import { textOf } from '../../storage/read.ts'
import type { Store } from '../../storage/store.ts'
import type { Head } from './head.ts'
import { headKey } from './keys.ts'

const keyOf = (hash: string): string => `state/settings/${hash}.json`

/** The settings without whom alarms are sent to: that is nobody's business but the stack's. */
const plain = (settings: Settings): Settings => ({
  ...settings,
  alerts: { ...settings.alerts, emails: [], channels: [] },
})

/** What tells the settings of a deployed function from others. */
export const deployedHash = (settings: Settings): string => settingsHash(plain(settings))

/** Keeps a copy of the settings that the deployed function works with, before the head names it. */
export async function keepDeployed(
  settings: Settings,
  { deployed }: Pick<Head, 'deployed'>,
  { store }: { readonly store: Pick<Store, 'put'> },
): Promise<string> {
  const hash = deployedHash(settings)
  if (hash !== deployed)
    await store.put(keyOf(hash), `${JSON.stringify(plain(settings), null, 2)}\n`, { ifAbsent: true })
  return hash
}

/**
 * The settings that the deployed function has worked with last, as its version has checked them: another one reads them by
 * `readKept`. `undefined` where no function has worked, or nobody can tell.
 */
export async function deployedSettings(store: Pick<Store, 'get'>): Promise<Settings | undefined> {
  const head = await read(store, headKey)
  const hash = typeof head === 'object' && head !== null && 'deployed' in head ? head.deployed : undefined
  if (typeof hash !== 'string') return undefined
  const kept = await read(store, keyOf(hash))
  return kept === undefined ? undefined : (kept as Settings)
}

async function read(store: Pick<Store, 'get'>, key: string): Promise<unknown> {
  const content = await store.get(key)
  if (content === undefined) return undefined
  try {
    return JSON.parse(await textOf(content.body))
  } catch {
    // whoever works with it tells what is wrong
    return undefined
  }
}
