import { afterEach, describe, expect, it } from 'vitest'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'
import type { Row } from '../support/world.ts'

const open: ShopFolder[] = []
afterEach(async () => {
  for (const { server } of open.splice(0)) await server.close()
})

const numbers = Array.from({ length: 30 }, (_, index) => `O${index}`)
const rows = (status: string): Row[] => numbers.map((number) => [number, status])
const json = ({ out }: { readonly out: string }) => JSON.parse(out)
const sentOf = ({ shop }: ShopFolder) => numbers.filter((number) => shop.orders.get(number)?.status === 'sent')

/** A shop whose next run would change thirty orders, more than its guard allows. */
async function shopOf(guard: object = {}): Promise<ShopFolder> {
  const shop = await createShopFolder(numbers.map((order_number) => ({ order_number, status: 'new' })))
  open.push(shop)
  const upgates = { api: 'v2', url: shop.server.url, login: '12345678', notify: true }
  const feed = { contents: 'full', format: { type: 'csv' }, fields: { order_number: 'order_number', status: 'status' } }
  shop.settings({ upgates, feeds: { orders: feed }, guard })
  shop.drop(rows('new'), '1.csv')
  await shop.cli('run')
  shop.drop(rows('sent'), '2.csv')
  return shop
}

describe('a part of a plan', () => {
  it('is shown, weighed and posted alone, and the rest stays planned', async () => {
    const shop = await shopOf()
    const planned = json(await shop.cli('plan', '--json', '--only', 'O3', 'O7'))
    expect(planned).toMatchObject({ verdict: 'pass', requests: 1, notifications: 2, changes: { length: 2 } })
    expect(json(await shop.cli('plan', '--json')).verdict).toBe('hold')
    const report = json(await shop.cli('run', '--json', '--only', 'O3', 'O7'))
    expect(report).toMatchObject({ planned: 2, accepted: 2, notified: 2, pending: 28, outcome: 'held' })
    expect(report.problems).toMatchObject([
      { kind: 'held', message: expect.stringMatching(/^Not posted: a plan of 28/) },
    ])
    expect(sentOf(shop)).toEqual(['O3', 'O7'])
    expect(json(await shop.cli('plan', '--json')).changes).toHaveLength(28)
  })

  it.each([
    ['orders by their numbers', ['--only', 'O3', 'O7'], ['O3', 'O7']],
    ['so many orders', ['--limit', '1'], ['O0']],
  ])('is posted also where the whole plan is held already, and once more: %s', async (_what, part, sent) => {
    const shop = await shopOf()
    expect(await shop.cli('run')).toMatchObject({ code: 3 })
    expect(json(await shop.cli('run', '--json', ...part))).toMatchObject({ accepted: sent.length, outcome: 'held' })
    expect(sentOf(shop)).toEqual(sent)
    expect(json(await shop.cli('run', '--json', '--limit', '2'))).toMatchObject({ accepted: 2, outcome: 'held' })
  })

  it('may be all of what is held only for its mails, where nobody is mailed', async () => {
    const shop = await shopOf({ percent: 100, notifications: 5 })
    expect(await shop.cli('run')).toMatchObject({ code: 3 })
    expect(json(await shop.cli('run', '--json', '--quiet'))).toMatchObject({ accepted: 30, notified: 0 })
  })

  it.each([
    [1, 1],
    [5, 5],
    [99, 30],
  ])('is at most so many orders: %i', async (limit, sent) => {
    const shop = await shopOf({ percent: 100 })
    expect(json(await shop.cli('run', '--json', '--limit', String(limit)))).toMatchObject({ accepted: sent })
    expect(sentOf(shop)).toHaveLength(sent)
  })

  it('may be limited both ways', async () => {
    const shop = await shopOf()
    await shop.cli('run', '--limit', '1', '--only', 'O3', 'O7')
    expect(sentOf(shop)).toHaveLength(1)
  })

  it('faces the guard with its own numbers, and is approved by its own hash', async () => {
    const shop = await shopOf({ orders: 1 })
    const { code, err, out } = await shop.cli('plan', '--only', 'O3', 'O7')
    expect(code).toBe(3)
    const [suggested = ''] = /approve [0-9a-f]{12}.*--only O3 O7/.exec(out) ?? []
    expect(suggested).not.toBe('')
    expect(err).toContain(
      'The part of 2 orders that was asked for is held. It changes 2 orders; guard.orders allows 1.',
    )
    const [, hash = ''] = suggested.split(' ')
    expect(json(await shop.cli('approve', hash, '--json', '--only', 'O3', 'O7'))).toMatchObject({ stillWanted: 2 })
    await shop.cli('run')
    expect(sentOf(shop)).toEqual(['O3', 'O7'])
  })

  it('that a run found held is approved as any other plan', async () => {
    const shop = await shopOf({ orders: 1 })
    const report = json(await shop.cli('run', '--json', '--only', 'O3', 'O7'))
    expect(report).toMatchObject({ accepted: 0, outcome: 'held', hold: { changes: 30 } })
    const { subject } = report.problems.find(({ message }: { message: string }) =>
      message.startsWith('The part of 2 orders'),
    )
    await shop.cli('approve', subject)
    await shop.cli('run')
    expect(sentOf(shop)).toEqual(['O3', 'O7'])
  })

  it('tells of orders about which nothing is planned', async () => {
    const shop = await shopOf()
    const { err } = await shop.cli('plan', '--only', 'O3', 'X1')
    expect(err).toContain('Nothing is planned about the order X1')
    expect(json(await shop.cli('run', '--json', '--only', 'X1'))).toMatchObject({ planned: 0, requests: 0 })
    expect(sentOf(shop)).toEqual([])
  })

  it.each([['0'], ['-1'], ['many'], ['1.5']])('is not --limit %s', async (limit) => {
    expect(await (await shopOf()).cli('plan', '--limit', limit)).toMatchObject({ code: 2 })
  })
})
