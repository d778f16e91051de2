import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { Settings } from '../lib/settings/settings.ts'

/** The texts of a language, which are files of their own in the bundle. */
const textsOf = /^(cs|sk|en)(?:-said)?-\w+\.mjs$/
/** What only the command line and the console say: the bundler keeps them, but nothing of the function loads them. */
const neverSaid = /^said-errors-\w+\.mjs$/
/** By which other languages know what is said in English. */
const patterns = /^patterns-\w+\.mjs$/

/**
 * Fills a folder with the function's code and the settings that it reads: ready to be an asset, or to be run. Of the
 * languages it has only those of its shops. Returns it.
 * @param settings of the one shop that the function works for, or a list: of each shop of a fleet
 */
export function writeFunctionCode(folder: string, settings: Settings | readonly Settings[]): string {
  const shops: readonly Settings[] = 'shop' in settings ? [settings] : settings
  const languages = new Set(shops.map(({ language = 'en' }) => language))
  const isSpoken = (file: string): boolean => {
    if (neverSaid.test(basename(file))) return false
    const language = textsOf.exec(basename(file))?.[1] as Settings['language']
    if (patterns.test(basename(file))) return [...languages].some((one) => one !== 'en')
    return language === undefined || languages.has(language)
  }
  cpSync(bundle(), folder, { recursive: true, filter: isSpoken })
  for (const [name, content] of settingsFiles(settings)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), JSON.stringify(content))
  }
  return folder
}

const settingsFiles = (settings: Settings | readonly Settings[]): (readonly [name: string, Settings])[] =>
  'shop' in settings ? [['settings.json', settings]] : settings.map((one) => [`settings/${one.shop}.json`, one])

let bundled: string | undefined

/** The package brings the bundle; among the sources it is made of them, once a process. */
function bundle(): string {
  if (!import.meta.filename.endsWith('.ts')) return join(import.meta.dirname, '../function')
  bundled ??= bundleSources()
  return bundled
}

function bundleSources(): string {
  const folder = mkdtempSync(join(tmpdir(), 'order-sync-function-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const build = createRequire(import.meta.url)('../build/function.ts') as { bundleFunction(folder: string): void }
  build.bundleFunction(folder)
  return folder
}
