import { describe, expect, it } from 'vitest'
import { mayLogText, type ProblemKind, problemKinds } from '../../lib/sync/problems.ts'

const kinds = Object.keys(problemKinds) as ProblemKind[]

/** Kinds whose text may stand in a log: none of them quotes an order, a record or an answer of the shop. */
const logged: readonly ProblemKind[] = [
  'refused export',
  'unreadable export',
  'suspicious export',
  'no export',
  'late export',
  'time ahead',
  'decision',
  'held',
  'limited',
  'misdirected',
  'out of time',
  'key',
  'new address',
  'failed',
]

describe('what may be logged', () => {
  it.each(kinds)('%s', (kind) => {
    expect(mayLogText({ kind, subject: 's', message: 'm' })).toBe(logged.includes(kind))
  })
})
