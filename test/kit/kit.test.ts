import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { releasedChangelog, trouble } from './changelog.ts'
import { tallyOf } from './tally.ts'

const top = join(import.meta.dirname, '../..')
const packageJson = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8'))

describe('the figures of a check', () => {
  const report = (passed: number, failed: number, ...files: { status: string; assertionResults: object[] }[]) => ({
    numPassedTests: passed,
    numFailedTests: failed,
    testResults: files,
  })
  it.each([
    ['all passed', report(3, 0, { status: 'passed', assertionResults: [{}] }), 0, 3, 0],
    ['one failed', report(2, 1, { status: 'failed', assertionResults: [{}] }), 1, 2, 1],
    ['a file that could not be read', report(2, 0, { status: 'failed', assertionResults: [] }), 1, 2, 1],
    ['an error outside of tests', report(3, 0), 1, 3, 1],
    ['a process that died', report(3, 0), null, 3, 1],
    ['no report', undefined, 1, 0, 1],
    ['a report that is none', { numPassedTests: 'many' }, 0, 0, 1],
  ])('%s', (_what, read, exitCode, passed, failed) => {
    expect(tallyOf(read, exitCode)).toEqual({ passed, failed })
  })
})

const changelog = '# Changelog\n\n## Unreleased\n\n- New.\n\n## 0.1.0 (2026-01-01)\n\n- Old.\n'

describe('a release', () => {
  it.each([
    ['0.2.0', changelog, undefined],
    ['0.1.1', changelog, undefined],
    ['1.0.0', changelog, undefined],
    ['', changelog, 'Name the version, as in: npm run release -- 0.2.0'],
    ['0.2', changelog, 'Name the version, as in: npm run release -- 0.2.0'],
    ['v0.2.0', changelog, 'Name the version, as in: npm run release -- 0.2.0'],
    ['0.1.0', changelog, '0.1.0 is not newer than 0.1.0.'],
    ['0.0.9', changelog, '0.0.9 is not newer than 0.1.0.'],
    ['0.2.0', '# Changelog\n', 'CHANGELOG.md has no part "## Unreleased".'],
    ['0.2.0', changelog.replace('- New.\n', ''), 'CHANGELOG.md says nothing under "## Unreleased".'],
    ['0.2.0', '# Changelog\n\n## Unreleased\n', 'CHANGELOG.md says nothing under "## Unreleased".'],
  ])('of %j is possible, or says why not', (version, text, why) => {
    expect(trouble(version, '0.1.0', text)).toBe(why)
  })

  it('dates what was unreleased', () => {
    expect(releasedChangelog(changelog, '0.2.0', '2026-11-25')).toBe(
      '# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-11-25)\n\n- New.\n\n## 0.1.0 (2026-01-01)\n\n- Old.\n',
    )
  })
})

describe('what a contributor finds', () => {
  const text = (file: string) => readFileSync(join(top, file), 'utf8')

  it('is the same Node everywhere', () => {
    expect(packageJson.devDependencies.node).toBe(text('.node-version').trim())
    expect(packageJson.devDependencies['@types/node']).toMatch(new RegExp(`^${text('.node-version').split('.')[0]}\\.`))
    expect(text('infra/function.ts')).toContain(`NODEJS_${text('.node-version').split('.')[0]}_X`)
  })

  it.each(Object.keys(packageJson.dependencies))('has a reason for the dependency %s', (name) => {
    expect(text('README.md')).toMatch(new RegExp(`\\| .*\`(@[\\w-]+/)?${name.replace(/^@[\w-]+\//, '')}\`.* \\|`))
  })

  it.each(Object.keys(packageJson.scripts).filter((name) => !['dependencies', 'prepack'].includes(name)))(
    'is told what npm run %s is for',
    (name) => {
      const documents = `${text('README.md')}${text('CONTRIBUTING.md')}`
      expect(documents).toMatch(new RegExp(name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}\\b`))
    },
  )

  it('is never told to ask a registry for a program of our name', () => {
    const folders = ['docs', 'lib', 'infra', 'functions', 'examples'].flatMap((folder) =>
      readdirSync(join(top, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name)),
    )
    const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md'].map((file) => join(top, file))
    const told = [...documents, ...folders].filter((file) => /npx order-sync/.test(readFileSync(file, 'utf8')))
    expect(told).toEqual([])
  })
})
