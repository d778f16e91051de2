import { describe, expect, it } from 'vitest'
import type { Settings } from '../../lib/settings/settings.ts'
import { dismissExport } from '../../lib/sync/decisions/dismiss.ts'
import { createWorld, noLimits, type Row, settingsOf, shown, simpleFeed, type World } from '../support/world.ts'

const orders = ['O1', 'O2'].map((order_number) => ({ order_number, status: 'new' }))
const both = (status: string, note = ''): Row[] => [
  ['O1', status, '', '', '', note],
  ['O2', status, '', '', '', note],
]
const statuses = (world: World) => orders.map(({ order_number }) => shown(world, order_number)?.status)

const csvSettings = (more: object = {}): Settings =>
  settingsOf({ upgates: { notify: true }, guard: noLimits, feeds: { orders: { ...simpleFeed, ...more } } })
/** The same but for one that changes how the feed is read. */
const otherWords = { nothing: ['-'] }

const stamped = (status: string, minute: number): string =>
  `<a exportedAt="2026-11-24T09:${String(minute).padStart(2, '0')}:00">${orders.map((o) => `<o><n>${o.order_number}</n><s>${status}</s></o>`).join('')}</a>`
const xmlSettings = (more: object = {}): Settings =>
  settingsOf({
    upgates: { notify: true },
    guard: noLimits,
    feeds: {
      orders: {
        contents: 'full',
        format: { type: 'xml', records: 'a/o' },
        fields: { order_number: 'n', status: 's' },
        ...more,
      },
    },
  })

/** A shop that has been told "done" by its newest export; then an older one was uploaded, and is held. */
async function overtaken(kind: 'names' | 'stamps'): Promise<World & { readonly settings: Settings }> {
  const settings = kind === 'names' ? csvSettings() : xmlSettings()
  const world = createWorld({ settings, orders })
  const drop = (status: string, minute: number, letter: string): void =>
    kind === 'names'
      ? world.drop(both(status), `orders-2026-11-${String(10 + minute)}.csv`)
      : world.drop(stamped(status, minute), `${letter}.xml`)
  drop('new', 0, 'a')
  await world.run()
  drop('done', 9, 'b')
  await world.run()
  drop('sent', 5, 'c')
  expect(await world.run()).toMatchObject({ outcome: 'held', requests: 0 })
  expect(statuses(world)).toEqual(['done', 'done'])
  return { ...world, settings }
}

const decide = async (world: World, kind: 'reject' | 'approve'): Promise<void> => {
  const { hold } = await world.head()
  world.store.drop('state/decisions/1.json', JSON.stringify({ kind, hash: hold?.hash, at: '2026-11-24T10:00:00.000Z' }))
  await world.run()
}

describe.each(['names', 'stamps'] as const)('an older export that was passed over, as %s tell', (kind) => {
  const changed = kind === 'names' ? csvSettings(otherWords) : xmlSettings(otherWords)
  // what its stamp was told by is gone, so that only the time of its upload is left
  const blind =
    kind === 'names'
      ? csvSettings({ fields: { ...simpleFeed.fields, metas: {} } })
      : xmlSettings({ fields: { order_number: 'n', status: 's', tracking_code: 't' } })

  it.each<[string, Settings, 'reject' | undefined]>([
    ['is rejected, and the settings change', changed, 'reject'],
    ['is rejected, and the settings map other fields', blind, 'reject'],
    ['waits, and the settings change', changed, undefined],
    ['waits, and the settings map other fields', blind, undefined],
  ])('never takes the place of the last one: it %s', async (_what, settings, word) => {
    const world = await overtaken(kind)
    if (word !== undefined) await decide(world, word)
    const requests = world.shop.requests.length
    for (let run = 0; run < 3; run++) {
      const { exports } = await world.run({}, settings)
      if (run === 0)
        expect(exports.map(({ key }) => key.split('/').at(-1))).toEqual([
          kind === 'names' ? 'orders-2026-11-19.csv' : 'b.xml',
        ])
      else expect(exports).toEqual([])
    }
    expect(world.shop.requests.length).toBe(requests)
    expect(statuses(world)).toEqual(['done', 'done'])
  })

  it('is not read either where the last one is gone and the settings change', async () => {
    const world = await overtaken(kind)
    await decide(world, 'reject')
    await world.store.delete(kind === 'names' ? 'exports/orders/orders-2026-11-19.csv' : 'exports/orders/b.xml')
    const report = await world.run({}, changed)
    expect([report.exports, report.outcome]).toEqual([[], 'done'])
    expect(statuses(world)).toEqual(['done', 'done'])
  })

  it('is the last one from its approval on, also where the settings change after that', async () => {
    const world = await overtaken(kind)
    await decide(world, 'approve')
    expect(statuses(world)).toEqual(['sent', 'sent'])
    const { exports } = await world.run({}, changed)
    expect(exports.map(({ key }) => key.split('/').at(-1))).toEqual([
      kind === 'names' ? 'orders-2026-11-15.csv' : 'c.xml',
    ])
    expect(statuses(world)).toEqual(['sent', 'sent'])
  })
})

