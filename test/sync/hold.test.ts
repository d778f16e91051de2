import { describe, expect, it } from 'vitest'
import { decidePlan, retryOrders, unblock } from '../../lib/sync/decisions/commands.ts'
import { dismissExport } from '../../lib/sync/decisions/dismiss.ts'
import { createWorld, csvOf, hourMs, minuteMs, type Row, settingsOf, shown } from '../support/world.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `N${String(index).padStart(5, '0')}`)
const rows = (count: number, status: string, from = 0): Row[] =>
  numbers(count).map((number, index): Row => [number, index >= from ? status : 'new'])

/** A shop of `count` orders whose first exports were adopted. */
async function adopted(
  count: number,
  settings = settingsOf({ upgates: { notify: true }, guard: { orders: 50, percent: 100, notifications: 1000 } }),
) {
  const world = createWorld({
    settings,
    orders: numbers(count).map((order_number) => ({ order_number, status: 'new' })),
    shop: { limits: { hour: 1000, day: 10_000 } },
  })
  world.drop(rows(count, 'new'))
  await world.run()
  const decide = (kind: 'approve' | 'reject', hash: string) => decidePlan({ kind, hash }, settings, world.effects)
  return { world, settings, decide }
}

describe('a held plan', () => {
  it('posts nothing, is written out, and is told by every run until a person decides', async () => {
    const { world } = await adopted(100)
    world.drop(rows(100, 'sent'))
    const report = await world.run()
    expect(report).toMatchObject({
      outcome: 'held',
      requests: 0,
      planned: 100,
      pending: 100,
      hold: { changes: 100, reasons: [{ rule: 'orders', figure: 100, limit: 50 }] },
    })
    const hash = report.hold?.hash ?? ''
    expect(JSON.parse(String(world.store.bytes(`state/holds/${hash}.json`))).changes).toHaveLength(100)
    const before = await world.store.list('')
    for (let tick = 0; tick < 3; tick++) {
      world.clock.advance(5 * minuteMs)
      expect(await world.run()).toMatchObject({
        outcome: 'held',
        requests: 0,
        hold: { hash },
        problems: [{ kind: 'held', subject: hash }],
      })
    }
    expect(await world.store.list('')).toEqual(before)
    expect((await world.plan()).plan).toMatchObject({ hash, verdict: { kind: 'hold' } })
    expect(world.shop.requests).toEqual([])
  })

  it('posts exactly what was approved, as far as it is still wanted; the rest faces the guard anew', async () => {
    const { world, decide } = await adopted(200)
    world.drop(rows(200, 'sent', 100))
    const held = await world.run()
    expect(await decide('approve', held.hold?.hash.slice(0, 12) ?? '')).toMatchObject({ fields: 100, stillWanted: 100 })
    world.drop(
      rows(200, 'done').map(
        (row, index): Row => (index >= 150 ? [row[0], 'sent'] : index >= 140 ? [row[0], 'new'] : row),
      ),
    )
    const report = await world.run()
    expect(report).toMatchObject({ outcome: 'held', accepted: 50, planned: 190, pending: 140 })
    expect(
      [...world.shop.orders.values()].filter(({ status }) => status === 'sent').map(({ order_number }) => order_number),
    ).toEqual(numbers(200).slice(150))
    expect([...world.shop.orders.values()].filter(({ status }) => status === 'done')).toEqual([])
  })

  it('leaves nothing but itself behind once it was approved and posted', async () => {
    const { world, decide } = await adopted(100)
    world.drop(rows(100, 'sent'))
    await decide('approve', (await world.run()).hold?.hash ?? '')
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 100, requests: 1 })
    expect((await world.store.list('state/')).map(({ key }) => key.split('/')[1])).toEqual([
      'head.json',
      'holds',
      'lease.json',
      'snapshots',
    ])
    expect(await world.run()).toMatchObject({ outcome: 'idle', problems: [] })
  })

  it('is given up by a rejection, until the exports say something else', async () => {
    const { world, decide } = await adopted(100)
    world.drop(rows(100, 'sent'))
    await decide('reject', (await world.run()).hold?.hash ?? '')
    expect(await world.run()).toMatchObject({ outcome: 'done', requests: 0, pending: 0 })
    world.drop([...rows(99, 'sent'), ['N00099', 'done']])
    expect(await world.run()).toMatchObject({ accepted: 1, planned: 1 })
    expect(shown(world, 'N00000')).toMatchObject({ status: 'new' })
  })

  it('ends when a new export has a plan that passes', async () => {
    const { world } = await adopted(100)
    world.drop(rows(100, 'sent'))
    await world.run()
    world.drop(rows(100, 'sent', 90))
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 10 })
    expect((await world.head()).hold).toBeUndefined()
  })

  it('ends when the settings allow it', async () => {
    const { world } = await adopted(100)
    world.drop(rows(100, 'sent'))
    await world.run()
    expect(
      await world.run({}, settingsOf({ upgates: { notify: true }, guard: { orders: 100, percent: 100 } })),
    ).toMatchObject({ outcome: 'done', accepted: 100 })
  })

  it('can be adopted where the shop shows it already', async () => {
    const { world } = await adopted(100)
    world.drop(rows(100, 'sent'))
    await world.run()
    expect(await world.run({ adopt: true })).toMatchObject({ outcome: 'done', adopted: 100, requests: 0, pending: 0 })
    expect(await world.run()).toMatchObject({ outcome: 'idle', problems: [] })
    expect((await world.line('N00000'))?.acknowledged).toMatchObject({ status: 'sent' })
  })

  it('cannot be approved when nothing of it is wanted any more, nor by a hash that nobody knows', async () => {
    const { world, decide } = await adopted(100)
    world.drop(rows(100, 'sent'))
    const hash = (await world.run()).hold?.hash ?? ''
    world.drop(rows(100, 'done'))
    await expect(decide('approve', hash)).rejects.toThrow('nothing of it is wanted any more')
    await expect(decide('approve', 'abcdef012345')).rejects.toThrow(
      /no held plan has this hash\. The plan that is held now is [0-9a-f]{12}/,
    )
    await expect(decide('approve', '../../head')).rejects.toThrow('no held plan has this hash')
  })

  it('can be approved as soon as it was seen in a plan, before any run held it', async () => {
    const { world, decide } = await adopted(100)
    world.drop(rows(100, 'sent'))
    await decide('approve', (await world.plan()).plan.hash)
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 100 })
  })

  it('of 2,000 orders goes out in 20 requests once it is approved', async () => {
    const { world, decide } = await adopted(2000)
    world.drop(rows(2000, 'sent'))
    const held = await world.run()
    expect(held).toMatchObject({ outcome: 'held', planned: 2000, requests: 0 })
    await decide('approve', held.hold?.hash ?? '')
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 2000, requests: 20, notified: 2000 })
  })
})

