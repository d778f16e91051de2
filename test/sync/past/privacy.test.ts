import { describe, expect, it } from 'vitest'
import { historyOf } from '../../../lib/sync/history.ts'
import { forgetOrder } from '../../../lib/sync/past/forget.ts'
import { deleteAll, oldObjects } from '../../../lib/sync/past/prune.ts'
import { forgottenValue, scrubbed } from '../../../lib/sync/past/scrub.ts'
import { sentIn } from '../../../lib/sync/past/set-by.ts'
import { parseEntry } from '../../../lib/sync/post/archive.ts'
import {
  createWorld,
  hourMs,
  noLimits,
  type Row,
  settingsOf,
  shown,
  stateUpdate,
  type World,
} from '../../support/world.ts'

const orders = ['O1', 'O12'].map((order_number) => ({ order_number, status: 'new' }))
const rows = (status: string, secret: string): Row[] => [
  ['O1', status, '2026-11-20', secret, 'true', secret],
  ['O12', status, '2026-11-21', 'OTHER'],
]
const secret = 'GEHEIM-7'

async function story(changes: Parameters<typeof settingsOf>[0] = {}): Promise<World> {
  const world = createWorld({ settings: settingsOf({ guard: noLimits, ...changes }), orders })
  world.drop([
    ['O1', 'new'],
    ['O12', 'new'],
  ])
  await world.run()
  world.drop(rows('sent', secret))
  world.shop.fault({ kind: 'lose answer' }, 1)
  await world.run()
  world.clock.advance(hourMs)
  await world.run()
  world.drop([...rows('nonsense', secret)])
  await world.run()
  return world
}
const texts = async ({ store }: World, prefix: string) =>
  (await store.list(prefix)).map(({ key }) => [key, store.bytes(key)?.toString() ?? ''] as const)

describe('an order that is to be forgotten', () => {
  it.each<[string, Parameters<typeof settingsOf>[0]]>([
    ['v2', {}],
    ['state-update', stateUpdate],
    ['a guard that holds', { guard: { ...noLimits, orders: 1 } }],
  ])(
    'has no value left in archive, reports, holds and snapshot, and its requests are still proven: %s',
    async (_what, changes) => {
      const world = await story(changes)
      const before = await texts(world, 'archive/')
      expect(JSON.stringify([await texts(world, '')])).toContain(secret)
      const counted = await forgetOrder('O1', { isMeant: false }, world.effects)
      expect(JSON.stringify(await texts(world, 'archive/'))).toBe(JSON.stringify(before))
      expect(await forgetOrder('O1', { isMeant: true }, { ...world.effects, by: 'jana' })).toEqual(counted)
      await world.run({ looksForDecisions: true })
      for (const prefix of ['archive/', 'runs/', 'state/'])
        for (const [key, text] of await texts(world, prefix)) expect(text.includes(secret), key).toBe(false)
      expect(await world.line('O1')).toEqual({ order_number: 'O1', acknowledged: {}, forgotten: true })
      // nothing of the other order is gone, and every exchange is still there and can be read
      const after = await texts(world, 'archive/')
      expect(after.map(([key]) => key).slice(0, before.length)).toEqual(before.map(([key]) => key))
      for (const [key, text] of after) expect(parseEntry(key, text)?.request.sentAt).toBeDefined()
      const history = await historyOf(world.effects, 'O1', 30)
      expect(history.every(({ fields }) => Object.values(fields).every((value) => value === forgottenValue))).toBe(true)
      if (before.length > 0) expect(JSON.stringify(after)).toContain('OTHER')
      const entries = after.flatMap(([key, text]) => {
        const entry = parseEntry(key, text)
        return entry === undefined ? [] : [{ key, entry }]
      })
      expect(sentIn(entries, world.shop as never).length).toBeGreaterThanOrEqual(0)
      expect(await forgetOrder('O1', { isMeant: false }, world.effects)).toMatchObject({ exchanges: 0, holds: 0 })
    },
  )

  it('is not sent again, whatever the exports go on saying, and the others are', async () => {
    const world = await story()
    await forgetOrder('O1', { isMeant: true }, world.effects)
    await world.run({ looksForDecisions: true })
    const sent = world.shop.requests.length
    world.drop([
      ['O1', 'done', '', 'NEW'],
      ['O12', 'done'],
    ])
    await world.run()
    expect(world.shop.requests.slice(sent).flatMap((request) => request.orders)).toEqual(['O12'])
    expect(shown(world, 'O1')?.status).toBe('sent')
    expect((await world.plan()).plan.changes).toEqual([])
  })

  it('waits while a run is at work or has died, for its archive is still needed', async () => {
    const world = await story()
    const lease = JSON.parse(world.store.bytes('state/lease.json')?.toString() ?? '')
    world.store.drop('state/lease.json', JSON.stringify({ ...lease, openRuns: ['20261124T100000Z-dead'] }))
    await expect(forgetOrder('O1', { isMeant: true }, world.effects)).rejects.toThrow('has died')
    expect((await world.store.list('state/decisions/')).length).toBe(0)
  })
})

