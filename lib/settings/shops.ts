import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The folder that holds a settings file per shop, where there are several. */
const shopsFolder = 'order-sync.d'

/** The settings files of a working directory: those of `order-sync.d/`, in the order of their names, or `order-sync.json`. */
export function settingsFiles(directory = '.'): string[] {
  const folder = join(directory, shopsFolder)
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /\.jsonc?$/.test(name)) : []
  return names.length === 0 ? [join(directory, 'order-sync.json')] : names.sort().map((name) => join(folder, name))
}
