import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { type MappedRecord, UnusableExport } from '../../../lib/exports/record.ts'
import { bodyOf } from '../../../lib/storage/body.ts'
import { ObjectRefused } from '../../../lib/storage/errors.ts'
import { Interrupted } from '../../../lib/storage/resumed.ts'
import type { Store } from '../../../lib/storage/store.ts'
import { readOneByOne } from '../../../lib/sync/import/read-ahead.ts'
import { Refused, readOne, Unreadable } from '../../../lib/sync/import/read-one.ts'
import { csvFeed, feedOf } from '../../support/exports.ts'
import { createMemoryStore, type MemoryStore } from '../../support/memory-store.ts'
import { createManualClock } from '../../support/world.ts'

const key = 'exports/orders/1.csv'
const two = 'order_number;status\nA;sent\nB;new\n'
const status = { status: 'status' }

interface How {
  readonly feed?: ReturnType<typeof csvFeed>
  readonly isForgotten?: (order_number: string) => boolean
  /** the store that is read, over the one that has the export */
  readonly through?: (store: MemoryStore) => Partial<Pick<Store, 'get' | 'list'>>
}

async function read(content: string | Uint8Array, { feed = csvFeed(status), isForgotten, through }: How = {}) {
  const clock = createManualClock()
  const store = createMemoryStore(clock)
  store.drop(key, content)
  const [object] = await store.list(key)
  if (object === undefined) throw new Error('nothing was dropped')
  const records: MappedRecord[] = []
  const warnings: string[] = []
  const reader = readOneByOne({ ...store, ...through?.(store) })
  const one = { feed, object, reader, sieve: undefined, isForgotten: isForgotten ?? (() => false) }
  const log = { info: () => undefined, warn: (said: string) => void warnings.push(said) }
  const end = await readOne(one, (some) => void records.push(...some), { clock, log })
  return { end, orders: records.map(({ order_number }) => order_number), warnings, object }
}

describe('one export', () => {
  it('is read to its end, with what is to be told of it', async () => {
    const { end, orders, object } = await read(`${two};sent\n`)
    expect(orders).toEqual(['A', 'B', undefined])
    expect(end).toMatchObject({ object, summary: { records: 3 }, invalid: 1, unnumbered: 1 })
    expect(end).toHaveProperty('problems', [expect.objectContaining({ subject: key })])
  })

  it('says nothing of orders that are forgotten, but counts them', async () => {
    const dated = csvFeed({ paid_date: 'paid' })
    const content = 'order_number;paid\nA;yesterday\nB;tomorrow\n'
    const { end } = await read(content, { feed: dated, isForgotten: (order) => order === 'A' })
    expect(end).toMatchObject({ invalid: 2, problems: [{ message: expect.stringContaining('B') }] })
  })

  it('reads dates by the day of the clock', async () => {
    const { end } = await read('order_number;paid\nA;2026-11-24\nB;2026-11-25\n', {
      feed: csvFeed({ paid_date: 'paid' }),
    })
    expect(end).toMatchObject({ problems: [{ kind: 'odd value', message: expect.stringContaining('B') }] })
  })
})

describe('an export that cannot be read', () => {
  it('as a whole is refused with its reason', async () => {
    const { end } = await read('<html>')
    expect(end).toBeInstanceOf(UnusableExport)
    expect(end).not.toBeInstanceOf(Refused)
  })

  const failing = (error: Error) => () => ({ get: async () => Promise.reject(error) })
  it.each<[string, Error, typeof Refused | typeof Unreadable, string]>([
    [
      'because the store refuses this one',
      new ObjectRefused({ attempted: 'read', subject: 'x', ended: 'it is a link', hint: 'Put it there.' }),
      Refused,
      `Could not read the export ${key}: it is a link. Put it there.`,
    ],
    ['because the store fails', new Error('no route'), Unreadable, 'no route'],
  ])('%s', async (_what, error, kind, message) => {
    const { end } = await read(two, { through: failing(error) })
    expect(end).toBeInstanceOf(kind)
    expect(end).toHaveProperty('message', message)
  })

  it('because its connection broke in the middle is not refused', async () => {
    const broken = new Interrupted('e', 5, new Error('reset'))
    const through = (store: MemoryStore) => ({
      get: async (name: string) => {
        const content = await store.get(name)
        const chunks = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(broken) }) }
        return content && { ...content, body: bodyOf(chunks, content.body.destroy) }
      },
    })
    const { end } = await read(two, { through })
    expect(end).toBeInstanceOf(Unreadable)
    expect(end).toHaveProperty('message', broken.message)
  })

  it('because of a fault of the program is no fault of the export', async () => {
    const through = () => ({
      list: async () => {
        throw new TypeError('not a function')
      },
    })
    await expect(read(two, { through })).rejects.toThrow('not a function')
  })
})

describe('an export that is not one version', () => {
  const swapping = (content: string, onGet: number) => (store: MemoryStore) => {
    let gets = 0
    return {
      get: async (name: string, range?: Parameters<Store['get']>[1]) => {
        if (++gets === onGet) store.drop(key, content)
        return store.get(name, range)
      },
    }
  }

  it('because it changed while it was read is read again in the next run', async () => {
    const through = (store: MemoryStore) => ({
      list: async (prefix: string) => {
        store.drop(key, 'order_number;status\nA;done\n')
        return store.list(prefix)
      },
    })
    const { end, warnings } = await read(two, { through })
    expect(end).toBeUndefined()
    expect(warnings).toEqual([`${key} changed while it was read; it is read again in the next run`])
    const damaged = await read('<html>', { through })
    expect(damaged.end).toBeUndefined()
  })

  it('is told as the version that was read, where it had changed before', async () => {
    const { end, object, orders } = await read(two, { through: swapping('order_number;status\nC;done\n', 1) })
    expect(orders).toEqual(['C'])
    expect(end).toMatchObject({ object: { key, size: 27 } })
    expect((end as { object: { etag: string } }).object.etag).not.toBe(object.etag)
  })

  const zipped = zipSync({ '1.csv': Buffer.from(two) })
  it('because another one lies there by the second look, is left to the next run', async () => {
    const feed = feedOf({ format: { type: 'csv' }, fields: { order_number: 'order_number', ...status } })
    expect((await read(zipped, { feed })).orders).toEqual(['A', 'B'])
    const { end, orders } = await read(zipped, { feed, through: swapping('something else', 2) })
    expect([end, orders]).toEqual([undefined, []])
  })

  it('is nothing where it is gone', async () => {
    const { end, warnings } = await read(two, { through: () => ({ get: async () => undefined }) })
    expect([end, warnings]).toEqual([undefined, []])
  })
})