describe('an export that looks wrong', () => {
  const settings = settingsOf({ upgates: { notify: true }, guard: { orders: 1000, percent: 100 } })
  it.each([
    [
      'shrunk to less than half',
      (world: Awaited<ReturnType<typeof adopted>>['world']) => world.drop(rows(40, 'sent')),
      'it has 40 records; the last one had 100',
    ],
    [
      'contradictory',
      (world: Awaited<ReturnType<typeof adopted>>['world']) => world.drop([...rows(100, 'sent'), ...rows(6, 'done')]),
      'it names 6 orders twice with different values',
    ],
  ])('because it is %s holds its plan, also in later runs, until a better one comes', async (_what, drop, message) => {
    const { world } = await adopted(100, settings)
    drop(world)
    const report = await world.run()
    expect(report).toMatchObject({
      outcome: 'held',
      requests: 0,
      hold: { reasons: [{ rule: 'export', message: expect.stringContaining(message) }] },
    })
    world.clock.advance(hourMs)
    expect(await world.run()).toMatchObject({ outcome: 'held', requests: 0 })
    world.drop(rows(100, 'sent'))
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 100 })
  })

  it('because it is empty changes nothing, and holds what waited from before', async () => {
    const { world } = await adopted(100, settings)
    world.drop(rows(100, 'sent'))
    world.shop.fault({ kind: 'answer', status: 429 })
    await world.run()
    world.drop(rows(0, ''))
    world.clock.advance(2 * hourMs)
    expect(await world.run()).toMatchObject({ outcome: 'held', requests: 0, pending: 100 })
  })

  it('is the new normal once a person has approved its plan', async () => {
    const { world, decide } = await adopted(100, settings)
    world.drop(rows(40, 'sent'))
    await decide('approve', (await world.run()).hold?.hash ?? '')
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 40 })
    world.drop(rows(40, 'done'))
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 40, problems: [] })
  })
})

