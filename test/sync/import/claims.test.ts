import { describe, expect, it } from 'vitest'
import type { ValidRecord } from '../../../lib/exports/record.ts'
import { claimedLines, createClaims } from '../../../lib/sync/import/claims.ts'

const record = (line: number | undefined, more: Partial<ValidRecord> = {}): ValidRecord => ({
  valid: true,
  record: 1,
  place: 'line 1',
  order_number: 'A',
  fields: {},
  ...(line === undefined ? {} : { line }),
  ...more,
})
const word = { field: 'status', path: 'Stav', word: 'x', otherwise: 'keep' } as const

describe('the lines that a record claims', () => {
  it.each<[string, ValidRecord, object | undefined]>([
    ['are its one line', record(3), { first: 3, count: 1 }],
    ['are all of its lines', record(0, { lines: 4 }), { first: 0, count: 4 }],
    ['are none where it does not know them', record(undefined), undefined],
    ['are none where it is odd', record(3, { notes: ['a date in the future'] }), undefined],
    ['are none where it says a word that no map knows', record(3, { unknownWords: [word] }), undefined],
  ])('%s', (_what, one, lines) => {
    expect(claimedLines(one)).toEqual(lines)
  })
})

/** What an export of so many lines claims of three orders: the places by lines, `.` for none; and those that agreed. */
function claims(
  tell: (made: ReturnType<typeof createClaims>) => void,
  {
    lines = 6,
    later = () => undefined,
  }: { lines?: number; later?: Parameters<ReturnType<typeof createClaims>['settle']>[1] } = {},
) {
  const made = createClaims(3)
  tell(made)
  const { places, agreed } = made.settle(lines, later)
  const told = (all: Int32Array) => [...all].map((place) => (place === -1 ? '.' : place)).join('')
  return [told(places), told(agreed)]
}

describe('the claims of an export', () => {
  it('are those of records that agree with their orders', () => {
    const [places, agreed] = claims((made) => {
      for (const [place, line] of [
        [0, 0],
        [2, 4],
      ] as const) {
        made.name(place)
        made.agree(place, record(line))
      }
      made.name(1)
    })
    expect([places, agreed]).toEqual(['0...2.', '0...2.'])
  })

  it('are all lines of a record, which agreed at its first', () => {
    expect(
      claims((made) => {
        made.name(1)
        made.agree(1, record(2, { lines: 3 }))
      }),
    ).toEqual(['..111.', '..1...'])
    expect(
      claims((made) => {
        made.name(1)
        made.agree(1, record(4, { lines: 2 }))
      }),
    ).toEqual(['....11', '....1.'])
  })

  it.each<[string, (made: ReturnType<typeof createClaims>) => void]>([
    [
      'an order that is named twice',
      (made) => {
        made.name(0)
        made.agree(0, record(0))
        made.name(0)
      },
    ],
    [
      'an order that is named over and over',
      (made) => {
        for (let time = 0; time < 257; time++) made.name(0)
        made.agree(0, record(0))
      },
    ],
    [
      'a record that is odd',
      (made) => {
        made.name(0)
        made.agree(0, record(0, { notes: ['odd'] }))
      },
    ],
    [
      'a record whose last lines are not known',
      (made) => {
        made.name(0)
        made.agree(0, record(4, { lines: 3 }))
      },
    ],
    ['an order that only is named', (made) => made.name(0)],
    ['an order that the ledger does not know', (made) => made.name(-1)],
  ])('are none of %s', (_what, tell) => {
    expect(claims(tell)).toEqual(['......', '......'])
  })

  it('are also those that the ledger agrees with only once all was read, but of who is named twice', () => {
    const later: Parameters<ReturnType<typeof createClaims>['settle']>[1] = (claim) => {
      claim(0, { first: 0, count: 2 })
      claim(1, { first: 3, count: 1 })
      claim(7, { first: 4, count: 1 })
    }
    const named = (made: ReturnType<typeof createClaims>) => {
      made.name(0)
      made.name(1)
      made.name(1)
    }
    expect(claims(named, { later })).toEqual(['00..7.', '......'])
  })
})

it('whether an export names some orders, and whether it names one of them twice', () => {
  const made = createClaims(3)
  made.name(0)
  made.name(1)
  made.name(1)
  const some = (...places: readonly number[]) => Uint8Array.from([0, 1, 2], (place) => (places.includes(place) ? 1 : 0))
  expect([some(0), some(1), some(2), some(0, 2), some()].map(made.namesAny)).toEqual([true, true, false, true, false])
  expect([some(0), some(1), some(2), some(0, 1), some()].map(made.namesTwice)).toEqual([
    false,
    true,
    false,
    true,
    false,
  ])
})
