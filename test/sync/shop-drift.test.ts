import { describe, expect, it } from 'vitest'
import { driftText } from '../../lib/print/drift.ts'
import { forgetOrder } from '../../lib/sync/past/forget.ts'
import { shopDrift } from '../../lib/sync/shop-drift.ts'
import { voiceIn } from '../support/voice.ts'
import { createWorld, hourMs, minuteMs, type Row, settingsOf, stateUpdate, type World } from '../support/world.ts'

const voice = await voiceIn()

const settings = settingsOf()
const rows: readonly Row[] = [
  ['O1', 'new', '', 'T1'],
  ['O2', 'new'],
  ['O3', 'new'],
]

/** A shop that shows what was adopted, two days ago. */
async function adopted(more: object = {}): Promise<World> {
  const orders = rows.map(([order_number, status = '', , tracking_code = '']) => ({
    order_number,
    status,
    tracking_code,
  }))
  const world = createWorld({ settings, orders, shop: more })
  world.drop(rows)
  await world.run()
  world.clock.advance(48 * hourMs)
  return world
}

const edit = ({ shop }: World, order: string, fields: object): void => void shop.administer('POST', order, fields)
const gets = ({ shop }: World): number => shop.requests.filter(({ method }) => method === 'GET').length

describe('what was changed in the shop', () => {
  it('is listed since the last look, beside what was acknowledged and what is wanted', async () => {
    const world = await adopted()
    edit(world, 'O1', { status: 'cancelled', tracking_code: 'X1' })
    edit(world, 'O2', { paid_date: '2026-11-20' })
    world.clock.advance(10 * minuteMs)
    const found = await shopDrift(settings, world.effects)
    expect(found).toMatchObject({
      requests: 1,
      changed: 2,
      drifted: [
        { order_number: 'O1', field: 'status', acknowledged: 'new', shown: 'cancelled' },
        { order_number: 'O1', field: 'tracking_code', acknowledged: 'T1', shown: 'X1' },
      ],
    })
    expect(driftText(found, voice)).toMatch(
      /2 orders changed.*1 order shows something else[\s\S]*O1 +status +new \(taken over, not sent\) +cancelled/,
    )
    world.clock.advance(hourMs)
    expect(await shopDrift(settings, world.effects)).toMatchObject({ changed: 0, drifted: [] })
    expect(await shopDrift(settings, world.effects, 3)).toMatchObject({ changed: 2 })
  })

  it('changes nothing of the state but the time of the look', async () => {
    const world = await adopted()
    edit(world, 'O1', { status: 'cancelled' })
    const before = await world.store.list('')
    await shopDrift(settings, world.effects)
    const after = await world.store.list('')
    expect(after.filter(({ key }) => !before.some((one) => one.key === key)).map(({ key }) => key)).toEqual([
      'state/looked.json',
    ])
    expect(after.filter(({ key }) => key !== 'state/looked.json')).toEqual(before)
    expect((await world.run()).outcome).toBe('idle')
  })

  it('takes a request for a hundred orders', async () => {
    const many = Array.from({ length: 250 }, (_, at) => ({ order_number: `N${at}`, status: 'new' }))
    const world = createWorld({ settings, orders: many })
    world.drop(many.map(({ order_number }): Row => [order_number, 'new']))
    await world.run()
    expect(await shopDrift(settings, world.effects)).toMatchObject({ requests: 3, changed: 250, drifted: [] })
  })

  it.each([
    ['state-update', settingsOf(stateUpdate), 'cannot be asked'],
    ['a refused key', settings, 'refused this key before'],
  ])('cannot be asked: %s', async (what, used, message) => {
    const world = createWorld({ settings: used, orders: [], shop: { apiKey: 'another' } })
    if (what === 'a refused key') {
      world.drop([['O1', 'new']])
      await world.run()
      world.drop([['O1', 'sent']])
      await world.run()
    }
    await expect(shopDrift(used, world.effects)).rejects.toThrow(message)
  })
})