describe('other decisions', () => {
  it('retry parked orders at once, all or some', async () => {
    const { world, settings } = await adopted(5)
    world.drop(rows(5, 'unheard'))
    await world.run()
    world.clock.advance(2 * minuteMs)
    expect(await world.run()).toMatchObject({ rejected: 5 })
    await expect(retryOrders(['X'], settings, world.effects)).rejects.toThrow('it is not parked')
    expect(await retryOrders(['N00001'], settings, world.effects)).toEqual(['N00001'])
    world.shop.addStatus('unheard')
    expect(await world.run()).toMatchObject({ accepted: 1, parked: 4 })
    expect(await retryOrders([], settings, world.effects)).toHaveLength(4)
    expect(await world.run()).toMatchObject({ accepted: 4, parked: 0 })
  })

  it('unblock lets the same key be tried once more, and only once', async () => {
    const { world, settings } = await adopted(5)
    await expect(unblock(settings, world.effects)).rejects.toThrow('it is not blocked')
    world.drop(rows(5, 'sent'))
    world.shop.fault({ kind: 'answer', status: 403 }, 2)
    expect(await world.run()).toMatchObject({ outcome: 'blocked', requests: 1 })
    await unblock(settings, world.effects)
    expect(await world.run()).toMatchObject({ outcome: 'blocked', requests: 1 })
    expect(await world.run()).toMatchObject({ outcome: 'blocked', requests: 0 })
    await unblock(settings, world.effects)
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 5 })
  })

  it('dismiss lets a feed of changes go on behind a refused export, and nothing else does', async () => {
    const changes = settingsOf({
      feeds: {
        orders: {
          contents: 'changes',
          format: { type: 'csv' },
          fields: { order_number: 'order_number', status: 'status' },
        },
      },
    })
    const { world } = await adopted(5, changes)
    world.drop([['N00000', 'sent']])
    world.drop('order_number;status\nN00001;"se', 'broken.csv')
    world.drop([['N00002', 'done']])
    expect(await world.run()).toMatchObject({
      accepted: 1,
      exports: [{ refused: null }, { refused: expect.any(String) }],
    })
    expect(await world.run()).toMatchObject({
      outcome: 'idle',
      problems: [{ kind: 'refused export', subject: 'exports/orders/broken.csv' }],
    })
    await expect(dismissExport('exports/orders/0001.csv', changes, world.effects)).rejects.toThrow(
      'it is not a refused one',
    )
    await dismissExport('exports/orders/broken.csv', changes, world.effects)
    expect(await world.run()).toMatchObject({ accepted: 1, problems: [] })
    expect([shown(world, 'N00000')?.status, shown(world, 'N00001')?.status, shown(world, 'N00002')?.status]).toEqual([
      'sent',
      'new',
      'done',
    ])
  })
})

describe('a small allowance', () => {
  const settings = settingsOf({ upgates: { notify: false } })
  const bronze = async () => {
    const world = createWorld({
      settings,
      orders: numbers(3000).map((order_number) => ({ order_number, status: 'new' })),
      shop: { limits: { hour: 10, day: 100 } },
    })
    world.drop(rows(3000, 'new'))
    await world.run()
    return world
  }

  it('lasts to the end of the hour, leaves its reserve, and carries the rest over', async () => {
    const world = await bronze()
    world.drop([['N00000', 'sent'], ...rows(3000, 'new').slice(1)])
    await world.run()
    world.drop(rows(3000, 'sent').map((row, index): Row => (index < 800 ? row : [row[0], 'new'])))
    const used: number[] = []
    for (let tick = 0; tick < 24; tick++) {
      used.push((await world.run({}, settingsOf({ upgates: { notify: false }, guard: { orders: 1000 } }))).requests)
      world.clock.advance(5 * minuteMs)
    }
    const [firstHour, secondHour] = [used.slice(0, 12), used.slice(12)].map((hour) =>
      hour.reduce((sum, requests) => sum + requests, 0),
    )
    expect((firstHour ?? 0) + (secondHour ?? 0)).toBe(8)
    expect(firstHour).toBeLessThanOrEqual(7)
    expect(shown(world, 'N00799')).toMatchObject({ status: 'sent' })
    expect(world.shop.requests.some(({ status }) => status === 429)).toBe(false)
  })

  it('lets single changes share requests, none later than the settings say', async () => {
    const world = await bronze()
    const changed = new Set<number>()
    const sentAfterMinutes: number[] = []
    const wantedAt = new Map<number, number>()
    for (let tick = 0; tick < 36; tick++) {
      changed.add(tick)
      wantedAt.set(tick, world.clock.now())
      world.drop(rows(3000, 'new').map((row, index): Row => (changed.has(index) ? [row[0], 'sent'] : row)))
      await world.run()
      for (const [index, at] of wantedAt) {
        if (shown(world, `N${String(index).padStart(5, '0')}`)?.status !== 'sent') continue
        sentAfterMinutes.push((world.clock.now() - at) / minuteMs)
        wantedAt.delete(index)
      }
      world.clock.advance(5 * minuteMs)
    }
    expect(Math.max(...sentAfterMinutes)).toBeLessThan(21)
    expect(world.shop.requests.length).toBeLessThanOrEqual(24)
    expect(world.shop.requests.some(({ status }) => status === 429)).toBe(false)
  })
})

