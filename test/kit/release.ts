/** `npm run release -- 0.2.0`: makes a version of what CHANGELOG.md calls "Unreleased", as a commit and a tag. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { releasedChangelog, trouble } from './changelog.ts'

const changelogFile = 'CHANGELOG.md'

const git = (...args: readonly string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim()

function release(version: string): string {
  const { version: current } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  const changelog = readFileSync(changelogFile, 'utf8')
  const wrong =
    trouble(version, current, changelog) ??
    (git('status', '--porcelain') === ''
      ? undefined
      : 'There are changes that are not committed: commit them first.') ??
    (git('tag', '--list', `v${version}`) === '' ? undefined : `There is a tag v${version} already.`)
  if (wrong !== undefined) throw new Error(wrong)
  writeFileSync(changelogFile, releasedChangelog(changelog, version, new Date().toISOString().slice(0, 10)))
  execFileSync('npm', ['version', version, '--no-git-tag-version'], { shell: process.platform === 'win32' })
  git('commit', '--quiet', '--all', '--message', `Release ${version}`)
  git('tag', '--annotate', `v${version}`, '--message', `Version ${version}`)
  return `Version ${version} is committed and tagged. Check it with: npm run check. Publish it with: git push --follow-tags`
}

try {
  process.stdout.write(`${release(process.argv[2] ?? '')}\n`)
} catch (error) {
  process.stderr.write(`Nothing was released. ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
