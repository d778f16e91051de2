import { expect, it } from 'vitest'
import { keptReport } from '../../lib/sync/kept-report.ts'
import { createMemoryStore } from '../support/memory-store.ts'
import { createManualClock } from '../support/world.ts'

const key = 'runs/2026/11/24/r.json'

const whole = {
  run: 'r',
  outcome: 'done',
  exports: [{ feed: 'orders', key: 'exports/orders/1.csv', records: 2, invalid: 1, refused: null }],
  planned: 1,
  adopted: 0,
  requests: 1,
  accepted: 1,
  warned: 0,
  rejected: 0,
  unknown: 0,
  pending: 0,
  notified: 1,
  problems: [{ kind: 'late export', subject: 'exports/orders/', message: 'It is late.' }],
  startedAt: '2026-11-24T10:00:00.000Z',
}

async function read(text: string | undefined) {
  const store = createMemoryStore(createManualClock())
  if (text !== undefined) store.drop(key, text)
  return keptReport(store, key)
}

it('a report is read as it was written, also what a newer version says in it', async () => {
  const report = { ...whole, later: { deep: [1] } }
  expect(await read(JSON.stringify(report, null, 2))).toEqual(report)
})

it('where there is none, there is nothing', async () => {
  expect(await read(undefined)).toBeUndefined()
})

const without = (name: keyof typeof whole) => {
  const { [name]: _, ...rest } = whole
  return JSON.stringify(rest)
}
it.each<readonly [string, string]>([
  ['empty', ''],
  ['half-written', JSON.stringify(whole).slice(0, -20)],
  ['no JSON', '<html>'],
  ['of another kind', '[]'],
  ['null', 'null'],
  ['of an outcome that nobody knows', JSON.stringify({ ...whole, outcome: 'fine' })],
  ['with words for a number', JSON.stringify({ ...whole, planned: '1' })],
  ['with exports that are none', JSON.stringify({ ...whole, exports: [{ feed: 'orders' }] })],
  ['with problems that are none', JSON.stringify({ ...whole, problems: ['late'] })],
  ...(Object.keys(whole) as (keyof typeof whole)[]).map((name) => [`without ${name}`, without(name)] as const),
])('one that is %s is unreadable, and not there by half', async (_what, text) => {
  expect(await read(text)).toBe('unreadable')
})
