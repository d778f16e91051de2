import { describe, expect, it } from 'vitest'
import type { FeedSelection } from '../../lib/sync/import/select.ts'
import { lateProblems } from '../../lib/sync/late.ts'
import type { Head } from '../../lib/sync/state/head.ts'
import { headOf } from '../support/facts.ts'
import { iso, nowMs } from '../support/lines.ts'
import { createWorld, hourMs, noLimits, settingsOf, simpleFeed } from '../support/world.ts'

const feeds = {
  orders: simpleFeed,
  other: { ...simpleFeed, fields: { order_number: 'order_number', internal_note: 'note' } },
}
const kindsOf = ({ problems }: { readonly problems: readonly { kind: string; subject: string }[] }) =>
  problems.map(({ kind, subject }) => `${kind}: ${subject}`)

describe('a feed without a new export', () => {
  it('is told by itself, also at a look, and is fresh with the same bytes', async () => {
    const settings = settingsOf({ feeds, alerts: { noExportForHours: { orders: 2 } } })
    const world = createWorld({ settings, orders: [{ order_number: 'O1', status: 'new' }] })
    world.drop([['O1', 'new']], '1.csv')
    expect(kindsOf(await world.run())).toEqual([])
    world.clock.advance(hourMs)
    expect(kindsOf(await world.run())).toEqual([])
    world.clock.advance(hourMs)
    expect(await world.run()).toMatchObject({ outcome: 'idle', onlyLooked: true })
    expect(kindsOf(await world.run())).toEqual(['late export: exports/orders/'])
    world.drop([['O1', 'new']], '1.csv')
    expect(kindsOf(await world.run())).toEqual([])
  })

  it('is told where none has ever come', async () => {
    const settings = settingsOf({ feeds, alerts: { noExportForHours: 2 } })
    const world = createWorld({ settings })
    world.drop([['O1', 'new']], '1.csv')
    await world.run()
    world.clock.advance(3 * hourMs)
    expect(kindsOf(await world.run())).toEqual(['late export: exports/orders/', 'late export: exports/other/'])
  })
})

it('a change that waits although nothing holds it is told, with its age', async () => {
  const settings = settingsOf({ guard: noLimits, alerts: { pendingForHours: 3 } })
  const orders = ['O1', 'O2'].map((order_number) => ({ order_number, status: 'new' }))
  const world = createWorld({ settings, orders, shop: { limits: { hour: 1000, day: 1 } } })
  world.drop([
    ['O1', 'new'],
    ['O2', 'new'],
  ])
  await world.run()
  world.drop([
    ['O1', 'sent'],
    ['O2', 'new'],
  ])
  await world.run({ impatient: true })
  world.drop([
    ['O1', 'sent'],
    ['O2', 'sent'],
  ])
  await world.run({ impatient: true })
  const { oldestPending } = await world.head()
  expect(oldestPending).toBeDefined()
  world.clock.advance(2 * hourMs)
  expect(kindsOf(await world.run({ impatient: true })).filter((one) => one.startsWith('stuck'))).toEqual([])
  world.clock.advance(2 * hourMs)
  expect(kindsOf(await world.run({ impatient: true }))).toContain('stuck: pending')
})

it('a run that was killed is told by the one that takes over', async () => {
  const world = createWorld({ orders: [{ order_number: 'O1', status: 'new' }] })
  world.drop([['O1', 'new']])
  await world.run()
  const lease = JSON.parse(world.store.bytes('state/lease.json')?.toString() ?? '')
  world.store.drop(
    'state/lease.json',
    JSON.stringify({ ...lease, released: false, run: '20261124T090000Z-dead', until: '2026-11-24T10:00:00.000Z' }),
  )
  world.drop([['O1', 'sent']])
  expect(kindsOf(await world.run())).toContain('killed: 20261124T090000Z-dead')
  world.drop([['O1', 'done']])
  expect(kindsOf(await world.run())).toEqual([])
})

describe('what time brings about by itself', () => {
  const dropped = (...ages: readonly number[]): FeedSelection['present'] =>
    ages.map((age) => {
      const time = iso(-age * hourMs)
      return {
        object: { key: `exports/orders/${age}.csv`, etag: 'e', size: 1, lastModified: time },
        time,
        ahead: false,
      }
    })
  const lastAt = (age: number): Partial<Head> => ({
    feeds: {
      orders: {
        settingsHash: 'h',
        last: { key: 'k', etag: 'e', size: 1, lastModified: iso(-age * hourMs), records: 1 },
      },
    },
  })
  const told = (alerts: object, head: Partial<Head> | undefined, present: FeedSelection['present'] = []) =>
    lateProblems(
      {
        settings: settingsOf({ feeds, alerts }),
        head: head === undefined ? undefined : headOf(head),
        selections: [{ feed: 'orders', exports: [], present }],
      },
      nowMs,
    ).map(({ kind, subject, message }) => `${kind} ${subject}: ${/since (\S+),/.exec(message)?.[1]}`)

  const late = (age: number) => [`late export exports/orders/: ${iso(-age * hourMs)}`]
  it.each<[string, object, Partial<Head> | undefined, FeedSelection['present'], readonly string[]]>([
    ['a feed is late from the very hour on', { noExportForHours: 2 }, {}, dropped(2), late(2)],
    ['and not a moment before', { noExportForHours: 2 }, {}, dropped(1.999), []],
    ['the newest of its exports counts', { noExportForHours: 2 }, {}, dropped(9, 1, 5), []],
    ['the one that was read last counts, too, once it is gone', { noExportForHours: 2 }, lastAt(1), dropped(9), []],
    ['and it is told by that one', { noExportForHours: 2 }, lastAt(4), dropped(9), late(4)],
    ['without any, what was done last counts', { noExportForHours: 2 }, { at: iso(-3 * hourMs) }, [], late(3)],
    ['and it is not late at once', { noExportForHours: 2 }, { at: iso(-hourMs) }, [], []],
    ['a feed that is not named is never late', { noExportForHours: { other: 1 } }, {}, dropped(99), []],
    ['one that is named is', { noExportForHours: { orders: 9 } }, {}, dropped(9), late(9)],
    ['nobody is asked to look: no feed is', {}, {}, dropped(999), []],
    ['nothing is late before the first run', { noExportForHours: 1 }, { run: '', at: iso(-9 * hourMs) }, [], []],
    ['nor where there is no head', { noExportForHours: 1 }, undefined, dropped(9), []],
  ])('%s', (_what, alerts, head, present, problems) => {
    expect(told(alerts, head, present)).toEqual(problems)
  })

  const stuckSince = (age: number) => ({ oldestPending: iso(-age * hourMs) })
  it.each<[string, Partial<Head>, readonly string[]]>([
    ['a change is stuck from the very hour on', stuckSince(3), [`stuck pending: ${iso(-3 * hourMs)}`]],
    ['and not a moment before', stuckSince(2.999), []],
    ['none is where none waits', {}, []],
  ])('%s', (_what, head, problems) => {
    expect(told({ pendingForHours: 3 }, head)).toEqual(problems)
  })

  it.each([
    [1, '1 order waits in all'],
    [2, '2 orders wait in all'],
  ])('says how many wait: %d', (pending, said) => {
    const head = headOf({ ...stuckSince(9), counts: { pending, parked: 0, held: 0, leftOut: 0 } })
    const [problem] = lateProblems(
      { settings: settingsOf({ alerts: { pendingForHours: 3 } }), head, selections: [] },
      nowMs,
    )
    expect(problem?.message).toContain(said)
  })
})
