import { describe, expect, it } from 'vitest'
import { decidePlan } from '../../lib/sync/decisions/commands.ts'
import { dismissExport } from '../../lib/sync/decisions/dismiss.ts'
import { createWorld, noLimits, settingsOf, shown, type World } from '../support/world.ts'

const numbers = ['N0', 'N1', 'N2', 'N3', 'N4', 'N5']
const orders = numbers.map((order_number) => ({ order_number, status: 'new' }))
const upgates = { notify: true }
const json = { type: 'json', records: 'orders' }
const fields = { order_number: 'n', status: { from: 's', map: { new: 'new', sent: 'sent', done: 'done' } } }

type Pages = Readonly<{ pages?: number; names?: readonly string[]; status?: string; code?: string }>
/** One page of an export, which names the first three orders only where it is not the whole. */
const page = ({
  pages = 1,
  names = pages === 1 ? numbers : numbers.slice(0, 3),
  status = 'done',
  code = '',
}: Pages = {}) =>
  JSON.stringify({ current_page: 1, number_of_pages: pages, orders: names.map((n) => ({ n, s: status, c: code })) })

const settingsFor = (contents: string, more: object = {}) =>
  settingsOf({
    guard: { ...noLimits, conflicts: 0 },
    upgates,
    feeds: { orders: { contents, format: json, fields } },
    ...more,
  })

function begun(contents = 'full') {
  const settings = settingsFor(contents)
  const world = createWorld({ settings, orders })
  const drop = (name: string, content: string): void => {
    world.clock.advance(1000)
    world.store.drop(`exports/orders/${name}.json`, content)
  }
  return { settings, world, drop }
}

const acknowledged = async (world: World) =>
  Object.fromEntries(await Promise.all(numbers.map(async (n) => [n, (await world.line(n))?.acknowledged.status])))

describe.each(['full', 'changes'])('the first export of a feed (%s) that looks wrong', (contents) => {
  const twice = JSON.stringify({
    orders: [...numbers.map((n) => ({ n, s: 'done' })), ...numbers.map((n) => ({ n, s: 'sent' }))],
  })
  it.each([
    ['one of two pages', page({ pages: 2 }), 'it is one of 2 pages'],
    ['one that contradicts itself', twice, 'names 6 orders twice'],
  ])('is not adopted, but told and left to a person: %s', async (_what, content, why) => {
    const { world, drop } = begun(contents)
    drop('1', content)
    expect(await world.run()).toMatchObject({
      adopted: 0,
      planned: 0,
      exports: [{ refused: expect.stringContaining(why) }],
      problems: [{ kind: 'refused export', message: expect.stringContaining('order-sync adopt') }],
    })
    expect(await world.run()).toMatchObject({ outcome: 'idle', problems: [{ kind: 'refused export' }] })
    expect(await world.line('N0')).toBeUndefined()
    expect(world.shop.requests).toEqual([])
  })

  it('is adopted as it is where a person says so, and is not suspicious any more', async () => {
    const { world, drop } = begun(contents)
    drop('1', page({ pages: 2 }))
    await world.run()
    expect(await world.run({ adopt: true })).toMatchObject({ outcome: 'done', adopted: 3, problems: [] })
    expect(await acknowledged(world)).toMatchObject({ N0: 'done', N2: 'done', N3: undefined })
    expect(await world.run()).toMatchObject({ outcome: 'idle', problems: [] })
    expect(world.shop.requests).toEqual([])
  })
})

