import { describe, expect, it } from 'vitest'
import { OrderSyncError } from '../../../lib/errors.ts'
import { type ConnectionInput, connect } from '../../../lib/sync/post/connection.ts'
import type { Blocked } from '../../../lib/sync/state/head.ts'
import { LostLease } from '../../../lib/sync/state/lease.ts'
import { createShop } from '../../../lib/upgates/create.ts'
import type { Session } from '../../../lib/upgates/shop.ts'
import { cause, iso, ledgerOf, lineOf, nowMs, wanted } from '../../support/lines.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { createManualClock, hourMs, minuteMs, settingsOf, stateUpdate } from '../../support/world.ts'

const timeoutMs = 30_000
const request = { method: 'PUT', url: 'http://shop/?k=the-secret-key', headers: {}, body: '{}' }
const exchange = { request, attempt: 1, orderNumbers: ['A'] }

interface Given {
  readonly leaseMs?: number
  readonly deadlineMs?: number
  readonly head?: ConnectionInput['head']
  readonly upgates?: object
  readonly key?: () => { readonly value: string; readonly version: string }
}

function setUp({ leaseMs = hourMs, deadlineMs = hourMs, head = {}, upgates = {}, key }: Given = {}) {
  const clock = createManualClock()
  const store = createMemoryStore(clock)
  const settings = settingsOf({ upgates })
  let reads = 0
  const untilMs = nowMs + leaseMs
  const lease: ConnectionInput['lease'] = {
    run: '20261124T100000Z-aaaa',
    token: 1,
    until: iso(leaseMs),
    openRuns: [],
    foundRuns: [],
    hasCommitted: false,
    knows: () => true,
    check() {
      if (clock.now() >= untilMs) throw new LostLease('run')
    },
    deathsOver: () => 0,
    noteReading: async () => undefined,
    lasts: (ms) => ms <= untilMs,
    release: async () => true,
  }
  const ledger = ledgerOf(lineOf({ wanted: { status: wanted('sent') } }))
  const effects = {
    store,
    clock,
    random: Math.random,
    shop: createShop(settings, { http: async () => Promise.reject(new Error()), clock, random: Math.random }),
    log: { info: () => undefined, warn: () => undefined },
    secrets: {
      apiKey: async () => {
        reads++
        return key?.() ?? { value: 'the-secret-key', version: '7' }
      },
    },
  }
  const connection = connect({ settings, lease, head, deadlineMs: nowMs + deadlineMs, ledger }, effects)
  const open = async (): Promise<Session> => {
    const session = await connection.open()
    if (session === undefined) throw new Error('it was not opened')
    return session
  }
  return { clock, store, connection, open, reads: () => reads }
}

const allowance = (hourRemaining: number, dayRemaining = 1000) => ({
  allowance: { hourLimit: 100, hourRemaining, dayLimit: 1500, dayRemaining, at: iso() },
})
const reserve = (reservedRequests: number) => ({ reservedRequests })

describe('whether a request may leave', () => {
  it.each<[string, Given, string | undefined]>([
    ['nothing speaks against it', {}, undefined],
    ['the lease outlives its answer', { leaseMs: timeoutMs }, undefined],
    ['the lease may be over before its answer comes', { leaseMs: timeoutMs - 1 }, 'lease lost'],
    ['the lease is over', { leaseMs: -1 }, 'lease lost'],
    ['there is time for its answer', { deadlineMs: timeoutMs }, undefined],
    ['there is no time for its answer', { deadlineMs: timeoutMs - 1 }, 'out of time'],
    ['one is left in the hour', { head: allowance(1), upgates: reserve(0) }, undefined],
    ['none is left in the hour', { head: allowance(0), upgates: reserve(0) }, 'out of allowance'],
    ['none is left in the day', { head: allowance(50, 0), upgates: reserve(0) }, 'out of allowance'],
    ['more than the reserve is left', { head: allowance(11), upgates: reserve(10) }, undefined],
    ['only the reserve is left', { head: allowance(10), upgates: reserve(10) }, 'out of allowance'],
    ['an API without a reserve', { head: allowance(1), upgates: stateUpdate.upgates }, undefined],
  ])('%s', async (_what, given, refusal) => {
    expect((await setUp(given).open()).permit()).toBe(refusal)
  })

  it('counts requests that are under way, until they are answered', async () => {
    const session = await setUp({ head: allowance(2), upgates: reserve(0) }).open()
    const first = await session.record(exchange)
    expect(session.permit()).toBeUndefined()
    await session.record(exchange)
    expect(session.permit()).toBe('out of allowance')
    await first({ status: 200, headers: {}, body: '' })
    expect(session.permit()).toBeUndefined()
  })

  it('goes by what the shop said last, until the hour is over', async () => {
    const { clock, open, connection } = setUp({ head: allowance(50), upgates: reserve(0) })
    const session = await open()
    session.allowance({ hourLimit: 100, hourRemaining: 0, dayLimit: 1500, dayRemaining: 900 })
    expect(session.permit()).toBe('out of allowance')
    expect(connection.told().allowance).toMatchObject({ hourRemaining: 0, at: iso() })
    clock.advance(59 * minuteMs + 29_000)
    expect(session.permit()).toBe('out of allowance')
  })
})

