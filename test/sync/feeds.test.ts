import { describe, expect, it } from 'vitest'
import { runSync } from '../../lib/sync/sync.ts'
import { createWorld, hourMs, type Row, settingsOf, shown, simpleFeed, type World } from '../support/world.ts'

const orders = {
  contents: 'full',
  format: { type: 'csv' },
  fields: { order_number: 'number', status: 'status' },
}
const invoices = { contents: 'changes', format: { type: 'csv' }, fields: { order_number: 'order', paid_date: 'paid' } }
const parcels = {
  contents: 'changes',
  format: { type: 'csv' },
  fields: { order_number: 'order', tracking_code: 'code', metas: { note: 'carrier' } },
}
const all = settingsOf({ feeds: { orders, invoices, parcels } })
const numbers = ['O1', 'O2', 'O3']

function worldOf(settings = all): World & { put(feed: string, name: string, ...rows: string[]): void } {
  const world = createWorld({ settings, orders: numbers.map((order_number) => ({ order_number, status: 'new' })) })
  return {
    ...world,
    put: (feed, name, ...rows) => {
      world.clock.advance(1000)
      world.store.drop(`exports/${feed}/${name}`, rows.join('\n'))
    },
  }
}

/** All three feeds have had their first export, which was adopted. */
async function adopted() {
  const world = worldOf()
  world.put('orders', '1.csv', 'number;status', ...numbers.map((number) => `${number};new`))
  world.put('invoices', '1.csv', 'order;paid', 'O9;2026-01-01')
  world.put('parcels', '1.csv', 'order;code;carrier', 'O9;X;PPL')
  await world.run()
  return world
}

