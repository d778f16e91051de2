import { describe, expect, it } from 'vitest'
import { notPlanned, restricted } from '../../../lib/sync/plan/part.ts'
import { changeOf } from '../../support/changes.ts'
import { leftOutOf } from '../../support/facts.ts'
import { iso } from '../../support/lines.ts'

const changes = [
  changeOf('A', { resolved_yn: true }),
  changeOf('B', { status: 'sent' }),
  changeOf('C', { tracking_code: 'T' }),
  changeOf('D', { status: 'sent' }, { since: iso(-9_000_000) }),
]
const leftOut = [leftOutOf('parked'), leftOutOf('parked', undefined, { order_number: 'E' })]

describe('a part of a plan', () => {
  it.each([
    ['all where nothing is said', {}, 'ABCD', 'AE'],
    ['some orders', { only: ['D', 'A', 'X', 'A'] }, 'AD', 'A'],
    ['orders that are only left out', { only: ['E'] }, '', 'E'],
    ['none where none is named', { only: [] }, '', ''],
    ['the most urgent ones, the oldest first, as they stood', { limit: 2 }, 'CD', 'AE'],
    ['as many as there are', { limit: 4 }, 'ABCD', 'AE'],
    ['the most urgent ones of some', { only: ['A', 'B', 'E'], limit: 1 }, 'B', 'AE'],
    ['none', { limit: 0 }, '', 'AE'],
  ])('is %s', (_what, part, chosen, left) => {
    const { changes: some, leftOut: others, ...rest } = restricted({ changes, leftOut, hash: 'h' }, part)
    const numbers = (all: readonly { readonly order_number: string }[]) =>
      all.map(({ order_number }) => order_number).join('')
    expect([numbers(some), numbers(others), rest]).toEqual([chosen, left, { hash: 'h' }])
  })

  it.each([
    [{}, []],
    [{ only: ['A', 'E'] }, []],
    [{ only: ['X', 'A', 'Y', 'X'] }, ['X', 'Y']],
    [{ limit: 1 }, []],
  ])('has nothing to say about some of the orders that were asked for: %j', (part, orders) => {
    expect(notPlanned(part, { changes, leftOut })).toEqual(orders)
  })
})
