import { describe, expect, it } from 'vitest'
import { asFailed, busyReport, failedReport, writeReport } from '../../lib/sync/endings.ts'
import type { SentOrder } from '../../lib/sync/post/send.ts'
import { emptyReport } from '../../lib/sync/report.ts'
import { reportKey } from '../../lib/sync/state/keys.ts'
import { changeOf } from '../support/changes.ts'
import { factsOf, planWith } from '../support/facts.ts'
import { createMemoryStore } from '../support/memory-store.ts'
import { createManualClock } from '../support/world.ts'

const run = '20261124T100000Z-aaaa'
const empty = emptyReport(run, '2026-11-24T10:00:00.000Z', {
  counts: { pending: 2, parked: 1, held: 0, leftOut: 0 },
})
const until = '2026-11-24T10:20:00.000Z'

describe('a run that finds another one at work', () => {
  it('is busy, and no problem', () => {
    expect(busyReport(empty, { until, vanished: false })).toEqual({ ...empty, outcome: 'busy' })
  })

  it('tells of a lease that was deleted, and until when nothing is sent', () => {
    const report = busyReport(empty, { until, vanished: true })
    expect(report.outcome).toBe('busy')
    expect(report.problems).toEqual([
      { kind: 'vanished lease', subject: 'state/lease.json', message: expect.stringContaining(`before ${until}`) },
    ])
  })
})

describe('the report of a run that failed before its commit', () => {
  const { imported } = factsOf()
  const read = {
    ...imported,
    exports: [{ feed: 'orders', key: 'exports/orders/1.csv', records: 5, invalid: 0, refused: null }],
    problems: [{ kind: 'late export', subject: 'orders', message: 'late' } as const],
  }
  const sent: readonly (readonly [string, SentOrder])[] = [
    ['A', { kind: 'accepted' }],
    ['B', { kind: 'warned', messages: ['half'] }],
    ['C', { kind: 'rejected', messages: ['no'] }],
    ['D', { kind: 'unknown', messages: ['lost'] }],
    ['E', { kind: 'accepted' }],
    ['F', { kind: 'not sent' }],
    ['G', { kind: 'not sent' }],
  ]
  const loud = { mails: ['status'], mayNotify: true } as const
  const plan = planWith(sent.map(([order]) => changeOf(order, { status: 'sent' }, order === 'E' ? {} : loud)))
  const posted = { orders: new Map(sent), events: [] }
  const connection = { told: () => ({ requests: 3 }) }

  it('says what had been read, planned and sent by then, and what waited before', () => {
    expect(failedReport(empty, { imported: read, plan, posted, connection })).toEqual({
      ...empty,
      exports: read.exports,
      problems: read.problems,
      planned: 7,
      requests: 3,
      accepted: 2,
      warned: 1,
      rejected: 1,
      unknown: 1,
      notified: 2,
    })
  })

  it.each([
    ['nothing', {}, {}],
    ['reading', { imported: read }, { exports: read.exports, problems: read.problems }],
    ['planning', { imported: read, plan }, { exports: read.exports, problems: read.problems, planned: 7 }],
    ['asking the shop', { plan, connection }, { planned: 7, requests: 3 }],
    ['sending of which no plan is known', { posted }, {}],
  ])('goes as far as it came: %s', (_what, soFar, said) => {
    expect(failedReport(empty, soFar)).toEqual({ ...empty, ...said })
  })
})

describe('why a run failed', () => {
  const left = ' left by then; the next run reads in the archive what came of that, before it sends anything.'
  it.each([
    ['with nothing sent', 0, false, 'It broke.'],
    ['with one request sent', 1, false, `It broke. 1 request has${left}`],
    ['with several requests sent', 2, false, `It broke. 2 requests have${left}`],
    ['with all requests accounted for', 2, true, 'It broke.'],
  ])('is told beside all other problems: %s', (_what, requests, committed, message) => {
    const before = { kind: 'stuck', subject: 'pending', message: 'old' } as const
    const report = { ...empty, requests, problems: [before] }
    expect(asFailed(report, 'It broke.', committed)).toEqual({
      ...report,
      outcome: 'failed',
      problems: [before, { kind: 'failed', subject: run, message }],
    })
  })
})

it('a report is kept under the day of its run, and never over another one', async () => {
  const store = createMemoryStore(createManualClock())
  await writeReport(empty, { store })
  await writeReport({ ...empty, outcome: 'failed' }, { store })
  expect(reportKey(run)).toBe(`runs/2026/11/24/${run}.json`)
  const text = store.bytes(reportKey(run))?.toString() ?? ''
  expect(JSON.parse(text)).toEqual(empty)
  expect(text).toMatch(/^\{\n {2}"run".*\}\n$/s)
})
