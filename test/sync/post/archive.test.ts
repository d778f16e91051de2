import { describe, expect, it } from 'vitest'
import type { Store } from '../../../lib/storage/store.ts'
import {
  type ArchiveEntry,
  batchOfEntry,
  createArchive,
  parseEntry,
  recoverArchive,
  responseOfEntry,
} from '../../../lib/sync/post/archive.ts'
import { LostLease } from '../../../lib/sync/state/lease.ts'
import type { ShopRequest } from '../../../lib/upgates/shop.ts'
import { cause } from '../../support/lines.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { createManualClock } from '../../support/world.ts'

const run = '20261124T100000Z-aaaa'
const folder = `archive/2026/11/24/${run}/`
const request: ShopRequest = {
  method: 'PUT',
  url: 'http://shop/api?key=secret',
  headers: { Authorization: 'Basic secret', Accept: 'application/json' },
  body: '{"key":"secret","orders":[]}',
}
const batch = { mayNotify: true, updates: [{ order_number: 'A', fields: { status: 'sent', 'metas.n': { cs: 'a' } } }] }
const exchange = { request, attempt: 1, orderNumbers: ['A'], batch }

function setUp() {
  const clock = createManualClock()
  const store = createMemoryStore(clock)
  const open = (other: Store = store) =>
    createArchive(
      {
        run,
        keyVersion: '7',
        redact: (text) => text.replaceAll('secret', '[redacted]'),
        causesOf: () => ({ status: cause, paid_date: cause }),
      },
      { store: other, clock },
    )
  const kept = (sequence: number) =>
    JSON.parse(String(store.bytes(`${folder}${String(sequence).padStart(4, '0')}.json`)))
  return { clock, store, open, kept }
}

describe('the archive of a run', () => {
  it('writes a request before it leaves, without the key, with what caused it', async () => {
    const { open, kept } = setUp()
    await open().record(exchange)
    expect(kept(1)).toEqual({
      run,
      sequence: 1,
      attempt: 1,
      keyVersion: '7',
      orders: ['A'],
      changes: [{ order_number: 'A', fields: batch.updates[0]?.fields, causes: { status: cause } }],
      mayNotify: true,
      request: {
        method: 'PUT',
        url: 'http://shop/api?key=[redacted]',
        headers: { Authorization: 'Basic [redacted]', Accept: 'application/json' },
        body: { key: '[redacted]', orders: [] },
        sentAt: '2026-11-24T10:00:00.000Z',
      },
      response: null,
    })
  })

  it.each([
    ['{"orders":[]}', { orders: [] }],
    ['<html>', '<html>'],
    ['', ''],
  ])('completes it with its answer: %j', async (body, keptBody) => {
    const { open, kept, clock } = setUp()
    const complete = await open().record(exchange)
    clock.advance(1234)
    await complete({ status: 200, headers: { a: 'b' }, body })
    expect(kept(1).response).toEqual({
      status: 200,
      headers: { a: 'b' },
      body: keptBody,
      receivedAt: '2026-11-24T10:00:01.234Z',
      durationMs: 1234,
    })
  })

  it('stays easy to read for people, with and without its answer', async () => {
    const { open, kept, store } = setUp()
    const written = () => String(store.bytes(`${folder}0001.json`))
    const complete = await open().record(exchange)
    expect(written()).toBe(`${JSON.stringify(kept(1))}\n`)
    await complete({ status: 200, headers: { a: 'b' }, body: '{"orders":[{"order_number":"č"}]}' })
    expect(written()).toBe(`${JSON.stringify(kept(1))}\n`)
    expect(Object.keys(kept(1)).at(-1)).toBe('response')
  })

  it('numbers its requests', async () => {
    const { open, store } = setUp()
    const archive = open()
    expect(archive.requests()).toEqual([])
    await Promise.all([archive.record(exchange), archive.record(exchange), archive.record(exchange)])
    expect(archive.requests().map(({ sequence }) => sequence)).toEqual([1, 2, 3])
    expect((await store.list('archive/')).map(({ key }) => key)).toEqual(
      ['0001', '0002', '0003'].map((number) => `${folder}${number}.json`),
    )
  })

  it('keeps a reading without changes', async () => {
    const { open, kept } = setUp()
    const { body: _, ...get } = { ...request, method: 'GET' }
    await open().record({ request: get, attempt: 2, orderNumbers: ['A'] })
    expect(kept(1)).toMatchObject({ attempt: 2, orders: ['A'], request: { method: 'GET', body: null } })
    expect(kept(1)).not.toHaveProperty('changes')
    expect(kept(1)).not.toHaveProperty('mayNotify')
  })
})

