import { describe, expect, it } from 'vitest'
import { createWorld, csvOf, type Row, settingsOf, simpleFeed, type World } from '../support/world.ts'

const orders = ['O1', 'O2'].map((order_number) => ({ order_number, status: 'new' }))
const settings = settingsOf({ upgates: { notify: true } })
const renamed = settingsOf({ upgates: { notify: true }, feeds: { objednavky: simpleFeed } })
const rows = (status: string): Row[] => [
  ['O1', status],
  ['O2', 'new'],
]

async function known(): Promise<World> {
  const world = createWorld({ settings, orders })
  world.drop(rows('new'))
  await world.run()
  return world
}

describe('a feed that is renamed, with its folder', () => {
  it('plans what differs by then, adopts nothing, and needs no word about its old name', async () => {
    const world = await known()
    world.store.drop('exports/objednavky/1.csv', csvOf(rows('sent')))
    expect(await world.run({}, renamed)).toMatchObject({ outcome: 'done', adopted: 0, planned: 1, accepted: 1 })
    expect(world.shop.emails).toMatchObject([{ order_number: 'O1', status: 'sent' }])
  })

  it('sends nothing where nothing differs', async () => {
    const world = await known()
    world.store.drop('exports/objednavky/1.csv', csvOf(rows('new')))
    expect(await world.run({}, renamed)).toMatchObject({ outcome: 'done', adopted: 0, planned: 0, requests: 0 })
  })

  it('takes over what had been parked', async () => {
    const world = await known()
    world.drop([...rows('new'), ['X9', 'sent']])
    expect(await world.run()).toMatchObject({ rejected: 1, parked: 1 })
    world.store.drop('exports/objednavky/1.csv', csvOf([...rows('new'), ['X9', 'sent']]))
    expect(await world.run({}, renamed)).toMatchObject({ adopted: 0, requests: 0, parked: 1 })
  })
})

describe('a field that is taken out of the settings and put in again', () => {
  it('plans what differs by then, and adopts nothing', async () => {
    const world = await known()
    const { tracking_code: _, ...others } = simpleFeed.fields
    const without = settingsOf({ upgates: { notify: true }, feeds: { orders: { ...simpleFeed, fields: others } } })
    world.drop([['O1', 'new', '', 'DR1']])
    expect(await world.run({}, without)).toMatchObject({ planned: 0 })
    expect(await world.run()).toMatchObject({ adopted: 0, planned: 1, accepted: 1 })
    expect(world.shop.orders.get('O1')).toMatchObject({ tracking_code: 'DR1' })
  })
})
