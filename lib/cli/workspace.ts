import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ChannelEffects } from '../alerts/channels.ts'
import type { Effects, Log, Secrets } from '../effects.ts'
import { OrderSyncError } from '../errors.ts'
import type { TerminalVoice } from '../print/voice.ts'
import { functionOf, prefixOf } from '../settings/deployed.ts'
import type { KeptSettings } from '../settings/kept.ts'
import { loadSettings } from '../settings/load.ts'
import { SettingsError } from '../settings/parse.ts'
import type { Settings } from '../settings/settings.ts'
import { settingsWarnings } from '../settings/warnings.ts'
import type { Store } from '../storage/store.ts'
import { systemClock, systemRandom } from '../system.ts'
import type { Language } from '../text/language.ts'
import type { Io } from './io.ts'
import { voiceHere } from './language.ts'
import { localUser } from './who.ts'
import { zoneHere } from './zone.ts'

/** The options that say what to work on. */
export interface WorkspaceOptions {
  readonly settings: string
  readonly folder: string | undefined
  readonly bucket: string | undefined
  /** work on the bucket of the deployed function */
  readonly deployed?: boolean
  /** work with the settings of the file also where the deployed function has others */
  readonly ownSettings?: boolean
  /** file that holds the API key, instead of the environment */
  readonly keyFile?: string | undefined
}

/** What a command works on. */
export interface Workspace {
  readonly settings: Settings
  readonly effects: Effects
  /** whoever works on it, for decisions; `undefined` where nobody can tell. Throws where nobody can decide by these settings */
  readonly whoAmI: () => Promise<string | undefined>
  /** the folder that it is; absent for a bucket */
  readonly folder?: string
  /** AWS says who works on it: a name that somebody gives stands beside that, and not in its place */
  readonly vouched: boolean
  /** where the archive lies, for messages */
  readonly archive: string
  /** how messages reach the owner from here */
  readonly channels: () => Promise<ChannelEffects>
  /** what the owner should know of these settings, a sentence each */
  readonly warnings: readonly string[]
  /** paths of what the deployed function's settings say and this version does not know: nothing is decided or posted by them */
  readonly unknown: readonly string[]
  /** of what an owner reads here */
  readonly language: Language
  /** how the command speaks to its owner */
  readonly voice: TerminalVoice
}

/**
 * Opens the settings, and the folder or bucket, that the options name.
 * @param folderOf the folder of a shop by its name, in place of the one that is named
 */
export async function openWorkspace(
  options: WorkspaceOptions,
  io: Io,
  folderOf?: (shop: string) => string,
): Promise<Workspace> {
  const mine = await loadSettings(options.settings)
  io.spoken?.(zoneHere(mine, io))
  const folder = folderOf === undefined ? options.folder : folderOf(mine.shop)
  const { store, secrets, root, folder: opened, whoAmI } = await openStore({ ...options, folder }, mine, io)
  const { settings, warnings, unknown } = await settingsFor(mine, store, { ...options, folder })
  const [{ openShop }, voice] = await Promise.all([import('../upgates/create.ts'), voiceHere(settings, io)])
  const { clock = systemClock } = io
  const random = systemRandom
  const log: Log = { info: () => undefined, warn: (message) => io.err(voice.say(message)) }
  return {
    settings,
    effects: { store, shop: openShop(settings, { clock, random }), secrets, clock, random, log },
    whoAmI: async () => {
      needWhole({ unknown })
      return whoAmI()
    },
    vouched: whoAmI === callerOnAws,
    ...(opened === undefined ? {} : { folder: opened }),
    archive: `${root}/archive/`,
    channels: async () => {
      const { channelsHere, channelsOnAws } = await import('../alerts/places.ts')
      return root.startsWith('s3://') ? channelsOnAws(settings.shop) : channelsHere(io.environment)
    },
    warnings: [...warnings, ...settingsWarnings(settings)],
    unknown,
    language: voice.language,
    voice,
  }
}

type SettingsFor = Pick<Workspace, 'settings' | 'warnings' | 'unknown'>

/**
 * On the bucket of a deployed function, its settings count: what others would post, its next tick would post back. Those
 * of the file are compared.
 */
async function settingsFor(mine: Settings, store: Store, options: WorkspaceOptions): Promise<SettingsFor> {
  const onBucket = options.deployed === true || options.bucket !== undefined
  const own = { settings: mine, warnings: [], unknown: [] }
  if (!onBucket || options.ownSettings === true) return own
  const { deployedSettings } = await import('../sync/state/deployed.ts')
  const kept = await deployedSettings(store)
  if (kept === undefined || kept.shop !== mine.shop) return own
  const { settings: theirs, unknown } = await asKept(kept)
  const { differences, differencesText } = await import('../settings/differences.ts')
  // the copy says nothing of whom alarms are sent to
  const { emails, channels } = mine.alerts
  const settings = { ...theirs, alerts: { ...theirs.alerts, emails, channels } }
  const found = differences(mine, settings)
  const told =
    `The settings of the deployed function count, not those of ${options.settings}: ${differencesText(found)}. ` +
    'Deploy yours to change that, or work with them all the same by --own-settings.'
  const warnings = [...(found.length === 0 ? [] : [told]), ...(unknown.length === 0 ? [] : [unknownText(unknown)])]
  return { settings, warnings, unknown }
}

