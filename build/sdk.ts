import { join, sep } from 'node:path'
import { build, type Metafile, type Plugin } from 'esbuild'

/** The modules that use the AWS SDK, as `test/layers.test.ts` has them. */
const adapters = [
  'lib/storage/s3',
  'lib/storage/sns',
  'lib/storage/ssm',
  'lib/storage/sts',
  'lib/cli/lambda',
  'lib/upload/bucket',
  'lib/upload/link',
]

/**
 * Puts the AWS SDK into the compiled modules that use it. Whoever installs the package has 26 packages and 30 MB less
 * then, and a command on a bucket reads a few files instead of some hundred.
 */
export async function inlineAws(dist: string): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: Object.fromEntries(adapters.map((name) => [name, join(dist, `${name}.js`)])),
    outdir: dist,
    allowOverwrite: true,
    chunkNames: 'lib/storage/sdk/[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    mainFields: ['module', 'main'],
    plugins: [onlySdk(dist)],
    legalComments: 'none',
    charset: 'utf8',
    metafile: true,
  })
  return metafile
}

/** Of what our own modules import, only the SDK goes in; of what the SDK imports, everything. */
const onlySdk = (dist: string): Plugin => ({
  name: 'only-sdk',
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ path, importer }) =>
      importer.startsWith(dist + sep) && !path.startsWith('@aws-sdk/') ? { path, external: true } : undefined,
    )
  },
})
