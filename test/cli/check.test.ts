import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { ShopOptions } from '../../lib/simulator/model.ts'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'
import { simpleFeed } from '../support/world.ts'

const open: ShopFolder[] = []
afterEach(async () => {
  for (const { server } of open.splice(0)) await server.close()
})

const feed = {
  ...simpleFeed,
  fields: { ...simpleFeed.fields, status: { from: 'status', map: { expedovana: 'Odeslaná', zrusena: 'Storno' } } },
}

async function shopOf(more: Partial<ShopOptions> = {}, changes: object = {}): Promise<ShopFolder> {
  const shop = await createShopFolder([{ order_number: 'O1' }], {
    statuses: ['Přijatá', 'Odeslaná', 'Storno'],
    ...more,
  })
  open.push(shop)
  const upgates = { api: 'v2', url: shop.server.url, login: '12345678', notify: false }
  shop.settings({ upgates, feeds: { orders: feed }, ...changes })
  shop.drop([['O1', 'expedovana']], '1.csv')
  return shop
}

describe('check', () => {
  it('finds everything there with three requests, none of them about an order, and writes nothing', async () => {
    const { cli, shop, folder } = await shopOf({
      statuses: ['Přijatá', { name: 'Odeslaná', mark_paid_yn: true, mark_delivered_yn: true }, 'Storno'],
    })
    const { code, out } = await cli('check')
    expect(out).toMatch(/status +Odeslaná +yes +the order is marked paid, is marked delivered/)
    expect(out).toMatch(/status +Storno +yes/)
    expect(out).toMatch(/custom field +note +yes/)
    expect(out).toMatch(/Allowance: \d+ of 100 requests left in this hour, \d+ of 1500 in this day/)
    expect(out).toMatch(/Feed orders: exports\/orders\/1\.csv of .*new: the next run reads it/)
    expect([code, out]).toEqual([0, expect.stringContaining('All is there (3 requests).')])
    expect(shop.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/v2/status',
      'GET /api/v2/order-statuses',
      'GET /api/v2/metas',
    ])
    expect((await import('node:fs')).readdirSync(`${folder}/data`)).toEqual(['exports'])
  })

  it('says that a cancelled order returns its goods', async () => {
    const { cli } = await shopOf({ statuses: ['Odeslaná', { name: 'Storno', type: 'Canceled' }] })
    expect((await cli('check')).out).toMatch(/Storno +yes +the order returns its goods/)
  })

  it.each<[string, Partial<ShopOptions>, object, RegExp]>([
    [
      'a status, with the nearest',
      { statuses: ['Přijatá', 'Odeslána', 'Storno'] },
      {},
      /no status "Odeslaná" \(feeds\.orders\.fields\.status\); did you mean "Odeslána"\?/,
    ],
    ['a status that is in another case', { statuses: ['ODESLANÁ', 'Storno'] }, {}, /did you mean "ODESLANÁ"\?/],
    [
      'a status that only a list names',
      {},
      { finalStatuses: ['Vrácená'] },
      /no status "Vrácená" \(finalStatuses\)\. What is said of it there never applies\.$/m,
    ],
    ['a custom field', { metas: ['note2'] }, {}, /no custom field "note".*did you mean "note2"\?/],
    ['a right', { endpoints: ['products', 'order-statuses', 'metas'] }, {}, /no right to use the endpoint "orders"/],
    ['the login', { apiKey: 'another' }, {}, /does not take the login \(401\)/],
    [
      'an export',
      {},
      { feeds: { orders: feed, parcels: { ...feed, fields: { order_number: 'o', delivered_date: 'd' } } } },
      /The feed "parcels" has no export in exports\/parcels\//,
    ],
  ])('names what is missing and ends with 4: %s', async (_what, more, changes, message) => {
    const { cli } = await shopOf(more, changes)
    const { code, out } = await cli('check')
    expect(out).toMatch(message)
    expect(code).toBe(4)
  })

  it('is one wrong login, and never a second one once the shop has refused the key', async () => {
    const { cli, shop, drop } = await shopOf({ apiKey: 'another' })
    await cli('check')
    expect(shop.requests).toHaveLength(1)
    await cli('run')
    drop([['O1', 'zrusena']], '2.csv')
    await cli('run')
    const before = shop.requests.length
    expect((await cli('check')).out).toMatch(/refused this key at .* not tried again/)
    expect(shop.requests).toHaveLength(before)
  })

  it('says which words it knows nothing of where the login may not read them', async () => {
    const { cli } = await shopOf({ endpoints: ['orders'] })
    const { code, out } = await cli('check')
    expect(out).toMatch(/Odeslaná +not known/)
    expect(out).toContain('The statuses could not be read')
    expect(code).toBe(0)
  })

  it('asks the order-status API nothing, and says so', async () => {
    const { cli, shop, server } = await shopOf()
    const upgates = { api: 'state-update', url: server.url, notify: false }
    open[0]?.settings({ upgates, feeds: { orders: feed } })
    const { code, out } = await cli('check')
    expect(out).toContain('"state-update" can be asked nothing')
    expect([code, shop.requests.length]).toEqual([0, 0])
  })

  it('tells a refused key also where the API can be asked nothing', async () => {
    const { cli, drop, settings, server } = await shopOf({ apiKey: 'another' })
    settings({ upgates: { api: 'state-update', url: server.url, notify: false }, feeds: { orders: feed } })
    await cli('run')
    drop([['O1', 'zrusena']], '2.csv')
    expect(await cli('run')).toMatchObject({ code: 1 })
    const { code, out } = await cli('check')
    expect(out).toMatch(/refused this key at .* not tried again/)
    expect(code).toBe(4)
  })

  it('says that nothing is known of a server that is no shop', async () => {
    const server = createServer((_, response) => response.end('ok'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { cli } = await shopOf({}, { upgates: { api: 'v2', url, login: '1', notify: false } })
    const { code, out } = await cli('check')
    server.close()
    expect([code, out]).toEqual([4, expect.stringContaining('missing: The shop does not answer')])
    expect(out).not.toContain('All is there')
  })

  it('tells damaged state', async () => {
    const { cli, folder } = await shopOf()
    const { mkdirSync, writeFileSync } = await import('node:fs')
    mkdirSync(`${folder}/data/state`)
    writeFileSync(`${folder}/data/state/head.json`, '{')
    const { code, out } = await cli('check')
    expect([code, out]).toEqual([
      4,
      expect.stringMatching(/missing: Could not read state\/head\.json in the folder .+: it is damaged/),
    ])
  })
})
