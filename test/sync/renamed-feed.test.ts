import { describe, expect, it } from 'vitest'
import { decidePlan } from '../../lib/sync/decisions/commands.ts'
import { dismissExport } from '../../lib/sync/decisions/dismiss.ts'
import { planUndo, undoRun } from '../../lib/sync/past/undo.ts'
import {
  createWorld,
  csvOf,
  hourMs,
  noLimits,
  type Row,
  settingsOf,
  shown,
  simpleFeed,
  type World,
} from '../support/world.ts'

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

  describe('of a feed of changes, where a value of it had waited', () => {
    const { tracking_code: _, ...others } = simpleFeed.fields
    const settingsWith = (fields: object) =>
      settingsOf({ upgates: { notify: true }, feeds: { orders: { ...simpleFeed, contents: 'changes', fields } } })
    const [whole, without] = [settingsWith(simpleFeed.fields), settingsWith(others)]

    /** The shop does not answer for DR1, and then the field is taken out. */
    async function waiting(): Promise<World> {
      const world = createWorld({ settings: whole, orders })
      world.drop(rows('new'))
      await world.run({}, whole)
      world.drop([['O1', 'new', '', 'DR1']])
      world.shop.fault({ kind: 'lose request' }, 4)
      expect(await world.run({}, whole)).toMatchObject({ accepted: 0 })
      world.shop.clearFaults()
      world.clock.advance(hourMs)
      expect(await world.run({}, without)).toMatchObject({ planned: 0, pending: 0 })
      return world
    }

    it('plans it', async () => {
      const world = await waiting()
      world.drop([['O2', 'sent']])
      expect(await world.run({}, without)).toMatchObject({ planned: 1 })
      expect(await world.run({}, whole)).toMatchObject({ planned: 1, accepted: 1 })
      expect(world.shop.orders.get('O1')).toMatchObject({ tracking_code: 'DR1' })
      expect(await world.run({}, whole)).toMatchObject({ outcome: 'idle' })
    })

    it('leaves it alone where an export has spoken of the order meanwhile, without being asked for the field', async () => {
      const world = await waiting()
      world.drop([['O1', 'new', '', 'DR2']])
      await world.run({}, without)
      expect(await world.run({}, whole)).toMatchObject({ planned: 0 })
      world.drop([['O1', 'new', '', 'DR2']])
      expect(await world.run({}, whole)).toMatchObject({ planned: 1 })
      expect(world.shop.orders.get('O1')).toMatchObject({ tracking_code: 'DR2' })
    })
  })
})

type How = 'moved' | 'copied'
/** Moves all exports of a feed into another folder: `mv` keeps what tells a version, copies may get others, and other times. */
async function move({ store }: World, how: How): Promise<void> {
  for (const { key } of await store.list('exports/orders/')) {
    const to = key.replace('exports/orders/', 'exports/objednavky/')
    if (how === 'copied') store.drop(to, String(store.bytes(key)))
    else store.move(key, to)
    await store.delete(key)
  }
}

const numbers = ['N0', 'N1', 'N2', 'N3']
const csv = (...rows: readonly Row[]): string => csvOf(rows)
type Contents = 'full' | 'changes'
/** A shop with one feed under a name, or several. */
const shopWith = (feeds: object, guard: object = { ...noLimits, notifications: 1 }) =>
  settingsOf({ upgates: { notify: true }, guard, feeds })
const feedOf = (contents: Contents, more: object = {}) => ({ ...simpleFeed, contents, ...more })

/** How the settings may say that the feed is called otherwise. */
const ways: [string, (contents: Contents) => object][] = [
  ['not at all', (contents) => ({ objednavky: feedOf(contents) })],
  ['by "was"', (contents) => ({ objednavky: feedOf(contents, { was: 'orders' }) })],
  ['not at all, with other settings of the feed', (contents) => ({ objednavky: feedOf(contents, { nothing: ['x'] }) })],
  ['by a "was" that is older', (contents) => ({ objednavky: feedOf(contents, { was: 'long-ago' }) })],
  [
    'by "was", beside another new feed',
    (contents) => {
      const { tracking_code, ...fields } = simpleFeed.fields
      const parcels = { ...simpleFeed, fields: { order_number: 'order_number', tracking_code } }
      return { parcels, objednavky: { ...feedOf(contents, { was: 'orders' }), fields } }
    },
  ],
]