describe('feeds together', () => {
  it('send what they say of one order as one order in one request', async () => {
    const world = await adopted()
    world.put('orders', '2.csv', 'number;status', 'O1;sent', 'O2;new', 'O3;new')
    world.put('invoices', '2.csv', 'order;paid', 'O1;2026-11-20')
    world.put('parcels', '2.csv', 'order;code;carrier', 'O1;DR1;PPL')
    expect(await world.run()).toMatchObject({ outcome: 'done', planned: 1, requests: 1, accepted: 1 })
    expect(shown(world, 'O1')).toMatchObject({
      status: 'sent',
      paid_date: '2026-11-20',
      tracking_code: 'DR1',
      note: 'PPL',
    })
    expect(world.shop.requests.map((request) => request.orders)).toEqual([['O1']])
  })

  it('leave each other’s fields alone', async () => {
    const world = await adopted()
    world.put('invoices', '2.csv', 'order;paid', 'O1;2026-11-20')
    await world.run()
    world.put('orders', '2.csv', 'number;status', 'O1;sent', 'O2;new', 'O3;new')
    expect(await world.run()).toMatchObject({ planned: 1, requests: 1 })
    expect(shown(world, 'O1')).toMatchObject({ status: 'sent', paid_date: '2026-11-20' })
  })

  it('cost nothing while they have no new export', async () => {
    const world = await adopted()
    const reads: string[] = []
    const store = {
      ...world.store,
      get: (key: string) => {
        reads.push(key)
        return world.store.get(key)
      },
    }
    world.put('orders', '2.csv', 'number;status', 'O1;sent', 'O2;new', 'O3;new')
    await runSync(
      all,
      { ...world.effects, store },
      { holder: { host: 'h', pid: 1 }, deadlineMs: world.clock.now() + hourMs },
    )
    expect([...new Set(reads.filter((key) => key.startsWith('exports/')))]).toEqual(['exports/orders/2.csv'])
  })

  it('adopt the first export of one that is added later', async () => {
    const world = worldOf()
    const two = settingsOf({ feeds: { orders } })
    world.put('orders', '1.csv', 'number;status', ...numbers.map((number) => `${number};new`))
    await world.run({}, two)
    world.put('invoices', '1.csv', 'order;paid', 'O1;2026-11-20', 'O2;2026-11-20')
    expect(await world.run()).toMatchObject({ outcome: 'done', adopted: 2, planned: 0, requests: 0 })
    world.put('invoices', '2.csv', 'order;paid', 'O3;2026-11-21')
    expect(await world.run()).toMatchObject({ adopted: 0, planned: 1, accepted: 1 })
    expect(shown(world, 'O1')?.paid_date).toBe('')
  })

  it('of changes are taken in order, each at its own place, and none is skipped', async () => {
    const world = await adopted()
    for (const [file, day] of [
      [2, 20],
      [3, 21],
      [4, 22],
    ] as const)
      world.put('invoices', `${file}.csv`, 'order;paid', `O1;2026-11-${day}`, `O${file - 1};2026-11-${day}`)
    world.put('parcels', '2.csv', 'order;code;carrier', 'O2;DR2;PPL')
    expect(await world.run()).toMatchObject({ planned: 3, requests: 1, exports: [{}, {}, {}, {}] })
    expect(numbers.map((number) => shown(world, number)?.paid_date)).toEqual(['2026-11-22', '2026-11-21', '2026-11-22'])
  })

  it.each([
    ['all of it is paid, on the last day', ['O1;2026-11-20', 'O1;2026-11-22', 'O1;2026-11-21'], '2026-11-22'],
    ['one is not paid', ['O1;2026-11-20', 'O1;'], ''],
    ['one is not paid, whatever the order', ['O1;', 'O1;2026-11-20'], ''],
    ['one cannot be read', ['O1;2026-11-20', 'O1;soon'], ''],
  ])('with several invoices of one order mark it as paid once all are: %s', async (_what, rows, paid) => {
    const world = worldOf(
      settingsOf({ feeds: { orders, invoices: { ...invoices, contents: 'full', duplicates: 'every' } } }),
    )
    world.put('orders', '1.csv', 'number;status', ...numbers.map((number) => `${number};new`))
    world.put('invoices', '1.csv', 'order;paid', 'O2;2026-01-01', 'O2;2026-01-02', 'O1;')
    expect(await world.run()).toMatchObject({ adopted: 3, requests: 0 })
    world.put('invoices', '2.csv', 'order;paid', 'O2;2026-01-02', 'O2;2026-01-01', ...rows)
    expect(await world.run()).toMatchObject({ planned: paid === '' ? 0 : 1 })
    expect(shown(world, 'O1')?.paid_date).toBe(paid)
    world.put('invoices', '3.csv', 'order;paid', ...rows.toReversed(), 'O2;2026-01-01', 'O2;2026-01-02')
    expect(await world.run()).toMatchObject({ planned: 0 })
  })

  it('go on while one is stopped by a refused export, until that is replaced', async () => {
    const world = await adopted()
    world.put('invoices', '2.csv', 'order;paid', 'O1;2026-11-20')
    world.put('invoices', '3.csv', 'something else')
    world.put('invoices', '4.csv', 'order;paid', 'O2;2026-11-22')
    world.put('parcels', '2.csv', 'order;code;carrier', 'O3;DR3;PPL')
    expect(await world.run()).toMatchObject({ outcome: 'done', planned: 2, accepted: 2 })
    expect(numbers.map((number) => shown(world, number)?.paid_date)).toEqual(['2026-11-20', '', ''])
    expect(await world.run()).toMatchObject({
      outcome: 'idle',
      problems: [{ kind: 'refused export', subject: 'exports/invoices/3.csv' }],
    })
    world.put('invoices', '3.csv', 'order;paid', 'O3;2026-11-21')
    await world.run()
    expect(numbers.map((number) => shown(world, number)?.paid_date)).toEqual(['2026-11-20', '2026-11-22', '2026-11-21'])
  })

  it('of full exports are read at their newest only', async () => {
    const world = await adopted()
    world.put('orders', '2.csv', 'number;status', 'O1;done', 'O2;new', 'O3;new')
    world.put('orders', '3.csv', 'number;status', 'O1;sent', 'O2;new', 'O3;new')
    expect(await world.run()).toMatchObject({ exports: [{ key: 'exports/orders/3.csv' }], accepted: 1 })
    expect(world.shop.emails).toEqual([])
    expect(shown(world, 'O1')?.status).toBe('sent')
  })

  it('hold a plan whose export is of another company', async () => {
    const ico = settingsOf({
      feeds: {
        orders: {
          preset: 'pohoda-orders',
          contents: 'full',
          ico: '11111111',
          fields: { status: { map: { delivered: 'sent' } } },
        },
      },
      guard: { percent: 100 },
    })
    const world = worldOf(ico)
    const pohoda = (company: string, delivered: boolean) =>
      `<responsePack ico="${company}" state="ok"><responsePackItem state="ok"><listOrder>${numbers.map((number) => `<order><orderHeader><numberOrder>${number}</numberOrder><isDelivered>${delivered}</isDelivered></orderHeader></order>`).join('')}</listOrder></responsePackItem></responsePack>`
    world.put('orders', '1.xml', pohoda('11111111', false))
    await world.run()
    world.put('orders', '2.xml', pohoda('22222222', true))
    expect(await world.run()).toMatchObject({
      outcome: 'held',
      requests: 0,
      hold: { reasons: [{ rule: 'export', message: expect.stringContaining('IČO 22222222') }] },
    })
    world.put('orders', '3.xml', pohoda('11111111', true))
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 3 })
  })
})

