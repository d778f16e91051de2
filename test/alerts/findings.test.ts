import { describe, expect, it } from 'vitest'
import { lookAt } from '../../lib/alerts/findings.ts'
import type { Problem } from '../../lib/sync/problems.ts'
import { emptyReport, type RunReport } from '../../lib/sync/report.ts'

const report = (changes: Partial<RunReport>): RunReport => ({
  ...emptyReport('r', '2026-11-24T08:00:00.000Z'),
  ...changes,
})
const read = (feed: string) => ({ feed, key: `exports/${feed}/1.csv`, records: 3, invalid: 0, refused: null })

describe('what is wrong', () => {
  it('is one finding for a hundred invalid records of a feed', () => {
    const problems = Array.from(
      { length: 100 },
      (_, row): Problem => ({
        kind: 'invalid record',
        subject: `O${row}`,
        message: `exports/orders/1.csv, line ${row + 2} (order O${row}), Stav = "x": expected …`,
      }),
    )
    const { findings } = lookAt(report({ outcome: 'done', problems, exports: [read('orders')] }))
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({ id: 'invalid record in orders', count: 100, text: undefined })
    expect(findings[0]?.subjects).toHaveLength(10)
  })

  it.each([
    ['a text of the run itself', { kind: 'held', subject: 'abc', message: 'A plan is held.' }, 'A plan is held.'],
    ['of an export', { kind: 'refused export', subject: 'exports/orders/1.csv', message: 'It is cut.' }, 'It is cut.'],
    ['values of an order', { kind: 'rejected', subject: 'O1', message: 'the shop says: Jan Novák' }, undefined],
    ['words of the shop', { kind: 'failing', subject: 'shop', message: 'Jan Novák' }, undefined],
  ] as const)('is told in words that may leave: %s', (_what, problem, text) => {
    expect(lookAt(report({ outcome: 'done', problems: [problem] })).findings[0]?.text).toBe(text)
  })

  it.each(['odd value', 'warned', 'limited', 'out of time', 'decision', 'not an order'] as const)(
    'is not what passes by itself: %s',
    (kind) => {
      const problems = [{ kind, subject: 'x', message: 'x' }]
      expect(lookAt(report({ outcome: 'done', problems })).findings).toEqual([])
    },
  )
})

describe('whether a run knows that something is over', () => {
  it.each([
    ['a good run, of the shop', { outcome: 'done' }, 'failing', true],
    ['an idle run, of the shop', { outcome: 'idle' }, 'failing', true],
    ['a run that found another one at work', { outcome: 'busy' }, 'failing', false],
    [
      'a run that failed early',
      { outcome: 'failed', problems: [{ kind: 'failed', subject: 'r', message: 'x' }] },
      'failing',
      false,
    ],
    ['refused orders, while some are parked', { outcome: 'done', parked: 1 }, 'rejected', false],
    ['edited orders, while some are', { outcome: 'done', parked: 0, edited: 1 }, 'edited', false],
    ['edited orders, once none is, while others are parked', { outcome: 'done', parked: 1 }, 'edited', true],
    ['refused orders, once none is parked', { outcome: 'done', parked: 0 }, 'rejected', true],
    ['invalid records, by a run that read nothing', { outcome: 'idle' }, 'invalid record in orders', false],
    [
      'invalid records, by a run that read another feed',
      { outcome: 'done', exports: [read('payments')] },
      'invalid record in orders',
      false,
    ],
    [
      'invalid records, by a run that read the feed',
      { outcome: 'done', exports: [read('orders')] },
      'invalid record in orders',
      true,
    ],
    ['a refused export', { outcome: 'idle' }, 'refused export in orders', true],
  ] as const)('%s', (_what, changes, id, expected) => {
    expect(lookAt(report(changes)).knows(id)).toBe(expected)
  })
})
