import { describe, expect, it } from 'vitest'
import type { Line } from '../../../lib/sync/ledger/line.ts'
import { renameFeeds } from '../../../lib/sync/ledger/renamed.ts'
import { cause, iso, ledgerOf, lineOf, wanted } from '../../support/lines.ts'

const renamed = [{ from: 'orders', to: 'new' }]
const renaming = (line: Line, names = renamed, isOfChanges = true) => {
  const ledger = ledgerOf(line)
  renameFeeds(ledger, names, () => isOfChanges)
  return ledger
}
const causedBy = (feed: string) => ({ ...cause, feed })

describe('a feed is called otherwise in a line', () => {
  it.each<[string, Partial<Line>, Partial<Line>]>([
    [
      'where it has mentioned the order',
      { seen: { orders: iso(), other: iso(1) } },
      { seen: { new: iso(), other: iso(1) } },
    ],
    [
      'where both names have, the later time counts',
      { seen: { orders: iso(2), new: iso(1) } },
      { seen: { new: iso(2) } },
    ],
    ['also where that is the new one', { seen: { orders: iso(1), new: iso(2) } }, { seen: { new: iso(2) } }],
    [
      'where it wants something',
      { wanted: { status: wanted('sent'), paid_date: wanted('x', { cause: causedBy('other') }) } },
      {
        wanted: {
          status: wanted('sent', { cause: causedBy('new') }),
          paid_date: wanted('x', { cause: causedBy('other') }),
        },
      },
    ],
    [
      'where a suspicious word of it stands for another one',
      { wanted: { status: wanted('sent', { doubtful: { instead: wanted('new') } }) } },
      {
        wanted: {
          status: wanted('sent', {
            cause: causedBy('new'),
            doubtful: { instead: wanted('new', { cause: causedBy('new') }) },
          }),
        },
      },
    ],
    [
      'where its suspicious word stands for none',
      { wanted: { status: wanted('sent', { doubtful: {} }) } },
      { wanted: { status: wanted('sent', { cause: causedBy('new'), doubtful: {} }) } },
    ],
    [
      'where a word of it was rejected',
      { rejected: { status: wanted('sent') } },
      { rejected: { status: wanted('sent', { cause: causedBy('new') }) } },
    ],
  ])('%s', (_what, before, expected) => {
    expect(renaming(lineOf(before)).get('A')).toEqual(lineOf(expected))
  })

  it('and in no line that knows nothing of it, which stays as it was', () => {
    const ledger = renaming(lineOf({ acknowledged: { status: 'new' }, seen: { other: iso() } }))
    expect(ledger.changed).toBe(false)
  })

  it('in lines that wait alone where it tells no changes', () => {
    expect(renaming(lineOf({ seen: { orders: iso() } }), renamed, false).get('A')?.seen).toEqual({ orders: iso() })
    expect(
      renaming(lineOf({ wanted: { status: wanted('x') } }), renamed, false).get('A')?.wanted?.status?.cause.feed,
    ).toBe('new')
  })

  it('and so are several', () => {
    const line = lineOf({ seen: { a: iso(1), b: iso(2) } })
    const names = [
      { from: 'a', to: 'c' },
      { from: 'b', to: 'd' },
    ]
    expect(renaming(line, names).get('A')?.seen).toEqual({ c: iso(1), d: iso(2) })
  })
})
