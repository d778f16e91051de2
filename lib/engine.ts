/**
 * The engine as a library: read settings, open a folder or a bucket, see what would change, run.
 *
 * ```ts
 * const settings = await loadSettings('order-sync.json')
 * const clock = systemClock, random = systemRandom
 * const effects = {
 *   store: createFolderStore('./data'),
 *   secrets: createEnvironmentSecrets(process.env),
 *   shop: openShop(settings, { clock, random }),
 *   clock, random, log: { info: () => undefined, warn: console.warn },
 * }
 * const { plan } = await dryRun(settings, effects)
 * ```
 */
export type { ApiKey, Clock, Effects, Log, Random, Secrets } from './effects.ts'
export { type ErrorKind, OrderSyncError } from './errors.ts'
export type { FieldName, FieldValue, OrderState } from './order.ts'
export type { OrderSyncSettings } from './settings/input.ts'
export { loadSettings } from './settings/load.ts'
export { parseSettings, SettingsError, type SettingsProblem } from './settings/parse.ts'
export type { Settings } from './settings/settings.ts'
export { openBucket } from './storage/aws.ts'
export { createEnvironmentSecrets } from './storage/environment-secrets.ts'
export { createFolderStore } from './storage/folder.ts'
export { isProcessGone, thisProcess } from './storage/holder.ts'
export type { Store } from './storage/store.ts'
export { dryRun } from './sync/dry-run.ts'
export type { RunReport } from './sync/report.ts'
export { type RunEffects, type RunOptions, runSync } from './sync/sync.ts'
export { systemClock, systemRandom } from './system.ts'
export { openShop } from './upgates/create.ts'
export type { Shop } from './upgates/shop.ts'
