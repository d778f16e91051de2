/**
 * Everything that guards the project: types, lint and format, AWS's linter of templates, tests, and whether the tests notice when a defence is
 * removed. Ends with `N passed, N failed`: the tests' own figures, and one more failure for every other check that fails.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { tallyOf } from './tally.ts'

const folder = mkdtempSync(join(tmpdir(), 'order-sync-check-'))
const reportFile = join(folder, 'tests.json')

const start = (script: string, args: readonly string[], stdio: 'inherit' | 'pipe') =>
  spawn('npm', ['run', '--silent', script, '--', ...args], {
    stdio: ['ignore', stdio, stdio],
    env: { ...process.env, CI: 'true' },
    shell: process.platform === 'win32',
  })

const codeOf = (child: ChildProcess) => new Promise<number | null>((resolve) => child.on('close', resolve))

const said = async (stream: Readable | null) => (stream === null ? '' : text(stream))

/** Runs one of the npm scripts, and prints what it said once it has ended; returns its exit code. */
async function run(script: string, ...args: readonly string[]): Promise<number | null> {
  const child = start(script, args, 'pipe')
  const [out, err, code] = await Promise.all([said(child.stdout), said(child.stderr), codeOf(child)])
  process.stdout.write(`── ${script}\n${out}${err}${code === 0 ? '' : `── failed: npm run ${script}\n`}`)
  return code
}

function report(): unknown {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8'))
  } catch {
    return undefined
  }
}

/** The tests need it later, and tell where it cannot be had. */
const comingUp = codeOf(spawn(process.execPath, [join(import.meta.dirname, 'python.ts'), 'moto'], { stdio: 'ignore' }))
// the tests use every core by themselves; the others take one each
const others = await Promise.all([run('mutants', '--short'), run('templates'), run('types'), run('lint')])
await comingUp
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
const ended = await codeOf(start('test', reporters, 'inherit'))
const { passed, failed } = tallyOf(report(), ended)
const broken = others.filter((code) => code !== 0).length
rmSync(folder, { recursive: true })
process.stdout.write(`${passed} passed, ${failed + broken} failed\n`)
process.exitCode = failed + broken === 0 ? 0 : 1
