import { describe, expect, it } from 'vitest'
import { differences, differencesText } from '../../lib/settings/differences.ts'
import { deployedSettings } from '../../lib/sync/state/deployed.ts'
import { createWorld, settingsOf } from '../support/world.ts'

const before = settingsOf({ guard: { orders: 7 }, alerts: { emails: ['somebody@example.cz'] } })
const after = settingsOf({ guard: { orders: 8 } })
const orders = [{ order_number: 'O1', status: 'new' }]

describe('the settings that the deployed function works with', () => {
  it('are kept beside the head once it has worked, without whom alarms are sent to', async () => {
    const world = createWorld({ settings: before, orders })
    world.drop([['O1', 'new']])
    expect(await deployedSettings(world.store)).toBeUndefined()
    await world.run({ deployed: true })
    expect(await deployedSettings(world.store)).toEqual({
      ...before,
      alerts: { ...before.alerts, emails: [], channels: [] },
    })
    for (const { key } of await world.store.list('state/'))
      expect(String(world.store.bytes(key))).not.toContain('somebody')
  })

  it('are not those of a run by hand', async () => {
    const world = createWorld({ settings: before, orders })
    world.drop([['O1', 'new']])
    await world.run({ deployed: true })
    world.drop([['O1', 'sent']])
    await world.run({}, after)
    expect((await deployedSettings(world.store))?.guard.orders).toBe(7)
  })

  it('change with a deployment at its first tick, also where it changes nothing that is planned', async () => {
    const world = createWorld({ settings: before, orders })
    world.drop([['O1', 'new']])
    await world.run({ deployed: true })
    await world.run({ deployed: true }, after)
    expect((await deployedSettings(world.store))?.guard.orders).toBe(8)
    const slower = { ...after, maxDelayMinutes: 59 }
    await world.run({ deployed: true }, slower)
    expect((await deployedSettings(world.store))?.maxDelayMinutes).toBe(59)
    const head = await world.head()
    expect(await world.run({ deployed: true }, slower)).toMatchObject({ outcome: 'idle' })
    expect(await world.head()).toEqual(head)
  })

  it('are nobody’s where the copy is gone or damaged', async () => {
    const world = createWorld({ settings: before, orders })
    world.drop([['O1', 'new']])
    await world.run({ deployed: true })
    const [kept] = await world.store.list('state/settings/')
    world.store.drop(kept?.key ?? '', '{')
    expect(await deployedSettings(world.store)).toBeUndefined()
  })
})

describe('the differences of two settings', () => {
  it('are told with their places and both values', () => {
    expect(differences(after, before).map(({ path }) => path)).toEqual(['guard.orders', 'alerts.emails'])
    expect(differencesText(differences({ a: { b: 1 }, c: [1] }, { a: { b: 2 }, d: 'x' }))).toBe(
      'a.b is 2 there and 1 here; c is nothing there and [1] here; d is "x" there and nothing here',
    )
  })

  it('are none where the names only stand in another order', () => {
    expect(differences({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toEqual([])
  })

  it('are cut where they are many or long', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`n${index}`, 'x'.repeat(500)]))
    const text = differencesText(differences(many, {}))
    expect(text).toContain('; 20 more')
    expect(text.length).toBeLessThan(1500)
  })
})
