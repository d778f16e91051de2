import { describe, expect, it } from 'vitest'
import { decidePlan } from '../../lib/sync/decisions/commands.ts'
import { undoDecision } from '../../lib/sync/decisions/undo-decision.ts'
import { dryRun } from '../../lib/sync/dry-run.ts'
import { planUndo, undoRun } from '../../lib/sync/past/undo.ts'
import { createWorld, hourMs, minuteMs, noLimits, type Row, settingsOf, shown, simpleFeed } from '../support/world.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `N${index}`)
const ordersOf = (count: number) => numbers(count).map((order_number) => ({ order_number, status: 'new' }))
const rowsOf = (count: number, status: (order: string) => string) =>
  numbers(count).map((order): Row => [order, status(order)])
const deciding = { looksForDecisions: true }

/** Forty orders, and then an export of fifteen that would change and mail all of them: it is held. */
async function suspicious(isRead = true) {
  const settings = settingsOf({ upgates: { notify: true } })
  const world = createWorld({ settings, orders: ordersOf(40) })
  world.drop(rowsOf(40, () => 'new'))
  await world.run()
  world.drop(rowsOf(15, () => 'sent'))
  const { hash } = isRead
    ? ((await world.run()).hold ?? { hash: '' })
    : (await dryRun(settings, world.effects, {})).plan
  return { settings, world, hash }
}

describe('a decision about a part of a held plan', () => {
  it.each([
    ['approve', 1],
    ['reject', 0],
  ] as const)('says nothing about the rest of it: %s', async (kind, accepted) => {
    const { settings, world } = await suspicious()
    const part = { only: ['N3'] }
    const { plan } = await dryRun(settings, world.effects, { part })
    await decidePlan({ kind, hash: plan.hash, part }, settings, world.effects)
    expect(await world.run(deciding)).toMatchObject({ outcome: 'held', accepted })
    expect(world.shop.emails).toHaveLength(accepted)
  })
})

it('what a rejection has settled about an export is not held again by taking it back', async () => {
  const { settings, world, hash } = await suspicious()
  const { id } = await decidePlan({ kind: 'reject', hash }, settings, world.effects)
  await world.run(deciding)
  await expect(undoDecision(id, settings, world.effects)).rejects.toThrow('it has settled what was suspicious')
  expect(await world.run(deciding)).toMatchObject({ accepted: 0 })
})

it('a rejected suspicious word leaves the sound one that it had replaced', async () => {
  const feeds = { orders: { ...simpleFeed, contents: 'changes' } }
  const settings = settingsOf({ upgates: { notify: true }, guard: noLimits, feeds })
  const world = createWorld({ settings, orders: ordersOf(2) })
  const drop = (...lines: string[]) =>
    world.drop(`order_number;status;paid_date;tracking_code;resolved_yn;note\r\n${lines.join('\r\n')}`)
  drop('N0;new;;;;', 'N1;new;;;;', '')
  await world.run()
  world.shop.fault({ kind: 'answer', status: 429, body: '{}', headers: { 'retry-after': '600' } }, 1)
  drop('N0;sent;;;;', '')
  await world.run()
  drop('N0;cancelled;;;;', 'N1;sent;;;;')
  const { hold } = await world.run()
  await decidePlan({ kind: 'reject', hash: hold?.hash ?? '' }, settings, world.effects)
  world.clock.advance(hourMs)
  await world.run(deciding)
  expect([shown(world, 'N0')?.status, shown(world, 'N1')?.status]).toEqual(['sent', 'new'])
  const { plan } = await dryRun(settings, world.effects, {})
  expect(plan.leftOut.map(({ order_number, value, kind }) => [order_number, value, kind])).toEqual([
    ['N0', 'cancelled', 'rejected'],
    ['N1', 'sent', 'rejected'],
  ])
  // the same word again is as rejected as it was, also where the sound one has gone out
  drop('N0;cancelled;;;;', 'N1;sent;;;;', '')
  await world.run()
  expect([shown(world, 'N0')?.status, shown(world, 'N1')?.status]).toEqual(['sent', 'new'])
  // another one ends that
  drop('N0;done;;;;', '')
  await world.run()
  drop('N0;cancelled;;;;', 'N1;sent;;;;', '')
  await world.run()
  expect([shown(world, 'N0')?.status, shown(world, 'N1')?.status]).toEqual(['cancelled', 'new'])
})

