import { describe, expect, it } from 'vitest'
import { firstOf } from '../../../lib/sync/import/first.ts'
import type { FeedSelection, SelectedExport } from '../../../lib/sync/import/select.ts'
import { csvFeed, feedOf } from '../../support/exports.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { createManualClock } from '../../support/world.ts'

const orders = [{ order_number: 'A', status: 'sent' }]
/** An export that says when it was written, or nothing, or is none. */
const writtenAt = (time: string | undefined) =>
  time === 'damaged' ? '{' : JSON.stringify({ ...(time === undefined ? {} : { exportedAt: time }), orders })
const feed = feedOf({
  format: { type: 'json', records: 'orders' },
  fields: { order_number: 'order_number', status: 'status' },
})

/** Which of exports that say these times, oldest upload first, is the first one; and how often the store was read. */
async function first(
  times: readonly (string | undefined)[],
  { used = feed, sizes = [] }: { readonly used?: typeof feed; readonly sizes?: readonly number[] } = {},
) {
  const clock = createManualClock()
  const store = createMemoryStore(clock)
  for (const [index, time] of times.entries()) store.drop(`exports/orders/${index}.json`, writtenAt(time))
  const all = (await store.list('')).map(
    (object, index): SelectedExport => ({
      object: { ...object, size: sizes[index] ?? object.size },
      time: object.lastModified,
      olderThanLast: false,
    }),
  )
  const newest = all.slice(-1)
  const selection: FeedSelection = { feed: 'orders', present: [], exports: newest, rivals: all.slice(0, -1) }
  const read: string[] = []
  const get: typeof store.get = (key, range) => {
    read.push(key)
    return store.get(key, range)
  }
  const effects = {
    store: { ...store, get },
    clock,
    log: { info: () => undefined, warn: () => undefined },
  }
  const { exports, ...rest } = await firstOf(selection, used, effects)
  expect(rest).toEqual({ feed: 'orders', present: [], rivals: all.slice(0, -1) })
  return [exports.map(({ object }) => object.key.at(-6)).join(''), new Set(read).size] as const
}

const [early, middle, late] = ['2026-11-01T06:00:00', '2026-11-02T06:00:00', '2026-11-03T06:00:00']

describe('of several exports that a feed begins with, the first is', () => {
  it.each<[string, readonly (string | undefined)[], string]>([
    ['the one that was written last', [early, late, middle], '1'],
    ['the one that was uploaded last of those that were written at once', [early, late, late], '2'],
    ['of these not the one that was uploaded first', [late, late, early], '1'],
    ['the newest upload where that does not say', [early, late, undefined], '2'],
    ['the one that says so where others do not', [undefined, early, middle], '2'],
    ['the one that was written last, whatever is damaged', ['damaged', late, middle], '1'],
    ['the newest upload where that is damaged', [early, late, 'damaged'], '2'],
    ['the only one', [early], '0'],
  ])('%s', async (_what, times, index) => {
    expect((await first(times))[0]).toBe(index)
  })

  it('the newest upload where tables say nothing about themselves, without a look', async () => {
    expect(await first([late, early], { used: csvFeed() })).toEqual(['1', 0])
    const ndjson = feedOf({ format: { type: 'ndjson' }, fields: { order_number: 'order_number', status: 'status' } })
    expect(await first([late, early], { used: ndjson })).toEqual(['1', 0])
  })

  it('the newest upload where they are too large to be read for that', async () => {
    const limit = 32 * 1024 * 1024
    const [one = 0, other = 0] = [writtenAt(late), writtenAt(early)].map(({ length }) => length)
    expect(await first([late, early], { sizes: [limit - other, other] })).toEqual(['0', 2])
    expect(await first([late, early], { sizes: [limit - other + 1, other] })).toEqual(['1', 0])
    expect(one).toBe(other)
  })

  it('none where none waits', async () => {
    const clock = createManualClock()
    const effects = { store: createMemoryStore(clock), clock, log: { info: () => undefined, warn: () => undefined } }
    const selection: FeedSelection = { feed: 'orders', present: [], exports: [] }
    expect(await firstOf(selection, feed, effects)).toEqual(selection)
  })
})
