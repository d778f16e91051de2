import { describe, expect, it } from 'vitest'
import { createWorld, hourMs, minuteMs, noLimits, type Row, settingsOf, shown } from '../support/world.ts'

const settingsWith = (more: object = {}) =>
  settingsOf({ firstRun: 'shop', verify: 'status', guard: noLimits, upgates: { notify: true }, ...more })
const orders = [
  { order_number: 'O1', status: 'new' },
  { order_number: 'O2', status: 'sent', tracking_code: 'T2' },
  { order_number: 'O3', status: 'cancelled' },
]
const rows: readonly Row[] = [
  ['O1', 'sent'],
  ['O2', 'sent', '', 'T2', 'no'],
  ['O3', 'sent'],
]

describe('a first run that asks the shop', () => {
  it('posts only what the shop shows otherwise, and mails only its customers', async () => {
    const world = createWorld({ settings: settingsWith({ finalStatuses: ['cancelled'] }), orders })
    world.drop(rows)
    expect((await world.plan()).plan).toMatchObject({ changes: [], leftOut: [{ kind: 'unasked' }, {}, {}, {}, {}] })
    expect(await world.run()).toMatchObject({
      outcome: 'done',
      adopted: 0,
      planned: 1,
      requests: 2,
      accepted: 1,
      pending: 0,
    })
    expect(world.shop.emails).toMatchObject([{ order_number: 'O1' }])
    expect((await world.line('O2'))?.acknowledged).toMatchObject({ status: 'sent', tracking_code: 'T2' })
    expect(shown(world, 'O3')?.status).toBe('cancelled')
    expect(await world.run()).toMatchObject({ outcome: 'idle' })
  })

  it('lets the guard see the difference alone', async () => {
    const many = Array.from({ length: 30 }, (_, at) => ({ order_number: `N${at}`, status: at < 25 ? 'sent' : 'new' }))
    const settings = settingsWith({ guard: { ...noLimits, orders: 4 } })
    const world = createWorld({ settings, orders: many })
    world.drop(many.map(({ order_number }): Row => [order_number, 'sent']))
    const report = await world.run()
    expect(report).toMatchObject({ outcome: 'held', hold: { changes: 5 }, requests: 1 })
    expect(world.shop.emails).toEqual([])
  })

  it('has an order that the shop does not have refused', async () => {
    const world = createWorld({ settings: settingsWith(), orders })
    world.drop([...rows.slice(0, 2), ['O9', 'sent']])
    expect(await world.run()).toMatchObject({ accepted: 1, rejected: 1, parked: 1 })
  })

  it('asks again before it posts what the shop has refused to be asked about', async () => {
    const world = createWorld({ settings: settingsWith({ finalStatuses: ['cancelled'] }), orders })
    world.drop([['O3', 'sent']])
    world.shop.fault({ kind: 'answer', status: 400, body: 'busy' }, 1)
    await world.run()
    expect([shown(world, 'O3')?.status, world.shop.emails]).toEqual(['cancelled', []])
  })

  it('asks as many as the allowance has room for, and the others later', async () => {
    const many = Array.from({ length: 900 }, (_, at) => ({ order_number: `N${at}`, status: 'sent' }))
    const world = createWorld({ settings: settingsWith(), orders: many, shop: { limits: { hour: 10, day: 100 } } })
    world.drop(many.map(({ order_number }): Row => [order_number, 'sent']))
    for (let tick = 0; tick < 30; tick++) {
      await world.run()
      world.clock.advance(5 * minuteMs)
    }
    world.clock.advance(hourMs)
    expect(await world.run()).toMatchObject({ pending: 0 })
    expect(world.shop.requests.filter(({ status }) => status === 429)).toEqual([])
    expect(world.shop.requests.map(({ method }) => method)).toEqual(Array(9).fill('GET'))
  })
})