describe('an export that kills whoever reads it', () => {
  const twoFeeds = settingsOf({
    feeds: {
      orders: { ...simpleFeed, fields: { order_number: 'order_number', status: 'status' } },
      parcels: { ...simpleFeed, fields: { order_number: 'order_number', tracking_code: 'tracking_code' } },
    },
    firstRun: 'post',
  })

  /** A world in which whoever opens that export never comes back. */
  function deadlyWorld(deadly: string) {
    const world = createWorld({ settings: twoFeeds, orders: [{ order_number: 'A' }] })
    world.store.drop('exports/orders/1.csv', 'order_number;status\r\nA;sent')
    world.store.drop('exports/parcels/1.csv', 'order_number;tracking_code\r\nA;T1')
    const { get } = world.store
    let opened: () => void = () => undefined
    world.store.get = (key) => {
      if (key !== deadly) return get(key)
      opened()
      return new Promise<never>(() => undefined)
    }
    const die = async (): Promise<void> => {
      const died = new Promise<void>((resolve) => {
        opened = resolve
      })
      void world.run({ isGone: () => true })
      await died
    }
    return { world, die }
  }

  it('is refused after two deaths, and the other feeds go on', async () => {
    const { world, die } = deadlyWorld('exports/orders/1.csv')
    await die()
    await die()
    const report = await world.run({ isGone: () => true })
    expect(report).toMatchObject({ outcome: 'done', accepted: 1 })
    expect(report.exports).toMatchObject([
      { key: 'exports/orders/1.csv', refused: expect.stringContaining('2 runs died while they were reading it') },
      { key: 'exports/parcels/1.csv', refused: null },
    ])
    expect(shown(world, 'A')).toMatchObject({ tracking_code: 'T1' })
    expect(await world.run()).toMatchObject({ outcome: 'idle', problems: [{ kind: 'refused export' }] })
  })

  it('is not taken for one that another run died behind', async () => {
    const { world, die } = deadlyWorld('exports/parcels/1.csv')
    await die()
    await die()
    const report = await world.run({ isGone: () => true })
    expect(report.exports.map(({ key, refused }) => [key, refused === null])).toEqual([
      ['exports/orders/1.csv', true],
      ['exports/parcels/1.csv', false],
    ])
  })
})

describe('what only a suspicious export has said', () => {
  const rows = (...numbers: readonly string[]): Row[] => numbers.map((number) => [number, 'new'])
  const held = async () => {
    const world = createWorld({ orders: ['A', 'B', 'C', 'D', 'E'].map((order_number) => ({ order_number })) })
    world.drop(rows('A', 'B', 'C', 'D', 'E'))
    await world.run()
    world.drop([['A', 'sent']])
    expect(await world.run()).toMatchObject({ outcome: 'held', requests: 0 })
    return world
  }

  it('ends with a sound export that does not repeat it', async () => {
    const world = await held()
    world.drop(rows('B', 'C', 'D', 'E'))
    expect(await world.run()).toMatchObject({ outcome: 'done', planned: 0, requests: 0, pending: 0 })
  })

  it('counts once a sound export says it too', async () => {
    const world = await held()
    world.drop([['A', 'sent'], ...rows('B', 'C', 'D', 'E')])
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 1 })
    expect(shown(world, 'A')).toMatchObject({ status: 'sent' })
  })
})
