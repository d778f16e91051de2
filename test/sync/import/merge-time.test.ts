import { expect, it } from 'vitest'
import { createWorld, noLimits, settingsOf } from '../../support/world.ts'

const texts = { values: { cs: 'text' } }

/** CPU seconds of a run over so many rows of two orders, whatever they say. */
async function secondsFor(field: object, text: (row: number) => string, rows: number): Promise<number> {
  const fields = { order_number: 'order', ...field }
  const feeds = { orders: { contents: 'full', format: { type: 'csv' }, fields } }
  const settings = settingsOf({ feeds, guard: noLimits, firstRun: 'post' })
  const world = createWorld({ settings, orders: [{ order_number: 'A' }, { order_number: 'B' }] })
  const lines = Array.from({ length: rows }, (_, row) => `${row % 3 === 0 ? 'A' : 'B'};${text(row)}`)
  world.drop(['order;text', ...lines, ''].join('\n'))
  const before = process.cpuUsage()
  await world.run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

it.each<[string, object, (row: number) => string]>([
  ['different codes, joined', { tracking_code: { from: 'text', several: 'join' } }, (row) => `T${row}`],
  ['the same code', { tracking_code: { from: 'text', several: 'join' } }, () => 'T'],
  [
    'different codes, of which the last counts',
    { tracking_code: { from: 'text', several: 'last' } },
    (row) => `T${row}`,
  ],
  ['different codes, and nothing says what that means', { tracking_code: 'text' }, (row) => `T${row}`],
  ['different texts of a language', { metas: { note: texts } }, (row) => `T${row}`],
])('what many rows say of one order takes time as they do: %s', async (_what, field, text) => {
  const small = await secondsFor(field, text, 5_000)
  const large = await secondsFor(field, text, 20_000)
  // sixteen times the time where something is quadratic
  expect(large).toBeLessThan(Math.max(0.5, 10 * small))
})
