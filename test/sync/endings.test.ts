import { describe, expect, it } from 'vitest'
import { bodyOfBytes } from '../../lib/storage/body.ts'
import { textOf } from '../../lib/storage/read.ts'
import type { Store } from '../../lib/storage/store.ts'
import { decidePlan } from '../../lib/sync/decisions/commands.ts'
import { runSync } from '../../lib/sync/sync.ts'
import { listening } from '../support/listening-store.ts'
import { createWorld, hourMs, minuteMs, type Row, settingsOf, type World } from '../support/world.ts'

const rows = (status: string): Row[] => [
  ['O1', status],
  ['O2', 'new'],
]
const settings = settingsOf({ upgates: { notify: true } })
const orders = ['O1', 'O2'].map((order_number) => ({ order_number, status: 'new' }))

async function worldOf(): Promise<World> {
  const world = createWorld({ settings, orders })
  world.drop(rows('new'))
  await world.run()
  world.drop(rows('sent'))
  return world
}

const failingAt = (store: Store, start: string): Store =>
  listening(store, async (effect) => {
    if (effect.startsWith(start)) throw new Error(`no ${start}`)
  })

const runOn = (world: World, store: Store) => {
  world.clock.advance(1000)
  return runSync(
    settings,
    { ...world.effects, store },
    { holder: { host: 'other', pid: 2 }, deadlineMs: world.clock.now() + 10 * minuteMs },
  )
}

const snapshots = async ({ store }: World) => (await store.list('state/snapshots/')).map(({ key }) => key)

describe('a run that fails after its commit', () => {
  it.each(['DELETE state/snapshots/', 'PUT runs/'])('at %s still reports what it did', async (effect) => {
    const world = await worldOf()
    const report = await runOn(world, failingAt(world.store, effect))
    expect(report).toMatchObject({ outcome: 'failed', requests: 1, accepted: 1, notified: 1, planned: 1 })
    expect(report.problems).toMatchObject([{ kind: 'failed', subject: report.run }])
    expect(await world.run()).toMatchObject({ outcome: 'idle' })
    expect(world.shop.emails).toHaveLength(1)
  })

  it('and before it, says what the run before left waiting', async () => {
    const world = await worldOf()
    world.shop.fault({ kind: 'answer', status: 400 })
    await world.run()
    world.drop([...rows('sent'), ['O9', 'sent']])
    expect(await runOn(world, failingAt(world.store, 'PUT state/snapshots/'))).toMatchObject({
      outcome: 'failed',
      parked: 1,
    })
  })
})

describe('a snapshot that was replaced', () => {
  it('is deleted by the next run where its deletion failed', async () => {
    const world = await worldOf()
    await runOn(world, failingAt(world.store, 'DELETE state/snapshots/'))
    expect(await snapshots(world)).toHaveLength(2)
    world.drop(rows('done'))
    await world.run()
    expect(await snapshots(world)).toEqual([(await world.head()).snapshot])
  })

  it('is deleted also where its run died, and the next one found nothing to do', async () => {
    const world = await worldOf()
    let dead = false
    const dying = listening(world.store, async (effect) => {
      if (effect.startsWith('DELETE state/snapshots/')) dead = true
      if (dead) await new Promise(() => undefined)
    })
    void runOn(world, dying)
    await expect.poll(() => dead).toBe(true)
    world.clock.advance(hourMs)
    await world.run()
    world.drop(rows('sent'))
    await world.run()
    expect(await snapshots(world)).toEqual([(await world.head()).snapshot])
  })
})