describe('a first export that looked wrong', () => {
  it('is replaced by a sound one, which is adopted as the first', async () => {
    const { world, drop } = begun()
    drop('1', page({ pages: 2 }))
    await world.run()
    drop('2', page())
    expect(await world.run()).toMatchObject({ outcome: 'done', adopted: 6, planned: 0, problems: [] })
    expect(world.shop.emails).toEqual([])
  })

  it('may be given up', async () => {
    const { world, settings, drop } = begun('changes')
    drop('1', page({ pages: 2 }))
    await world.run()
    await dismissExport('exports/orders/1.json', settings, world.effects)
    drop('2', page({ status: 'sent' }))
    expect(await world.run()).toMatchObject({ outcome: 'done', adopted: 6, problems: [] })
  })

  it('is held as any other where the first one is posted, not adopted', async () => {
    const settings = settingsFor('full', { firstRun: 'post' })
    const world = createWorld({ settings, orders })
    world.store.drop('exports/orders/1.json', page({ pages: 2 }))
    expect(await world.run()).toMatchObject({ outcome: 'held', hold: { changes: 3 }, adopted: 0 })
    expect(world.shop.emails).toEqual([])
  })

  it('gives no new field of the settings its first values either', async () => {
    const { world, drop } = begun()
    drop('1', page({ status: 'new' }))
    await world.run()
    const more = settingsFor('full', {
      feeds: { orders: { contents: 'full', format: json, fields: { ...fields, tracking_code: 'c' } } },
    })
    drop('2', page({ pages: 2, status: 'new', code: 'WRONG' }))
    expect(await world.run({}, more)).toMatchObject({ adopted: 0, problems: [{ kind: 'refused export' }] })
    drop('3', page({ status: 'new', code: 'T' }))
    expect(await world.run({}, more)).toMatchObject({ adopted: 6, planned: 0, problems: [] })
    drop('4', page({ status: 'new', code: 'T2' }))
    expect(await world.run({}, more)).toMatchObject({ adopted: 0, accepted: 6 })
    expect(shown(world, 'N5')).toMatchObject({ tracking_code: 'T2' })
  })
})

it('is held as any other where a sound one of the first run was before it', async () => {
  const { world, drop } = begun('changes')
  drop('1', page({ names: ['N0', 'N1'] }))
  drop('2', page({ pages: 2, names: ['N1', 'N2'], status: 'sent' }))
  expect(await world.run()).toMatchObject({ outcome: 'held', adopted: 2, hold: { changes: 2 } })
  expect(await acknowledged(world)).toMatchObject({ N0: 'done', N1: 'done', N2: undefined })
})

it('is adopted as a whole where many exports of changes wait for the first run', async () => {
  const { world, drop } = begun('changes')
  for (let index = 0; index < 501; index++) drop(String(index).padStart(4, '0'), page({ names: ['N0'], status: 'new' }))
  drop('9999', page({ names: ['N0', 'N1'], status: 'sent' }))
  expect(await world.run()).toMatchObject({ outcome: 'done', planned: 0 })
  expect(world.shop.emails).toEqual([])
  expect(await acknowledged(world)).toMatchObject({ N0: 'sent', N1: 'sent' })
  drop('99999', page({ names: ['N0'], status: 'done' }))
  expect(await world.run()).toMatchObject({ adopted: 0, accepted: 1, notified: 1 })
})

describe('an order whose first record could not be used', () => {
  const odd = page({ names: ['N0', 'N1'] }).replace('"N0","s":"done"', '"N0","s":"?"')

  async function unused() {
    const { world, drop } = begun()
    drop('1', odd)
    await world.run()
    return { world, drop }
  }

  it('does not adopt what an export says that looks wrong: it is held', async () => {
    const { world, drop } = await unused()
    drop('2', page({ pages: 2, names: ['N0', 'N1'], status: 'sent' }))
    expect(await world.run()).toMatchObject({ outcome: 'held', adopted: 0, hold: { changes: 2 } })
    drop('3', page({ names: ['N0', 'N1'] }))
    expect(await world.run()).toMatchObject({ outcome: 'done', adopted: 1, planned: 0 })
    expect(await acknowledged(world)).toMatchObject({ N0: 'done', N1: 'done' })
    expect(world.shop.requests).toEqual([])
  })

  it('adopts nothing any more once a person has approved such a word', async () => {
    const { world, drop } = await unused()
    drop('2', page({ pages: 2, names: ['N0', 'N1'], status: 'sent' }))
    const { hold } = await world.run()
    await decidePlan({ kind: 'approve', hash: hold?.hash ?? '' }, settingsFor('full'), world.effects)
    expect(await world.run({ looksForDecisions: true })).toMatchObject({ accepted: 2 })
    drop('3', page({ names: ['N0', 'N1'] }))
    expect(await world.run()).toMatchObject({ adopted: 0, accepted: 2 })
  })
})
