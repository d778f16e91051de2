import { describe, expect, it } from 'vitest'
import { bytesOf, textOf } from '../../../lib/storage/read.ts'
import { historyOf } from '../../../lib/sync/history.ts'
import { forgetOrder } from '../../../lib/sync/past/forget.ts'
import { exchangesOf, indexedDays, indexLastDay } from '../../../lib/sync/post/day-index.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import {
  createManualClock,
  createWorld,
  hourMs,
  minuteMs,
  noLimits,
  type Row,
  settingsOf,
  type World,
} from '../../support/world.ts'

const statuses = ['new', 'sent', 'done']
const settings = settingsOf({ guard: noLimits })

/** A shop that sends something about O1 every other day for ten days, and about O2 every half an hour of a day. */
async function tenDays(): Promise<World> {
  const orders = ['O1', 'O2'].map((order_number) => ({ order_number, status: 'new' }))
  const world = createWorld({ settings, orders })
  for (let round = 0; round < 80; round++) {
    const rows: Row[] = [
      ['O1', statuses[Math.floor(round / 16) % 3]],
      ['O2', statuses[round % 3]],
    ]
    world.drop(rows)
    await world.run({ impatient: true })
    world.clock.advance(3 * hourMs)
  }
  return world
}

let lived: Promise<World> | undefined
async function afterTenDays(): Promise<World> {
  lived ??= tenDays()
  return createWorld({ settings, like: await lived })
}

const counting = (store: World['store']) => {
  const calls = { get: 0, list: 0 }
  return {
    calls,
    store: {
      ...store,
      get(...args: Parameters<typeof store.get>) {
        calls.get++
        return store.get(...args)
      },
      list(prefix: string) {
        calls.list++
        return store.list(prefix)
      },
    },
  }
}
const indexes = (store: { list(prefix: string): Promise<readonly { readonly key: string }[]> }) =>
  store.list('archive/index/')

describe('an index of a day', () => {
  it('is written by the first run of the next: a history reads what is about its order, and nothing else', async () => {
    const world = await afterTenDays()
    const days = (await indexes(world.store)).length
    expect(days).toBeGreaterThanOrEqual(9)
    const { store, calls } = counting(world.store)
    const history = await historyOf({ ...world.effects, store }, 'O1', 30)
    const withIndex = { ...calls }
    for (const { key } of await indexes(world.store)) await world.store.delete(key)
    Object.assign(calls, { get: 0, list: 0 })
    expect(history).toHaveLength(4)
    expect(await historyOf({ ...world.effects, store }, 'O1', 30)).toEqual(history)
    // of the days without an index (the last one) everything is read
    expect(withIndex.get).toBeLessThanOrEqual(days + history.length + 8)
    expect(calls.get).toBeGreaterThan(70)
  })

  it('is not needed: an index of a newer version, or a damaged one, says nothing', async () => {
    const world = await afterTenDays()
    const history = await historyOf(world.effects, 'O2', 30)
    for (const { key } of await indexes(world.store)) {
      await world.store.delete(key)
      await world.store.put(key, '{"version": 2}', { ifAbsent: true })
    }
    expect(await historyOf(world.effects, 'O2', 30)).toEqual(history)
  })

  it('hides nothing that was sent on its day later, as where the clock was put back', async () => {
    const world = await afterTenDays()
    const [last] = await historyOf(world.effects, 'O1', 30)
    const archived = last?.archived ?? ''
    expect((await indexes(world.store)).map(({ key }) => key)).toContain(
      `archive/index/${archived.slice(8, 18)}/orders.json`,
    )
    const content = await world.store.get(archived)
    const body = content === undefined ? Buffer.alloc(0) : await bytesOf(content.body)
    const later = archived.replace(/\/\d{8}T\d{6}Z-/, `/${archived.slice(8, 18).replaceAll('/', '')}T235900Z-`)
    await world.store.put(later, body, { ifAbsent: true })
    const keys = (await historyOf(world.effects, 'O1', 30)).map((one) => one.archived)
    expect(keys).toHaveLength(5)
    expect(keys).toContain(later)
  })

  it('keeps nothing of a forgotten order but its number', async () => {
    const world = await afterTenDays()
    const found = await forgetOrder('O1', { isMeant: false }, world.effects)
    expect(found.exchanges).toBe(4)
    await forgetOrder('O1', { isMeant: true }, world.effects)
    for (const { key } of await indexes(world.store)) {
      const content = await world.store.get(key)
      const text = content === undefined ? '' : await textOf(content.body)
      expect(text).not.toMatch(/sent|done/)
    }
  })
})

