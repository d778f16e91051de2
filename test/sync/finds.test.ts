import { describe, expect, it } from 'vitest'
import { decidePlan } from '../../lib/sync/decisions/commands.ts'
import { createWorld, hourMs, minuteMs, noLimits, type Row, settingsOf, shown, stateUpdate } from '../support/world.ts'

const rows = (status: string, code = ''): Row[] => [
  ['O1', status, '', code],
  ['O2', 'new'],
]
const orders = ['O1', 'O2'].map((order_number) => ({ order_number, status: 'new' }))

describe.each([
  ['v2', {}],
  ['state-update', stateUpdate.upgates],
])('on %s', (_api, upgates) => {
  const notifying = settingsOf({ upgates: { ...upgates, notify: true } })

  it('an outage of the shop is not a mail: what it failed on goes out as soon as it is back', async () => {
    const world = createWorld({ settings: notifying, orders })
    world.drop(rows('new'))
    await world.run()
    world.drop(rows('sent'))
    world.shop.fault({ kind: 'answer', status: 500 }, 999)
    for (let tick = 0; tick < 6 * 12; tick++) {
      await world.run()
      world.clock.advance(5 * minuteMs)
    }
    world.shop.clearFaults()
    world.clock.advance(hourMs)
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 1, pending: 0 })
    expect(shown(world, 'O1')?.status).toBe('sent')
  })

  it.each([500, 429])('a shop that answered %d is left alone, also where new exports come', async (status) => {
    const world = createWorld({ settings: notifying, orders })
    world.drop(rows('new'))
    await world.run()
    world.drop(rows('sent'))
    world.shop.fault({ kind: 'answer', status, headers: { 'retry-after': '240' } }, 9)
    await world.run()
    const asked = world.shop.requests.length
    world.shop.clearFaults()
    for (const code of ['T1', 'T2']) {
      world.drop(rows('sent', code))
      expect(await world.run()).toMatchObject({ requests: 0, pending: 1 })
    }
    expect(world.shop.requests).toHaveLength(asked)
    world.clock.advance(hourMs)
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 1 })
    expect(shown(world, 'O1')).toMatchObject({ status: 'sent', tracking_code: 'T2' })
  })

  it('a payment that goes back and forth mails its customer as often as "perOrder" allows', async () => {
    const settings = settingsOf({ upgates: { ...upgates, notifyPaid: true }, guard: { ...noLimits, perOrder: 2 } })
    const world = createWorld({ settings, orders })
    world.drop(rows('new'))
    await world.run()
    const notified: number[] = []
    for (let day = 1; day < 6; day++) {
      world.clock.advance(5 * minuteMs)
      world.drop([
        ['O1', 'new', `2026-11-0${day}`],
        ['O2', 'new'],
      ])
      notified.push((await world.run()).notified)
    }
    expect(notified).toEqual([1, 1, 0, 0, 0])
    world.clock.advance(24 * hourMs)
    expect(await world.run()).toMatchObject({ notified: 1 })
  })

  it('approving the parcel of an order reports no mail', async () => {
    const settings = settingsOf({ upgates: { ...upgates, notify: true }, guard: { ...noLimits, orders: 0 } })
    const world = createWorld({ settings, orders })
    world.drop(rows('new'))
    await world.run()
    world.drop(rows('new', 'T'))
    const held = await world.run()
    await decidePlan({ kind: 'approve', hash: held.hold?.hash ?? '' }, settings, world.effects)
    world.drop(rows('sent', 'T'))
    expect(await world.run()).toMatchObject({ outcome: 'held', accepted: 1, notified: 0 })
    expect(world.shop.emails).toEqual([])
  })

  describe('a plan that was approved quietly', () => {
    const settings = settingsOf({ upgates: { ...upgates, notify: true }, guard: { ...noLimits, orders: 0 } })
    async function approved(quiet = true) {
      const world = createWorld({ settings, orders })
      world.drop(rows('new'))
      await world.run()
      world.drop(rows('sent'))
      const held = await world.run()
      await decidePlan({ kind: 'approve', hash: held.hold?.hash ?? '', quiet }, settings, world.effects)
      return world
    }

    it('mails nobody, whichever run posts it', async () => {
      const world = await approved()
      expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 1, notified: 0 })
      expect(shown(world, 'O1')?.status).toBe('sent')
      expect(world.shop.emails).toEqual([])
    })

    it('mails nobody where the shop refuses it first, and takes it hours later', async () => {
      const world = await approved()
      world.shop.fault({ kind: 'answer', status: 400 })
      expect(await world.run()).toMatchObject({ rejected: 1 })
      world.clock.advance(2 * minuteMs)
      expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 1, notified: 0 })
      expect(world.shop.emails).toEqual([])
    })

    it.each(['lose answer', 'lose request'] as const)('mails nobody where the shop says nothing: %s', async (kind) => {
      const world = await approved()
      world.shop.fault({ kind }, 5)
      for (let tick = 0; tick < 20; tick++) {
        await world.run()
        world.clock.advance(10 * minuteMs)
      }
      expect(shown(world, 'O1')?.status).toBe('sent')
      expect(world.shop.emails).toEqual([])
    })

    it('mails nobody where it waits for its parcel, which another plan brings that is approved aloud', async () => {
      const waitFor = { sent: { fields: ['tracking_code'], hours: 24 } }
      const gated = settingsOf({ upgates: { ...upgates, notify: true }, guard: { ...noLimits, orders: 0 }, waitFor })
      const world = createWorld({ settings: gated, orders })
      const approve = async (quiet: boolean) => {
        const { hold } = await world.run()
        await decidePlan({ kind: 'approve', hash: hold?.hash ?? '', quiet }, gated, world.effects)
      }
      world.drop(rows('new'))
      await world.run()
      world.drop(rows('sent', 'T'))
      await approve(true)
      world.shop.fault({ kind: 'answer', status: 429, headers: { 'retry-after': '600' } }, 1)
      await world.run()
      world.drop(rows('sent', 'T2'))
      await approve(false)
      world.clock.advance(hourMs)
      expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 1, notified: 0 })
      expect([shown(world, 'O1')?.status, world.shop.emails]).toEqual(['sent', []])
    })

    it('says nothing about the next status: that one is held, and mails once it is approved aloud', async () => {
      const world = await approved()
      await world.run()
      world.drop(rows('done'))
      const held = await world.run()
      expect(held).toMatchObject({ outcome: 'held', accepted: 0 })
      await decidePlan({ kind: 'approve', hash: held.hold?.hash ?? '' }, settings, world.effects)
      expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 1, notified: 1 })
      expect(world.shop.emails).toMatchObject([{ order_number: 'O1', status: 'done' }])
    })

    it('approves nothing where the export has gone on meanwhile', async () => {
      const world = await approved()
      world.drop(rows('done'))
      expect(await world.run()).toMatchObject({ outcome: 'held', accepted: 0 })
      expect(shown(world, 'O1')?.status).toBe('new')
    })

    it('mails where it was approved aloud', async () => {
      const world = await approved(false)
      expect(await world.run()).toMatchObject({ accepted: 1, notified: 1 })
      expect(world.shop.emails).toHaveLength(1)
    })
  })
})