describe('a rejected value stays rejected, whatever export comes before a run acts on it', () => {
  const sound = rowsOf(40, () => 'new')
  const later = rowsOf(40, (order) => (order === 'N0' ? 'sent' : 'new'))

  it.each<[string, Row[][], string]>([
    ['none', [], 'new'],
    ['a sound one without the order', [sound.slice(1)], 'new'],
    ['another suspicious one without it, and a sound one', [sound.slice(1, 12), sound.slice(1)], 'new'],
    ['a sound one that says the same', [later], 'new'],
    ['a suspicious one that says the same', [[['N0', 'sent']]], 'new'],
    ['a sound one that says another value', [sound], 'sent'],
  ])('%s', async (_what, between, expected) => {
    const { settings, world, hash } = await suspicious()
    await decidePlan({ kind: 'reject', hash }, settings, world.effects)
    for (const rows of between) world.drop(rows)
    const { problems } = await world.run(deciding)
    expect(problems.filter(({ kind }) => kind === 'decision')).toHaveLength(expected === 'new' ? 0 : 1)
    world.drop(later)
    await world.run(deciding)
    expect(shown(world, 'N0')?.status).toBe(expected)
  })

  it('where no run has read yet what was rejected', async () => {
    const settings = settingsOf({ upgates: { notify: true } })
    const world = createWorld({ settings, orders: ordersOf(40) })
    world.drop(sound)
    await world.run()
    world.drop([['N0', 'sent']])
    const { plan } = await dryRun(settings, world.effects, {})
    await decidePlan({ kind: 'reject', hash: plan.hash }, settings, world.effects)
    world.drop(sound.slice(1))
    await world.run(deciding)
    world.drop(later)
    await world.run(deciding)
    expect(shown(world, 'N0')?.status).toBe('new')
  })

  it.each([true, false])(
    'but goes out where a person has approved it after that (read by a run: %s)',
    async (isRead) => {
      const { settings, world, hash } = await suspicious(isRead)
      await decidePlan({ kind: 'reject', hash }, settings, world.effects)
      world.clock.advance(minuteMs)
      await decidePlan({ kind: 'approve', hash }, settings, world.effects)
      await world.run(deciding)
      expect(shown(world, 'N0')?.status).toBe('sent')
    },
  )

  it('also where a person has approved it after that, and taken that back', async () => {
    const { settings, world, hash } = await suspicious()
    await decidePlan({ kind: 'reject', hash }, settings, world.effects)
    world.clock.advance(minuteMs)
    const { id } = await decidePlan({ kind: 'approve', hash }, settings, world.effects)
    await undoDecision(id, settings, world.effects)
    world.drop(sound.slice(1))
    await world.run(deciding)
    world.drop(later)
    await world.run(deciding)
    expect(shown(world, 'N0')?.status).toBe('new')
  })

  it('but not what a person has approved after that with another plan', async () => {
    const settings = settingsOf({ upgates: { notify: true } })
    const world = createWorld({ settings, orders: ordersOf(40) })
    world.drop(sound)
    await world.run()
    const hashes: string[] = []
    for (const count of [1, 15]) {
      world.drop(rowsOf(count, () => 'sent'))
      hashes.push((await world.run()).hold?.hash ?? '')
    }
    const [approved = '', rejected = ''] = hashes
    await decidePlan({ kind: 'reject', hash: rejected }, settings, world.effects)
    world.clock.advance(minuteMs)
    await decidePlan({ kind: 'approve', hash: approved }, settings, world.effects)
    world.drop(sound.slice(2))
    await world.run(deciding)
    world.drop(rowsOf(40, (order) => (order === 'N0' || order === 'N1' ? 'sent' : 'new')))
    await world.run(deciding)
    expect(['N0', 'N1'].map((order) => shown(world, order)?.status)).toEqual(['sent', 'new'])
  })

  it('but not what a feed of changes had taken back before, and says again', async () => {
    const feeds = { orders: { ...simpleFeed, contents: 'changes' } }
    const settings = settingsOf({ guard: { ...noLimits, orders: 1 }, feeds })
    const world = createWorld({ settings, orders: ordersOf(3) })
    world.drop(rowsOf(3, () => 'new'))
    await world.run()
    world.drop(rowsOf(3, () => 'sent'))
    const { hold } = await world.run()
    world.drop([['N0', 'new']])
    await world.run()
    await decidePlan({ kind: 'reject', hash: hold?.hash ?? '' }, settings, world.effects)
    await world.run(deciding)
    world.drop([['N0', 'sent']])
    await world.run()
    expect(['N0', 'N1'].map((order) => shown(world, order)?.status)).toEqual(['sent', 'new'])
  })
})

