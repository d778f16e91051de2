import { expect, it } from 'vitest'
import {
  archiveFolder,
  dayOf,
  daysBetween,
  newRunId,
  newWriteId,
  reportKey,
  snapshotKey,
} from '../../../lib/sync/state/keys.ts'
import { createManualClock, seededRandom } from '../../support/world.ts'

const clock = createManualClock('2026-01-02T03:04:05.678Z')

it('a run id sorts by time, and two of one second differ', () => {
  const random = seededRandom(1)
  const [first, second] = [newRunId(clock, random), newRunId(clock, random)]
  expect(first).toMatch(/^20260102T030405Z-[0-9a-z]{4}$/)
  expect(first).not.toBe(second)
  expect(newRunId(createManualClock('2026-01-02T03:04:06Z'), () => 0) > first).toBe(true)
})

it('a write id is another one each time', () => {
  const random = seededRandom(1)
  const ids = Array.from({ length: 100 }, () => newWriteId(random))
  expect(new Set(ids).size).toBe(100)
  expect(ids.every((id) => /^[0-9a-z]{16}$/.test(id))).toBe(true)
})

it('what a run leaves lies under its day', () => {
  const run = '20260102T030405Z-abcd'
  expect([dayOf(run), archiveFolder(run), reportKey(run), snapshotKey(run)]).toEqual([
    '2026/01/02',
    `archive/2026/01/02/${run}/`,
    `runs/2026/01/02/${run}.json`,
    `state/snapshots/${run}.blocks`,
  ])
})

it.each([
  ['20260102T030405Z-abcd', '20260102T230405Z-abcd', ['2026/01/02']],
  ['20251230T235959Z-abcd', '20260102T000000Z-abcd', ['2025/12/30', '2025/12/31', '2026/01/01', '2026/01/02']],
  ['20260102T030405Z-abcd', '20260101T000000Z-abcd', ['2026/01/02']],
])('the days from the run %s to %s', (from, to, days) => {
  expect(daysBetween(from, to)).toEqual(days)
})