describe('the first run of a day', () => {
  const day = '2026/11/23'
  const run = '20261123T090000Z-aaaa'
  const keyOf = (exchange: number) => `archive/${day}/${run}/${String(exchange).padStart(4, '0')}.json`
  const entry = (orders: readonly string[]) =>
    JSON.stringify({
      ...{ run, sequence: 1, attempt: 1, keyVersion: '1', orders, mayNotify: false, response: null },
      changes: orders.map((order_number) => ({ order_number, fields: {}, causes: {} })),
      request: { method: 'PUT', url: 'http://x', headers: {}, body: {}, sentAt: '2026-11-23T09:00:00.000Z' },
    })

  interface Given {
    readonly head?: Partial<Parameters<typeof indexLastDay>[0]>
    /** minutes to the end of the run */
    readonly minutes?: number
    readonly entries?: readonly string[]
    readonly getMs?: number
  }
  async function indexed({ head = {}, minutes = 10, getMs = 0, ...given }: Given = {}) {
    const clock = createManualClock()
    const store = createMemoryStore(clock)
    const entries = given.entries ?? [entry(['A', 'B']), entry(['B'])]
    for (const [at, text] of entries.entries()) store.drop(keyOf(at + 1), text)
    const warnings: string[] = []
    const slow: typeof store.get = async (key, range) => {
      clock.advance(getMs)
      return store.get(key, range)
    }
    const log = { info: () => undefined, warn: (said: string) => void warnings.push(said) }
    const effects = { store: { ...store, get: slow }, clock, log }
    const deadlineMs = clock.now() + minutes * minuteMs
    await indexLastDay({ at: '2026-11-23T12:00:00.000Z', run, ...head }, deadlineMs, effects)
    const text = store.bytes(`archive/index/${day}/orders.json`)?.toString()
    return { store, warnings, index: text === undefined ? undefined : (JSON.parse(text) as unknown) }
  }

  it('writes down which orders the exchanges of the last one are about', async () => {
    const { index, warnings, store } = await indexed()
    expect(index).toEqual({ version: 1, exchanges: { [keyOf(1)]: ['A', 'B'], [keyOf(2)]: ['B'] } })
    expect(warnings).toEqual([])
    expect(await indexedDays({ store })).toEqual(new Set([day]))
  })

  it.each<[string, Given]>([
    ['of this very day', { head: { at: '2026-11-24T00:00:00.000Z' } }],
    ['of no run', { head: { run: '' } }],
    ['of a day without an exchange', { entries: [] }],
    ['of a day with too many', { entries: Array.from({ length: 2001 }, () => '{}') }],
    ['in the last half a minute', { minutes: 0.5 }],
    ['where the time ends meanwhile', { minutes: 1, getMs: 30_000 }],
  ])('writes nothing %s', async (_what, given) => {
    expect(await indexed(given)).toMatchObject({ index: undefined, warnings: [] })
  })

  it('still writes it where there is just time enough', async () => {
    expect((await indexed({ minutes: 0.51 })).index).toBeDefined()
  })

  it('goes on without it where an exchange is damaged', async () => {
    const { index, warnings } = await indexed({ entries: [entry(['A']), 'damaged'] })
    expect([index, warnings]).toEqual([undefined, [expect.stringMatching(/^the exchanges of 2026\/11\/23 were not/)]])
  })

  it('finds for an order the exchanges that may be about it', async () => {
    const { store } = await indexed()
    const found = async (order: string) => (await exchangesOf(day, order, { store })).map((key) => key.slice(-9, -5))
    expect([await found('A'), await found('B'), await found('X')]).toEqual([['0001'], ['0001', '0002'], []])
    store.drop(keyOf(3), entry(['C']))
    expect(await found('A')).toEqual(['0001', '0003'])
    for (const damaged of ['{', '{"version": 2, "exchanges": {}}', '{"version": 1}', 'null']) {
      store.drop(`archive/index/${day}/orders.json`, damaged)
      expect(await found('A'), damaged).toEqual(['0001', '0002', '0003'])
    }
  })

  it('knows the days by the names of their indexes alone', async () => {
    const store = createMemoryStore(createManualClock())
    for (const name of [
      '2026/11/23/orders.json',
      '2026/11/22/orders.json.tmp',
      '2026/11/21/other.json',
      'x/orders.json',
    ])
      store.drop(`archive/index/${name}`, '{}')
    expect(await indexedDays({ store })).toEqual(new Set([day]))
  })
})