const unknownText = (unknown: readonly string[]): string =>
  `The deployed function is of a newer version: this one does not know its ${unknown.join(', ')}, and neither decides nor ` +
  'posts anything here. Use the version that was deployed.'

/** @throws OrderSyncError where an older version has let something pass, or a newer one says it in another form */
async function asKept(kept: Settings): Promise<KeptSettings> {
  const { readKept } = await import('../settings/kept.ts')
  try {
    return readKept(kept, 'of the deployed function')
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'use',
      subject: 'the settings of the deployed function',
      ended: `this version of order-sync cannot work with them: ${error.message}`,
      hint: 'Use the version that was deployed, deploy with this one, or work with the settings of the file: --own-settings',
    })
  }
}

/**
 * Nothing is decided or posted by settings of which a part is not known.
 * @throws OrderSyncError
 */
export function needWhole({ unknown }: Pick<Workspace, 'unknown'>): void {
  if (unknown.length === 0) return
  throw new OrderSyncError({
    kind: 'usage',
    attempted: 'decide or post',
    subject: 'by the settings of the deployed function',
    ended: `this version of order-sync does not know ${unknown.join(', ')}`,
    hint: 'Use the version that was deployed, or work with the settings of the file all the same: --own-settings',
  })
}

/** Warnings as lines for people. */
export const warningLines = (warnings: readonly string[], { texts, style, say }: TerminalVoice): string[] =>
  warnings.map((warning) => `${style.bad(texts.warning)}: ${say(warning)}`)

const noFolder = (root: string, { feeds }: Settings, ended: string): OrderSyncError =>
  new OrderSyncError({
    kind: 'usage',
    attempted: 'use the folder',
    subject: root === '' ? '""' : root,
    ended,
    hint: `Make it, and let the ERP drop its exports into ${Object.keys(feeds)
      .map((feed) => `${join(root, 'exports', feed)}/`)
      .join(' and ')}; or name another with --folder.`,
  })

interface OpenedStore {
  readonly store: Store
  readonly secrets: Secrets
  readonly root: string
  readonly folder?: string
  readonly whoAmI: () => Promise<string | undefined>
}

async function openStore(options: WorkspaceOptions, settings: Settings, io: Io): Promise<OpenedStore> {
  const { folder, keyFile } = options
  const given = options.deployed === true ? '--deployed' : '--bucket'
  if (folder !== undefined && (options.deployed === true || options.bucket !== undefined)) throw twoPlaces(given)
  if (options.deployed !== true && options.bucket === undefined) {
    const environment = keyFile === undefined ? io.environment : { UPGATES_API_KEY_FILE: keyFile }
    return { ...(await openFolder(folder ?? './data', settings, environment)), whoAmI: () => localUser(io) }
  }
  const bucket = await bucketNamed(options, settings)
  const { openBucket } = await import('../storage/aws.ts')
  const effects = { clock: io.clock ?? systemClock, random: systemRandom }
  const prefix = prefixOf(settings)
  const root = `s3://${bucket}/${prefix}`.slice(0, -1)
  return { ...openBucket({ bucket, prefix }, settings.upgates.apiKeyParameter, effects), root, whoAmI: callerOnAws }
}

const twoPlaces = (given: string): OrderSyncError =>
  new OrderSyncError({
    kind: 'usage',
    attempted: 'use',
    subject: `${given} together with --folder`,
    ended: 'only one can hold the state',
  })

/** The bucket that was named, or that of the deployed function. */
export async function bucketNamed(
  { bucket, deployed }: Pick<WorkspaceOptions, 'bucket' | 'deployed'>,
  settings: Settings,
): Promise<string> {
  if (bucket !== undefined && deployed !== true) return bucket
  const { placeOfFunction } = await import('./lambda.ts')
  return (await placeOfFunction(functionOf(settings).name)).bucket
}

/** On AWS nobody is who they say, but who AWS says. */
const callerOnAws = async (): Promise<string> => (await import('../storage/sts.ts')).callerIdentity()

async function openFolder(
  root: string,
  settings: Settings,
  environment: Io['environment'],
): Promise<Omit<OpenedStore, 'whoAmI'>> {
  if (!existsSync(root)) throw noFolder(root, settings, 'there is no such folder')
  if (!statSync(root).isDirectory()) throw noFolder(root, settings, 'it is a file, not a folder')
  const [{ createFolderStore }, { createEnvironmentSecrets }] = await Promise.all([
    import('../storage/folder.ts'),
    import('../storage/environment-secrets.ts'),
  ])
  return { store: createFolderStore(root), secrets: createEnvironmentSecrets(environment), root, folder: root }
}