describe('a run that was taken over', () => {
  it('cannot write another request, nor the answer to one that was replaced', async () => {
    const { open, store } = setUp()
    const archive = open()
    const complete = await archive.record(exchange)
    await recoverArchive(store, run)
    for (let request = 2; request <= 4; request++) await expect(archive.record(exchange)).rejects.toThrow(LostLease)
    store.drop(`${folder}0001.json`, '{}')
    await expect(complete({ status: 200, headers: {}, body: '' })).rejects.toThrow(LostLease)
  })

  it('is fenced off behind whatever it wrote meanwhile, and what it wrote is read', async () => {
    const { open, store } = setUp()
    const archive = open()
    await archive.record(exchange)
    let late = 0
    const slow: Store = {
      ...store,
      async put(key, body, condition) {
        if (late++ < 2) await archive.record({ ...exchange, orderNumbers: [`late${late}`] }).catch(() => undefined)
        return store.put(key, body, condition)
      },
    }
    const entries = await recoverArchive(slow, run)
    expect(entries.map(({ orders }) => orders[0])).toEqual(['A', 'late1', 'late2'])
    await expect(archive.record(exchange)).rejects.toThrow(LostLease)
  })

  it('may have had three requests under way: gaps between them are fenced, too', async () => {
    const { open, store } = setUp()
    const archive = open()
    for (let request = 1; request <= 3; request++) await archive.record(exchange)
    await store.delete(`${folder}0002.json`)
    expect((await recoverArchive(store, run)).map(({ sequence }) => sequence)).toEqual([1, 3])
    expect((await store.list(folder)).map(({ key }) => key.slice(folder.length, -5))).toEqual([
      '0001',
      '0002',
      '0003',
      '0004',
      '0005',
      '0006',
    ])
  })

  it('and had sent nothing, is fenced off all the same', async () => {
    const { open, store } = setUp()
    expect(await recoverArchive(store, run)).toEqual([])
    const archive = open()
    for (let request = 1; request <= 3; request++) await expect(archive.record(exchange)).rejects.toThrow(LostLease)
  })

  it('may be read again, by whoever takes over from the one that read it', async () => {
    const { open, store } = setUp()
    await open().record(exchange)
    const first = await recoverArchive(store, run)
    expect(await recoverArchive(store, run)).toEqual(first)
    expect(first).toHaveLength(1)
  })
})

describe('an archived exchange', () => {
  it('gives back its batch and its answer as the shop’s reader takes them', async () => {
    const { open, kept } = setUp()
    const complete = await open().record(exchange)
    await complete({ status: 200, headers: {}, body: '{"orders":[]}' })
    const entry = parseEntry('k', JSON.stringify(kept(1)))
    expect(entry && batchOfEntry(entry)).toEqual(batch)
    expect(entry && responseOfEntry(entry)).toEqual({ status: 200, headers: {}, body: '{"orders":[]}' })
  })

  it('has no batch where it was a reading, and no answer where none came', async () => {
    const { open, kept } = setUp()
    await open().record({ request, attempt: 1, orderNumbers: ['A'] })
    const entry = parseEntry('k', JSON.stringify(kept(1))) as ArchiveEntry
    expect([batchOfEntry(entry), responseOfEntry(entry)]).toEqual([undefined, undefined])
  })

  it('is none where it is a fence', () => {
    expect(parseEntry('k', '{"fenced":"r"}')).toBeUndefined()
  })

  it.each(['', '{', '{}', '[]', '{"run":1}'])('that is damaged (%j) stops the run, with a way on', (body) => {
    expect(() => parseEntry('k', body)).toThrow(
      'Could not read the archived exchange k: it is damaged. Put it back from an older version, or delete it: its orders are then sent again.',
    )
  })
})
