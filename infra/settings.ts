import { readFileSync } from 'node:fs'
import type { Construct } from 'constructs'
import { OrderSyncError } from '../lib/errors.ts'
import type { OrderSyncSettings } from '../lib/settings/input.ts'
import { parseJsonc } from '../lib/settings/load.ts'
import { parseSettings } from '../lib/settings/parse.ts'
import type { Settings } from '../lib/settings/settings.ts'
import { callerPlace } from './caller.ts'

/**
 * Checks the settings that a construct was given.
 * @throws SettingsError with all problems at once, naming the settings file, or the line that gave the settings
 */
export function settingsOf(scope: Construct, given: OrderSyncSettings | string): Settings {
  if (typeof given === 'string') return readSettings(given)
  const place = callerPlace()
  return parseSettings(given, `of OrderSync "${scope.node.path}"${place === undefined ? '' : ` (${place})`}`)
}

/**
 * Reads and checks a settings file.
 * @throws SettingsError with all problems at once; OrderSyncError if it cannot be read
 */
export const readSettings = (file: string): Settings => parseSettings(parseJsonc(textOf(file), file), file)

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new OrderSyncError({
      kind: 'usage',
      attempted: 'read the settings',
      subject: file,
      ended: 'there is no such file, or it cannot be read',
      hint: `A relative path starts at ${process.cwd()}.`,
      cause,
    })
  }
}
