import { describe, expect, it } from 'vitest'
import type { Store } from '../../lib/storage/store.ts'
import { runSync } from '../../lib/sync/sync.ts'
import { createWorld, csvOf, minuteMs, noLimits, settingsOf, shown, simpleFeed, type World } from '../support/world.ts'

const settings = settingsOf({
  guard: noLimits,
  firstRun: 'post',
  feeds: { orders: { ...simpleFeed, contents: 'changes' } },
})
const numbers = Array.from({ length: 50 }, (_, index) => `O${index}`)

/** A shop with so many exports of changes that wait, in a store that takes its time. */
function waiting(exports: number, getMs: number) {
  const world = createWorld({ settings, orders: numbers.map((order_number) => ({ order_number, status: 'new' })) })
  for (let index = 0; index < exports; index++) {
    const last = index >= exports - numbers.length
    world.store.drop(
      `exports/orders/${String(index).padStart(5, '0')}.csv`,
      csvOf([[numbers[index % numbers.length] ?? '', last ? 'done' : 'sent']]),
    )
  }
  let busy = 0
  let most = 0
  const store: Store = {
    ...world.store,
    async get(key, range) {
      most = Math.max(most, ++busy)
      // eight at once take as long as one
      world.clock.advance(getMs / 8)
      await new Promise((resolve) => setImmediate(resolve))
      busy--
      return world.store.get(key, range)
    },
  }
  const reading: string[] = []
  const tick = (seconds: number) =>
    runSync(
      settings,
      { ...world.effects, store },
      {
        holder: { host: 'test', pid: 1 },
        deadlineMs: world.clock.now() + seconds * 1000,
        reading: (read, of) => void reading.push(`${read} of ${of}`),
      },
    )
  return { world, tick, reading, atOnce: () => most }
}

const takenOf = async (world: World): Promise<number> => (await world.head()).feeds.orders?.taken?.length ?? 0

describe('exports of changes that wait in great numbers', () => {
  it('are read some at a time, kept every now and then, and posted once all are read', async () => {
    const { world, tick, reading, atOnce } = waiting(700, 50)
    const before = world.clock.now()
    const report = await tick(600)
    expect(report).toMatchObject({ outcome: 'done', accepted: 50, problems: [] })
    expect(report.exports).toHaveLength(700)
    expect(numbers.map((number) => shown(world, number)?.status)).toEqual(numbers.map(() => 'done'))
    expect(world.shop.requests).toHaveLength(1)
    expect(reading).toEqual(expect.arrayContaining(['100 of 700', '600 of 700']))
    expect(atOnce()).toBeGreaterThanOrEqual(8)
    expect(atOnce()).toBeLessThan(10)
    expect(world.clock.now() - before).toBeLessThan(2 * minuteMs)
  })

  it('are not lost where the time ends: every run gets on, and says how far', async () => {
    const { world, tick } = waiting(600, 400)
    const progress: number[] = []
    for (let run = 0; run < 200 && (await tickAndCount()); run++);
    async function tickAndCount(): Promise<boolean> {
      const began = world.clock.now()
      const report = await tick(40)
      expect(world.clock.now() - began).toBeLessThan(60_000)
      progress.push(await takenOf(world))
      const [told] = report.problems.filter(({ kind }) => kind === 'backlog')
      if (told === undefined) return false
      expect(told.message).toContain(`${progress.at(-1)} of 600 exports of the feed "orders" have been read`)
      expect((await world.head()).feeds.orders?.backlog).toEqual({ read: progress.at(-1), of: 600 })
      expect(world.shop.requests).toHaveLength(0)
      return true
    }
    await tick(40)
    expect(progress.length).toBeGreaterThan(1)
    expect(progress.every((taken, index) => taken > (progress[index - 1] ?? 0))).toBe(true)
    expect(progress.at(-1)).toBe(600)
    expect(numbers.map((number) => shown(world, number)?.status)).toEqual(numbers.map(() => 'done'))
    expect((await world.head()).feeds.orders).not.toHaveProperty('backlog')
  })
})
