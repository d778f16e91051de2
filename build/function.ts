import { join } from 'node:path'
import { type BuildOptions, buildSync, type Metafile } from 'esbuild'
import { readersDefined } from './readers.ts'

/** What a Lambda, whose credentials are in its environment, never loads: other ways to credentials, and a browser's part. */
const neverLoaded = [
  'bowser',
  ...['ini', 'sso', 'process', 'web-identity', 'login', 'http'].map((name) => `@aws-sdk/credential-provider-${name}`),
  '@smithy/credential-provider-imds',
  '@aws-sdk/token-providers',
]

/** Left to Lambda's runtime and to the command line: for messages to the owner alone, never for an order. */
const broughtAlong = ['@aws-sdk/client-sns', 'nodemailer']

/**
 * Bundles the function into a folder, ready but for its `settings.json`. ES modules, the SDK included, so that nothing
 * of it changes behind our back and it loads fast. What an idle run does not need comes in files of its own, which are
 * read when they are needed.
 */
export const bundleFunction = (folder: string): Metafile =>
  bundleWith(join(import.meta.dirname, '../functions/sync.ts'), { outdir: folder })

/** Bundles one module as the function is bundled. */
export function bundleWith(entry: string, more: BuildOptions): Metafile {
  const { metafile } = buildSync({
    entryPoints: { index: entry },
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // yauzl is CommonJS and requires what Node brings
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    mainFields: ['module', 'main'],
    external: [...neverLoaded, ...broughtAlong],
    define: readersDefined(),
    legalComments: 'none',
    charset: 'utf8',
    ...more,
    metafile: true,
  })
  return metafile
}
