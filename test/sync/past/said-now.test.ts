import { describe, expect, it } from 'vitest'
import type { Settings } from '../../../lib/settings/settings.ts'
import { check } from '../../../lib/sync/check.ts'
import { saidNow } from '../../../lib/sync/past/said-now.ts'
import { createWorld, csvOf, type Row, settingsOf, simpleFeed, type World } from '../../support/world.ts'

const parcels = { ...simpleFeed, fields: { order_number: 'order_number', internal_note: 'note' } }

async function said(world: World, settings: Settings, ...orders: readonly string[]) {
  const seen = await check(settings, world.effects)
  const sayings = await saidNow(new Set(orders), { settings, seen }, world.effects)
  return Object.fromEntries(
    [...sayings].map(([feed, saying]) => [feed, saying === 'unknown' ? saying : Object.fromEntries(saying)]),
  )
}
const cause = (record: number, name: string) => ({ feed: 'orders', key: `exports/orders/${name}`, record })
const rows: readonly Row[] = [
  ['A', 'sent', '', 'T1'],
  ['B', 'new'],
  ['C', 'new'],
]

describe('what the newest exports say', () => {
  it('is what the next run reads, of the orders that are asked for alone', async () => {
    const world = createWorld()
    world.drop(rows, '1.csv')
    expect(await said(world, settingsOf(), 'A', 'X')).toEqual({
      orders: {
        A: {
          fields: { status: 'sent', tracking_code: 'T1' },
          cause: cause(1, '1.csv'),
        },
      },
    })
  })

  it('is what was read last where nothing new waits', async () => {
    const world = createWorld()
    world.drop(rows, '1.csv')
    await world.run()
    expect(await said(world, settingsOf(), 'B')).toMatchObject({ orders: { B: { cause: cause(2, '1.csv') } } })
    world.drop([['B', 'done']], '2.csv')
    expect(await said(world, settingsOf(), 'B')).toMatchObject({
      orders: { B: { fields: { status: 'done' }, cause: cause(1, '2.csv') } },
    })
  })

  it('of an order that is named twice is all of it, the last word of each field', async () => {
    const world = createWorld()
    const feed = {
      ...simpleFeed,
      fields: { order_number: 'n', status: 's', tracking_code: { from: 't', blank: 'keep' } },
    }
    world.drop('n;s;t\nA;sent;T1\nA;done;\n', '1.csv')
    const { orders } = await said(world, settingsOf({ feeds: { orders: { ...feed, duplicates: 'last' } } }), 'A')
    expect(orders).toMatchObject({ A: { fields: { status: 'done' }, cause: cause(2, '1.csv') } })
  })

  it('leaves out what cannot be mapped', async () => {
    const world = createWorld()
    world.drop(
      [
        ['A', 'sent', 'yesterday'],
        ['B', 'sent'],
      ],
      '1.csv',
    )
    expect(Object.keys((await said(world, settingsOf(), 'A', 'B')).orders ?? {})).toEqual(['B'])
  })

  it('is unknown where there is none, or it cannot be read', async () => {
    const world = createWorld()
    expect(await said(world, settingsOf(), 'A')).toEqual({ orders: 'unknown' })
    world.drop('<html>', '1.csv')
    expect(await said(world, settingsOf(), 'A')).toEqual({ orders: 'unknown' })
  })

  it('is unknown where the last one is gone, or another one lies in its place', async () => {
    const world = createWorld()
    world.drop(rows, '1.csv')
    await world.run()
    const seen = await check(settingsOf(), world.effects)
    await world.store.delete('exports/orders/1.csv')
    const now = async (one: typeof seen) =>
      (await saidNow(new Set(['A']), { settings: settingsOf(), seen: one }, world.effects)).get('orders')
    expect(await now(seen)).toBe('unknown')
    expect(await now(await check(settingsOf(), world.effects))).toBe('unknown')
  })

  it('is not asked of feeds of changes, which say a thing once', async () => {
    const world = createWorld()
    const settings = settingsOf({ feeds: { orders: simpleFeed, parcels: { ...parcels, contents: 'changes' } } })
    world.drop(rows, '1.csv')
    world.store.drop('exports/parcels/1.csv', csvOf([['A', '', '', '', '', 'x']]))
    expect(Object.keys(await said(world, settings, 'A'))).toEqual(['orders'])
  })

  it('fails where the store does', async () => {
    const world = createWorld()
    world.drop(rows, '1.csv')
    const seen = await check(settingsOf(), world.effects)
    const store = { ...world.store, get: async () => Promise.reject(new Error('no route')) }
    await expect(
      saidNow(new Set(['A']), { settings: settingsOf(), seen }, { ...world.effects, store }),
    ).rejects.toThrow('no route')
  })
})