it('a rejected word that a sound export says too ends the older one behind it, so that nobody is mailed of that', async () => {
  const waitFor = { sent: { fields: ['tracking_code'], hours: 24 } }
  const settings = settingsOf({ upgates: { notify: true }, guard: noLimits, waitFor })
  const world = createWorld({ settings, orders: ordersOf(10) })
  const say = (status: string, count = 10) => world.drop(rowsOf(count, (order) => (order === 'N0' ? status : 'new')))
  say('new')
  await world.run()
  say('sent')
  await world.run()
  say('cancelled', 3)
  const { hold } = await world.run()
  await decidePlan({ kind: 'reject', hash: hold?.hash ?? '' }, settings, world.effects)
  expect(await world.run(deciding)).toMatchObject({ waiting: [{ order_number: 'N0', status: 'sent' }] })
  say('cancelled')
  await world.run()
  world.clock.advance(25 * hourMs)
  await world.run()
  expect([shown(world, 'N0')?.status, world.shop.emails]).toEqual(['new', []])
  const { plan } = await dryRun(settings, world.effects, {})
  expect(plan.leftOut.map(({ value, kind }) => [value, kind])).toEqual([['cancelled', 'rejected']])
})

it('a suspicious word does not end a pin, so that nobody is mailed twice', async () => {
  const settings = settingsOf({ upgates: { notify: true }, guard: noLimits })
  const world = createWorld({ settings, orders: ordersOf(10) })
  const sent = rowsOf(10, (order) => (order === 'N0' ? 'sent' : 'new'))
  world.drop(rowsOf(10, () => 'new'))
  await world.run()
  world.drop(sent)
  const { run } = await world.run()
  const word = { run, orders: [], pin: true }
  await undoRun(await planUndo(word, settings, world.effects), word, world.effects)
  await world.run(deciding)
  world.drop([['N0', 'cancelled']])
  await world.run()
  world.drop(sent)
  await world.run()
  expect(shown(world, 'N0')?.status).toBe('new')
  expect(world.shop.emails).toHaveLength(1)
})

