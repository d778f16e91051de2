import { afterEach, describe, expect, it } from 'vitest'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'
import type { Row } from '../support/world.ts'

const open: ShopFolder[] = []
afterEach(async () => {
  for (const { server } of open.splice(0)) await server.close()
})

const putsTo = ({ requests }: ShopFolder['shop']) => requests.filter(({ method }) => method === 'PUT')
const numbers = Array.from({ length: 30 }, (_, index) => `O${index}`)
const anId = expect.stringMatching(/^\d{8}T\d{6}Z-[a-z0-9]{4}-(approve|reject)$/)
const rows = (status: string): Row[] => numbers.map((number) => [number, status])

/** A shop whose first export is adopted and whose second one is held by the guard. */
async function heldShop(): Promise<ShopFolder & { readonly hash: string }> {
  const shop = await createShopFolder(numbers.map((order_number) => ({ order_number, status: 'new' })))
  open.push(shop)
  shop.drop(rows('new'), '1.csv')
  await shop.cli('run')
  shop.drop(rows('sent'), '2.csv')
  const { code, out } = await shop.cli('run', '--json')
  expect(code).toBe(3)
  return { ...shop, hash: JSON.parse(out).hold.hash }
}

describe('a person at the command line', () => {
  it('sees a held plan with its reasons and its mails in plan and status, and approves it', async () => {
    const { cli, hash, shop } = await heldShop()
    const short = hash.slice(0, 12)
    expect((await cli('plan')).out).toMatch(
      /customers mailed: 30 × sent\.\nThe guard holds it:\n.*100\.0 % of the 30 known orders.*\nDecide with: order-sync approve [0-9a-f]{12}/,
    )
    expect((await cli('status')).out).toMatch(
      new RegExp(
        `Held since .*30 orders that would mail 30 customers\\.\\n.*\\n  Decide with: order-sync approve ${short}`,
      ),
    )
    expect(await cli('approve', short)).toMatchObject({
      code: 0,
      out: expect.stringContaining('30 of its 30 values of 30 orders are still wanted'),
    })
    expect((await cli('run')).code).toBe(0)
    expect(putsTo(shop)).toHaveLength(1)
    expect((await cli('status')).out).not.toContain('Held')
  })

  it('rejects a plan, which then stays left out until the exports say something else', async () => {
    const { cli, hash, shop, drop } = await heldShop()
    expect((await cli('reject', hash)).out).toContain(`Rejected the plan ${hash.slice(0, 12)}`)
    expect((await cli('run')).code).toBe(0)
    expect((await cli('plan')).out).toContain('O0 status = sent: a person rejected this value')
    drop([...rows('sent').slice(1), ['O0', 'done']], '3.csv')
    await cli('run')
    expect(putsTo(shop)).toHaveLength(1)
    expect([shop.orders.get('O0')?.status, shop.orders.get('O1')?.status]).toEqual(['done', 'new'])
  })

  it('is told what is wrong with a hash that is none, and with an approval that comes too late', async () => {
    const { cli, hash, drop } = await heldShop()
    expect(await cli('approve', 'abcdef')).toMatchObject({ code: 2, err: expect.stringContaining(hash.slice(0, 12)) })
    drop(rows('done'), '3.csv')
    expect(await cli('approve', hash)).toMatchObject({
      code: 1,
      err: expect.stringContaining('nothing of it is wanted any more'),
    })
  })

  it('gets the same as JSON', async () => {
    const { cli, hash, drop } = await heldShop()
    const json = async (...args: string[]) => JSON.parse((await cli(args[0] ?? '', ...args.slice(1), '--json')).out)
    expect(await json('approve', hash.slice(0, 12))).toEqual({ hash, id: anId, fields: 30, stillWanted: 30 })
    expect(await json('reject', hash)).toEqual({ hash, id: anId, fields: 30, stillWanted: 30 })
    expect(await json('retry')).toEqual({ orders: [] })
    drop('<html>please log in</html>', '3.csv')
    await cli('run')
    expect(await json('dismiss', 'exports/orders/3.csv')).toEqual({
      key: 'exports/orders/3.csv',
      dismissed: ['exports/orders/3.csv'],
      next: null,
    })
  })

  it('adopts what the shop shows already', async () => {
    const { cli, shop } = await heldShop()
    expect((await cli('adopt')).out).toContain('Adopted 30 orders')
    expect(JSON.parse((await cli('plan', '--json')).out)).toMatchObject({ changes: [], verdict: 'pass' })
    // it was only looked at before it was held
    expect(shop.requests.map(({ method }) => method)).toEqual(['GET'])
  })

  it('sees parked and invalid orders in status, everything about one in history, and retries', async () => {
    const shop = await createShopFolder([{ order_number: 'O1', status: 'new' }])
    open.push(shop)
    shop.drop([['O1', 'new']], '1.csv')
    await shop.cli('run')
    shop.drop(
      [
        ['O1', 'nonsense'],
        ['O2', 'sent', 'soon'],
      ],
      '2.csv',
    )
    expect((await shop.cli('run')).code).toBe(4)
    const { out } = await shop.cli('status')
    expect(out).toMatch(
      /Parked after a refusal.*\n {2}O1: status = nonsense; the shop says: .*; tried 1 time, next at /,
    )
    expect(out).toContain('invalid record: exports/orders/2.csv, line 3 (order O2), paid_date = "soon"')
    expect((await shop.cli('history', 'O1')).out).toMatch(
      /rejected \(200\), mailing the customer\n {2}sent: status = nonsense\n {2}the shop says: .*\n {2}because of exports\/orders\/2\.csv, record 1\n {2}archive\//,
    )
    const refused = shop.shop.requests.length
    expect((await shop.cli('retry', 'O1')).out).toContain('1 order will be tried again')
    await shop.cli('run')
    expect(shop.shop.requests.slice(refused).map(({ method }) => method)).toEqual(['GET', 'PUT'])
    expect(await shop.cli('retry', 'O7')).toMatchObject({ code: 2, err: expect.stringContaining('it is not parked') })
  })

  it('unblocks after a refused login, and dismisses a broken export', async () => {
    const shop = await createShopFolder([{ order_number: 'O1', status: 'new' }])
    open.push(shop)
    expect(await shop.cli('unblock')).toMatchObject({ code: 2 })
    shop.drop([['O1', 'new']], '1.csv')
    await shop.cli('run')
    shop.drop([['O1', 'sent']], '2.csv')
    shop.shop.fault({ kind: 'answer', status: 401 }, 1)
    expect(await shop.cli('run')).toMatchObject({ code: 1, out: expect.stringContaining('refused the credentials') })
    expect((await shop.cli('status')).out).toMatch(/Blocked since .*order-sync unblock/)
    await shop.cli('unblock')
    expect((await shop.cli('run')).code).toBe(0)
    expect(shop.shop.orders.get('O1')?.status).toBe('sent')
    shop.drop('<html>please log in</html>', '3.csv')
    expect((await shop.cli('run')).code).toBe(4)
    expect((await shop.cli('status')).out).toMatch(/order-sync dismiss .* exports\/orders\/3\.csv/)
    expect(await shop.cli('dismiss', 'exports/orders/3.csv')).toMatchObject({
      code: 0,
      out: expect.stringContaining('The feed "orders" goes on with what it has read last.'),
    })
    expect((await shop.cli('run')).code).toBe(0)
    expect((await shop.cli('status')).out).not.toContain('refused:')
  })
})
