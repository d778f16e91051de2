import { describe, expect, it } from 'vitest'
import { createS3Store, type S3Slice } from '../../lib/storage/s3.ts'
import type { Store } from '../../lib/storage/store.ts'
import { runSync } from '../../lib/sync/sync.ts'
import { createWorld, csvOf, hourMs, minuteMs, noLimits, settingsOf, simpleFeed, type World } from '../support/world.ts'

const orders = [{ order_number: 'O1', status: 'new' }]
const name = (number: number): string => `exports/orders/${String(number).padStart(5, '0')}.csv`
const many = 920

const contentsOf = (contents: 'full' | 'changes') =>
  settingsOf({ guard: noLimits, feeds: { orders: { ...simpleFeed, contents } } })

/** A shop with so many exports that a bucket lists them in several pages, all read. */
async function readShop(contents: 'full' | 'changes'): Promise<World> {
  const settings = contentsOf(contents)
  const world = createWorld({ settings, orders })
  for (let number = 1; number <= many; number++) {
    if (number % 100 === 0) world.clock.advance(1000)
    world.store.drop(name(number), csvOf([['O1', 'new']]))
  }
  world.clock.advance(1000)
  await runSync(settings, world.effects, deployedAt(world))
  return world
}
const deployedAt = ({ clock }: World) => ({
  holder: { host: 'test', pid: 1 },
  deadlineMs: clock.now() + 10 * minuteMs,
  deployed: true,
})

const read = new Map<string, Promise<World>>()

/** It goes on from there, and tells what it asks its store for. */
async function begun(contents: 'full' | 'changes') {
  const settings = contentsOf(contents)
  const shop = read.get(contents) ?? readShop(contents)
  read.set(contents, shop)
  const world = createWorld({ settings, orders, like: await shop })
  const calls: string[] = []
  let listed = 0
  const store: Store = {
    ...world.store,
    async list(prefix, after) {
      const found = await world.store.list(prefix, after)
      calls.push(`LIST ${prefix}`)
      listed += found.length
      return found
    },
    get: async (key, range) => {
      calls.push(`GET ${key}`)
      return world.store.get(key, range)
    },
  }
  const tick = async (dropped?: string) => {
    world.clock.advance(1000)
    calls.length = 0
    listed = 0
    const how = { ...deployedAt(world), ...(dropped === undefined ? {} : { dropped }) }
    return runSync(settings, { ...world.effects, store }, how)
  }
  return { world, tick, calls, listed: () => listed, settings }
}

describe.each(['full', 'changes'] as const)(
  'of a bucket with many exports that are read, a feed of %s ones',
  (contents) => {
    it('is looked at by one GET and one LIST of one page', async () => {
      const { tick, calls, listed } = await begun(contents)
      expect(await tick()).toMatchObject({ outcome: 'idle' })
      expect(calls).toEqual(['GET state/head.json', 'LIST exports/orders/'])
      expect(listed()).toBeLessThan(500)
    })

    it('shows what is new', async () => {
      const { world, tick } = await begun(contents)
      world.store.drop(name(many + 1), csvOf([['O1', 'sent']]))
      expect(await tick()).toMatchObject({ outcome: 'done', accepted: 1 })
      expect(await tick()).toMatchObject({ outcome: 'idle', exports: [] })
    })

    it.each([
      ['at once where its drop wakes the run', true],
      ['within an hour where nothing does', false],
    ])('shows an older one that comes late %s', async (_what, wake) => {
      const { world, tick } = await begun(contents)
      const key = 'exports/orders/00003-1.csv'
      world.clock.advance(1000)
      world.store.drop(key, csvOf([['O1', 'sent']]))
      let noticed = (await tick(wake ? key : undefined)).exports.length > 0
      expect(noticed).toBe(wake)
      for (let ticks = 0; ticks < 12 && !noticed; ticks++) {
        world.clock.advance(5 * minuteMs)
        noticed = (await tick()).exports.length > 0
      }
      expect(noticed).toBe(true)
    })
  },
)

it('a run by hand, which nothing wakes, looks at everything', async () => {
  const { world, settings } = await begun('changes')
  world.clock.advance(hourMs)
  world.store.drop('exports/orders/00003-1.csv', csvOf([['O1', 'sent']]))
  expect((await world.run({}, settings)).exports).toHaveLength(1)
})

it('a bucket lists from behind a key', async () => {
  const sent: unknown[] = []
  const send = (async (command: { readonly input: unknown }) => {
    sent.push(command.input)
    return { Contents: [], IsTruncated: false }
  }) as unknown as S3Slice['send']
  const store = createS3Store({
    bucket: 'b',
    client: { send },
    clock: { sleep: async () => undefined },
    random: () => 0,
  })
  await store.list('exports/', 'exports/orders/5.csv')
  expect(sent).toMatchObject([{ Prefix: 'exports/', StartAfter: 'exports/orders/5.csv' }])
})
