import { describe, expect, it } from 'vitest'
import type { FieldValue } from '../../../lib/order.ts'
import type { Line } from '../../../lib/sync/ledger/line.ts'
import {
  forget,
  isPinned,
  rejectUnsaid,
  sayUnheard,
  sayUnheardDoubtfully,
  undecide,
  undo,
  unpin,
} from '../../../lib/sync/ledger/undone.ts'
import { lineOf, wanted } from '../../support/lines.ts'

const name = 'status'
const back = wanted('new', { undo: { run: 'r' }, cause: { ...wanted('').cause, feed: '(undo)' } })
const taken = (value: FieldValue, more: Partial<Line> = {}) => lineOf({ acknowledged: { status: value }, ...more })
const wish = (value: FieldValue) => ({ wanted: { status: wanted(value) } })
const pinned = { pinned: { status: 'sent' } }

describe('what a person takes back', () => {
  const rows: [string, Line, boolean, Line][] = [
    ['is wanted as it was before', taken('sent'), false, taken('sent', { wanted: { status: back } })],
    ['and pinned', taken('sent'), true, taken('sent', { wanted: { status: back }, ...pinned })],
    ['is left alone where another run has set something since', taken('done'), true, taken('done')],
    ['is left alone where nothing is known of the order', lineOf(), true, lineOf()],
    ['is only pinned where it is back already', taken('new'), true, taken('new', pinned)],
    ['is nothing where it is back already', taken('new'), false, taken('new')],
    ['gives way to what the exports say by now', taken('sent', wish('done')), true, taken('sent', wish('done'))],
    [
      'is what the exports say by now, too, and goes out silently',
      taken('sent', wish('new')),
      false,
      taken('sent', { wanted: { status: { ...wanted('new'), undo: { run: 'r' } } } }),
    ],
    [
      'goes before what the exports had said after a run that died',
      taken('sent', wish('sent')),
      true,
      taken('sent', { wanted: { status: back }, ...pinned }),
    ],
    [
      'ends what the exports had said after a run that died, where it is back',
      taken('new', wish('sent')),
      true,
      taken('new', pinned),
    ],
  ]
  it.each(rows)('%s', (_what, line, pin, after) => {
    expect(undo(line, { name, set: 'sent', back, pin })).toEqual(after)
  })
})

describe('a word that is not heard', () => {
  const rejected = { rejected: { status: wanted('sent', { decided: { kind: 'rejected', id: 'd' } }) } }

  it.each<[string, Partial<Line>, boolean]>([
    ['pinned', pinned, true],
    ['rejected', rejected, true],
    ['of another field', { pinned: { tracking_code: 'sent' } }, false],
    ['of another value', { pinned: { status: 'done' } }, false],
  ])('is one that is %s', (_what, more, expected) => {
    expect(isPinned(lineOf(more), name, 'sent')).toBe(expected)
  })

  it('is heard once it is another one', () => {
    const both = { pinned: { status: 'sent', tracking_code: 'T' }, ...rejected }
    expect(unpin(lineOf(both), name)).toEqual(lineOf({ pinned: { tracking_code: 'T' } }))
    const line = lineOf({ pinned: { tracking_code: 'T' } })
    expect(unpin(line, name)).toBe(line)
  })

  it('waits rejected once a sound export repeats it, in the place of what is older by then', () => {
    const line = taken('new', { ...rejected, ...wish('done') })
    expect(sayUnheard(line, name)).toEqual(taken('new', { wanted: rejected.rejected }))
  })

  it('does not end what a person takes back', () => {
    const line = taken('sent', { ...rejected, wanted: { status: back } })
    expect(sayUnheard(line, name)).toEqual(line)
  })

  it('is heard as before once its rejection is taken back', () => {
    const line = taken('new', { ...rejected, ...pinned })
    expect(undecide(line, 'd')).toEqual(taken('new', wish('sent')))
    expect(undecide(line, 'another')).toBe(line)
  })
})

