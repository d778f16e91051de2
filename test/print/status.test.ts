import { afterEach, expect, it } from 'vitest'
import { createShopFolder, type ShopFolder } from '../support/shop-folder.ts'

const open: ShopFolder[] = []
afterEach(async () => {
  for (const { server } of open.splice(0)) await server.close()
})

it('tells of the exports read last what they say, and not again what the shop lacked then', async () => {
  const shop = await createShopFolder([{ order_number: 'O1', status: 'new' }])
  open.push(shop)
  const { cli, drop, settings } = shop
  const fields = {
    order_number: 'order_number',
    status: 'status',
    paid_date: 'paid_date',
    metas: { missing: 'note' },
  }
  const feeds = { orders: { contents: 'full', format: { type: 'csv' }, fields } }
  settings({ feeds })
  drop([['O1', 'new']], '1.csv')
  await cli('run')
  drop(
    [
      ['O1', 'sent'],
      ['O2', 'new', 'soon'],
    ],
    '2.csv',
  )
  await cli('run')
  // a run without exports: the settings have changed
  settings({ feeds, guard: { orders: 7 } })
  await cli('run')
  const { out } = await cli('status')
  const [, ofLast = '', ofExports = ''] =
    /Of the last run([\s\S]*)Of the exports read last([\s\S]*)Runs:/.exec(out) ?? []
  expect(ofLast).toContain('has no custom field "missing"')
  expect(ofExports).toContain('O2')
  expect(ofExports).not.toContain('missing')
})

it('tells a decision about an edited order with its number, and asks about it no more', async () => {
  const numbers = ['O1', 'O2', 'O3']
  const shop = await createShopFolder(numbers.map((order_number) => ({ order_number, status: 'new' })))
  open.push(shop)
  const { cli, drop } = shop
  drop(
    numbers.map((number) => [number, 'new'] as const),
    '1.csv',
  )
  await cli('run')
  for (const number of numbers)
    await fetch(`${shop.server.url}/admin/orders/${number}`, { method: 'POST', body: '{"status": "done"}' })
  drop(
    numbers.map((number) => [number, 'sent'] as const),
    '2.csv',
  )
  expect((await cli('run')).code).toBe(4)
  await cli('accept', 'O1', '--by', 'Jana')
  await cli('overrule', 'O2', '--by', 'Jana')
  const { out } = await cli('status')
  expect(out).toMatch(
    /by Jana: accept O1; the next run acts on it\.\n.*by Jana: overrule O2; the next run acts on it\.\n/,
  )
  const [, edited = ''] = /\nEdited in the shop([\s\S]*)Runs:/.exec(out) ?? []
  expect(numbers.filter((number) => edited.includes(`  ${number}: `))).toEqual(['O3'])
})
