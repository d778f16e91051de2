import { describe, expect, it } from 'vitest'
import type { Store } from '../../lib/storage/store.ts'
import { runSync } from '../../lib/sync/sync.ts'
import { createWorld, hourMs, minuteMs, type Row, settingsOf, type World } from '../support/world.ts'

const headKey = 'state/head.json'
const rows = (status: string): Row[] => [
  ['O1', status],
  ['O2', 'new'],
]
const settings = settingsOf({ upgates: { notify: true } })

/** A shop whose first export was adopted, and whose second one waits. */
async function worldOf(): Promise<World> {
  const world = createWorld({ settings, orders: ['O1', 'O2'].map((order_number) => ({ order_number, status: 'new' })) })
  world.drop(rows('new'))
  await world.run()
  world.drop(rows('sent'))
  return world
}

/** One run on this store, by a process of its own. */
const runOn = (world: World, store: Store, pid = 2) =>
  runSync(
    settings,
    { ...world.effects, store },
    { holder: { host: 'other', pid }, deadlineMs: world.clock.now() + 10 * minuteMs },
  )

const keysOf = async ({ store }: World, prefix = '') => (await store.list(prefix)).map(({ key }) => key)

/** Every effect on the store by its name, as `PUT state/head.json`, and something done before the n-th of them. */
function watched(store: Store, meddle: (name: string, nth: number) => Promise<void>): Store {
  const times = new Map<string, number>()
  const met = async (name: string): Promise<void> => {
    const nth = (times.get(name) ?? 0) + 1
    times.set(name, nth)
    await meddle(name, nth)
  }
  return {
    description: store.description,
    list: (prefix) => met(`LIST ${prefix}`).then(() => store.list(prefix)),
    get: (key) => met(`GET ${key}`).then(() => store.get(key)),
    put: (key, body, condition) => met(`PUT ${key}`).then(() => store.put(key, body, condition)),
    delete: (key) => met(`DELETE ${key}`).then(() => store.delete(key)),
  }
}

const vanished = /Could not (read|replace) state\/head\.json in the memory: it has vanished.*othing was recreated/s

describe('a head that has vanished', () => {
  it.each([
    ['a snapshot and a lease', []],
    ['a snapshot', ['state/lease.json']],
    ['a lease', ['snapshot']],
  ])('beside %s stops the run before anything else is done', async (_what, gone) => {
    const world = await worldOf()
    const { snapshot } = await world.head()
    await world.store.delete(headKey)
    for (const key of gone) await world.store.delete(key === 'snapshot' ? (snapshot ?? '') : key)
    const before = await world.store.list('')
    for (let tick = 0; tick < 3; tick++) await expect(world.run()).rejects.toThrow(vanished)
    await expect(world.run({ adopt: true })).rejects.toThrow(vanished)
    await expect(world.plan()).rejects.toThrow(vanished)
    expect(await world.store.list('')).toEqual(before)
    expect(world.shop.requests).toEqual([])
  })

  it('with the whole state moved away is a first run, which adopts and posts nothing', async () => {
    const world = await worldOf()
    for (const key of await keysOf(world, 'state/')) await world.store.delete(key)
    expect(await world.run()).toMatchObject({ outcome: 'done', adopted: 2, requests: 0 })
    expect(world.shop.requests).toEqual([])
  })
})

describe('a head that vanishes while a run is at work', () => {
  it('leaves a first run that was cut off before its lease a first run', async () => {
    const world = createWorld({ settings })
    world.drop(rows('new'))
    const cut = watched(world.store, async (name) => {
      if (name === 'PUT state/lease.json') throw new Error('cut off')
    })
    await expect(runOn(world, cut)).rejects.toThrow('cut off')
    expect(await keysOf(world, 'state/')).toEqual([headKey])
    expect(await world.run()).toMatchObject({ outcome: 'done', adopted: 2 })
  })

  it('is told at whatever effect it vanishes; nothing is created, and nothing sent before the state was read', async () => {
    const names: string[] = []
    await (async () => {
      const world = await worldOf()
      await runOn(
        world,
        watched(world.store, async (name) => void names.push(name)),
      )
    })()
    const commitAt = names.indexOf(`PUT ${headKey}`)
    expect(commitAt).toBeGreaterThan(8)
    const readAt = names.lastIndexOf(`GET ${headKey}`)
    for (let moment = 1; moment <= commitAt; moment++) {
      const world = await worldOf()
      let effect = 0
      const store = watched(world.store, async () => {
        if (effect++ === moment) await world.store.delete(headKey)
      })
      const ended = await runOn(world, store).catch((error: unknown) => error)
      const message = ended instanceof Error ? ended.message : JSON.stringify(ended)
      expect(message, `vanished before ${names[moment]}`).toMatch(vanished)
      if (!(ended instanceof Error)) expect(ended).toMatchObject({ outcome: 'failed', problems: [{ kind: 'failed' }] })
      expect(await keysOf(world, headKey)).toEqual([])
      if (moment <= readAt) expect(world.shop.requests).toEqual([])
      const requests = world.shop.requests.length
      await expect(world.run()).rejects.toThrow(vanished)
      expect(world.shop.requests).toHaveLength(requests)
    }
  })

  it.each(['GET', 'PUT'])('during a takeover, before the head’s %s, stops the run that takes over', async (method) => {
    const world = await worldOf()
    const dead = watched(world.store, async (name) => {
      if (name.startsWith('PUT state/snapshots/')) return new Promise(() => undefined)
    })
    void runOn(world, dead)
    await expect.poll(() => world.shop.requests.length).toBe(1)
    world.clock.advance(hourMs)
    const before = await keysOf(world)
    let taken = false
    const store = watched(world.store, async (name) => {
      if (name === 'PUT state/lease.json') taken = true
      if (taken && name === `${method} ${headKey}`) await world.store.delete(headKey)
    })
    expect(await runOn(world, store, 3)).toMatchObject({
      outcome: 'failed',
      requests: 0,
      problems: [{ kind: 'failed', message: expect.stringMatching(vanished) }],
    })
    expect(world.shop.requests).toHaveLength(1)
    const created = (await keysOf(world)).filter((key) => !before.includes(key))
    expect(created.filter((key) => !key.startsWith('runs/'))).toEqual([])
    expect(JSON.parse(String(world.store.bytes('state/lease.json')))).toMatchObject({
      released: true,
      openRuns: [expect.any(String), expect.any(String)],
    })
  })
})

