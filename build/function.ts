import { rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
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
const outside = [...neverLoaded, ...broughtAlong]

/**
 * Bundles the function into a folder, ready but for its `settings.json`. ES modules, the SDK included, so that nothing
 * of it changes behind our back and it loads fast. What an idle run needs is one file; what it does not need comes in
 * files of its own, which are read when they are needed.
 */
export function bundleFunction(folder: string): Metafile {
  const metafile = bundleWith(join(import.meta.dirname, '../functions/sync.ts'), { outdir: folder })
  joinFirstFiles(folder, metafile)
  return metafile
}

/**
 * Puts the files that are read with `index.mjs` into it: each of them costs as much as a thousand lines of code. Those
 * that are read later find in their places what `index.mjs` has of them by now, so that nothing is there twice.
 */
function joinFirstFiles(folder: string, { outputs }: Metafile): void {
  const found = new Map(Object.entries(outputs).map(([path, output]) => [basename(path), output]))
  const first = new Set(['index.mjs'])
  for (const name of first)
    for (const { path, kind } of found.get(name)?.imports ?? [])
      if (kind === 'import-statement' && found.has(basename(path))) first.add(basename(path))
  const joined = [...first].slice(1).map((name, number) => ({ name, number, exports: found.get(name)?.exports ?? [] }))
  const passedOn = joined.flatMap(({ name, number, exports }) =>
    exports.length === 0 ? [] : `export{${exports.map((one) => `${one} as ${one}_${number}`)}}from'./${name}'`,
  )
  buildSync({
    stdin: { contents: ["export*from'./index.mjs'", ...passedOn].join('\n'), resolveDir: folder },
    outfile: join(folder, 'index.mjs'),
    allowOverwrite: true,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    external: [...outside, ...[...found.keys()].filter((name) => !first.has(name)).map((name) => `./${name}`)],
    // each of them has brought its own
    pure: ['createRequire'],
    legalComments: 'none',
    charset: 'utf8',
  })
  const later = [...found].filter(([name]) => !first.has(name)).flatMap(([, { imports }]) => imports)
  const isReadLater = new Set(later.map(({ path }) => basename(path)))
  for (const { name, number, exports } of joined) {
    const passed = `export{${exports.map((one) => `${one}_${number} as ${one}`)}}from"./index.mjs"\n`
    if (isReadLater.has(name)) writeFileSync(join(folder, name), passed)
    else rmSync(join(folder, name))
  }
}

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
    external: outside,
    define: readersDefined(),
    legalComments: 'none',
    charset: 'utf8',
    ...more,
    metafile: true,
  })
  return metafile
}