describe('an export that may have been cut off in its last value', () => {
  it('is held, since the last line of the earlier ones had an end', async () => {
    const world = createWorld({
      settings: settingsOf({ guard: { percent: 100 } }),
      orders: [{ order_number: 'O1', status: 'new' }],
    })
    world.drop(`${csvOf([['O1', 'new']])}\r\n`)
    await world.run()
    world.drop(csvOf([['O1', 'sent', '', 'DR123']]).replace(/3;;$/, ''))
    expect(await world.run()).toMatchObject({
      outcome: 'done',
      exports: [{ refused: expect.stringContaining('cut off') }],
    })
    world.drop('order_number;tracking_code;status;paid_date;resolved_yn;note\r\nO1;DR12;sent;;;x')
    expect(await world.run()).toMatchObject({
      outcome: 'held',
      requests: 0,
      hold: { reasons: [{ rule: 'export', message: expect.stringContaining('its last line has no end') }] },
    })
    world.drop('order_number;tracking_code;status;paid_date;resolved_yn;note\r\nO1;DR123;sent;;;x\r\n')
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 1 })
  })
})

it('values that were accepted although they are odd are told, and posted', async () => {
  const feeds = {
    orders: {
      contents: 'full',
      format: { type: 'csv' },
      fields: {
        order_number: 'order_number',
        status: { from: 'status', map: { Vyřízena: 'done' } },
        paid_date: 'paid_date',
      },
    },
  }
  const world = createWorld({ settings: settingsOf({ feeds }), orders: [{ order_number: 'O1', status: 'new' }] })
  world.drop([['O1']])
  await world.run()
  world.drop([['O1', 'Vyrízena', '2027-01-01']])
  expect(await world.run()).toMatchObject({
    accepted: 1,
    problems: [
      {
        kind: 'odd value',
        subject: 'O1',
        message: expect.stringContaining('was read as "done" without regard to diacritics'),
      },
      { kind: 'odd value', subject: 'O1', message: expect.stringContaining('lies in the future') },
    ],
  })
})

it('a plan that is held only for what the same call has sent before goes out with the next run', async () => {
  const { world } = await adopted(8, settingsOf({ guard: { orders: 5 } }))
  world.drop(rows(8, 'sent', 4))
  let drops = 0
  const progress = () => {
    if (drops++ === 0) world.drop(rows(8, 'sent'))
  }
  expect(await world.run({ progress })).toMatchObject({ outcome: 'held', accepted: 4 })
  expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 4 })
})

it('a plan that is held for its mails goes out by itself once they are too old to leave', async () => {
  const settings = settingsOf({ upgates: { notify: true }, guard: { notifications: 2 }, silentAfterHours: 4 })
  const { world } = await adopted(8, settings)
  world.drop(rows(8, 'sent', 5))
  expect(await world.run()).toMatchObject({ outcome: 'held', hold: { reasons: [{ rule: 'notifications' }] } })
  world.clock.advance(3.9 * hourMs)
  expect(await world.run()).toMatchObject({ outcome: 'held', requests: 0 })
  world.clock.advance(0.2 * hourMs)
  expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 3, notified: 0 })
  expect(world.shop.emails).toEqual([])
})

it('is approved with one word where more of the same changes is held than at first', async () => {
  const feedOf = (fields: object) => ({
    contents: 'full',
    format: { type: 'csv' },
    fields: { order_number: 'order', ...fields },
  })
  const feeds = { orders: feedOf({ status: 'status' }), parcels: feedOf({ tracking_code: 'code' }) }
  const many = { orders: 1000, percent: 100, notifications: 1000, reverts: 1000 }
  const wide = settingsOf({ feeds, guard: many })
  const narrow = settingsOf({ feeds, guard: { ...many, orders: 5 } })
  const world = createWorld({
    settings: wide,
    orders: numbers(40).map((order_number) => ({ order_number, status: 'new' })),
  })
  let drops = 0
  const drop = (feed: string, count: number, cell: (order: string) => string) => {
    world.clock.advance(1000)
    const rows = numbers(count).map((order) => `${order};${cell(order)}`)
    world.store.drop(
      `exports/${feed}/${++drops}.csv`,
      [`order;${feed === 'orders' ? 'status' : 'code'}`, ...rows].join('\n'),
    )
  }
  drop('orders', 40, () => 'new')
  drop('parcels', 40, () => '')
  await world.run()
  world.shop.fault({ kind: 'answer', status: 429, body: '{}', headers: { 'retry-after': '7200' } }, 1)
  drop('parcels', 40, (order) => `T${order}`)
  await world.run()
  drop('orders', 10, () => 'sent')
  expect((await world.run()).hold?.changes).toBe(10)
  world.clock.advance(3 * hourMs)
  const { hold } = await world.run({}, narrow)
  expect(hold?.changes).toBe(40)
  await decidePlan({ kind: 'approve', hash: hold?.hash ?? '' }, narrow, world.effects)
  expect(await world.run({ looksForDecisions: true }, narrow)).toMatchObject({ outcome: 'done', accepted: 40 })
})
