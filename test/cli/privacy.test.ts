import { existsSync, mkdirSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'

const open: ShopFolder[] = []
afterEach(async () => {
  for (const { server } of open.splice(0)) await server.close()
})

async function postedShop(): Promise<ShopFolder> {
  const shop = await createShopFolder([{ order_number: 'O1', status: 'new' }])
  open.push(shop)
  shop.drop([['O1', 'new']], '1.csv')
  await shop.cli('run')
  shop.drop([['O1', 'sent', '', 'GEHEIM']], '2.csv')
  await shop.cli('run')
  return shop
}

/** Lets everything of a prefix be of another day. */
function age({ folder }: ShopFolder, prefix: string): void {
  const [year = ''] = readdirSync(join(folder, 'data', prefix)).filter((name) => /^\d{4}$/.test(name))
  mkdirSync(join(folder, 'data', prefix, '2020'), { recursive: true })
  renameSync(join(folder, 'data', prefix, year), join(folder, 'data', prefix, '2020x'))
  const [month = ''] = readdirSync(join(folder, 'data', prefix, '2020x'))
  renameSync(join(folder, 'data', prefix, '2020x', month), join(folder, 'data', prefix, '2020', '01'))
}

describe('a folder', () => {
  it('loses old evidence after a run, at most once a day, and no exports', async () => {
    const shop = await postedShop()
    age(shop, 'archive')
    const old = join(shop.folder, 'data/archive/2020/01')
    await shop.cli('run')
    expect(readdirSync(old, { recursive: true, encoding: 'utf8' }).some((name) => name.endsWith('.json'))).toBe(true)
    utimesSync(join(shop.folder, 'data/.order-sync/pruned'), 0, 0)
    await shop.cli('run')
    expect(readdirSync(old, { recursive: true, encoding: 'utf8' }).some((name) => name.endsWith('.json'))).toBe(false)
    expect(readdirSync(join(shop.folder, 'data/exports/orders'))).toEqual(['1.csv', '2.csv'])
  })

  it('is pruned on request, of old exports too but for the newest', async () => {
    const shop = await postedShop()
    expect((await shop.cli('prune')).out).toBe('Nothing is older than the settings say.\n')
    for (const name of ['1.csv', '2.csv']) utimesSync(join(shop.folder, 'data/exports/orders', name), 1e9, 1e9)
    writeFileSync(join(shop.folder, 'data/exports/orders/3.csv'), 'order_number;status\r\nO1;sent\r\n')
    await shop.cli('run')
    expect((await shop.cli('prune')).out).toContain('0 reports and 2 exports')
    expect(existsSync(join(shop.folder, 'data/exports/orders/3.csv'))).toBe(true)
  })

  it.each(['', ' '])('takes %j for no order, as a variable that is not set', async (order) => {
    const { cli } = await postedShop()
    const refusal = { code: 2, err: expect.stringContaining('it is not an order number') }
    expect(await cli('forget', order, '--yes')).toMatchObject(refusal)
    expect(await cli('history', order)).toMatchObject(refusal)
    expect((await cli('history', ' O1 ')).out).toContain('GEHEIM')
  })

  it('says that nobody knows the order that is to be forgotten', async () => {
    const { cli } = await postedShop()
    expect(await cli('forget', 'O11', '--yes')).toMatchObject({
      code: 4,
      out: expect.stringMatching(/^No export has named the order O11, .* Nothing was changed\.\n$/),
    })
    expect((await cli('decisions')).out).not.toContain('forget')
  })

  it('forgets an order only where a person says so', async () => {
    const { cli } = await postedShop()
    const { out } = await cli('forget', 'O1')
    expect(out).toMatch(
      /Values of the order O1 are in 2 archived exchanges?, .*Nothing was changed\. To take them out, say --yes\./,
    )
    expect((await cli('history', 'O1')).out).toContain('GEHEIM')
    expect((await cli('forget', 'O1', '--yes', '--by', 'Jana')).out).toContain('They are taken out.')
    await cli('run')
    expect((await cli('history', 'O1')).out).not.toContain('GEHEIM')
    expect((await cli('decisions')).out).toContain('forget O1, by Jana: done by the run')
  })
})
