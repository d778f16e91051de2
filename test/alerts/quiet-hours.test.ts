import { expect, it } from 'vitest'
import { isQuiet } from '../../lib/alerts/quiet-hours.ts'

it.each([
  ['within the day', { from: '12:00', to: '14:00' }, '2026-11-24T11:30:00Z', true],
  ['before it', { from: '12:00', to: '14:00' }, '2026-11-24T10:59:00Z', false],
  ['at its end', { from: '12:00', to: '14:00' }, '2026-11-24T13:00:00Z', false],
  ['late in the evening, over midnight', { from: '21:00', to: '07:00' }, '2026-11-24T20:00:00Z', true],
  ['early in the morning, over midnight', { from: '21:00', to: '07:00' }, '2026-11-24T05:59:00Z', true],
  ['in the morning', { from: '21:00', to: '07:00' }, '2026-11-24T06:00:00Z', false],
  ['at midnight', { from: '21:00', to: '07:00' }, '2026-11-24T23:00:00Z', true],
  ['in summer, by the clock of the shop', { from: '21:00', to: '07:00' }, '2026-07-01T05:00:00Z', false],
  ['without quiet hours', undefined, '2026-11-24T23:00:00Z', false],
])('the quiet hours: %s', (_what, quiet, now, expected) => {
  expect(isQuiet(quiet, 'Europe/Prague', Date.parse(now))).toBe(expected)
})
