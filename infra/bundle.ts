import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BuildOptions, buildSync } from 'esbuild'
import { type Settings, usesMatch } from '../lib/settings/settings.ts'

/** What a Lambda, whose credentials are in its environment, never loads: other ways to credentials, and a browser's part. */
const neverLoaded = [
  'bowser',
  ...['ini', 'sso', 'process', 'web-identity', 'login', 'http'].map((name) => `@aws-sdk/credential-provider-${name}`),
  '@smithy/credential-provider-imds',
  '@aws-sdk/token-providers',
]

/**
 * Bundles the function with the settings inside, into a new folder. ES modules, the SDK included, so that nothing of
 * it changes behind our back and it loads fast.
 * What an idle run does not need comes in files of its own, which are read when they are needed.
 */
export const bundleFunction = (settings: Settings): string =>
  bundleWith(join(import.meta.dirname, '../functions/sync.ts'), {
    define: { ORDER_SYNC_SETTINGS: JSON.stringify(settings) },
    external: [...neverLoaded, ...readersWithout(settings)],
  })

/** The libraries that no feed needs: readers of other formats, and the engine of `match`. */
function readersWithout({ feeds }: Settings): string[] {
  const all = Object.values(feeds)
  const types = new Set(all.flatMap(({ format, formats = [] }) => [format, ...formats].map(({ type }) => type)))
  const needsSaxes = types.has('xml') || types.has('xlsx')
  return [
    ...(needsSaxes ? [] : ['saxes']),
    ...(types.has('json') ? [] : ['@streamparser/json']),
    ...(all.some(usesMatch) ? [] : ['re2js']),
  ]
}

/** Bundles one module as the function is bundled, into a new folder. */
export function bundleWith(entry: string, more: BuildOptions): string {
  const folder = mkdtempSync(join(tmpdir(), 'order-sync-bundle-'))
  buildSync({
    entryPoints: { index: entry },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    external: neverLoaded,
    legalComments: 'none',
    charset: 'utf8',
    ...more,
  })
  return folder
}
