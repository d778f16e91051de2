import { expect, it } from 'vitest'
import type { Settings } from '../../lib/settings/settings.ts'
import { runSync } from '../../lib/sync/sync.ts'
import { listening } from '../support/listening-store.ts'
import { createWorld, minuteMs, noLimits, type Row, settingsOf, type World } from '../support/world.ts'

const settings = settingsOf({ upgates: { notify: true } })
const rows = (status: string): Row[] => [
  ['O1', status],
  ['O2', 'new'],
]

/** What a run does to the store, in order. */
async function effectsOf(world: World, by: Settings = settings, isWhole?: true): Promise<string[]> {
  const done: string[] = []
  const store = { ...listening(world.store, (effect) => void done.push(effect)), ...(isWhole && { isWhole }) }
  world.clock.advance(minuteMs)
  const options = { holder: { host: 'test', pid: 1 }, deadlineMs: world.clock.now() + 10 * minuteMs }
  await runSync(by, { ...world.effects, store }, options)
  return done
}

const mostEffects = 18

it(`a run with one changed order costs at most ${mostEffects} effects on the store, an idle one two`, async () => {
  const world = createWorld({ settings, orders: ['O1', 'O2'].map((order_number) => ({ order_number, status: 'new' })) })
  world.drop(rows('new'))
  await world.run()
  for (const status of ['sent', 'done', 'cancelled']) {
    world.drop(rows(status))
    const effects = await effectsOf(world)
    expect(effects.length, `\n${effects.join('\n')}\n`).toBeLessThanOrEqual(mostEffects)
    const idle = await effectsOf(world)
    expect(idle, idle.join('\n')).toEqual(['GET state/head.json', 'LIST exports/'])
  }
  expect(world.shop.requests).toHaveLength(3)
})

it(`on a bucket, a run with 50 changed orders, and a look at them, costs at most ${mostEffects} effects`, async () => {
  const numbers = Array.from({ length: 50 }, (_, index) => `O${index}`)
  const many = (status: string): Row[] => numbers.map((number) => [number, status])
  const lax = settingsOf({ upgates: { notify: true }, verify: 'status', guard: noLimits })
  const orders = numbers.map((order_number) => ({ order_number, status: 'new' }))
  const world = createWorld({ settings: lax, orders })
  world.drop(many('new'))
  await world.run()
  for (const status of ['sent', 'done', 'cancelled']) {
    world.drop(many(status))
    const effects = await effectsOf(world, lax, true)
    expect(effects.length, `\n${effects.join('\n')}\n`).toBeLessThanOrEqual(mostEffects)
    expect(world.shop.orders.get('O49')?.status).toBe(status)
  }
  expect(world.shop.requests.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET', 'PUT', 'GET', 'PUT'])
})