describe('what is left of a value', () => {
  it.each<[string, unknown, unknown]>([
    [
      'of its own',
      { order_number: 'O1', fields: { status: 'x' } },
      { order_number: 'O1', fields: { status: forgottenValue } },
    ],
    ['nothing of another order', { order_number: 'O12', status: 'x' }, { order_number: 'O12', status: 'x' }],
    [
      'how it was answered',
      { order_number: 'O1', updated_yn: true, messages: [{ level: 'error', message: 'x' }] },
      { order_number: 'O1', updated_yn: true, messages: [{ level: 'error', message: forgottenValue }] },
    ],
    [
      'a text that mentions it',
      ['row 3 (order O1), Stav = "x"', 'row 4 (order O12)'],
      [forgottenValue, 'row 4 (order O12)'],
    ],
    [
      'that requests were made',
      { orders: ['O1', 'O2'], url: 'https://x/orders?order_numbers=O1;O2' },
      { orders: ['O1', 'O2'], url: 'https://x/orders?order_numbers=O1;O2' },
    ],
    [
      'a problem about it',
      { kind: 'rejected', subject: 'O1', message: 'The shop says x' },
      { kind: 'rejected', subject: 'O1', message: forgottenValue },
    ],
    ['nothing, and still nothing', { order_number: 'O1', paid_date: null }, { order_number: 'O1', paid_date: null }],
  ])('%s', (_what, value, left) => {
    expect(scrubbed(value, 'O1')).toEqual(left)
  })
})

describe('what is old', () => {
  const settings = settingsOf({ guard: noLimits, retention: { archiveDays: 10, exportDays: 5 } })
  const dayMs = 24 * hourMs

  it('is deleted by its day, but for exports that are still needed', async () => {
    const world = createWorld({ settings, orders })
    world.drop(
      [
        ['O1', 'new'],
        ['O12', 'new'],
      ],
      '1.csv',
    )
    await world.run()
    world.drop(
      [
        ['O1', 'sent'],
        ['O12', 'new'],
      ],
      '2.csv',
    )
    await world.run()
    expect(await oldObjects(settings, world.effects)).toEqual({ archive: [], runs: [], exports: [] })
    world.clock.advance(6 * dayMs)
    expect((await oldObjects(settings, world.effects)).exports).toEqual(['exports/orders/1.csv'])
    world.clock.advance(6 * dayMs)
    const old = await oldObjects(settings, world.effects)
    expect([old.archive.length, old.runs.length]).toEqual([1, 2])
    await deleteAll([...old.archive, ...old.runs, ...old.exports], world.effects)
    expect((await world.store.list('archive/')).length).toBe(0)
    expect((await world.run()).outcome).toBe('idle')
    world.drop(
      [
        ['O1', 'done'],
        ['O12', 'new'],
      ],
      '3.csv',
    )
    expect(await world.run()).toMatchObject({ accepted: 1 })
  })

  it('is never what a run that died has sent', async () => {
    const world = createWorld({ settings, orders })
    world.drop([
      ['O1', 'new'],
      ['O12', 'new'],
    ])
    await world.run()
    world.drop([
      ['O1', 'sent'],
      ['O12', 'new'],
    ])
    const { run } = await world.run()
    const lease = JSON.parse(world.store.bytes('state/lease.json')?.toString() ?? '')
    world.store.drop('state/lease.json', JSON.stringify({ ...lease, openRuns: [run] }))
    world.clock.advance(30 * dayMs)
    expect((await oldObjects(settings, world.effects)).archive).toEqual([])
  })
})
