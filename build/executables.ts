/**
 * Builds order-sync as one file that brings its own Node, for machines without one:
 * `node build/executables.ts [linux-x64] [win-x64]`, both when none is named, into `executables/`.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { inject } from 'postject'
import packageJson from '../package.json' with { type: 'json' }
import { licencesOf } from './licences.ts'
import { readersDefined } from './readers.ts'

const top = join(import.meta.dirname, '..')
const work = join(top, 'node_modules/.cache/executables')
const version = packageJson.devDependencies.node
/** The mark in Node's own binary that says it carries an application. */
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'

const targets: Readonly<Record<string, { readonly program: string; readonly suffix: string }>> = {
  'linux-x64': { program: 'bin/node', suffix: '' },
  'win-x64': { program: 'bin/node.exe', suffix: '.exe' },
}

/** Builds one, and returns it. */
export async function buildExecutable(name: string, folder: string): Promise<string> {
  const target = targets[name]
  if (target === undefined) throw new Error(`There is no ${name}: only ${Object.keys(targets).join(' and ')}.`)
  const program = join(nodeFor(name), target.program)
  mkdirSync(folder, { recursive: true })
  const executable = join(folder, `order-sync-${name}${target.suffix}`)
  rmSync(executable, { force: true })
  copyFileSync(program, executable)
  await inject(executable, 'NODE_SEA_BLOB', readFileSync(await application(folder)), { sentinelFuse: fuse })
  return executable
}

/** Node for another system, as the registry has it: a package per system, kept once it was fetched. */
function nodeFor(name: string): string {
  const folder = join(work, `node-${name}-${version}`)
  if (existsSync(join(folder, 'package.json'))) return folder
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  execFileSync(npm, ['pack', '--silent', `node-${name}@${version}`], { cwd: folder, stdio: 'pipe' })
  const [tarball = ''] = readdirSync(folder)
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1'], { cwd: folder })
  rmSync(join(folder, tarball))
  return folder
}

/** The program with everything that it needs, as Node wants it inside of itself. It is the same for all systems. */
async function application(folder: string): Promise<string> {
  mkdirSync(work, { recursive: true })
  const [main, examples, config, output] = ['main.cjs', 'examples.json', 'sea.json', 'application.blob'].map((name) =>
    join(work, name),
  ) as [string, string, string, string]
  await bundle(main, folder)
  writeFileSync(examples, JSON.stringify(filesIn(join(top, 'examples'))))
  const assets = { 'examples.json': examples }
  writeFileSync(config, JSON.stringify({ main, output, assets, disableExperimentalSEAWarning: true }))
  execFileSync(process.execPath, ['--experimental-sea-config', config], { stdio: 'pipe' })
  return output
}

async function bundle(outfile: string, folder: string): Promise<void> {
  const { metafile } = await build({
    entryPoints: [join(top, 'lib/cli/main.ts')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    define: { 'import.meta.dirname': '__dirname', ...readersDefined() },
    legalComments: 'none',
    charset: 'utf8',
    metafile: true,
  })
  writeFileSync(join(folder, 'LICENCES.txt'), licencesOf([metafile]))
}

/** The bytes of a folder's files in base64, by their paths in it. */
function filesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const file = join(parentPath, name)
      return [file.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(file, 'base64')]
    }),
  )
}

if (import.meta.main) {
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(targets)
  for (const name of names) process.stdout.write(`${await buildExecutable(name, join(top, 'executables'))}\n`)
}
