import { describe, expect, it } from 'vitest'
import { exitCodeOf } from '../../lib/cli/exit-code-of.ts'
import { exitCodes } from '../../lib/cli/exit-codes.ts'
import type { Fault } from '../../lib/simulator/model.ts'
import { retryOrders } from '../../lib/sync/decisions/commands.ts'
import { createWorld, hourMs, minuteMs, type Row, settingsOf, simpleFeed, type World } from '../support/world.ts'

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

  it('sends again what the shop refuses to be asked about, where that mails nobody', async () => {
    const world = await unsettled()
    world.shop.fault({ kind: 'answer', status: 400 }, 3)
    expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 2, pending: 0 })
  })
})

/** A shop whose customer may have been mailed by what was sent, and which does not say what it shows of the order. */
describe.each<[string, Fault]>([
  ['refuses to say', { kind: 'answer', status: 400, body: '{"message":"bad"}' }],
  [
    'shows other orders only',
    { kind: 'answer', status: 200, body: '{"orders":[{"order_number":"O2","status":"new"}]}' },
  ],
  ['shows no order', { kind: 'answer', status: 200, body: '{"orders":[],"number_of_pages":1}' }],
  ['has no page to show', { kind: 'answer', status: 200, body: '{"orders":[],"number_of_pages":0}' }],
])('a status that may have mailed its customer, where the shop %s', (_how, refusal) => {
  const settings = settingsOf({ upgates: { notify: true } })

  async function sent(fault: 'lose answer' | 'lose request') {
    const world = createWorld({ settings, orders: [{ order_number: 'O1', status: 'new' }] })
    world.drop([['O1', 'new']])
    await world.run()
    world.drop([['O1', 'sent']])
    world.shop.fault({ kind: fault }, 4)
    await world.run()
    world.shop.clearFaults()
    world.shop.fault(refusal, 1)
    world.clock.advance(hourMs)
    const report = await world.run()
    return { world, report }
  }
  /** of the requests that were sent, whether the shop may mail */
  const flags = async ({ store }: World): Promise<unknown[]> => {
    const entries = (await store.list('archive/')).map(({ key }) => JSON.parse(String(store.bytes(key))))
    return entries.flatMap(({ changes, mayNotify }) => (changes === undefined ? [] : [mayNotify]))
  }

  it('is not sent again, but told, and asked for later', async () => {
    const { world, report } = await sent('lose answer')
    expect(report).toMatchObject({ accepted: 0, requests: 1, problems: [{ kind: 'unanswered', subject: 'O1' }] })
    expect(exitCodeOf(report)).toBe(exitCodes.refused)
    expect(await world.run()).toMatchObject({ requests: 0 })
    world.clock.advance(2 * minuteMs)
    expect(await world.run()).toMatchObject({ requests: 1, pending: 0, parked: 0 })
    expect((await flags(world)).slice(1)).toEqual([])
    expect(world.shop.emails).toHaveLength(1)
  })

  it('is sent with its mail once the shop says that nothing was taken', async () => {
    const { world } = await sent('lose request')
    world.clock.advance(2 * minuteMs)
    expect(await world.run()).toMatchObject({ accepted: 1, notified: 1, pending: 0 })
    expect(world.shop.emails).toHaveLength(1)
  })

  it.each(['lose answer', 'lose request'] as const)('is sent again at last, mailing nobody (%s)', async (fault) => {
    const { world } = await sent(fault)
    const before = world.shop.requests.length
    const mails = world.shop.emails.length
    world.shop.fault(refusal, 3)
    for (let hour = 0; hour < 12; hour++) {
      world.clock.advance(hourMs)
      await world.run()
    }
    expect((await flags(world)).slice(1)).toEqual([false])
    expect(world.shop.orders.get('O1')?.status).toBe('sent')
    expect(world.shop.emails).toHaveLength(mails)
    expect(world.shop.requests.length - before).toBeLessThan(8)
  })

  it('waits for nothing where the export says something else by then, which mails as ever', async () => {
    const { world } = await sent('lose answer')
    world.drop([['O1', 'done']])
    expect(await world.run()).toMatchObject({ accepted: 1, notified: 1 })
    expect(world.shop.emails.map(({ status }) => status)).toEqual(['sent', 'done'])
  })

  it('mails nobody either where a person lets it go out before', async () => {
    const { world } = await sent('lose answer')
    await retryOrders(['O1'], settings, world.effects)
    expect(await world.run({ looksForDecisions: true })).toMatchObject({ accepted: 1, pending: 0 })
    expect((await flags(world)).slice(1)).toEqual([false])
  })
})

