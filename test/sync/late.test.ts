import { describe, expect, it } from 'vitest'
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
