import { join } from 'node:path'
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild'
import { readersDefined } from './readers.ts'

const cli = join(import.meta.dirname, '../lib/cli')

/** Packages that most commands never need; what is used of them is listed in `apart.ts`. */
export const isApart = (name: string): boolean => /^(@aws-sdk\/|nodemailer$|@clack\/prompts$)/.test(name)

/**
 * Bundles the command line into `bundle/cli` below a folder: `main.cjs`, which keeps what is compiled of the others,
 * `process.cjs` with all commands, and `apart.cjs` with what most of them never need. A command is over in two tenths of
 * a second, most of which went into finding and reading some hundred small files. Each module of a file is run when it
 * is imported first, as in files of their own.
 */
export async function bundleCommandLine(dist: string): Promise<Metafile[]> {
  const bundles = (['main', 'process', 'apart'] as const).map((name) =>
    build({
      ...options,
      entryPoints: [sources[name]],
      outfile: join(dist, `bundle/cli/${name}.cjs`),
      plugins: [elsewhere(name)],
    }),
  )
  return (await Promise.all(bundles)).map(({ metafile }) => metafile)
}

const sources = {
  main: join(cli, 'packaged.ts'),
  process: join(cli, 'process.ts'),
  apart: join(import.meta.dirname, 'apart.ts'),
} as const

const options = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  mainFields: ['module', 'main'],
  define: { 'import.meta.dirname': '__dirname', ...readersDefined() },
  // a file is read through the loader that its neighbours have kept it for
  supported: { 'dynamic-import': false },
  legalComments: 'none',
  // a letter takes two bytes in memory as soon as one of the file is not of Latin-1
  charset: 'ascii',
  metafile: true,
} as const satisfies BuildOptions

/** What is in another one of the files is required from it. */
const elsewhere = (name: keyof typeof sources): Plugin => ({
  name: 'elsewhere',
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ path, kind }) => {
      if (name === 'process' && kind !== 'entry-point' && isApart(path)) return { path: './apart.cjs', external: true }
      return undefined
    })
  },
})
