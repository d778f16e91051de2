import { describe, expect, it } from 'vitest'
import { createShop } from '../../lib/upgates/create.ts'
import { NoAnswer } from '../../lib/upgates/shop.ts'
import { createWorld, minuteMs, noLimits, type Row, settingsOf, shown, stateUpdate } from '../support/world.ts'

const numbers = ['N0', 'N1', 'N2', 'N3', 'N4']
const orders = numbers.map((order_number) => ({ order_number, status: 'new' }))
const rows = (status: string): Row[] => numbers.map((order) => [order, status])

/** The shop answers so whatever request has the order N1 in it, and processes nothing of that. */
async function threeHours(upgates: object, answer: number | 'none') {
  const settings = settingsOf({ guard: noLimits, upgates: { ...upgates, notify: true } })
  const world = createWorld({ settings, orders })
  world.drop(rows('new'))
  await world.run()
  let asked = 0
  const shop = createShop(settings, {
    async http(request, timeoutMs) {
      if (request.method === 'GET' || request.body?.includes('N1') !== true)
        return world.shop.handle(request, timeoutMs)
      asked++
      if (answer === 'none') throw new NoAnswer('timed out', true)
      return { status: answer, headers: {}, body: answer === 403 ? '<html>Forbidden</html>' : 'no' }
    },
    clock: world.clock,
    random: world.effects.random,
  })
  Object.assign(world.effects, { shop })
  world.drop(rows('sent'))
  const told = new Set<string>()
  for (let run = 0; run < 36; run++) {
    for (const { kind } of (await world.run()).problems) told.add(kind)
    world.clock.advance(5 * minuteMs)
  }
  const sent = numbers.filter((order) => shown(world, order)?.status === 'sent')
  return { sent, asked, told: [...told], mailed: world.shop.emails.map(({ order_number }) => order_number).sort() }
}

describe.each([
  ['v2', {}],
  ['state-update', stateUpdate.upgates],
])('on %s, one order at which the shop gives up keeps no other one from it', (_api, upgates) => {
  it.each([['none'], [200], [206], [403], [404], [405], [408], [422], [500], [501], [502], [504]] as const)(
    'with the answer %s',
    async (answer) => {
      const { sent, asked, told, mailed } = await threeHours(upgates, answer)
      const others = numbers.filter((order) => order !== 'N1')
      expect([sent, mailed]).toEqual([others, others])
      expect(told.length).toBeGreaterThan(0)
      expect(asked).toBeLessThan(60)
    },
  )
})
