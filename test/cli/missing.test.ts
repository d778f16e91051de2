import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { exitCodeOf } from '../../lib/cli/exit-code-of.ts'
import { emptyReport } from '../../lib/sync/report.ts'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'

const open: ShopFolder[] = []
const shopOf = async (): Promise<ShopFolder> => {
  const folder = await createShopFolder([{ order_number: 'O1', status: 'new' }])
  open.push(folder)
  return folder
}
afterEach(async () => {
  for (const { server } of open.splice(0)) await server.close()
})

describe('before the first run', () => {
  it.each([
    ['nothing is there', undefined, 'There is no export yet in exports/orders/.'],
    ['it lies in exports/', 'exports/1.csv', 'There is exports/1.csv, which no feed reads.'],
    ['its folder is misspelt', 'exports/order/1.csv', 'There is exports/order/1.csv, which no feed reads.'],
  ])('plan, run and status say where exports are looked for: %s', async (_what, file, expected) => {
    const { cli, folder } = await shopOf()
    if (file !== undefined) {
      mkdirSync(join(folder, 'data/exports/order'), { recursive: true })
      writeFileSync(join(folder, 'data', file), 'x')
    }
    for (const command of ['plan', 'run', 'status']) {
      const { out, err } = await cli(command)
      expect(`${command}: ${out}${err}`).toContain(expected)
      expect(JSON.stringify(JSON.parse((await cli(command, '--json')).out).problems)).toContain(expected)
    }
  })
})

describe('status', () => {
  it('says why the last run failed', async () => {
    const { cli, drop, server } = await shopOf()
    drop([['O1', 'new']], '1.csv')
    await cli('run')
    drop([['O1', 'sent']], '2.csv')
    await server.close()
    open.pop()
    expect((await cli('run')).code).toBe(1)
    const { out } = await cli('status')
    expect(out).toMatch(/Of the last run \(\S+\):\n {2}failing: The shop cannot be reached \(ECONNREFUSED/)
    expect(out).toContain('The shop has failed once')
    expect(out).toMatch(/failed: 1 order planned, .*, 1 problem$/m)
  })
})

describe('history', () => {
  it('tells an order that is not known from one about which nothing was sent', async () => {
    const { cli, drop } = await shopOf()
    drop([['O1', 'new']], '1.csv')
    await cli('run')
    expect((await cli('history', 'O1')).out).toBe('Nothing was sent about the order O1 in the last 90 days.\n')
    expect((await cli('history', 'O9')).out).toContain('no export has named it')
  })
})

it.each([
  ['records without an order number', 2, 2, 0],
  ['another invalid record beside them', 3, 2, 4],
  ['an invalid record', 1, undefined, 4],
])('the exit code of an export with %s', (_what, invalid, unnumbered, code) => {
  const exported = { feed: 'orders', key: 'exports/orders/1.csv', records: 9, invalid, refused: null }
  const exports = [{ ...exported, ...(unnumbered === undefined ? {} : { unnumbered }) }]
  expect(exitCodeOf({ ...emptyReport('run', '2026-11-23T10:00:00Z'), outcome: 'done', exports })).toBe(code)
})
