import { describe, expect, it } from 'vitest'
import { type Look, listExports, tailsOf } from '../../../lib/sync/import/listing.ts'
import type { Head } from '../../../lib/sync/state/head.ts'
import { headOf } from '../../support/facts.ts'
import { settingsOf, simpleFeed } from '../../support/world.ts'

const other = { ...simpleFeed, fields: { order_number: 'n', internal_note: 'note' } }
const feeds = { orders: simpleFeed, other }
const object = (key: string) => ({ key, etag: 'e', size: 1, lastModified: '2026-11-24T10:00:00.000Z' })

/** At a tick of which five minutes are over since the hour looked at everything. */
const quietMs = Date.parse('2026-11-24T10:40:00.000Z')
const tails = { orders: 'exports/orders/500.csv' }

async function asked(more: Partial<Look> & { readonly known?: Partial<Head>; readonly schedule?: object }) {
  const { known = { tails }, schedule = { everyMinutes: 5 }, ...look } = more
  const lists: string[] = []
  const store = {
    list: async (prefix: string, after?: string) => {
      lists.push(after === undefined ? prefix : `${prefix} behind ${after}`)
      return [object(`${prefix}a.csv`)]
    },
  }
  const settings = settingsOf({ feeds, schedule })
  const { isWhole, objects } = await listExports(
    { settings, head: headOf(known), nowMs: quietMs, isWoken: true, ...look },
    store,
  )
  return { lists, isWhole, found: objects.map(({ key }) => key) }
}
const whole = { lists: ['exports/'], isWhole: true, found: ['exports/a.csv'] }
const behind = {
  lists: ['exports/orders/ behind exports/orders/500.csv', 'exports/other/'],
  isWhole: false,
  found: ['exports/orders/a.csv', 'exports/other/a.csv'],
}

describe('a look at the exports', () => {
  it.each<[string, Parameters<typeof asked>[0], typeof whole]>([
    ['begins behind most of them where every drop wakes a run', {}, behind],
    ['sees all where nothing wakes it', { isWoken: false }, whole],
    ['sees all where there are few', { known: {} }, whole],
    ['sees all before the first run', { head: undefined }, whole],
    ['sees all where one before that place has woken it', { dropped: 'exports/orders/0499.csv' }, whole],
    ['sees all where that very one has', { dropped: 'exports/orders/500.csv' }, whole],
    ['begins behind where one behind it has woken it', { dropped: 'exports/orders/501.csv' }, behind],
    ['begins behind where one of another feed has', { dropped: 'exports/other/1.csv' }, behind],
    ['compares as a bucket does, by bytes', { dropped: 'exports/orders/ž.csv' }, behind],
    ['sees all where one was refused', { known: { tails, feeds: { orders: feedWith({ refused }) } } }, whole],
    [
      'sees all where one is ahead of the clock',
      { known: { tails, feeds: { orders: feedWith({ ahead: {} }) } } },
      whole,
    ],
    ['begins behind where feeds are as usual', { known: { tails, feeds: { orders: feedWith({}) } } }, behind],
    [
      'sees all at every tick of a cron schedule',
      { schedule: { cron: '0/5 * * * ? *', timeZone: 'Europe/Prague' } },
      whole,
    ],
  ])('%s', async (_what, look, seen) => {
    expect(await asked(look)).toEqual(seen)
  })

  it.each([
    [5, 1],
    [10, 1],
    [15, 1],
    [60, 24],
    [90, 16],
  ])('sees all once an hour, or at every tick that is rarer: every %d minutes', async (everyMinutes, most) => {
    const begin = Date.parse('2026-11-24T00:00:00.000Z')
    const ticks = Math.floor((24 * 60) / everyMinutes)
    const seen = await Promise.all(
      Array.from({ length: ticks }, (_, tick) =>
        asked({ schedule: { everyMinutes }, nowMs: begin + tick * everyMinutes * 60_000 }),
      ),
    )
    const wholes = seen.flatMap(({ isWhole }, tick) => (isWhole ? [tick] : []))
    expect(wholes).toHaveLength(most === 1 ? 24 : most)
    const gaps = wholes.slice(1).map((tick, index) => (tick - (wholes[index] ?? 0)) * everyMinutes)
    expect(new Set(gaps)).toEqual(new Set([Math.max(60, everyMinutes)]))
  })
})

const refused = {
  key: 'exports/orders/1.csv',
  etag: 'e',
  size: 1,
  lastModified: '2026-11-24T09:00:00.000Z',
  reason: 'cut off',
  at: '2026-11-24T09:00:00.000Z',
}
function feedWith(more: object) {
  return { settingsHash: 'h', ...more }
}

describe('where the next look may begin', () => {
  const many = (feed: string, count: number) =>
    Array.from({ length: count }, (_, index) => object(`exports/${feed}/${String(index).padStart(5, '0')}.csv`))

  it.each([
    ['nowhere with few', many('orders', 900), undefined],
    ['before the last 400 of many', many('orders', 901), { orders: 'exports/orders/00501.csv' }],
    ['nowhere with many that are few of each feed', [...many('orders', 500), ...many('other', 500)], undefined],
    [
      'before those of the feed that has many',
      [...many('orders', 5), ...many('other', 1000)],
      { other: 'exports/other/00600.csv' },
    ],
    ['nowhere among what is of no feed', many('strange', 2000), undefined],
  ])('%s', (_what, listing, begins) => {
    expect(tailsOf(listing, ['orders', 'other'])).toEqual(begins)
  })
})
