import { expect, it } from 'vitest'
import { compareNaturally } from '../../../lib/sync/import/natural.ts'

it.each([
  ['day-9', 'day-10', -1],
  ['day-10', 'day-9', 1],
  ['day-2', 'day-10', -1],
  ['a2b10', 'a2b9', 1],
  ['day-09', 'day-9', 0],
  ['a', 'b', -1],
  ['x', 'x', 0],
  ['2026-11-24-9.csv', '2026-11-24-10.csv', -1],
])('%s and %s are compared as people do: %d', (left, right, sign) => {
  expect(Math.sign(compareNaturally(left, right))).toBe(sign)
})
