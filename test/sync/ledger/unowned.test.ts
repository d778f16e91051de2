import { describe, expect, it } from 'vitest'
import type { FieldName } from '../../../lib/order.ts'
import { adoptAllOf } from '../../../lib/sync/ledger/adopt.ts'
import { isOpen, type Line, see, type Wanted } from '../../../lib/sync/ledger/line.ts'
import { heedOwners } from '../../../lib/sync/ledger/unowned.ts'
import { iso, lineOf, wanted } from '../../support/lines.ts'

const ownersOf = (...fields: FieldName[]) => ({ fields: new Set(fields), ofChanges: new Set(['feed']) })
const both = ownersOf('status', 'tracking_code')
const onlyStatus = ownersOf('status')
const { feed } = wanted('').cause
const waiting = lineOf({ wanted: { status: wanted('sent'), tracking_code: wanted('T') } })
const aside = heedOwners(waiting, { ...onlyStatus, ofChanges: new Set([feed]) })
const changes = { ...both, ofChanges: new Set([feed]) }

describe('what waits of a field that no feed gives', () => {
  it('is set aside, and waits again once a feed gives it', () => {
    expect(aside).toEqual(lineOf({ wanted: { status: wanted('sent') }, unowned: { tracking_code: wanted('T') } }))
    expect(isOpen(lineOf({ unowned: { tracking_code: wanted('T') } }))).toBe(true)
    expect(heedOwners(aside, changes)).toEqual(waiting)
    expect(heedOwners(waiting, changes)).toBe(waiting)
    expect(heedOwners(aside, onlyStatus)).toBe(aside)
  })

  it('is forgotten where the next export says it anew', () => {
    const none = { ...onlyStatus, ofChanges: new Set<string>() }
    expect(heedOwners(waiting, none)).toEqual(lineOf({ wanted: { status: wanted('sent') } }))
  })

  it('does not wait again where the shop has it by then', () => {
    const taken = { ...aside, acknowledged: { tracking_code: 'T' } }
    expect(heedOwners(taken, changes)).toEqual({ ...waiting, ...taken, wanted: aside.wanted, unowned: undefined })
  })

  it('gives way to what an export has said of the order since, whatever that was', () => {
    expect(see(aside, feed, iso(1)).unowned).toBeUndefined()
    const other = see(aside, 'other', iso(1))
    expect(other.unowned).toEqual(aside.unowned)
    expect(see(other, 'other', iso(1))).toBe(other)
  })

  const words: [string, Partial<Wanted>, Partial<Wanted> | undefined][] = [
    ['was rejected', { decided: { kind: 'rejected' } }, undefined],
    ['was approved, without the approval', { decided: { kind: 'approved', mails: true } }, {}],
    [
      'was approved quietly, so that nobody is mailed of it later',
      { decided: { kind: 'approved', mails: false, quiet: true } },
      { decided: { kind: 'approved', mails: false, quiet: true } },
    ],
    [
      'a person takes back, which is another feed’s',
      { undo: { run: 'r' }, cause: { ...wanted('').cause, feed: '(undo)' } },
      undefined,
    ],
    [
      'is refused, with its pause',
      { parked: { kind: 'rejected', messages: [], attempts: 2, nextTry: iso(5) } },
      { parked: { kind: 'rejected', messages: [], attempts: 2, nextTry: iso(5) } },
    ],
    ['only a suspicious export says', { doubtful: {} }, undefined],
    ['a suspicious export has replaced, as it was before that', { doubtful: { instead: wanted('S') } }, { value: 'S' }],
  ]
  it.each(words)('that %s', (_what, more, kept) => {
    const line: Line = lineOf({ wanted: { tracking_code: { ...wanted('T'), ...more } } })
    const expected = kept === undefined ? lineOf() : lineOf({ unowned: { tracking_code: { ...wanted('T'), ...kept } } })
    expect(heedOwners(line, { ...onlyStatus, ofChanges: new Set([feed]) })).toEqual(expected)
  })

  it('is heard again where a person had not wanted to hear it', () => {
    const line = lineOf({ rejected: { tracking_code: wanted('T') }, pinned: { tracking_code: 'T' } })
    expect(heedOwners(line, onlyStatus)).toEqual(lineOf())
  })

  it('is adopted with all that waits', () => {
    expect(adoptAllOf(aside)).toEqual(lineOf({ acknowledged: { status: 'sent', tracking_code: 'T' } }))
  })
})
