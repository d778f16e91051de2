import { describe, expect, it } from 'vitest'
import { driftText } from '../../lib/print/drift.ts'
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
      /2 orders changed.*1 order shows something else[\s\S]*O1 +status +new +cancelled/,
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

  it('stops nothing where the shop does not answer', async () => {
    const world = await adopted()
    again(world, 'new')
    world.shop.fault({ kind: 'answer', status: 500 }, 3)
    expect(await world.run(looksAround)).toMatchObject({ outcome: 'done', problems: [] })
  })
})