describe('a second look', () => {
  /** Drops an export while the first pass posts, and lets something happen before the second one asks for the lease. */
  async function lookingTwice(meanwhile: (world: World) => Promise<void>) {
    const world = createWorld({ settings, orders })
    world.drop([...rows('new'), ['O9', 'new']])
    await world.run()
    world.drop([...rows('sent'), ['O9', 'sent']])
    let leases = 0
    const store = listening(world.store, async (effect) => {
      if (effect === 'GET state/lease.json' && ++leases === 2) await meanwhile(world)
      if (effect.startsWith('PUT runs/') && leases === 1) world.drop([...rows('sent'), ['O9', 'done']])
    })
    return { world, report: await runOn(world, store) }
  }

  it('that finds another run at work says what waited after the first one', async () => {
    const { report } = await lookingTwice(async ({ store }) => {
      const content = JSON.parse(await textOf((await store.get('state/lease.json'))?.body ?? bodyOfBytes(Buffer.of())))
      const { etag = '' } = (await store.get('state/lease.json')) ?? {}
      const until = '2026-11-24T23:00:00.000Z'
      await store.put('state/lease.json', JSON.stringify({ ...content, released: false, until }), { ifMatch: etag })
    })
    expect(report).toMatchObject({ outcome: 'done', requests: 1, accepted: 1, rejected: 1, parked: 1 })
  })

  it('that goes on counts both', async () => {
    const { report } = await lookingTwice(async () => undefined)
    expect(report).toMatchObject({ outcome: 'done', accepted: 1, rejected: 2, parked: 1 })
    expect(report.exports).toHaveLength(2)
  })
})

describe('a key that was refused to a run that died', () => {
  async function deadWorld() {
    const world = await worldOf()
    world.shop.fault({ kind: 'answer', status: 401, body: 'no' }, 99)
    void runOn(
      world,
      listening(world.store, async (effect) => {
        if (effect.startsWith('PUT state/head.json')) await new Promise(() => undefined)
      }),
    )
    await expect.poll(() => world.shop.requests.length).toBe(1)
    world.clock.advance(hourMs)
    return world
  }

  it('is not tried once more', async () => {
    const world = await deadWorld()
    for (let tick = 0; tick < 3; tick++) expect(await world.run()).toMatchObject({ outcome: 'blocked', requests: 0 })
    expect(world.shop.requests).toHaveLength(1)
    expect(await world.head()).toMatchObject({ blocked: { status: 401, keyVersion: '1' }, counts: { pending: 1 } })
  })

  it('does not stop another key', async () => {
    const world = await deadWorld()
    world.shop.clearFaults()
    world.apiKey.current = { value: 'another-key-f00d', version: '2' }
    const { outcome, accepted, problems } = await world.run()
    expect([outcome, accepted, problems.map(({ kind }) => kind)]).toEqual(['done', 1, ['killed']])
    expect((await world.head()).blocked).toBeUndefined()
  })
})

describe('what a run that failed before its commit has sent', () => {
  const guard = { orders: 100, percent: 100, perHour: { orders: 6, notifications: 100 } }
  const guarded = settingsOf({ guard })
  const numbers = Array.from({ length: 10 }, (_, index) => `N${index}`)
  const said = (sent: number) => numbers.map((number, index): Row => [number, index < sent ? 'sent' : 'new'])
  const sentOf = ({ shop }: World) => [...shop.orders.values()].filter(({ status }) => status === 'sent').length

  /** A run sends so many orders and fails; the next one finds three more. */
  async function whenSent(sent: number, isApproved: boolean) {
    const world = createWorld({ settings: guarded, orders: numbers.map((order_number) => ({ order_number })) })
    world.drop(said(0))
    await world.run()
    world.drop(said(sent))
    if (isApproved) {
      const { plan } = await world.plan()
      await decidePlan({ kind: 'approve', hash: plan.hash }, guarded, world.effects)
    }
    world.clock.advance(1000)
    const effects = { ...world.effects, store: failingAt(world.store, 'PUT state/snapshots/') }
    const deadlineMs = world.clock.now() + 10 * minuteMs
    await runSync(guarded, effects, { holder: { host: 'other', pid: 2 }, deadlineMs, looksForDecisions: true })
    expect(sentOf(world)).toBe(sent)
    world.drop(said(sent + 3))
    return world
  }

  it('does not count where a person had approved it', async () => {
    expect(await (await whenSent(7, true)).run()).toMatchObject({ outcome: 'done', accepted: 3 })
  })

  it('counts otherwise, and holds what comes next no longer than that', async () => {
    const world = await whenSent(5, false)
    expect(await world.run()).toMatchObject({ outcome: 'held', hold: { reasons: [{ rule: 'perHour' }] } })
    world.clock.advance(1.2 * hourMs)
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 3 })
  })
})
