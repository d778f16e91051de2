import { describe, expect, it } from 'vitest'
import { endDoubts, hasDoubtful } from '../../../lib/sync/import/doubts.ts'
import type { Wanted } from '../../../lib/sync/ledger/line.ts'
import { cause, ledgerOf, lineOf, wanted } from '../../support/lines.ts'
import { settingsOf } from '../../support/world.ts'

const instead = wanted('new')
const doubtful = (more: Partial<Wanted> = {}): Wanted => wanted('sent', { doubtful: {}, ...more })
const decided = { kind: 'rejected' } as const
const ledgerWith = (field: Wanted) => ledgerOf(lineOf({ wanted: { status: field } }))

describe('what only suspicious exports of a feed have said', () => {
  it.each([
    ['waits for a person', doubtful(), 'orders', true],
    ['is not that of another feed', doubtful(), 'parcels', false],
    ['is over where a person has decided', doubtful({ decided }), 'orders', false],
    ['is not what a sound export has said', wanted('sent'), 'orders', false],
  ])('%s', (_what, field, feed, waits) => {
    expect(hasDoubtful(ledgerWith(field), feed)).toBe(waits)
  })

  it.each<[string, Wanted, ReadonlySet<'status'>, Wanted | undefined]>([
    ['ends', doubtful(), new Set(), undefined],
    ['gives way to the sound word that it had replaced', doubtful({ doubtful: { instead } }), new Set(), instead],
    ['stays where a sound export has said it', wanted('sent'), new Set(), wanted('sent')],
    ...(['parcels', 'gone'] as const).flatMap((feed): [string, Wanted, ReadonlySet<'status'>, Wanted | undefined][] => {
      const others = doubtful({ cause: { ...cause, feed } })
      return [
        [`of the feed ${feed} stays where it does not own the field`, others, new Set(), others],
        [
          feed === 'gone' ? 'ends where its feed is gone and this one owns the field' : 'stays while its feed is there',
          others,
          new Set(['status']),
          feed === 'gone' ? undefined : others,
        ],
      ]
    }),
  ])('%s with a sound full export', (_what, field, owned, left) => {
    const feed = { contents: 'full', format: { type: 'csv' } }
    const settings = settingsOf({
      feeds: {
        orders: { ...feed, fields: { order_number: 'o', status: 's' } },
        parcels: { ...feed, fields: { order_number: 'o', tracking_code: 't' } },
      },
    })
    const ledger = ledgerWith(field)
    endDoubts(ledger, 'orders', { settings, owned })
    expect(ledger.get('A')?.wanted?.status).toEqual(left)
  })
})
