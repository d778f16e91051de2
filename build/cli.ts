import { join } from 'node:path'
import { build, type Metafile } from 'esbuild'
import { readersDefined } from './readers.ts'

/**
 * Bundles the command line into `bundle/cli` below a folder, in parts that are read when a command needs them. A command
 * is over in a few tenths of a second, most of which went into finding and reading some hundred small files.
 */
export async function bundleCommandLine(dist: string): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: [join(import.meta.dirname, '../lib/cli/main.ts')],
    outdir: join(dist, 'bundle/cli'),
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    // yauzl and nodemailer are CommonJS and require what Node brings
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    mainFields: ['module', 'main'],
    define: readersDefined(),
    legalComments: 'none',
    charset: 'utf8',
    metafile: true,
  })
  return metafile
}