describe('a rejected value that does not wait', () => {
  const field = wanted('sent', { decided: { kind: 'rejected', id: 'd' } })
  const reject = (line: Line, before: FieldValue | undefined) => rejectUnsaid(line, { name, before, field })
  const unheard = { rejected: { status: { ...field, doubtful: {} } } }
  const waits = (value: FieldValue, since: string) => ({ wanted: { status: wanted(value, { since }) } })
  const older = '2026-11-24T08:59:59.000Z'

  it.each<[string, Line]>([
    ['that the shop has not', taken('new')],
    ['behind an older one that waits', taken('new', waits('done', older))],
    ['of an order of which nothing else is known', lineOf()],
  ])('is not heard: one %s', (_what, line) => {
    const after = reject(line, line.acknowledged.status)
    expect(after).toEqual({ ...line, ...unheard })
    expect(isPinned(after, name, 'sent')).toBe(true)
  })

  it.each<[string, Line]>([
    ['the shop has it', taken('sent')],
    ['the shop has taken another one since', taken('done')],
    ['another one waits since later', taken('new', waits('done', field.since))],
    ['it waits, and is rejected there', taken('new', waits('sent', older))],
    ['it is under way', taken('new', { unconfirmed: { fields: { status: 'sent' }, until: older } })],
    ['the order is forgotten', forget(taken('new'))],
    ['its feed of changes has spoken of the order since', taken('new', { seen: { [field.cause.feed]: field.since } })],
  ])('is nothing where %s', (_what, line) => {
    expect(reject(line, 'new')).toBe(line)
  })

  it('is not heard where its feed of changes has spoken of the order before that', () => {
    const line = taken('new', { seen: { [field.cause.feed]: older } })
    expect(reject(line, 'new')).toEqual({ ...line, ...unheard })
  })

  it('does not wait again once a feed gives its field, where it was set aside', () => {
    const aside = { unowned: { status: wanted('sent'), tracking_code: wanted('T') } }
    const line = taken('new', { seen: { [field.cause.feed]: field.since }, ...aside })
    expect(reject(line, 'new')).toEqual({ ...line, unowned: { tracking_code: wanted('T') } })
    const other = { ...line, unowned: { status: wanted('done') } }
    expect(reject(other, 'new')).toBe(other)
  })

  it('waits rejected where a suspicious export says it, but not in the place of what waits instead', () => {
    const line = taken('new', unheard)
    expect(sayUnheardDoubtfully(line, name, 'sent')).toEqual(taken('new', { wanted: unheard.rejected }))
    for (const [other, said] of [
      [taken('new', { ...unheard, ...waits('done', older) }), 'sent'],
      [line, 'done'],
      [taken('new', { rejected: { status: field } }), 'sent'],
      [taken('new', { pinned: { status: 'sent' } }), 'sent'],
    ] as const)
      expect(sayUnheardDoubtfully(other, name, said)).toBe(other)
  })

  it('is heard again once its rejection is taken back, and waits only when an export says it', () => {
    expect(undecide(taken('new', unheard), 'd')).toEqual(taken('new'))
  })

  it('waits rejected once a sound export says it', () => {
    expect(sayUnheard(taken('new', unheard), name)).toEqual(taken('new', { wanted: { status: field } }))
  })
})

describe('a decision that is taken back', () => {
  it('leaves what waits undecided, and what others have decided as it is', () => {
    const line = lineOf({
      wanted: {
        status: wanted('sent', { decided: { kind: 'approved', mails: true, id: 'd' } }),
        tracking_code: wanted('T', { decided: { kind: 'approved', mails: false, id: 'e' } }),
      },
    })
    expect(undecide(line, 'd')).toEqual({ ...line, wanted: { ...line.wanted, status: wanted('sent') } })
  })
})

describe('an order that is forgotten', () => {
  it('keeps its number alone', () => {
    const line = forget(taken('sent', { ...pinned, ...wish('done'), mailed: ['2026-11-24T10:00:00.000Z'] }))
    expect(line).toEqual({ order_number: 'A', acknowledged: {}, forgotten: true })
    expect(forget(line)).toBe(line)
  })
})