describe('the daily look of a deployed function', () => {
  const looksAround = { looksAround: true }
  const again = (world: World, status: string): void => world.drop([['O1', status, '', 'T1'], ...rows.slice(1)])

  it('costs one request a day where nothing was changed, and none where a run is idle', async () => {
    const world = await adopted()
    for (let tick = 0; tick < 4 * 24; tick++) {
      if (tick % 4 === 0) again(world, 'new')
      await world.run(looksAround)
      world.clock.advance(15 * minuteMs - 2000)
    }
    expect(world.shop.requests.map(({ method }) => method)).toEqual(['GET'])
    const before = world.shop.requests.length
    world.clock.advance(48 * hourMs)
    expect(await world.run(looksAround)).toMatchObject({ outcome: 'idle' })
    expect(world.shop.requests).toHaveLength(before)
  })

  it('tells what it finds, and changes nothing', async () => {
    const world = await adopted()
    edit(world, 'O2', { status: 'cancelled' })
    again(world, 'new')
    const report = await world.run(looksAround)
    expect(report).toMatchObject({ outcome: 'done', requests: 1, problems: [{ kind: 'drifted', subject: 'O2' }] })
    expect((await world.line('O2'))?.acknowledged.status).toBe('new')
  })

  it('leaves a short allowance to the changes', async () => {
    const world = await adopted({ limits: { hour: 3, day: 100 } })
    again(world, 'sent')
    await world.run({ ...looksAround, impatient: true })
    expect(gets(world)).toBe(0)
  })

  it('begins a day after the first run, and asks nothing before', async () => {
    const orders = rows.map(([order_number, status = '']) => ({ order_number, status }))
    const world = createWorld({ settings, orders })
    world.drop(rows)
    for (let hour = 0; hour < 24; hour++) {
      await world.run(looksAround)
      expect(gets(world)).toBe(0)
      world.clock.advance(hourMs)
      again(world, 'new')
    }
    await world.run(looksAround)
    expect(gets(world)).toBe(1)
  })

  it('never tries a key again that the shop refuses', async () => {
    const world = await adopted()
    world.apiKey.current = { value: 'wrong', version: '2' }
    again(world, 'new')
    world.shop.changeKey('another-key')
    expect(await world.run(looksAround)).toMatchObject({ outcome: 'blocked', requests: 1 })
    for (let day = 0; day < 10; day++) {
      world.clock.advance(24 * hourMs)
      again(world, day % 2 === 0 ? 'sent' : 'new')
      await world.run(looksAround)
    }
    expect(world.shop.requests).toHaveLength(1)
    expect(await world.head()).toMatchObject({ blocked: { keyVersion: '2' } })
  })

  it('leaves a shop alone that wants to be, and looks once a day however that ends', async () => {
    const world = await adopted()
    again(world, 'new')
    world.shop.fault({ kind: 'answer', status: 500 }, 30)
    await world.run(looksAround)
    const asked = world.shop.requests.length
    for (let hour = 1; hour < 23; hour++) {
      world.clock.advance(hourMs)
      again(world, 'new')
      await world.run(looksAround)
    }
    expect(world.shop.requests).toHaveLength(asked)
    world.shop.clearFaults()
    edit(world, 'O2', { status: 'cancelled' })
    world.clock.advance(2 * hourMs)
    again(world, 'new')
    expect((await world.run(looksAround)).problems).toMatchObject([{ kind: 'drifted', subject: 'O2' }])
  })

  it('goes back to where it was answered last', async () => {
    const world = await adopted()
    again(world, 'new')
    await world.run(looksAround)
    world.clock.advance(20 * hourMs)
    edit(world, 'O2', { status: 'cancelled' })
    world.clock.advance(5 * hourMs)
    again(world, 'new')
    world.shop.fault({ kind: 'answer', status: 500 }, 30)
    await world.run(looksAround)
    world.shop.clearFaults()
    world.clock.advance(25 * hourMs)
    again(world, 'new')
    expect((await world.run(looksAround)).problems).toMatchObject([{ kind: 'drifted', subject: 'O2' }])
  })

  it.each([
    ['ten requests at most', {}, 10],
    ['no more than the hour has to spare', { limits: { hour: 10, day: 150 } }, 5],
  ])('reads a part where more was changed, and says so: %s', async (_what, more, most) => {
    const many = Array.from({ length: 1100 }, (_, at) => ({ order_number: `N${at}`, status: 'new' }))
    const world = createWorld({ settings, orders: many, shop: more })
    world.drop(many.map(({ order_number }): Row => [order_number, 'new']))
    await world.run()
    world.clock.advance(25 * hourMs)
    for (const { order_number } of many) edit(world, order_number, { internal_note: 'x' })
    world.drop(many.map(({ order_number }): Row => [order_number, 'new']))
    // what the hour has left is known once the shop has been asked anything
    await world.run({ asksWords: true })
    world.drop([
      ['N1', 'sent'],
      ...many.filter(({ order_number }) => order_number !== 'N1').map(({ order_number }): Row => [order_number, 'new']),
    ])
    await world.run({ impatient: true })
    const before = gets(world)
    world.clock.advance(25 * hourMs - (world.clock.now() % hourMs))
    for (const { order_number } of many) edit(world, order_number, { internal_note: 'y' })
    world.drop(
      many.map(({ order_number }): Row => [order_number, order_number === 'N1' ? 'sent' : 'new']),
      'zz.csv',
    )
    const report = await world.run(looksAround)
    expect(gets(world) - before).toBe(most)
    expect(report.problems.map(({ message }) => message).join()).toContain('than the daily look reads')
    expect((await world.head()).lookedAt).toBeDefined()
  })

  it('archives nothing of the orders that were changed but their numbers, nor tells of one that is forgotten', async () => {
    const world = await adopted()
    await forgetOrder('O1', { isMeant: true }, world.effects)
    edit(world, 'O1', { tracking_code: 'GEHEIM', status: 'cancelled' })
    edit(world, 'O2', { tracking_code: 'OTHER', status: 'cancelled' })
    again(world, 'new')
    const report = await world.run({ ...looksAround, looksForDecisions: true })
    expect(report.problems.map(({ subject }) => subject)).toEqual(['O2'])
    const archived = (await world.store.list('archive/')).map(({ key }) => world.store.bytes(key)?.toString() ?? '')
    expect(archived).toHaveLength(1)
    expect(archived.join()).toContain('"order_number":"O2"')
    expect(archived.join()).not.toMatch(/GEHEIM|OTHER|cancelled/)
  })

  it('stops nothing where the shop does not answer', async () => {
    const world = await adopted()
    again(world, 'new')
    world.shop.fault({ kind: 'answer', status: 500 }, 3)
    expect(await world.run(looksAround)).toMatchObject({ outcome: 'done', problems: [] })
  })
})
