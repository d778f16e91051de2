import { describe, expect, it } from 'vitest'
import { OrderSyncError } from '../../lib/errors.ts'
import { reportText } from '../../lib/print/report.ts'
import { statusText } from '../../lib/print/status.ts'
import type { Store } from '../../lib/storage/store.ts'
import { statusOf } from '../../lib/sync/status.ts'
import { runSync } from '../../lib/sync/sync.ts'
import { voiceIn } from '../support/voice.ts'
import { createWorld, hourMs, minuteMs, type Row, settingsOf, stateUpdate, type World } from '../support/world.ts'

const voice = await voiceIn()

const rows = (status: string): Row[] => [
  ['O1', status],
  ['O2', 'new'],
]
const orders = ['O1', 'O2'].map((order_number) => ({ order_number, status: 'new' }))
const apis = [
  ['v2', { upgates: { notify: true } }],
  ['state-update', { upgates: { ...stateUpdate.upgates, notify: true } }],
] as const

async function worldOf(settings = settingsOf({ upgates: { notify: true } })): Promise<World> {
  const world = createWorld({ settings, orders })
  world.drop(rows('new'))
  await world.run()
  world.drop(rows('sent'))
  return world
}

const fullDisk = (): never => {
  throw new OrderSyncError({ attempted: 'write', subject: 'state/x', ended: 'ENOSPC', hint: 'The disk is full.' })
}

/** One run on a store that has no room for these objects. */
const runWithout = (
  world: World,
  isFull: (key: string) => boolean,
  settings = settingsOf({ upgates: { notify: true } }),
) => {
  const store: Store = {
    ...world.store,
    put: async (key, body, condition) => (isFull(key) ? fullDisk() : world.store.put(key, body, condition)),
  }
  return runSync(
    settings,
    { ...world.effects, store },
    { holder: { host: 'a', pid: 1 }, deadlineMs: world.clock.now() + 10 * minuteMs },
  )
}

describe('the report of a run that failed before its commit says what had left', () => {
  it.each([
    ['where the snapshot cannot be written', (key: string) => key.startsWith('state/snapshots/'), 1, 1],
    ['where the head cannot be written', (key: string) => key === 'state/head.json', 1, 1],
    ['where the request could not be archived', (key: string) => key.startsWith('archive/'), 0, 0],
  ])('%s', async (_what, isFull, requests, accepted) => {
    const world = await worldOf()
    const report = await runWithout(world, isFull)
    expect(report).toMatchObject({ outcome: 'failed', planned: 1, requests, accepted, notified: accepted })
    expect(report.exports).toMatchObject([{ key: 'exports/orders/0002.csv', records: 2 }])
    const said = reportText(report, voice, './archive/')
    expect(said.includes('1 request has left by then')).toBe(requests === 1)
    expect(await world.run()).toMatchObject({ outcome: 'done', requests: 1 - requests })
    expect(world.shop.emails).toHaveLength(1)
  })
})

describe('a shop that asks for time with a server error', () => {
  it.each(apis)('is left alone for as long as it says on %s', async (_api, changes) => {
    const world = await worldOf(settingsOf(changes))
    world.shop.fault({ kind: 'answer', status: 503, headers: { 'retry-after': String(3 * 3600) } })
    expect(await world.run()).toMatchObject({ outcome: 'failed', requests: 1 })
    const asked = world.shop.requests.length
    for (let passed = 0; passed < 3 * 60; passed += 5) {
      expect(await world.run()).toMatchObject({ requests: 0 })
      world.clock.advance(5 * minuteMs)
    }
    expect(world.shop.requests).toHaveLength(asked)
    world.clock.advance(hourMs)
    expect(await world.run()).toMatchObject({ outcome: 'done', pending: 0 })
    expect(world.shop.emails).toHaveLength(1)
  })
})

describe('settings that name the other API after a run died', () => {
  it.each([
    [apis[0], apis[1]],
    [apis[1], apis[0]],
  ])('understand what that run was told', async ([, before], [, after]) => {
    const world = await worldOf(settingsOf(before))
    await runWithout(world, (key) => key.startsWith('state/snapshots/'), settingsOf(before))
    const report = await world.run({}, settingsOf(after))
    expect(report).toMatchObject({ outcome: 'done', requests: 0, pending: 0, unknown: 0 })
    expect((await world.line('O1'))?.acknowledged).toMatchObject({ status: 'sent' })
    expect(world.shop.emails).toHaveLength(1)
  })
})

describe('a part of the state that has vanished is told', () => {
  const keysOf = async ({ store }: World, prefix: string) => (await store.list(prefix)).map(({ key }) => key)

  it('by the status, where all of it has', async () => {
    const world = await worldOf()
    const settings = settingsOf({ upgates: { notify: true } })
    const text = async () => statusText(await statusOf(settings, world.effects, { days: 3, runs: 5 }), 'test', voice)
    for (const key of await keysOf(world, 'state/')) await world.store.delete(key)
    expect(await text()).toMatch(/^All of state\/ has vanished, while runs\/.*Put state\/ back before it/)
    for (const key of await keysOf(world, 'runs/')) await world.store.delete(key)
    expect(await text()).toBe('The shop test has had no run yet.')
  })

  it('by a run that has to wait because the lease is gone', async () => {
    const world = await worldOf()
    await world.store.delete('state/lease.json')
    for (let tick = 0; tick < 2; tick++) {
      const report = await world.run()
      expect(report).toMatchObject({ outcome: 'busy', problems: [{ kind: 'vanished lease' }] })
      expect(report.problems[0]?.message).toMatch(/state\/lease\.json had been deleted.*Nothing is sent before 2026-/)
    }
  })

  it.each(['state/head.json', 'state/lease.json', 'snapshot'])(
    'with the place of %s, where it is damaged',
    async (what) => {
      const world = await worldOf()
      const key = what === 'snapshot' ? ((await world.head()).snapshot ?? '') : what
      world.store.drop(key, '{')
      const failure = await world.run().then(
        ({ problems }) => problems.at(-1)?.message,
        (error: Error) => error.message,
      )
      expect(failure).toContain(`Could not read ${key} in the ${world.store.description}: it is damaged`)
    },
  )
})