it('what an older version has passed over stays so', async () => {
  const world = await overtaken('stamps')
  await decide(world, 'reject')
  const head = JSON.parse(world.store.bytes('state/head.json')?.toString() ?? '')
  const { orderedBy: _, ...orders } = head.feeds.orders
  world.store.drop('state/head.json', JSON.stringify({ ...head, feeds: { orders } }))
  const settings = xmlSettings({ order: 'time' })
  expect((await world.run({}, settings)).exports.map(({ key }) => key)).toEqual(['exports/orders/b.xml'])
  expect(await world.run({}, settings)).toMatchObject({ outcome: 'idle', exports: [] })
})

it('an export that was passed over is looked at again where the settings come to say what its order is', async () => {
  const world = await overtaken('names')
  const byTime = csvSettings({ order: 'time' })
  await world.run({}, byTime)
  expect(statuses(world)).toEqual(['sent', 'sent'])
})

describe('the last sound export is read by the settings as they are', () => {
  const before = csvSettings({ fields: { ...simpleFeed.fields, metas: {} } })
  const after = csvSettings()

  it.each(['before', 'after'] as const)(
    'once a broken one that came %s the settings changed is dismissed',
    async (when) => {
      const world = createWorld({ settings: before, orders })
      world.drop(both('new', 'first'), '1.csv')
      await world.run()
      world.drop(both('sent', 'second'), '2.csv')
      await world.run()
      if (when === 'before') {
        world.drop('<html>', '3.csv')
        await world.run()
      } else world.drop('<html>', '3.csv')
      const { exports } = await world.run({}, after)
      expect(exports.map(({ refused }) => refused !== null)).toEqual([true])
      await dismissExport('exports/orders/3.csv', after, world.effects)
      const report = await world.run({ looksForDecisions: true }, after)
      expect(report.exports.map(({ key }) => key)).toEqual(['exports/orders/2.csv'])
      expect((await world.head()).adoptedFields).toContain('metas.note')
      expect((await world.run({}, after)).exports).toEqual([])
    },
  )

  it('once an older one that came after they changed is rejected', async () => {
    const first = xmlSettings()
    const world = createWorld({ settings: first, orders })
    world.drop(stamped('new', 0), 'a.xml')
    await world.run()
    world.drop(stamped('done', 9), 'b.xml')
    await world.run()
    const second = xmlSettings(otherWords)
    world.drop(stamped('sent', 5), 'c.xml')
    expect(await world.run({}, second)).toMatchObject({ outcome: 'held' })
    expect(await world.run({}, second)).toMatchObject({ outcome: 'held', exports: [] })
    const { hold } = await world.head()
    world.store.drop(
      'state/decisions/1.json',
      JSON.stringify({ kind: 'reject', hash: hold?.hash, at: '2026-11-24T10:00:00.000Z' }),
    )
    await world.run({}, second)
    const { exports } = await world.run({}, second)
    expect(exports.map(({ key }) => key)).toEqual(['exports/orders/b.xml'])
    expect((await world.head()).feeds.orders).toMatchObject({ last: { key: 'exports/orders/b.xml' } })
    expect((await world.head()).feeds.orders).not.toHaveProperty('readWith')
    expect(statuses(world)).toEqual(['done', 'done'])
  })
})