describe('a shop that refuses whatever it is asked', () => {
  const numbers = Array.from({ length: 250 }, (_, index) => `O${index}`)
  const orders = numbers.map((order_number) => ({ order_number, status: 'new' }))
  const guard = { orders: 1000, percent: 100, notifications: 1000 }

  it.each(['adopt', 'shop'])(
    'is told as one trouble, asked little, and sent nothing ("firstRun": "%s")',
    async (firstRun) => {
      const world = createWorld({
        settings: settingsOf({ verify: 'status', guard, firstRun }),
        orders,
        shop: { limits: { hour: 1000, day: 10_000 } },
      })
      if (firstRun === 'adopt') {
        world.drop(numbers.map((number): Row => [number, 'new']))
        await world.run()
      }
      world.drop(numbers.map((number): Row => [number, 'sent']))
      world.shop.fault({ kind: 'answer', status: 400, body: '{"message":"no"}' }, 9999)
      const report = await world.run()
      expect(report).toMatchObject({ outcome: 'failed', accepted: 0, parked: 0, problems: [{ kind: 'failing' }] })
      expect(report.requests).toBeLessThan(10)
      for (let tick = 0; tick < 24; tick++) {
        world.clock.advance(5 * minuteMs)
        await world.run()
      }
      expect(world.shop.requests.length).toBeLessThan(60)
      expect(world.shop.requests.filter(({ method }) => method === 'PUT')).toEqual([])
      world.shop.clearFaults()
      world.clock.advance(hourMs)
      expect(await world.run()).toMatchObject({ outcome: 'done', accepted: 250, pending: 0 })
    },
  )

  it('asks again after growing pauses about an order of which nothing is known', async () => {
    const world = createWorld({ settings: settingsOf({ firstRun: 'shop', guard }), orders: orders.slice(0, 2) })
    world.drop([
      ['O0', 'sent'],
      ['O1', 'sent'],
    ])
    world.shop.fault({ kind: 'answer', status: 400, body: '{"message":"no"}' }, 3)
    expect(await world.run()).toMatchObject({
      accepted: 0,
      requests: 3,
      parked: 2,
      problems: [{ kind: 'unanswered' }, {}],
    })
    expect(await world.run()).toMatchObject({ requests: 0 })
    world.clock.advance(2 * minuteMs)
    expect(await world.run()).toMatchObject({ accepted: 2, parked: 0 })
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

it('is kept in the archive with what was sent, also of a field that no feed maps by now, and nothing else', async () => {
  const { tracking_code: _, ...fields } = simpleFeed.fields
  const narrow = settingsOf({ feeds: { orders: { ...simpleFeed, fields } } })
  const world = createWorld({ orders: [{ order_number: 'O1', status: 'new' }] })
  world.drop([['O1', 'new']])
  await world.run()
  world.drop([['O1', 'new', '', 'T1']])
  world.shop.fault({ kind: 'lose answer' }, 4)
  await world.run()
  world.shop.clearFaults()
  world.clock.advance(hourMs)
  await world.run({}, narrow)
  const entries = (await world.store.list('archive/')).map(({ key }) => JSON.parse(String(world.store.bytes(key))))
  const asked = entries.filter(({ changes, response }) => changes === undefined && response !== null)
  expect(asked.at(-1).response.body.orders).toMatchObject([{ order_number: 'O1', tracking_code: 'T1' }])
  expect(JSON.stringify(asked)).not.toMatch(/customer|internal_note/)
  expect((await world.line('O1'))?.acknowledged).toMatchObject({ tracking_code: 'T1' })
})
