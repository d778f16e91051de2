import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { orderSync } from '../support/cli.ts'
import { temporaryFolder } from '../support/folder.ts'
import { csvOf, simpleFeed } from '../support/world.ts'

const before = process.cwd()
beforeEach(() => {
  process.chdir(temporaryFolder())
  for (const shop of ['one', 'two', 'three']) {
    mkdirSync(join('data', shop, 'exports/orders'), { recursive: true })
    mkdirSync('order-sync.d', { recursive: true })
    writeFileSync(join('data', shop, 'exports/orders/1.csv'), csvOf([['O1', 'new']]))
    const upgates = { api: 'v2', url: 'http://127.0.0.1:1', login: '1', notify: true }
    writeFileSync(`order-sync.d/${shop}.json`, JSON.stringify({ shop, upgates, feeds: { orders: simpleFeed } }))
  }
})
afterEach(() => process.chdir(before))

describe('--all', () => {
  it('works on every shop, each in a folder of its name', async () => {
    const run = await orderSync(['run', '--all', '--json'])
    expect(run.code).toBe(0)
    expect(JSON.parse(run.out)).toMatchObject({
      one: { outcome: 'done', adopted: 1 },
      two: { outcome: 'done', adopted: 1 },
      three: { outcome: 'done', adopted: 1 },
    })
    const { out } = await orderSync(['status', '--all'])
    expect(out.match(/^── \w+$/gm)).toEqual(['── one', '── three', '── two'])
  })

  it('goes on where one shop fails, and ends with the worst exit code', async () => {
    rmSync('data/one', { recursive: true })
    writeFileSync('order-sync.d/three.json', '{')
    const { code, out } = await orderSync(['plan', '--all'])
    expect(code).toBe(1)
    expect(out).toMatch(/── one\nCould not use the folder data\/one/)
    expect(out).toMatch(/── order-sync\.d\/three\.json\nThe settings order-sync\.d\/three\.json have/)
    expect(out).toContain('── two\n')
    expect(Object.keys(JSON.parse((await orderSync(['plan', '--all', '--json'])).out))).toHaveLength(3)
  })

  it('suggests commands for each shop', async () => {
    for (const shop of ['one', 'two']) writeFileSync(`data/${shop}/exports/orders/1.csv`, 'no export')
    await orderSync(['run', '--all'])
    const { out } = await orderSync(['run', '--all'])
    for (const shop of ['one', 'two'])
      expect(out).toContain(
        `order-sync dismiss --settings order-sync.d/${shop}.json --folder data/${shop} exports/orders/`,
      )
  })

  it('refuses one bucket for all', async () => {
    const { code, err } = await orderSync(['status', '--all', '--bucket', 'b'])
    expect([code, err]).toEqual([2, expect.stringContaining('every shop has a bucket of its own')])
  })

  it('refuses two places', async () => {
    expect(
      await orderSync(['status', '--deployed', '--folder', 'x', '--settings', 'order-sync.d/one.json']),
    ).toMatchObject({
      code: 2,
      err: expect.stringContaining('--deployed together with --folder: only one can hold the state'),
    })
  })
})