it('a hold holds nothing that only waits for the allowance', async () => {
  const feedOf = (fields: object) => ({
    contents: 'full',
    format: { type: 'csv' },
    fields: { order_number: 'order', ...fields },
  })
  const settings = settingsOf({
    feeds: { orders: feedOf({ status: 'status' }), parcels: feedOf({ tracking_code: 'code' }) },
    waitFor: { done: { fields: ['tracking_code'], hours: 2, then: 'hold' } },
    guard: noLimits,
    verify: 'never',
  })
  const world = createWorld({ settings, orders: ordersOf(350), shop: { limits: { hour: 4, day: 1000 } } })
  let drops = 0
  const drop = (feed: string, head: string, cell: (order: string) => string) => {
    world.clock.advance(1000)
    const rows = numbers(350).map((order) => `${order};${cell(order)}`)
    world.store.drop(`exports/${feed}/${1000 + ++drops}.csv`, [`order;${head}`, ...rows].join('\n'))
  }
  drop('orders', 'status', () => 'new')
  drop('parcels', 'code', () => '')
  await world.run()
  drop('orders', 'status', (order) => (order === 'N0' ? 'done' : 'new'))
  await world.run()
  world.clock.advance(2.1 * hourMs)
  drop('orders', 'status', (order) => (order === 'N0' ? 'done' : 'sent'))
  const { hold } = await world.run()
  expect(hold?.changes).toBe(1)
  await decidePlan({ kind: 'reject', hash: hold?.hash ?? '' }, settings, world.effects)
  for (let runs = 0; runs < 30; runs++) {
    world.clock.advance(10 * minuteMs)
    await world.run(deciding)
  }
  expect([...world.shop.orders.values()].filter(({ status }) => status === 'sent')).toHaveLength(349)
})

it.each([false, true])(
  'a suspicious text goes out with no sound one of another language (rejected: %s)',
  async (isRejected) => {
    const metas = { note: { values: { cs: 'cs', en: 'en' } } }
    const feeds = { orders: { contents: 'full', format: { type: 'csv' }, fields: { order_number: 'order', metas } } }
    const settings = settingsOf({ feeds, guard: noLimits })
    const world = createWorld({ settings, orders: ordersOf(10) })
    const say = (texts: string, count = 10) =>
      world.drop(
        ['order;cs;en', ...numbers(count).map((order) => `${order};${order === 'N0' ? texts : ';'}`)].join('\n'),
      )
    say(';')
    await world.run()
    say('podezřelé;', 3)
    const { hold } = await world.run()
    if (isRejected) await decidePlan({ kind: 'reject', hash: hold?.hash ?? '' }, settings, world.effects)
    await world.run(deciding)
    say(';sound')
    await world.run()
    expect(shown(world, 'N0')?.note).toEqual({ en: 'sound' })
  },
)

it('what waits behind an export that looks wrong, and takes it back, is told until a sound one comes', async () => {
  const settings = settingsOf({ guard: noLimits, upgates: { notify: true } })
  const world = createWorld({ settings, orders: ordersOf(10) })
  world.drop(rowsOf(10, () => 'new'))
  await world.run()
  world.shop.fault({ kind: 'answer', status: 429, body: '{}', headers: { 'retry-after': '600' } }, 1)
  world.drop(rowsOf(10, (order) => (order === 'N0' ? 'sent' : 'new')))
  await world.run()
  world.drop(rowsOf(3, () => 'new'))
  world.clock.advance(hourMs)
  expect(await world.run()).toMatchObject({ pending: 1, accepted: 0 })
  const { plan } = await dryRun(settings, world.effects, {})
  expect(plan.leftOut).toMatchObject([{ order_number: 'N0', field: 'status', kind: 'doubtful' }])
  world.drop(rowsOf(10, (order) => (order === 'N0' ? 'sent' : 'new')))
  expect(await world.run()).toMatchObject({ pending: 0, accepted: 1 })
})

it('what a sound export says after a suspicious one is not sent again where the shop has it', async () => {
  const settings = settingsOf({ guard: noLimits, upgates: { notify: true } })
  const world = createWorld({ settings, orders: ordersOf(10) })
  world.drop(rowsOf(10, () => 'new'))
  await world.run()
  world.shop.fault({ kind: 'answer', status: 429, body: '{}', headers: { 'retry-after': '600' } }, 1)
  world.drop(rowsOf(10, (order) => (order === 'N0' ? 'sent' : 'new')))
  await world.run()
  const requests = world.shop.requests.length
  world.drop(rowsOf(3, () => 'new'))
  await world.run()
  world.clock.advance(hourMs)
  world.drop(rowsOf(10, () => 'new'))
  expect(await world.run()).toMatchObject({ outcome: 'done', pending: 0, requests: 0 })
  expect([world.shop.requests.length, world.shop.emails]).toEqual([requests, []])
})
