import { describe, expect, it } from 'vitest'
import type { Settings } from '../../lib/settings/settings.ts'
import {
  createWorld,
  csvOf,
  minuteMs,
  noLimits,
  type Row,
  settingsOf,
  shown,
  simpleFeed,
  type World,
} from '../support/world.ts'

const numbers = Array.from({ length: 40 }, (_, index) => `O${index + 1}`)
const all = (status: string): Row[] => numbers.map((number) => [number, status])
const orders = numbers.map((order_number) => ({ order_number, status: 'new' }))

const settingsFor = (contents: 'full' | 'changes', more: object = {}): Settings =>
  settingsOf({ upgates: { notify: true }, guard: noLimits, feeds: { orders: { ...simpleFeed, contents, ...more } } })

/** A shop that has adopted an export of the 23rd; whatever it is told from now on is a change. */
async function begun(settings: Settings, first = 'orders-2026-11-23.csv'): Promise<World> {
  const world = createWorld({ settings, orders })
  world.drop(all('new'), first)
  await world.run()
  return world
}

const statuses = (world: World) => [...new Set(numbers.map((number) => shown(world, number)?.status))]
const mails = (world: World): number => world.shop.emails.length

describe.each(['full', 'changes'] as const)(
  'of a feed of %s exports, an older one that is uploaded after a newer one',
  (contents) => {
    const dated = ['orders-2026-11-24.csv', 'orders-2026-11-25.csv'] as const

    it.each<[string, readonly [older: string, newer: string]]>([
      ['by a date in its name', dated],
      ['by a Czech date in its name', ['orders 30.11.2026.csv', 'orders 01.12.2026.csv']],
      ['by a running number', ['orders-9.csv', 'orders-10.csv']],
    ])('%s is held, and mails nobody', async (_what, [older, newer]) => {
      const world = await begun(
        settingsFor(contents),
        newer.replace(/\d\d(?=\.csv)|(?<=orders )\d\d|\d+(?=\.csv)/, '01'),
      )
      world.drop(all('done'), newer)
      await world.run()
      expect([statuses(world), mails(world)]).toEqual([['done'], 40])
      world.drop(all('sent'), older)
      const report = await world.run()
      expect(report).toMatchObject({ outcome: 'held', requests: 0 })
      expect(report.problems.map(({ kind }) => kind)).toContain('suspicious export')
      expect([statuses(world), mails(world)]).toEqual([['done'], 40])
      expect(await world.run()).toMatchObject({ outcome: 'held', exports: [] })
      world.drop(all('cancelled'), newer.replace('2026', '2027').replace('-10.', '-11.'))
      await world.run()
      expect(statuses(world)).toEqual(['cancelled'])
    })

    it('goes out once a person approves it, and is the last one from then on', async () => {
      const world = await begun(settingsFor(contents))
      world.drop(all('sent'), dated[1])
      await world.run()
      world.drop(all('done'), dated[0])
      const { hold } = await world.run()
      world.store.drop(
        'state/decisions/1-approve.json',
        JSON.stringify({ kind: 'approve', hash: hold?.hash, at: '2026-11-24T10:00:00.000Z' }),
      )
      expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 40 })
      expect(statuses(world)).toEqual(['done'])
      expect((await world.head()).feeds.orders).toMatchObject({ last: { key: `exports/orders/${dated[0]}` } })
      const requests = world.shop.requests.length
      expect(await world.run()).toMatchObject({ outcome: 'idle', exports: [] })
      expect(world.shop.requests).toHaveLength(requests)
    })

    it('changes nothing where the settings say that names do not count', async () => {
      const world = await begun(settingsFor(contents, { order: 'time' }))
      world.drop(all('sent'), dated[1])
      await world.run()
      world.drop(all('done'), dated[0])
      expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 40 })
    })
  },
)

describe('two exports that were uploaded at once, the newer one first', () => {
  it('of full ones: the newer one goes out, the older one is held', async () => {
    const world = await begun(settingsFor('full'))
    world.drop(all('done'), 'orders-2026-11-25.csv')
    world.drop(all('sent'), 'orders-2026-11-24.csv')
    await world.run()
    await world.run()
    expect([statuses(world), mails(world)]).toEqual([['done'], 40])
    expect((await world.head()).hold?.reasons).toContainEqual(expect.objectContaining({ rule: 'export' }))
  })

  it('of changes about the same orders: nothing goes out before a person has looked', async () => {
    const world = await begun(settingsFor('changes'))
    world.drop(all('done'), 'orders-2026-11-25.csv')
    world.drop(all('sent'), 'orders-2026-11-24.csv')
    expect(await world.run()).toMatchObject({ outcome: 'held', requests: 0 })
  })

  it('of changes about other orders: both go out', async () => {
    const world = await begun(settingsFor('changes'))
    world.drop([['O1', 'done']], 'orders-2026-11-25.csv')
    world.drop([['O2', 'sent']], 'orders-2026-11-24.csv')
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 2 })
  })
})

describe('the number in a name', () => {
  it('tells nothing where it is that of the order which the export is about', async () => {
    const world = await begun(settingsFor('changes'), 'order-O1.csv')
    world.drop([['O5', 'sent']], 'order-O5.csv')
    world.drop([['O3', 'sent']], 'order-O3.csv')
    await world.run()
    world.drop([['O4', 'sent']], 'order-O4.csv')
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 1 })
  })

  it('tells nothing where few files are written again and again', async () => {
    const world = await begun(settingsFor('changes'), 'shop-1.csv')
    for (const [number, name] of [
      ['O1', 'shop-2.csv'],
      ['O2', 'shop-1.csv'],
      ['O3', 'shop-2.csv'],
      ['O4', 'shop-1.csv'],
    ]) {
      world.drop([[number ?? '', 'sent']], name)
      expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 1 })
    }
  })
})

