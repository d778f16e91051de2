import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../support/folder.ts'

const changelog = '# Changelog\n\n## Unreleased\n\n- New.\n\n## 0.1.0 (2026-01-01)\n\n- Old.\n'

it('a release is a commit and a tag, and does not touch a folder with changes', () => {
  const folder = temporaryFolder()
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim()
  const release = (version: string) =>
    spawnSync(process.execPath, [join(import.meta.dirname, 'release.ts'), version], { cwd: folder, encoding: 'utf8' })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'x', version: '0.1.0' }))
  writeFileSync(join(folder, 'CHANGELOG.md'), changelog)
  git('init', '--quiet')
  for (const [name, value] of [
    ['user.name', 'x'],
    ['user.email', 'x@example.com'],
  ])
    git('config', name ?? '', value ?? '')
  git('add', '.')
  expect(release('0.2.0')).toMatchObject({ status: 1, stderr: expect.stringContaining('not committed') })
  git('commit', '--quiet', '-m', 'First')
  expect(release('0.1.0')).toMatchObject({ status: 1, stderr: expect.stringContaining('not newer') })
  expect(git('status', '--porcelain')).toBe('')
  expect(release('0.2.0')).toMatchObject({ status: 0, stderr: '' })
  expect(git('log', '-1', '--format=%s')).toBe('Release 0.2.0')
  expect(git('tag')).toBe('v0.2.0')
  expect(git('status', '--porcelain')).toBe('')
  expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version).toBe('0.2.0')
  expect(readFileSync(join(folder, 'CHANGELOG.md'), 'utf8')).toContain('## 0.2.0 (')
})