describe.each([
  ['changes', 'moved'],
  ['changes', 'copied'],
  ['full', 'moved'],
  ['full', 'copied'],
] as const)('a feed (%s) that is renamed, its files %s', (contents, how) => {
  describe.each(ways)('and of which the settings tell that %s', (_way, feeds) => {
    const before = shopWith({ orders: feedOf(contents) })
    const after = shopWith(feeds(contents), noLimits)

    /** The first two exports: all orders are new, and then some are sent. */
    async function begun(sent: readonly string[] = ['N0', 'N1']) {
      const world = createWorld({
        settings: before,
        orders: numbers.map((order_number) => ({ order_number, status: 'new' })),
      })
      world.drop(csv(...numbers.map((order): Row => [order, 'new'])))
      await world.run()
      world.drop(csv(...numbers.map((order): Row => [order, sent.includes(order) ? 'sent' : 'new'])))
      return world
    }

    it('reads nothing again, and keeps what a person has rejected', async () => {
      const world = await begun()
      const { hold } = await world.run()
      await decidePlan({ kind: 'reject', hash: hold?.hash ?? '' }, before, world.effects)
      await world.run({ looksForDecisions: true })
      await move(world, how)
      expect(await world.run({}, after)).toMatchObject({ planned: 0, adopted: 0 })
      world.clock.advance(hourMs)
      expect(await world.run({}, after)).toMatchObject({ outcome: 'idle', requests: 0 })
      expect(world.shop.emails).toEqual([])
    })

    it('keeps what a person has taken back and pinned', async () => {
      const world = await begun(['N0'])
      const { run } = await world.run()
      const word = { run, orders: [], pin: true }
      await undoRun(await planUndo(word, before, world.effects), word, world.effects)
      await world.run({ looksForDecisions: true })
      await move(world, how)
      await world.run({}, after)
      expect(shown(world, 'N0')?.status).toBe('new')
      expect(world.shop.emails).toHaveLength(1)
    })

    it('goes on with what comes after them', async () => {
      const world = await begun(['N0'])
      await world.run()
      await move(world, how)
      await world.run({}, after)
      world.clock.advance(hourMs)
      world.store.drop('exports/objednavky/0003.csv', csv(...numbers.map((order): Row => [order, 'sent'])))
      expect(await world.run({}, after)).toMatchObject({ outcome: 'done', adopted: 0, accepted: 3, notified: 3 })
    })

    it('takes its files over also where they are moved after a run with the new settings', async () => {
      const world = await begun()
      const { hold } = await world.run()
      await decidePlan({ kind: 'reject', hash: hold?.hash ?? '' }, before, world.effects)
      await world.run({ looksForDecisions: true })
      await world.run({}, after)
      await move(world, how)
      await world.run({}, after)
      await world.run({}, after)
      expect(world.shop.emails).toEqual([])
    })

    it('says nothing about what newer ones have said, where an older one comes late', async () => {
      const world = await begun(['N0'])
      await world.run()
      await move(world, how)
      await world.run({}, after)
      world.clock.advance(-hourMs)
      world.store.drop('exports/objednavky/0000.csv', csv(...numbers.map((order): Row => [order, 'cancelled'])))
      world.clock.advance(hourMs)
      expect(await world.run({}, after)).toMatchObject(
        contents === 'full' ? { planned: 0 } : { outcome: 'done', planned: 0 },
      )
      expect(numbers.map((order) => shown(world, order)?.status)).not.toContain('cancelled')
    })

    it('holds what was suspicious, and lets it be approved', async () => {
      const world = await begun(['N0', 'N1'])
      world.store.drop('exports/orders/0002.csv', csv(['N0', 'sent'], ['N0', 'done'], ['N1', 'sent']))
      const many = shopWith({ orders: feedOf(contents) }, { ...noLimits, conflicts: 0 })
      const manyAfter = shopWith(feeds(contents), { ...noLimits, conflicts: 0 })
      expect(await world.run({}, many)).toMatchObject({ outcome: 'held' })
      await move(world, how)
      const { outcome, hold } = await world.run({}, manyAfter)
      expect({ outcome, emails: world.shop.emails }).toEqual({ outcome: 'held', emails: [] })
      await decidePlan({ kind: 'approve', hash: hold?.hash ?? '' }, manyAfter, world.effects)
      expect(await world.run({ looksForDecisions: true }, manyAfter)).toMatchObject({ outcome: 'done', accepted: 1 })
    })

    it('keeps an export refused, and another one given up', async () => {
      const world = await begun([])
      world.store.drop('exports/orders/0003.csv', '<html>')
      expect(await world.run()).toMatchObject({ problems: [{ kind: 'refused export' }] })
      await dismissExport('exports/orders/0003.csv', before, world.effects)
      await world.run({ looksForDecisions: true })
      world.clock.advance(1000)
      world.store.drop('exports/orders/0004.csv', '<html>')
      await world.run()
      await move(world, how)
      const { problems } = await world.run({}, after)
      const refused = problems.filter(({ kind }) => kind === 'refused export').map(({ subject }) => subject)
      // of a copy, nobody knows that it was given up
      const again = how === 'copied' ? 'exports/objednavky/0003.csv' : ''
      for (const key of refused) expect(['exports/objednavky/0004.csv', again]).toContain(key)
      expect(refused).not.toEqual([])
    })
  })
})