describe('a snapshot that has vanished', () => {
  it('stops every run that would need it, and is named', async () => {
    const world = await worldOf()
    const { snapshot } = await world.head()
    await world.store.delete(snapshot ?? '')
    const named = new RegExp(
      `Could not read ${snapshot} in the memory: it has vanished, while ${headKey} is still there`,
    )
    for (let tick = 0; tick < 3; tick++) {
      const report = await world.run({ adopt: tick === 1 })
      expect(report).toMatchObject({ outcome: 'failed', requests: 0 })
      expect(report.problems[0]?.message).toMatch(named)
    }
    expect(world.shop.requests).toEqual([])
    expect(await keysOf(world, 'state/snapshots/')).toEqual([])
    expect((await world.head()).snapshot).toBe(snapshot)
  })
})

it('a head that a first run makes which slept meanwhile stops every run', async () => {
  const world = createWorld({ settings, orders: [{ order_number: 'O1' }] })
  world.drop(rows('new'))
  let wake: () => void = () => undefined
  const asleep = new Promise<void>((resolve) => {
    wake = resolve
  })
  const slow = watched(world.store, async (name, nth) => {
    if (name === `PUT ${headKey}` && nth === 1) await asleep
  })
  const sleeping = runOn(world, slow)
  await world.run()
  await world.store.delete(headKey)
  wake()
  expect(await sleeping).toMatchObject({ outcome: 'failed', problems: [{ message: expect.stringMatching(vanished) }] })
  world.clock.advance(hourMs)
  expect(await world.run()).toMatchObject({
    outcome: 'failed',
    problems: [{ message: expect.stringMatching(vanished) }],
  })
  expect(world.shop.requests).toEqual([])
})

it('a lease that vanishes before the first commit lets no second run in', async () => {
  const world = createWorld({ settings: settingsOf({ firstRun: 'post' }), orders: [{ order_number: 'O1' }] })
  world.drop(rows('sent'))
  const slow = watched(world.store, async (name) => {
    if (name.startsWith('PUT state/snapshots/')) await new Promise(() => undefined)
  })
  void runSync(
    settingsOf({ firstRun: 'post' }),
    { ...world.effects, store: slow },
    { holder: { host: 'other', pid: 2 }, deadlineMs: world.clock.now() + 10 * minuteMs },
  )
  await expect.poll(() => world.shop.requests.length).toBe(1)
  await world.store.delete('state/lease.json')
  world.clock.advance(2 * minuteMs)
  expect(await world.run()).toMatchObject({ outcome: 'busy', requests: 0 })
  world.clock.advance(hourMs)
  expect(await world.run()).toMatchObject({ outcome: 'done', requests: 0, pending: 0 })
  expect(world.shop.requests).toHaveLength(1)
})

describe('a lease that has vanished', () => {
  const deadWorld = async () => {
    const world = await worldOf()
    const dead = watched(world.store, async (name) => {
      if (name.startsWith('PUT state/snapshots/')) return new Promise(() => undefined)
    })
    void runOn(world, dead)
    await expect.poll(() => world.shop.requests.length).toBe(1)
    await world.store.delete('state/lease.json')
    return world
  }
  const put = (world: World) => world.shop.requests.filter(({ method }) => method === 'PUT')

  it('does not let a second run in while the first one may be at work', async () => {
    const world = await deadWorld()
    for (let tick = 0; tick < 2; tick++) {
      expect(await world.run({ isGone: ({ host }) => host !== 'unknown' })).toMatchObject({
        outcome: 'busy',
        requests: 0,
      })
      world.clock.advance(5 * minuteMs)
    }
    expect(put(world)).toHaveLength(1)
  })

  it('does not hide what a dead run had sent: nobody is mailed again', async () => {
    const world = await deadWorld()
    await world.run()
    world.clock.advance(25 * hourMs)
    expect(await world.run()).toMatchObject({ outcome: 'done', requests: 0, pending: 0 })
    expect(put(world)).toHaveLength(1)
    expect((await world.line('O1'))?.acknowledged).toMatchObject({ status: 'sent' })
    expect(world.shop.emails).toHaveLength(1)
  })

  it('is no loss where nobody was at work', async () => {
    const world = await worldOf()
    await world.store.delete('state/lease.json')
    expect(await world.run()).toMatchObject({ outcome: 'busy' })
    world.clock.advance(hourMs)
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 1 })
    expect(JSON.parse(String(world.store.bytes('state/lease.json')))).toMatchObject({ released: true, openRuns: [] })
  })
})
