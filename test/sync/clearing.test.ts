import { describe, expect, it } from 'vitest'
import type { FieldName } from '../../lib/order.ts'
import type { Fault, InitialOrder } from '../../lib/simulator/model.ts'
import { createWorld, hourMs, minuteMs, noLimits, settingsOf, stateUpdate, type World } from '../support/world.ts'

const blank = 'clear'
const fields = {
  order_number: 'n',
  paid_date: { from: 'paid', blank },
  delivered_date: { from: 'delivered', blank },
  tracking_code: { from: 'code', blank },
  internal_note: { from: 'note', blank },
  metas: {
    note: { from: 'meta', blank },
    size: { values: { cs: { from: 'cs', blank }, en: { from: 'en', blank } } },
  },
}
type Column = 'paid' | 'delivered' | 'code' | 'note' | 'meta' | 'cs' | 'en'
const columns: readonly Column[] = ['paid', 'delivered', 'code', 'note', 'meta', 'cs', 'en']
const csv = (values: Partial<Record<Column, string>>): string =>
  [
    `n;${columns.join(';')}`,
    `O1;${columns.map((column) => values[column] ?? '').join(';')}`,
    `O2;${columns.map(() => '').join(';')}`,
  ].join('\r\n')

const { delivered_date: _, internal_note: __, ...carried } = fields
const settingsFor = (upgates: object) =>
  settingsOf({
    upgates,
    guard: noLimits,
    feeds: {
      orders: { contents: 'full', format: { type: 'csv' }, fields: 'login' in upgates ? carried : fields },
    },
  })

/** What the shop has of a field of the first order. */
function shopHas({ shop }: World, name: FieldName): unknown {
  const order = shop.orders.get('O1')
  if (name.startsWith('metas.')) return order?.metas.get(name.slice('metas.'.length)) ?? ''
  return order?.[name as 'paid_date']
}

async function worldOf(upgates: object, first: string, order: Partial<InitialOrder> = {}): Promise<World> {
  const orders = [{ order_number: 'O1', ...order }, { order_number: 'O2' }]
  const world = createWorld({ settings: settingsFor(upgates), orders, shop: { metas: ['note', 'size'] } })
  world.drop(first)
  await world.run()
  return world
}

const rows: readonly (readonly [FieldName, Column, string])[] = [
  ['paid_date', 'paid', '2026-11-20'],
  ['tracking_code', 'code', 'T1'],
  ['metas.note', 'meta', 'fragile'],
]
const onV2: typeof rows = [
  ['delivered_date', 'delivered', '2026-11-20'],
  ['internal_note', 'note', 'call'],
]
const apis: readonly (readonly [string, object, typeof rows])[] = [
  ['v2', {}, [...rows, ...onV2]],
  ['state-update', stateUpdate.upgates, rows],
]

describe.each(apis)('clearing on %s', (_api, upgates, cleared) => {
  describe.each(cleared)('%s', (name, column, value) => {
    it('happens once, to what this sync had set', async () => {
      const world = await worldOf(upgates, csv({}))
      world.drop(csv({ [column]: value }))
      expect(await world.run()).toMatchObject({ accepted: 1, pending: 0 })
      expect(shopHas(world, name)).toBe(value)
      world.drop(csv({}))
      expect(await world.run()).toMatchObject({ accepted: 1, pending: 0 })
      expect(shopHas(world, name)).toBe('')
      world.drop(csv({}))
      expect(await world.run()).toMatchObject({ planned: 0, requests: 0 })
    })

    it('never happens to what was adopted', async () => {
      const world = await worldOf(upgates, csv({ [column]: value }))
      world.drop(csv({}))
      expect(await world.run()).toMatchObject({ planned: 0, requests: 0, pending: 0 })
      world.clock.advance(25 * hourMs)
      world.drop(csv({}))
      expect(await world.run()).toMatchObject({ planned: 0, requests: 0 })
    })

    it('ends a wish that the shop had refused, without a request', async () => {
      const world = await worldOf(upgates, csv({}))
      world.drop(csv({ [column]: value }))
      world.shop.fault({ kind: 'answer', status: 400 })
      expect(await world.run()).toMatchObject({ rejected: 1, parked: 1 })
      world.drop(csv({}))
      world.clock.advance(hourMs)
      expect(await world.run()).toMatchObject({ planned: 0, requests: 0, parked: 0 })
      expect(shopHas(world, name)).toBe('')
    })

    it.each<Fault['kind']>(['lose answer', 'lose request', 'process late'])(
      'ends blank where the value may have been set: %s',
      async (kind) => {
        const world = await worldOf(upgates, csv({}))
        world.drop(csv({ [column]: value }))
        world.shop.fault({ kind } as Fault, 9)
        await world.run()
        world.shop.clearFaults()
        if (kind === 'process late') world.shop.processLate()
        world.drop(csv({}))
        for (let tick = 0; tick < 6; tick++) {
          await world.run()
          world.clock.advance(10 * minuteMs)
        }
        expect(shopHas(world, name)).toBe('')
        expect(await world.run()).toMatchObject({ outcome: 'idle', pending: 0, parked: 0 })
      },
    )
  })

  it('of one language leaves the other', async () => {
    const world = await worldOf(upgates, csv({}))
    world.drop(csv({ cs: 'velké', en: 'large' }))
    await world.run()
    expect(shopHas(world, 'metas.size')).toEqual({ cs: 'velké', en: 'large' })
    world.drop(csv({ cs: 'velké' }))
    expect(await world.run()).toMatchObject({ accepted: 1 })
    expect(shopHas(world, 'metas.size')).toMatchObject({ cs: 'velké', en: '' })
    world.drop(csv({ cs: 'velké' }))
    expect(await world.run()).toMatchObject({ requests: 0 })
  })

  it('of one language never takes one that was adopted', async () => {
    const world = await worldOf(upgates, csv({ cs: 'velké' }))
    world.drop(csv({ cs: 'velké', en: 'large' }))
    await world.run()
    world.drop(csv({}))
    expect(await world.run()).toMatchObject({ accepted: 1 })
    expect(shopHas(world, 'metas.size')).toMatchObject({ cs: 'velké', en: '' })
  })
})