it('an export that is much shorter than usual is suspicious under a new name, too', async () => {
  const world = await known()
  const few = { ...simpleFeed, was: 'orders' }
  const twenty = Array.from({ length: 20 }, (_, index): Row => [`N${index}`, 'new'])
  world.drop(twenty)
  await world.run()
  await move(world, 'moved')
  world.clock.advance(hourMs)
  world.store.drop('exports/objednavky/9.csv', csvOf([['O1', 'sent']]))
  const now = settingsOf({ upgates: { notify: true }, feeds: { objednavky: few } })
  expect(await world.run({}, now)).toMatchObject({
    outcome: 'held',
    hold: {
      reasons: [{ rule: 'percent' }, { rule: 'export', message: expect.stringContaining('the last one had 20') }],
    },
  })
})

it('says nothing anew of an export that was read, where "was" comes into the settings', async () => {
  const pages = (status: string) => JSON.stringify({ number_of_pages: 2, orders: [{ n: 'O1', s: status }] })
  const feed = {
    contents: 'full',
    format: { type: 'json', records: 'orders' },
    fields: { order_number: 'n', status: 's' },
  }
  const world = createWorld({ settings: settingsOf({ feeds: { orders: feed } }), orders })
  world.drop(pages('new'), '1.json')
  expect(await world.run({ adopt: true })).toMatchObject({ adopted: 1, problems: [] })
  await move(world, 'moved')
  const now = settingsOf({ feeds: { objednavky: { ...feed, was: 'orders' } } })
  expect(await world.run({}, now)).toMatchObject({ exports: [], problems: [] })
})

it('a new feed beside one that is gone, with fields that are new, takes nothing over', async () => {
  const world = await known()
  const parcels = { ...simpleFeed, fields: { order_number: 'order_number', delivered_date: 'delivered' } }
  const now = settingsOf({ upgates: { notify: true }, feeds: { parcels } })
  world.store.drop('exports/parcels/1.csv', 'order_number;delivered\nO1;2026-11-20\n')
  expect(await world.run({}, now)).toMatchObject({ adopted: 1 })
  expect(Object.keys((await world.head()).feeds)).toEqual(['parcels'])
  expect((await world.head()).feeds.parcels?.usualRecords).toBe(1)
})

it('"was" names no feed that is still there', () => {
  const feeds = {
    orders: simpleFeed,
    more: { ...simpleFeed, was: 'orders', fields: { order_number: 'n', internal_note: 'i' } },
  }
  expect(() => settingsOf({ feeds })).toThrow('feeds.more.was')
})
