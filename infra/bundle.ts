import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'

/** Ways to credentials that a Lambda, whose credentials are in its environment, never takes. */
const otherCredentials = [
  ...['ini', 'sso', 'process', 'web-identity', 'login', 'http'].map((name) => `@aws-sdk/credential-provider-${name}`),
  '@smithy/credential-provider-imds',
  '@aws-sdk/token-providers',
]

/**
 * Bundles the function with the settings inside, into a new folder. One ES module, the SDK included, so that nothing of
 * it changes behind our back and it loads fast.
 * @param settings the settings file as parsed JSON, already checked
 */
export function bundleFunction(settings: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'order-sync-bundle-'))
  buildSync({
    entryPoints: [join(import.meta.dirname, '../functions/sync.ts')],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    external: otherCredentials,
    legalComments: 'none',
    define: { ORDER_SYNC_SETTINGS: JSON.stringify(settings) },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  })
  return folder
}
