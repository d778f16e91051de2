import { expect, it } from 'vitest'
import { emptyReport, idleReport } from '../../lib/sync/idle-report.ts'
import { emptyHead, type Head } from '../../lib/sync/state/head.ts'

const at = '2026-11-24T10:00:00.000Z'
const headOf = (counts: Partial<Head['counts']>): Head => {
  const head = emptyHead('test', at)
  return { ...head, version: 1, writeId: 'w', run: 'r', counts: { ...head.counts, ...counts } }
}

it('a run that finds everything done by another one tells what that has left waiting', () => {
  const before = emptyReport('run', at, headOf({ edited: 3, kinds: { edited: 3 } }))
  const head = headOf({ pending: 1, parked: 2 })
  const seen = { stored: { head, etag: 'e' }, selections: [], listing: [], late: [] }
  const report = idleReport(before, seen as unknown as Parameters<typeof idleReport>[1])
  expect([report.outcome, report.pending, report.parked, report.edited, report.leftOut]).toEqual([
    'idle',
    1,
    2,
    undefined,
    undefined,
  ])
})
