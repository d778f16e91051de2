import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { writeFunctionCode } from '../../infra/code.ts'
import { temporaryFolder } from '../support/folder.ts'
import { settingsOf, simpleFeed } from '../support/world.ts'

let folder: string
beforeAll(() => {
  folder = writeFunctionCode(temporaryFolder(), settingsOf({ feeds: { orders: simpleFeed } }))
})

it('the function’s code stays under 700 KB', () => {
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(700_000)
})

it('every file of it can be loaded, also those that an idle run never reads', async () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.mjs'))
  expect(files.length).toBeGreaterThan(1)
  for (const name of files) {
    const loaded: unknown = await import(join(folder, name))
    expect(loaded, name).toBeTypeOf('object')
  }
})
