import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'

/** The licences of all packages whose code went into bundles, one after the other. */
export function licencesOf(bundles: readonly Metafile[]): string {
  const files = bundles.flatMap(({ inputs }) => Object.keys(inputs))
  const folders = new Set(files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []))
  return [...folders]
    .sort()
    .map(licenceOf)
    .join(`\n${'─'.repeat(80)}\n\n`)
}

function licenceOf(folder: string): string {
  const about: { name: string; version: string; license?: string } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name)) ?? ''
  const text =
    file !== '' && existsSync(join(folder, file)) ? `\n${readFileSync(join(folder, file), 'utf8').trim()}\n` : ''
  return `${about.name} ${about.version} (${about.license ?? 'no licence named'})\n${text}`
}