describe('what is written before a request leaves', () => {
  it('carries what caused it and the version of the key, never the key', async () => {
    const { store, open, connection } = setUp()
    const session = await open()
    await session.record({
      ...exchange,
      batch: { mayNotify: false, updates: [{ order_number: 'A', fields: { status: 'sent' } }] },
    })
    const [key = ''] = (await store.list('archive/')).map((object) => object.key)
    const text = String(store.bytes(key))
    expect(text).not.toContain('the-secret-key')
    expect(JSON.parse(text)).toMatchObject({
      keyVersion: '7',
      changes: [{ causes: { status: { ...cause, since: iso(-hourMs) } } }],
      response: null,
    })
    expect(connection.told()).toMatchObject({ requests: 1, keyVersion: '7' })
  })

  it('stops where the lease ended while it was written', async () => {
    const { clock, open } = setUp({ leaseMs: minuteMs })
    const session = await open()
    clock.advance(minuteMs)
    await expect(session.record(exchange)).rejects.toThrow(LostLease)
  })
})

describe('the key', () => {
  const blocked: Blocked = { keyVersion: '7', status: 401, message: 'no', since: iso(-hourMs) }

  it('is not read where nothing is to be said', () => {
    const { connection, reads } = setUp()
    expect(connection.told()).toEqual({ requests: 0 })
    expect(reads()).toBe(0)
  })

  it('is read once', async () => {
    const { connection, open, reads } = setUp()
    expect(await open()).toBe(await connection.open())
    expect(reads()).toBe(1)
  })

  it('that was refused is not used again', async () => {
    const { connection, reads } = setUp({ head: { blocked } })
    for (let time = 0; time < 3; time++) expect(await connection.open()).toBeUndefined()
    expect(connection.told()).toEqual({ requests: 0, keyVersion: '7', blocked })
    expect(reads()).toBe(1)
  })

  it('that was changed since is used', async () => {
    const { connection, open } = setUp({ head: { blocked: { ...blocked, keyVersion: '6' } } })
    await open()
    expect(connection.told()).toEqual({ requests: 0, exchanges: [], keyVersion: '7' })
  })

  it('that is missing is looked for once, and told', async () => {
    const { connection, reads } = setUp({
      key: () => {
        throw new OrderSyncError({
          attempted: 'read',
          subject: 'the API key',
          ended: 'there is none',
          hint: 'Store it.',
        })
      },
    })
    for (let time = 0; time < 3; time++) expect(await connection.open()).toBeUndefined()
    expect(connection.told()).toEqual({ requests: 0, failure: expect.stringContaining('there is none') })
    expect(reads()).toBe(1)
  })

  it('that cannot be read for an unknown reason ends the run', async () => {
    const { connection } = setUp({
      key: () => {
        throw new TypeError('a bug')
      },
    })
    await expect(connection.open()).rejects.toThrow('a bug')
  })
})

describe('where the shop has moved', () => {
  it.each([
    ['nobody said anything', {}, undefined, undefined],
    ['an earlier run heard it', { newAddress: 'a' }, undefined, 'a'],
    ['it is said now', { newAddress: 'a' }, 'b', 'b'],
  ])('%s', async (_what, head, said, expected) => {
    const { connection, open } = setUp({ head })
    const session = await open()
    if (said !== undefined) session.newAddress(said)
    expect(connection.told().newAddress).toBe(expected)
  })
})
