import { describe, expect, it } from 'vitest'
import { exitCodeOf } from '../../lib/cli/exit-code-of.ts'
import { exitCodes } from '../../lib/cli/exit-codes.ts'
import { createWorld, hourMs, minuteMs, type Row, settingsOf } from '../support/world.ts'

const rows = (status: string): Row[] => [
  ['O1', status],
  ['O2', status],
]

/** A shop that was sent two orders and whose answer was lost, and so was the one to the question that followed. */
async function unsettled() {
  const world = createWorld({
    orders: [
      { order_number: 'O1', status: 'new' },
      { order_number: 'O2', status: 'new' },
    ],
  })
  world.drop(rows('new'))
  await world.run()
  world.drop(rows('sent'))
  world.shop.fault({ kind: 'lose answer' }, 4)
  expect(await world.run()).toMatchObject({ outcome: 'failed', unknown: 2, pending: 2 })
  world.clock.advance(hourMs)
  return world
}

describe('asking the shop what it shows', () => {
  it('fails a run after which nobody knows of any order, though the shop could be asked', async () => {
    const world = createWorld({
      settings: settingsOf({ firstRun: 'post' }),
      orders: [{ order_number: 'O1' }, { order_number: 'O2' }],
    })
    world.drop(rows('sent'))
    world.shop.fault({ kind: 'answer', status: 204 })
    const report = await world.run()
    expect(report).toMatchObject({ outcome: 'failed', accepted: 0, unknown: 2 })
    expect(exitCodeOf(report)).toBe(exitCodes.failed)
    world.clock.advance(hourMs)
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 2, unknown: 0 })
  })

  it('settles what was sent, and sends nothing again', async () => {
    const world = await unsettled()
    const before = world.shop.requests.length
    expect(await world.run()).toMatchObject({ outcome: 'done', pending: 0, unknown: 0, requests: 1 })
    expect(world.shop.requests.slice(before).map(({ method }) => method)).toEqual(['GET'])
  })

  it('stops at refused credentials, and does not try them again', async () => {
    const world = await unsettled()
    world.shop.fault({ kind: 'answer', status: 401 }, 99)
    expect(await world.run()).toMatchObject({
      outcome: 'blocked',
      requests: 1,
      problems: [{ kind: 'denied' }, { kind: 'blocked' }],
    })
    const before = world.shop.requests.length
    for (let tick = 0; tick < 8; tick++) {
      world.clock.advance(5 * minuteMs)
      expect(await world.run()).toMatchObject({ outcome: 'blocked', requests: 0 })
    }
    expect(world.shop.requests.length).toBe(before)
    world.shop.clearFaults()
    world.apiKey.current = { value: 'another', version: '2' }
    expect(await world.run()).toMatchObject({ outcome: 'done', pending: 0 })
  })

  it.each([
    ['fails', { kind: 'answer', status: 503 }],
    ['gives no answer', { kind: 'lose answer' }],
    ['cannot be understood', { kind: 'garble', body: '<html>' }],
  ] as const)('pauses longer and longer while the shop %s, and says each time that it failed', async (_what, fault) => {
    const world = await unsettled()
    world.shop.fault(fault, 999)
    const asked: number[] = []
    for (let tick = 0; tick < 5 * 12; tick++) {
      world.clock.advance(5 * minuteMs)
      const { outcome, requests } = await world.run()
      expect(outcome).toBe('failed')
      if (requests > 0) asked.push(tick)
    }
    expect(asked.length).toBeLessThan(12)
    world.shop.clearFaults()
    world.clock.advance(hourMs)
    expect(await world.run()).toMatchObject({ outcome: 'done', pending: 0 })
  })

  it('waits as long as the shop says when its allowance is used up', async () => {
    const world = await unsettled()
    world.shop.fault({ kind: 'answer', status: 429, headers: { 'retry-after': '1800' } }, 1)
    expect(await world.run()).toMatchObject({ requests: 1, problems: [{ kind: 'limited' }] })
    world.clock.advance(20 * minuteMs)
    expect(await world.run()).toMatchObject({ requests: 0 })
    world.clock.advance(20 * minuteMs)
    expect(await world.run()).toMatchObject({ outcome: 'done', pending: 0, requests: 1 })
  })

  it('sends again what the shop refuses to be asked about', async () => {
    const world = await unsettled()
    world.shop.fault({ kind: 'answer', status: 400 }, 3)
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 2, pending: 0 })
  })
})

it('a wrong key is one wrong login, however many requests are planned', async () => {
  const numbers = Array.from({ length: 900 }, (_, index) => `O${index}`)
  const world = createWorld({
    settings: settingsOf({ guard: { orders: 1000, percent: 100 } }),
    orders: numbers.map((order_number) => ({ order_number, status: 'new' })),
    shop: { limits: { hour: 1000, day: 10_000 } },
  })
  world.drop(numbers.map((number): Row => [number, 'new']))
  await world.run()
  world.drop(numbers.map((number): Row => [number, 'sent']))
  world.shop.fault({ kind: 'answer', status: 401, body: '{"message":"The login is locked."}' }, 99)
  expect(await world.run()).toMatchObject({
    outcome: 'blocked',
    requests: 1,
    problems: [{ kind: 'denied', message: expect.stringContaining('The login is locked.') }, { kind: 'blocked' }],
  })
  expect(world.shop.requests).toHaveLength(1)
  world.shop.clearFaults()
  world.apiKey.current = { value: 'right', version: '2' }
  expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 900, requests: 9 })
  expect(world.shop.mostAtOnce).toBe(3)
})
