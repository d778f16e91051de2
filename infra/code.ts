import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Settings } from '../lib/settings/settings.ts'

/** The texts of a language, which are a file of their own in the bundle. */
const textsOf = /^(cs|sk|en)-\w+\.mjs$/

/**
 * Fills a folder with the function's code and the settings that it reads: ready to be an asset, or to be run. Of the
 * languages it has only the shop's. Returns it.
 */
export function writeFunctionCode(folder: string, settings: Settings): string {
  const { language = 'en' } = settings
  const isSpoken = (file: string): boolean => (textsOf.exec(basename(file))?.[1] ?? language) === language
  cpSync(bundle(), folder, { recursive: true, filter: isSpoken })
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings))
  return folder
}

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
