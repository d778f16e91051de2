import { describe, expect, it } from 'vitest'
import { exitCodeOf } from '../../lib/cli/exit-code-of.ts'
import { mayLogText, type ProblemKind, problemKinds } from '../../lib/sync/problems.ts'
import { emptyReport, type RunReport } from '../../lib/sync/report.ts'

const kinds = Object.keys(problemKinds) as ProblemKind[]

/** Kinds whose text may stand in a log: none of them quotes an order, a record or an answer of the shop. */
const logged: readonly ProblemKind[] = [
  'not an order',
  'refused export',
  'unreadable export',
  'suspicious export',
  'no export',
  'late export',
  'stray export',
  'backlog',
  'alert not delivered',
  'stuck',
  'killed',
  'near a limit',
  'time ahead',
  'decision',
  'held',
  'limited',
  'misdirected',
  'out of time',
  'key',
  'vanished lease',
  'new address',
  'failed',
  'backlog',
  'stray export',
  'alert not delivered',
]

describe('what may be logged', () => {
  it.each(kinds)('%s', (kind) => {
    expect(mayLogText({ kind, subject: 's', message: 'm' })).toBe(logged.includes(kind))
  })
})

describe('the exit code of a run that is done', () => {
  const refusing: readonly ProblemKind[] = [
    'invalid record',
    'conflicting records',
    'refused export',
    'rejected',
    'edited',
    'unreadable export',
    'unanswered',
  ]

  it.each(kinds)('%s', (kind) => {
    const report: RunReport = {
      ...emptyReport('1', '2026-01-01T00:00:00.000Z'),
      outcome: 'done',
      problems: [{ kind, subject: 's', message: 'm' }],
    }
    expect(exitCodeOf(report)).toBe(refusing.includes(kind) ? 4 : 0)
  })
})
