import { expect, it } from 'vitest'
import { openLedger } from '../../lib/sync/ledger/ledger.ts'
import { loadHead } from '../../lib/sync/state/head.ts'
import { createWorld, hourMs, type Row, settingsOf } from '../support/world.ts'

const numbers = Array.from({ length: 40 }, (_, index) => `N${index}`)
const rows = (changed: number): Row[] => numbers.map((order, index): Row => [order, index < changed ? 'sent' : 'new'])

it.each([
  ['passes over what has not changed', false, '2026-11-24T10:00'],
  ['reads all of it, where a person says so', true, '2026-11-24T15:00'],
])('a run on an export that has hardly changed %s', async (_, full, fullAt) => {
  const settings = settingsOf()
  const world = createWorld({ settings, orders: numbers.map((order_number) => ({ order_number, status: 'new' })) })
  const siftedFrom = 0
  world.drop(rows(0))
  await world.run({ siftedFrom })
  world.clock.advance(5 * hourMs)
  world.drop(rows(1))
  expect(await world.run({ siftedFrom, full })).toMatchObject({ accepted: 1, problems: [] })
  const stored = await loadHead(world.effects.store, settings)
  const ledger = await openLedger(stored?.head ?? { snapshot: null, orders: 0 }, world.effects)
  expect(ledger.sieves.of('orders')?.fullAt).toContain(fullAt)
})