const stamped = (status: string, minute: number): string =>
  `<a exportedAt="2026-11-24T09:${String(minute).padStart(2, '0')}:00">${numbers.map((number) => `<o><n>${number}</n><s>${status}</s></o>`).join('')}</a>`
const xmlFeed = { format: { type: 'xml', records: 'a/o' }, fields: { order_number: 'n', status: 's' } }

describe.each(['full', 'changes'] as const)('of a feed of %s exports that say when they were written', (contents) => {
  const settings = settingsOf({
    upgates: { notify: true },
    guard: noLimits,
    feeds: { orders: { ...xmlFeed, contents } },
  })
  const begin = async (): Promise<World> => {
    const world = createWorld({ settings, orders })
    world.drop(stamped('new', 0), 'aa.xml')
    await world.run()
    return world
  }

  it('one that is older than the last one is held, although it was uploaded later', async () => {
    const world = await begin()
    world.drop(stamped('done', 20), 'cc.xml')
    await world.run()
    world.drop(stamped('sent', 10), 'bb.xml')
    const report = await world.run()
    expect(report).toMatchObject({ outcome: 'held', requests: 0 })
    expect(report.problems.map(({ message }) => message).join()).toContain('as it says itself')
    expect([statuses(world), mails(world)]).toEqual([['done'], 40])
  })

  it('the one that is newer counts where both come at once, and the other one is held', async () => {
    const world = await begin()
    world.drop(stamped('done', 20), 'cc.xml')
    world.drop(stamped('sent', 10), 'bb.xml')
    await world.run()
    await world.run()
    expect(statuses(world)).toEqual(contents === 'full' ? ['done'] : ['new'])
    expect((await world.head()).hold?.reasons).toContainEqual(expect.objectContaining({ rule: 'export' }))
  })

  it('the same time again tells nothing', async () => {
    const world = await begin()
    world.drop(stamped('done', 0), 'cc.xml')
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 40 })
  })
})

describe('of a feed of full exports that say when they were written', () => {
  const settings = settingsOf({
    upgates: { notify: true },
    guard: noLimits,
    feeds: { orders: { ...xmlFeed, contents: 'full' } },
  })

  it('several that cannot be used are each read once, and the last one is told', async () => {
    const world = createWorld({ settings, orders })
    world.drop(stamped('new', 0), 'aa.xml')
    await world.run()
    world.drop('<html>sorry</html>', 'bb.xml')
    world.drop('<html>sorry again</html>', 'cc.xml')
    expect(await world.run()).toMatchObject({
      exports: [{ key: 'exports/orders/bb.xml' }, { key: 'exports/orders/cc.xml' }],
    })
    const again = await world.run()
    expect(again).toMatchObject({ outcome: 'idle', exports: [], problems: [{ subject: 'exports/orders/cc.xml' }] })
    world.drop(stamped('done', 20), 'dd.xml')
    expect(await world.run()).toMatchObject({ accepted: 40, problems: [] })
  })

  it('the first run takes the one that was written last, whichever was uploaded last', async () => {
    const world = createWorld({ settings, orders })
    world.drop(stamped('done', 20), 'cc.xml')
    world.drop(stamped('sent', 10), 'bb.xml')
    const first = await world.run()
    expect(first).toMatchObject({ adopted: 40, requests: 0 })
    expect((await world.head()).feeds.orders).toMatchObject({ last: { key: 'exports/orders/cc.xml' } })
    expect(first.problems.map(({ message }) => message).join()).toContain('as it says itself')
    world.drop(stamped('done', 30), 'dd.xml')
    expect(await world.run()).toMatchObject({ requests: 0 })
  })
})

it('an export whose upload ended late is no reason to hold the next one', async () => {
  const world = await begun(settingsFor('full'))
  world.clock.advance(minuteMs)
  world.store.drop('exports/orders/orders-2026-11-25.csv', csvOf(all('sent')))
  await world.run()
  world.drop(all('done'), 'orders-2026-11-24.csv')
  await world.run()
  world.drop(all('done'), 'orders-2026-11-26.csv')
  expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 40 })
})

describe('orders that are set back to what they had before', () => {
  const settings = settingsOf({ upgates: { notify: true }, guard: { percent: 100 } })

  it.each([
    [10, 'done'],
    [11, 'held'],
  ] as const)('%i of them: %s', async (count, outcome) => {
    const world = createWorld({ settings, orders })
    const some = (status: string): Row[] => numbers.slice(0, count).map((number) => [number, status])
    for (const status of ['new', 'sent', 'done']) {
      world.drop(some(status), `${status}.csv`)
      await world.run()
    }
    const before = mails(world)
    world.drop(some('new'), 'zz.csv')
    expect(await world.run()).toMatchObject({ outcome, accepted: outcome === 'done' ? count : 0 })
    expect(mails(world) - before).toBe(outcome === 'done' ? count : 0)
    expect((await world.head()).hold?.reasons.map(({ rule }) => rule)).toEqual(
      outcome === 'done' ? undefined : ['reverts'],
    )
  })
})
