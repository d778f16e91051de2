/**
 * Everything that guards the project: types, lint and format, AWS's linter of templates, tests, and whether the tests notice when a defence is
 * removed. Ends with `N passed, N failed`: the tests' own figures, and one more failure for every other check that fails.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tallyOf } from './tally.ts'

const folder = mkdtempSync(join(tmpdir(), 'order-sync-check-'))
const reportFile = join(folder, 'tests.json')

/** Runs one of the npm scripts; returns its exit code. */
function run(script: string, ...args: readonly string[]): number | null {
  process.stdout.write(`── ${script}\n`)
  const { status } = spawnSync('npm', ['run', '--silent', script, '--', ...args], {
    stdio: 'inherit',
    env: { ...process.env, CI: 'true' },
    shell: process.platform === 'win32',
  })
  if (status !== 0) process.stdout.write(`── failed: npm run ${script}\n`)
  return status
}

function report(): unknown {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8'))
  } catch {
    return undefined
  }
}

const broken = ['types', 'lint', 'templates'].filter((script) => run(script) !== 0).length
const ended = run('test', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`)
const { passed, failed } = tallyOf(report(), ended)
const missed = run('mutants', '--short') === 0 ? 0 : 1
rmSync(folder, { recursive: true })
process.stdout.write(`${passed} passed, ${failed + broken + missed} failed\n`)
process.exitCode = failed + broken + missed === 0 ? 0 : 1
