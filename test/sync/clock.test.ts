import { describe, expect, it } from 'vitest'
import { decidePlan } from '../../lib/sync/decisions/commands.ts'
import { createWorld, hourMs, noLimits, settingsOf, shown, simpleFeed } from '../support/world.ts'

const orders = ['N0', 'N1', 'N2'].map((order_number) => ({ order_number, status: 'new' }))
const feeds = { orders: { ...simpleFeed, contents: 'changes' } }
const dayMs = 24 * hourMs
const yearMs = 365 * dayMs

describe('a clock that was a year ahead, and was put back', () => {
  it.each([
    ['whose names tell no order', ['a.csv', 'zq.csv', 'k.csv', 'bb.csv']],
    ['with numbers for names', ['1.csv', '2.csv', '3.csv', '4.csv']],
  ])('holds a feed of changes once at most, and hides nothing that it says later: %s', async (_what, names) => {
    const settings = settingsOf({ guard: noLimits, feeds })
    const world = createWorld({ settings, orders })
    const say = async (status: string) => {
      world.drop([['N0', status]], names.shift())
      const { hold } = await world.run()
      if (hold !== undefined) await decidePlan({ kind: 'approve', hash: hold.hash }, settings, world.effects)
      await world.run({ looksForDecisions: true })
      return [hold === undefined, shown(world, 'N0')?.status]
    }
    await say('new')
    world.clock.advance(yearMs)
    expect(await say('sent')).toEqual([true, 'sent'])
    world.clock.advance(dayMs - yearMs)
    expect((await say('done')).at(1)).toBe('done')
    expect(await say('cancelled')).toEqual([true, 'cancelled'])
  })

  it('has what was sent by then count for a day with the guard', async () => {
    const most = { orders: 2, notifications: 2 }
    const settings = settingsOf({ guard: { ...noLimits, perHour: most, perDay: most }, feeds })
    const world = createWorld({ settings, orders })
    world.drop(orders.map(({ order_number }) => [order_number, 'new']))
    await world.run()
    world.clock.advance(yearMs)
    world.drop(['N0', 'N1'].map((order) => [order, 'sent']))
    expect(await world.run()).toMatchObject({ accepted: 2 })
    world.clock.advance(dayMs - yearMs)
    world.drop([['N2', 'sent']])
    expect(await world.run()).toMatchObject({ outcome: 'held', accepted: 0 })
    world.clock.advance(25 * hourMs)
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 1 })
  })
})
