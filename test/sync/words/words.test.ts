import { describe, expect, it } from 'vitest'
import { createWorld, hourMs, noLimits, settingsOf, shown, type World, type WorldOptions } from '../../support/world.ts'

const settings = settingsOf({
  guard: noLimits,
  feeds: {
    orders: {
      contents: 'full',
      format: { type: 'csv' },
      fields: {
        order_number: 'order_number',
        status: { from: 'status', map: { new: 'new', sent: 'sent', lost: 'Ztracená' } },
        metas: { note: 'note' },
      },
    },
  },
})
const orders = ['A', 'B'].map((order_number) => ({ order_number, status: 'new' }))

/** A shop that has adopted its first export. */
async function adopted(more: WorldOptions['shop'] = {}): Promise<World> {
  const world = createWorld({ settings, orders, shop: more })
  world.drop([
    ['A', 'new'],
    ['B', 'new'],
  ])
  await world.run({ asksWords: true })
  expect(world.shop.requests).toEqual([])
  return world
}
const paths = ({ shop }: World) => shop.requests.map(({ method, path }) => `${method} ${path.slice('/api/v2/'.length)}`)
const bothReads = ['GET order-statuses', 'GET metas']

describe('before the first update of a day', () => {
  it('the shop is asked what it has, and what is missing is told before anything is refused', async () => {
    const world = await adopted()
    world.drop([
      ['A', 'sent'],
      ['B', 'new'],
    ])
    const report = await world.run({ asksWords: true })
    expect(paths(world)).toEqual([...bothReads, 'PUT orders'])
    expect(report).toMatchObject({ accepted: 1, rejected: 0, outcome: 'done' })
    expect(report.problems).toMatchObject([
      { kind: 'not in the shop', message: expect.stringMatching(/^The shop has no status "Ztracená" \(feeds\.orders/) },
    ])
    expect(world.store.bytes('state/head.json')?.toString()).toContain('"words"')
    const archived = (await world.store.list('archive/')).map(({ key }) => key.slice(-9))
    expect(archived).toEqual(['0001.json', '0002.json', '0003.json'])
  })

  it('it is not asked again that day, while what is missing goes on being told', async () => {
    const world = await adopted({ statuses: ['new', 'sent', 'done', 'cancelled', 'Ztracená'] })
    for (const status of ['sent', 'new', 'sent']) {
      world.clock.advance(hourMs)
      world.drop([
        ['A', status],
        ['B', 'new'],
      ])
      expect((await world.run({ asksWords: true })).problems).toEqual([])
    }
    expect(paths(world)).toEqual([...bothReads, ...Array(3).fill('PUT orders')])
    world.clock.advance(24 * hourMs)
    world.drop([
      ['A', 'new'],
      ['B', 'new'],
    ])
    await world.run({ asksWords: true })
    expect(paths(world).slice(-3)).toEqual([...bothReads, 'PUT orders'])
  })

  it('what was missing is looked for again after an hour, so that it ends being told', async () => {
    const world = await adopted()
    const post = async (status: string) => {
      world.drop([
        ['A', status],
        ['B', 'new'],
      ])
      return world.run({ asksWords: true })
    }
    await post('sent')
    world.shop.addStatus('Ztracená')
    expect((await post('new')).problems).toHaveLength(1)
    world.clock.advance(hourMs)
    expect((await post('sent')).problems).toEqual([])
  })

  it.each<[string, NonNullable<WorldOptions['shop']>, number]>([
    ['an allowance of ten an hour', { limits: { hour: 10, day: 100 } }, 2],
    ['a login that may not read them', { endpoints: ['orders'] }, 2],
  ])('stops nothing: %s', async (_what, more, reads) => {
    const world = await adopted(more)
    world.drop([
      ['A', 'sent'],
      ['B', 'sent'],
    ])
    const first = await world.run({ asksWords: true })
    // on a small allowance, changes wait a while for others to share their request
    world.clock.advance(hourMs / 4)
    const second = await world.run({ asksWords: true })
    expect([first.outcome, first.accepted + second.accepted]).toEqual(['done', 2])
    expect(paths(world)).toEqual([...bothReads.slice(0, reads), 'PUT orders'])
  })

  it('takes no request that an update needs', async () => {
    const world = await adopted({ limits: { hour: 4, day: 100 } })
    const post = async (status: string) => {
      world.drop([
        ['A', status],
        ['B', 'new'],
      ])
      return world.run({ impatient: true })
    }
    await post('sent')
    world.drop([
      ['A', 'new'],
      ['B', 'new'],
    ])
    expect(await world.run({ asksWords: true, impatient: true })).toMatchObject({ accepted: 1 })
    expect(paths(world)).toEqual(['PUT orders', 'PUT orders'])
  })

  it('a shop that fails at it is updated all the same', async () => {
    const world = await adopted()
    world.drop([
      ['A', 'sent'],
      ['B', 'new'],
    ])
    world.shop.fault({ kind: 'answer', status: 404 }, 2)
    expect(await world.run({ asksWords: true })).toMatchObject({ outcome: 'done', accepted: 1 })
    expect(shown(world, 'A')?.status).toBe('sent')
  })

  it('a wrong key is one wrong login', async () => {
    const world = await adopted({ apiKey: 'another' })
    world.drop([
      ['A', 'sent'],
      ['B', 'new'],
    ])
    expect(await world.run({ asksWords: true })).toMatchObject({ outcome: 'blocked' })
    expect(paths(world)).toEqual(['GET order-statuses'])
    world.clock.advance(hourMs)
    await world.run({ asksWords: true })
    expect(world.shop.requests).toHaveLength(1)
  })
})

describe('a status that the shop shows by its name in another language', () => {
  const names = (...all: string[]) => ({ id: all[0], descriptions: all.map((name) => ({ name })) })
  const statuses = { order_statuses: [names('new', 'neu'), names('sent', 'verschickt'), names('done', 'storniert')] }
  const settingsWith = (more: object) =>
    settingsOf({ guard: noLimits, verify: 'status', upgates: { notify: true }, ...more })

  /** A shop that names its statuses in two languages; somebody has set one, and then the export says another one. */
  async function edited(status: string, more: object): Promise<World> {
    const world = createWorld({ settings: settingsWith(more), orders })
    world.drop([['A', 'new']])
    await world.run({ asksWords: true })
    world.shop.administer('POST', 'A', { status })
    world.shop.fault({ kind: 'answer', status: 200, body: JSON.stringify(statuses) }, 1)
    world.drop([['A', 'sent']])
    return world
  }

  it('is final where the settings say so by the other name', async () => {
    const world = await edited('done', { finalStatuses: ['storniert'], drift: { status: 'erp' } })
    await world.run({ asksWords: true })
    expect(shown(world, 'A')?.status).toBe('done')
    expect(world.shop.emails).toEqual([])
    expect((await world.head()).words?.sameStatuses).toEqual([
      ['new', 'neu'],
      ['sent', 'verschickt'],
      ['done', 'storniert'],
    ])
  })

  it('is not sent again where the export has said the other name', async () => {
    const world = await edited('sent', {})
    world.drop([['A', 'verschickt']])
    const mails = world.shop.emails.length
    expect(await world.run({ asksWords: true })).toMatchObject({ pending: 0, notified: 0 })
    expect(world.shop.emails).toHaveLength(mails)
    expect(await world.run()).toMatchObject({ outcome: 'idle' })
  })

  it('has not been edited where it is what was acknowledged by the other name', async () => {
    const world = createWorld({ settings: settingsWith({}), orders })
    world.drop([['A', 'neu']])
    await world.run({ asksWords: true })
    world.shop.fault({ kind: 'answer', status: 200, body: JSON.stringify(statuses) }, 1)
    world.drop([['A', 'sent']])
    expect(await world.run({ asksWords: true })).toMatchObject({ accepted: 1, pending: 0, problems: [] })
  })
})
