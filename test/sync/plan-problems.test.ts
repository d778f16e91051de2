import { describe, expect, it } from 'vitest'
import { partProblems, planProblems } from '../../lib/sync/plan-problems.ts'
import { changeOf, changesOf } from '../support/changes.ts'
import { holdOf, leftOutOf, planWith } from '../support/facts.ts'
import { iso } from '../support/lines.ts'
import { settingsOf } from '../support/world.ts'

const hash = 'abcdef123456'.padEnd(64, '0')
const nothing = (order: string) => ({
  kind: 'decision',
  subject: order,
  message: `Nothing is planned about the order ${order}: the shop has what the exports say, or no export names it.`,
})
const held = (orders: string) => ({
  kind: 'held',
  subject: hash,
  message: `The part of ${orders} that was asked for is held. Too many. Decide with: order-sync approve abcdef123456`,
})

describe('of a part that was asked for', () => {
  it.each([
    ['nothing where all is planned', undefined, planWith(changesOf(2), { hash, verdict: holdOf() }), []],
    ['nothing where it passes', { limit: 1 }, planWith(changesOf(1)), []],
    ['an order of which nothing is planned', { only: ['A', 'X'] }, planWith([changeOf('A', {})]), [nothing('X')]],
    [
      'no order that is left out, for that is told with its reason',
      { only: ['A'] },
      planWith([], { leftOut: [leftOutOf('parked')] }),
      [],
    ],
    [
      'that it is held, and what decides',
      { limit: 1 },
      planWith(changesOf(1), { hash, verdict: holdOf() }),
      [held('1 order')],
    ],
    [
      'both',
      { only: ['O0', 'O1', 'X'] },
      planWith(changesOf(2), { hash, verdict: holdOf('orders') }),
      [nothing('X'), held('2 orders')],
    ],
  ])('is told %s', (_what, part, plan, problems) => {
    expect(partProblems(part, plan)).toEqual(problems)
  })
})

it('of any plan are told the words that the shop does not have, beside its part', () => {
  const plan = planWith([changeOf('A', { status: 'snt' })])
  const problems = planProblems(
    { part: { only: ['X'] }, plan, settings: settingsOf() },
    { words: { at: iso(), statuses: ['new', 'sent'], fields: ['note'] } },
  )
  expect(problems).toMatchObject([
    nothing('X'),
    { kind: 'not in the shop', message: expect.stringContaining('"snt" (exports/orders/1.csv); did you mean "sent"?') },
  ])
  expect(planProblems({ part: undefined, plan, settings: settingsOf() }, {})).toEqual([])
})
