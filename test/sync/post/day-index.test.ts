import { describe, expect, it } from 'vitest'
import { historyOf } from '../../../lib/sync/history.ts'
import { forgetOrder } from '../../../lib/sync/past/forget.ts'
import { createWorld, hourMs, noLimits, type Row, settingsOf, type World } from '../../support/world.ts'

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
    const body = Buffer.concat((await content?.body.toArray()) ?? [])
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
      const text = content === undefined ? '' : Buffer.concat(await content.body.toArray()).toString()
      expect(text).not.toMatch(/sent|done/)
    }
  })
})
