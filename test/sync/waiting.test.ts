import { describe, expect, it } from 'vitest'
import type { Drifted } from '../../lib/sync/ledger/drift.ts'
import type { LeftOut } from '../../lib/sync/plan/change.ts'
import { driftedProblems, waitingPart, waitingProblems } from '../../lib/sync/waiting.ts'
import { factsOf, leftOutOf, planWith } from '../support/facts.ts'
import { iso } from '../support/lines.ts'

const leaving = (more: { readonly leftOut: readonly LeftOut[] }) => factsOf({ left: planWith([], more) })

describe('orders whose status waits', () => {
  it('are told one by one, the first hundred whose wait is over', () => {
    const leftOut = Array.from({ length: 101 }, (_, index) =>
      leftOutOf('waits', iso(1000 - index), { order_number: `O${index}`, missing: ['tracking_code'], end: 'send' }),
    )
    const { waiting = [] } = waitingPart(leaving({ leftOut }))
    expect(waiting).toHaveLength(100)
    expect(waiting[0]).toEqual({
      order_number: 'O100',
      status: 'sent',
      missing: ['tracking_code'],
      until: iso(900),
      end: 'send',
      reason: 'because',
    })
  })

  it('are not even named where there are none', () => {
    expect(waitingPart(leaving({ leftOut: [leftOutOf('parked', iso(1))] }))).toEqual({})
  })
})

describe('orders that wait although nobody has refused them', () => {
  it.each([
    ['mailed too often', leftOutOf('mailed'), 'mailed too often', 'Order A is left alone: because'],
    ['edited', leftOutOf('edited'), 'edited', 'Order A is left alone (status = "sent"): because'],
  ] as const)('are told: %s', (_what, leftOut, kind, message) => {
    expect(waitingProblems(leaving({ leftOut: [leftOut] }))).toEqual([{ kind, subject: 'A', message }])
  })

  it('are told once of each kind, however many fields wait', () => {
    const leftOut = [
      leftOutOf('edited'),
      leftOutOf('edited', undefined, { field: 'paid_date' }),
      leftOutOf('mailed'),
      leftOutOf('edited', undefined, { order_number: 'B' }),
    ]
    const told = waitingProblems(leaving({ leftOut })).map(({ kind, subject }) => `${kind} ${subject}`)
    expect(told).toEqual(['edited A', 'mailed too often A', 'edited B'])
  })

  it.each(['parked', 'waits', 'shop', 'final', 'pinned', 'unconfirmed'] as const)('are no others: %s', (kind) => {
    expect(waitingProblems(leaving({ leftOut: [leftOutOf(kind)] }))).toEqual([])
  })

  it('are a hundred at the most', () => {
    const leftOut = Array.from({ length: 150 }, (_, index) =>
      leftOutOf('edited', undefined, { order_number: `O${index}` }),
    )
    expect(waitingProblems(leaving({ leftOut }))).toHaveLength(100)
  })
})

describe('what has drifted', () => {
  const drift = (more: Partial<Drifted> = {}): Drifted => ({
    order_number: 'A',
    field: 'status',
    acknowledged: 'new',
    shown: 'held',
    wanted: 'sent',
    ...more,
  })
  const messages = (...drifted: readonly Drifted[]) => driftedProblems({ drifted }).map(({ message }) => message)
  const begin = 'Order A: the shop shows status = "held" instead of "new"; the export says "sent"'

  it.each<[NonNullable<Drifted['winner']>, string]>([
    ['erp', `${begin}: the export wins.`],
    ['shop', `${begin}: the shop wins by the settings ("drift"), and it is left alone.`],
    ['rule', `${begin}: it is final or later, and is not changed.`],
    [
      'undo',
      'Order A: the shop shows status = "held" instead of "new": somebody has changed it since, and it is not taken back.',
    ],
  ])('is told with what becomes of it: %s', (winner, message) => {
    expect(messages(drift({ winner }))).toEqual([message])
  })

  it('is told of a field that nobody wants to change', () => {
    const { wanted: _, ...rest } = drift()
    expect(messages(rest)).toEqual([
      'Order A: the shop shows status = "held" instead of "new": nothing is changed before the export says something new.',
    ])
  })

  it('is not told here where it waits for a person', () => {
    expect(messages(drift({ winner: 'report' }))).toEqual([])
  })

  it('is told of a hundred orders at the most, beside what the daily look could not read', () => {
    const drifted = Array.from({ length: 120 }, () => drift({ winner: 'erp' }))
    const problems = driftedProblems({ drifted, around: { drifted: [], partSince: iso() } })
    expect(problems).toHaveLength(101)
    expect(problems.at(-1)).toMatchObject({ subject: 'shop', message: expect.stringContaining(`since ${iso()}`) })
    expect(driftedProblems({ drifted: [], around: { drifted: [] } })).toEqual([])
  })
})
