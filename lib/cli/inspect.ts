import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { OrderSyncError } from '../errors.ts'
import { fileSource } from '../exports/inspect/file.ts'
import { type Inspection, type InspectOptions, inspectExport } from '../exports/inspect/inspect.ts'
import { fileReasonOf } from '../file-troubles.ts'
import { inspectionText } from '../print/inspection.ts'
import { loadSettings } from '../settings/load.ts'
import { presets } from '../settings/presets/index.ts'
import { nearest } from '../settings/problems.ts'
import type { Feed, Settings } from '../settings/settings.ts'
import { today } from '../system.ts'
import type { Answer } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { voiceHere } from './language.ts'

interface Flags {
  readonly preset: string | undefined
  readonly settings: string
  readonly feed: string | undefined
}

/** `inspect`: what a file is, and which mapping fits. How a new user begins. */
export async function inspect(
  { preset, settings, feed }: Flags,
  io: Io,
  [file = '']: readonly string[],
): Promise<Answer> {
  const voice = await voiceHere(existsSync(settings) ? await languageIn(settings) : {}, io)
  checkPreset(preset)
  const found = await inspectFile(file, {
    hasSettings: existsSync(settings),
    ...(preset === undefined ? {} : { preset }),
    ...(feed === undefined ? {} : { feed: await feedOf(settings, feed) }),
  })
  return {
    value: found,
    text: () => inspectionText(file, found, voice),
    code: found.refused !== null || found.invalid.length > 0 || found.isIncomplete ? exitCodes.refused : exitCodes.done,
  }
}

/**
 * Looks at a file of this machine, today.
 * @throws OrderSyncError if there is none
 */
export const inspectFile = async (file: string, options: Omit<InspectOptions, 'today'>): Promise<Inspection> =>
  inspectExport(fileSource(file, await sizeOf(file)), {
    today: today(),
    ...options,
  })

/** The language of settings that are there, if they can be read: `inspect` helps whoever is about to write them. */
const languageIn = (file: string): Promise<Partial<Settings>> => loadSettings(file).catch(() => ({}))

/** A feed of the settings. */
async function feedOf(file: string, name: string): Promise<Feed> {
  const { feeds } = await loadSettings(file)
  const feed = Object.hasOwn(feeds, name) ? feeds[name] : undefined
  if (feed !== undefined) return feed
  throw new OrderSyncError({
    kind: 'usage',
    attempted: 'read it as the feed',
    subject: `"${name}"`,
    ended: `the settings ${file} have none of this name`,
    hint: `There are: ${Object.keys(feeds).join(', ')}.`,
  })
}

function checkPreset(name: string | undefined): void {
  if (name === undefined || Object.hasOwn(presets, name)) return
  const near = nearest(name, Object.keys(presets))
  throw new OrderSyncError({
    kind: 'usage',
    attempted: 'use the ready-made mapping',
    subject: `"${name}"`,
    ended: 'there is none of this name',
    hint: near === undefined ? `There are: ${Object.keys(presets).join(', ')}.` : `Did you mean "${near}"?`,
  })
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch((cause: unknown) => {
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'inspect',
      subject: file,
      ended: fileReasonOf(cause).replace(' or folder', ''),
      cause,
    })
  })
  if (!found.isFile())
    throw new OrderSyncError({ kind: 'usage', attempted: 'inspect', subject: file, ended: 'it is not a file' })
  return found.size
}
