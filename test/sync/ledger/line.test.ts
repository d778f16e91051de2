import { describe, expect, it } from 'vitest'
import type { FieldName, Fields, FieldValue } from '../../../lib/order.ts'
import { adoptAllOf, adoptAtOnce, adopted, adoptLater } from '../../../lib/sync/ledger/adopt.ts'
import {
  acknowledge,
  type Decided,
  decide,
  failBatch,
  isOpen,
  knownValue,
  type Line,
  loseAnswer,
  mayClear,
  newLine,
  park,
  recordShown,
  see,
  want,
} from '../../../lib/sync/ledger/line.ts'
import { recordMail } from '../../../lib/sync/ledger/mails.ts'
import { releaseParked } from '../../../lib/sync/ledger/refused.ts'
import { cause, iso, lineOf, nowMs, parkedUntil, wanted } from '../../support/lines.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const approved: Decided = { kind: 'approved', mails: true }
/** Sent as these values, and perhaps still to be processed until then. */
const sentUntil = (fields: Fields, laterMs = minuteMs) => ({ fields, until: iso(laterMs) })

describe('a line', () => {
  it.each<[string, Partial<Line>, boolean]>([
    ['nothing waits on', { acknowledged: { status: 'sent' }, setByUs: ['status'], seen: { orders: iso() } }, false],
    ['something is wanted of', { wanted: { status: wanted('sent') } }, true],
    ['something was sent of without an answer', { unconfirmed: sentUntil({ status: 'sent' }) }, true],
    ['the first valid record adopts', { adoptNext: ['status'] }, true],
  ])('that %s is open: %#', (_what, line, open) => {
    expect(isOpen(lineOf(line))).toBe(open)
  })

  it('of an unknown order knows its number only', () => {
    expect(newLine('A')).toEqual({ order_number: 'A', acknowledged: {} })
  })

  it('knows what the exports said last', () => {
    const line = lineOf({
      acknowledged: { status: 'new', paid_date: '2026-11-01' },
      wanted: { status: wanted('sent') },
    })
    expect(['status', 'paid_date', 'tracking_code'].map((name) => knownValue(line, name as FieldName))).toEqual([
      'sent',
      '2026-11-01',
      undefined,
    ])
  })
})

describe('want', () => {
  const later = wanted('sent', { since: iso(), cause: { ...cause, record: 7 }, because: 'b' })

  it.each<[string, Partial<Line>, FieldValue, FieldValue | undefined]>([
    ['differs from what was acknowledged', { acknowledged: { status: 'new' } }, 'sent', 'sent'],
    ['is the first that is known', {}, 'sent', 'sent'],
    ['agrees with what was acknowledged', { acknowledged: { status: 'sent' } }, 'sent', undefined],
    ['is a blank, and nothing was acknowledged', {}, '', undefined],
    ['is a blank, and something was acknowledged', { acknowledged: { status: 'sent' } }, '', ''],
    [
      'agrees again, after another was wanted',
      { acknowledged: { status: 'sent' }, wanted: { status: wanted('done') } },
      'sent',
      undefined,
    ],
    [
      'agrees, but nobody knows whether another one was processed',
      { acknowledged: { status: 'sent' }, unconfirmed: sentUntil({ status: 'done' }) },
      'sent',
      'sent',
    ],
    [
      'agrees, while only another field is open',
      { acknowledged: { status: 'sent' }, unconfirmed: sentUntil({ tracking_code: 'T' }) },
      'sent',
      undefined,
    ],
  ])('of a value that %s', (_what, line, value, after) => {
    expect(want(lineOf(line), 'status', { ...later, value }).wanted?.status?.value).toBe(after)
  })

  it('keeps time, cause, decision and pause of a value that was wanted already', () => {
    const before = wanted('sent', { decided: approved, parked: parkedUntil(iso(hourMs)) })
    const line = lineOf({ wanted: { status: before } })
    expect(want(line, 'status', later).wanted?.status).toEqual(before)
  })

  it('forgets them where the value is another one', () => {
    const line = lineOf({ wanted: { status: wanted('done', { decided: approved, parked: parkedUntil(iso(hourMs)) }) } })
    expect(want(line, 'status', later).wanted).toEqual({ status: later })
  })

  it('leaves no empty list behind, and other fields alone', () => {
    const line = lineOf({ acknowledged: { status: 'new' }, wanted: { status: wanted('sent') } })
    expect(want(line, 'status', wanted('new'))).toEqual(lineOf({ acknowledged: { status: 'new' } }))
    const two = lineOf({ wanted: { status: wanted('sent'), tracking_code: wanted('T') } })
    expect(want(two, 'status', wanted('done')).wanted).toEqual({ status: wanted('done'), tracking_code: wanted('T') })
  })
})

describe('adopting', () => {
  it('takes a value as acknowledged, gives up what was wanted, and sets nothing itself', () => {
    const line = lineOf({ wanted: { status: wanted('done'), tracking_code: wanted('T') } })
    expect(adoptAtOnce(line, { status: 'sent' }, () => true)).toEqual(
      lineOf({ acknowledged: { status: 'sent' }, wanted: { tracking_code: wanted('T') } }),
    )
  })

  it('takes a blank for no word at all', () => {
    const line = lineOf({ acknowledged: { paid_date: '2026-11-01' } })
    expect(adoptAtOnce(line, { paid_date: '' }, () => true).acknowledged).toEqual({ paid_date: '2026-11-01' })
    expect(adoptAtOnce(lineOf(), { paid_date: '' }, () => true).acknowledged).toEqual({})
  })

  it('later remembers the fields once, until their feed gives a valid record', () => {
    const line = adoptLater(adoptLater(lineOf(), ['status', 'paid_date']), ['paid_date', 'tracking_code'])
    expect(line.adoptNext).toEqual(['status', 'paid_date', 'tracking_code'])
    expect(adopted(line, new Set<FieldName>(['status', 'paid_date'])).adoptNext).toEqual(['tracking_code'])
    expect(adopted(line, new Set<FieldName>(['status', 'paid_date', 'tracking_code']))).toEqual(lineOf())
  })

  it('all that is wanted leaves nothing open, and other values as they are', () => {
    const line = lineOf({
      acknowledged: { status: 'new', tracking_code: 'T' },
      setByUs: ['tracking_code'],
      wanted: { status: wanted('sent'), paid_date: wanted('') },
      failedBatches: 2,
    })
    expect(adoptAllOf(line)).toEqual(
      lineOf({ acknowledged: { status: 'sent', tracking_code: 'T', paid_date: '' }, setByUs: ['tracking_code'] }),
    )
  })

  it('all that the exports say holds also for what a person had taken back, or rejected', () => {
    const line = lineOf({
      acknowledged: { status: 'new', tracking_code: '', paid_date: '2026-11-01' },
      wanted: { status: wanted('sent') },
      pinned: { tracking_code: 'T1' },
      rejected: { status: wanted('done'), paid_date: wanted('2026-11-02') },
    })
    expect(adoptAllOf(line)).toEqual(
      lineOf({ acknowledged: { status: 'done', tracking_code: 'T1', paid_date: '2026-11-02' } }),
    )
  })

  it('what is still under way is waited for, and not sent again', () => {
    const open = { unconfirmed: sentUntil({ status: 'sent' }) }
    const line = lineOf({
      ...open,
      acknowledged: { status: 'new' },
      wanted: { status: wanted('done'), paid_date: wanted('') },
    })
    expect(adoptAllOf(line)).toEqual(
      lineOf({
        ...open,
        acknowledged: { status: 'new', paid_date: '' },
        wanted: { status: wanted('done', { decided: { kind: 'rejected' } }) },
      }),
    )
  })
})

describe('acknowledge', () => {
  it('moves what was taken, remembers that this sync has set it, and keeps the rest', () => {
    const line = lineOf({
      acknowledged: { status: 'new', paid_date: '2026-11-01' },
      wanted: { status: wanted('sent'), tracking_code: wanted('T') },
      failedBatches: 3,
    })
    expect(acknowledge(line, { status: 'sent' }, nowMs)).toEqual(
      lineOf({
        acknowledged: { status: 'sent', paid_date: '2026-11-01' },
        earlier: 'status\tnew',
        setByUs: ['status'],
        wanted: { tracking_code: wanted('T') },
      }),
    )
  })

  it('keeps wanting what the export says by now', () => {
    const line = lineOf({ wanted: { status: wanted('done') } })
    expect(acknowledge(line, { status: 'sent' }, nowMs)).toMatchObject({
      acknowledged: { status: 'sent' },
      wanted: { status: { value: 'done' } },
    })
  })

  it('remembers languages one by one, and what was set before', () => {
    const line = lineOf({ acknowledged: { 'metas.n': { cs: 'a', en: 'b' } }, setByUs: ['status'] })
    const after = acknowledge(line, { 'metas.n': { cs: 'a', en: 'c' } }, nowMs)
    expect(after.setByUs).toEqual(['metas.n[en]', 'status'])
    expect(acknowledge(after, { 'metas.n': { cs: 'x', en: 'c' } }, nowMs).setByUs).toEqual([
      'metas.n[cs]',
      'metas.n[en]',
      'status',
    ])
  })

  it('closes what was open about these fields only', () => {
    const line = lineOf({ unconfirmed: sentUntil({ status: 'sent', tracking_code: 'T' }) })
    const after = acknowledge(line, { status: 'sent' }, nowMs)
    expect(after.unconfirmed).toEqual(sentUntil({ tracking_code: 'T' }))
    expect(acknowledge(after, { tracking_code: 'T' }, nowMs).unconfirmed).toBeUndefined()
  })

  it.each([
    ['rejected', iso()],
    ['unanswered', iso()],
    ['skipped', iso(hourMs)],
  ] as const)('of one field gives another that was %s a next try at %s', (kind, nextTry) => {
    const line = lineOf({
      wanted: { status: wanted('sent', { parked: parkedUntil(iso(hourMs), { kind }) }), tracking_code: wanted('T') },
    })
    expect(acknowledge(line, { tracking_code: 'T' }, nowMs).wanted?.status?.parked).toMatchObject({
      nextTry,
      attempts: 1,
    })
  })

  it('of nothing changes nothing', () => {
    const line = lineOf({ wanted: { status: wanted('sent') }, failedBatches: 1 })
    expect(acknowledge(line, {}, nowMs)).toBe(line)
  })
})

describe('park', () => {
  const refusal = (atMs: number) => ({ kind: 'rejected' as const, messages: ['no'], atMs })

  it('pauses a minute, an hour, six hours, and then a day each time', () => {
    let line = lineOf({ wanted: { status: wanted('x') } })
    const pauses: number[] = []
    for (let attempt = 1; attempt <= 6; attempt++) {
      line = park(line, { status: 'x' }, refusal(nowMs))
      expect(line.wanted?.status?.parked).toMatchObject({ attempts: attempt, messages: ['no'], kind: 'rejected' })
      pauses.push((Date.parse(line.wanted?.status?.parked?.nextTry ?? '') - nowMs) / minuteMs)
    }
    expect(pauses).toEqual([1, 60, 360, 1440, 1440, 1440])
  })

  it('is about the values that were refused: newer ones and other fields are free', () => {
    const line = lineOf({
      wanted: { status: wanted('done'), tracking_code: wanted('T'), paid_date: wanted('2026-11-01') },
      failedBatches: 2,
    })
    const after = park(line, { status: 'sent', tracking_code: 'T' }, refusal(nowMs))
    expect(after.wanted).toMatchObject({ status: wanted('done'), paid_date: wanted('2026-11-01') })
    expect(after.wanted?.status?.parked).toBeUndefined()
    expect(after.wanted?.tracking_code?.parked?.nextTry).toBe(iso(minuteMs))
    expect(after.failedBatches).toBeUndefined()
  })

  it('of languages counts where they are the same, and keeps what a person decided', () => {
    const line = lineOf({ wanted: { 'metas.n': wanted({ cs: 'a', en: 'b' }, { decided: approved }) } })
    const parkedAfter = (value: FieldValue) => park(line, { 'metas.n': value }, refusal(nowMs)).wanted?.['metas.n']
    expect(parkedAfter({ cs: 'a' })?.parked).toBeUndefined()
    expect(parkedAfter({ en: 'b', cs: 'a' })).toMatchObject({ decided: approved, parked: { attempts: 1 } })
  })

  it('that is released may go out at once, and pauses longer when it is refused again', () => {
    const line = lineOf({
      wanted: { status: wanted('x', { parked: parkedUntil(iso(hourMs)) }), tracking_code: wanted('T') },
    })
    const released = releaseParked(line, nowMs)
    expect(released.wanted).toEqual({
      status: wanted('x', { parked: parkedUntil(iso()) }),
      tracking_code: wanted('T'),
    })
    expect(park(released, { status: 'x' }, refusal(nowMs)).wanted?.status?.parked).toMatchObject({
      attempts: 2,
      nextTry: iso(hourMs),
    })
  })
})

describe('a lost answer', () => {
  it('leaves open what was sent, and what is wanted as it is', () => {
    const line = lineOf({ acknowledged: { status: 'new' }, wanted: { status: wanted('sent') } })
    expect(loseAnswer(line, { status: 'sent' }, nowMs)).toEqual({
      ...line,
      unconfirmed: sentUntil({ status: 'sent' }, 0),
    })
  })

  it.each<[string, Fields, boolean]>([
    ['the same status', { status: 'sent' }, true],
    ['another field', { tracking_code: 'T' }, true],
    ['another status', { status: 'done' }, false],
  ])('keeps what was asked and mailed of the sending before where it was about %s', (_what, sent, keeps) => {
    const told = { mailed: true, asked: 2 } as const
    const line = lineOf({ unconfirmed: { ...sentUntil({ status: 'sent' }), ...told } })
    const { fields: _, until: __, ...kept } = loseAnswer(line, sent, nowMs).unconfirmed ?? {}
    expect(kept).toEqual(keeps ? told : {})
  })

  it.each([
    [hourMs, iso(hourMs)],
    [0, iso(minuteMs)],
  ])('adds to what was open before, until the later of both times (%i)', (laterMs, until) => {
    const line = lineOf({ unconfirmed: sentUntil({ status: 'sent', tracking_code: 'T' }) })
    expect(loseAnswer(line, { status: 'done' }, nowMs + laterMs).unconfirmed).toEqual({
      fields: { status: 'done', tracking_code: 'T' },
      until,
    })
  })
})

describe('what the shop shows of an unconfirmed order', () => {
  const line = lineOf({
    acknowledged: { status: 'new' },
    wanted: { status: wanted('sent'), tracking_code: wanted('T') },
    unconfirmed: sentUntil({ status: 'sent', tracking_code: 'T' }),
  })
  const asSent = { status: 'sent', tracking_code: 'T' }
  const before = nowMs + minuteMs - 1
  const after = nowMs + minuteMs

  it.each([
    ['before the time is over', before],
    ['after', after],
  ])('as it was sent, is acknowledged %s', (_what, atMs) => {
    expect(recordShown(line, asSent, atMs)).toEqual(
      lineOf({ acknowledged: asSent, earlier: 'status\tnew', setByUs: ['status', 'tracking_code'] }),
    )
  })

  it.each<[string, Fields]>([
    ['as before the sending', { status: 'new', tracking_code: '' }],
    ['as a third value', { status: 'done', tracking_code: 'X' }],
  ])('%s, may still be processed before the time is over', (_what, shown) => {
    expect(recordShown(line, shown, before)).toEqual(line)
  })

  it.each<[string, Fields, Fields]>([
    ['as before the sending', { status: 'new', tracking_code: '' }, { status: 'new', tracking_code: '' }],
  ])('%s, is what the shop has once the time is over: it is sent again', (_what, shown, acknowledged) => {
    const { unconfirmed: _, ...rest } = line
    expect(recordShown(line, shown, after)).toEqual({ ...rest, acknowledged })
  })

  it('as a third value, was set by somebody: it is left to a person', () => {
    const shown = { status: 'done', tracking_code: 'X' }
    const settled = recordShown(line, shown, after)
    expect(settled).toMatchObject({
      acknowledged: shown,
      wanted: {
        status: { value: 'sent', parked: { kind: 'edited' } },
        tracking_code: { value: 'T' },
      },
    })
    // nobody knew what the shop had there: it has not been edited as far as anybody can tell
    expect(settled.wanted?.tracking_code?.parked).toBeUndefined()
    expect(settled.unconfirmed).toBeUndefined()
    expect(releaseParked(settled, after)).toEqual(settled)
  })

  it('is acknowledged field by field', () => {
    const shown = { status: 'sent', tracking_code: '' }
    expect(recordShown(line, shown, before)).toMatchObject({
      acknowledged: { status: 'sent' },
      setByUs: ['status'],
      unconfirmed: sentUntil({ tracking_code: 'T' }),
      wanted: { tracking_code: { value: 'T' } },
    })
    const settled = recordShown(line, shown, after)
    expect(settled).toMatchObject({ acknowledged: shown, setByUs: ['status'] })
    expect(settled.unconfirmed).toBeUndefined()
    expect(Object.keys(settled.wanted ?? {})).toEqual(['tracking_code'])
  })

  it('ends a wish that agrees with it by now', () => {
    const back = lineOf({
      acknowledged: { status: 'new' },
      wanted: { status: wanted('new') },
      unconfirmed: sentUntil({ status: 'sent' }),
    })
    expect(recordShown(back, { status: 'new' }, before).wanted?.status?.value).toBe('new')
    expect(recordShown(back, { status: 'new' }, after)).toEqual(lineOf({ acknowledged: { status: 'new' } }))
    expect(recordShown(back, { status: 'sent' }, before)).toMatchObject({
      acknowledged: { status: 'sent' },
      wanted: { status: { value: 'new' } },
    })
  })

  it('says nothing where nothing was open', () => {
    const quiet = lineOf({ acknowledged: { status: 'new' }, wanted: { status: wanted('sent') } })
    expect(recordShown(quiet, { status: 'sent' }, after)).toBe(quiet)
  })
})

describe('decisions', () => {
  it('mark the values that they name', () => {
    const line = lineOf({ wanted: { status: wanted('sent'), tracking_code: wanted('T') } })
    expect(decide(line, { status: approved }).wanted).toEqual({
      status: wanted('sent', { decided: approved }),
      tracking_code: wanted('T'),
    })
    const again = decide(decide(line, { status: approved }), { status: { kind: 'rejected' } })
    expect(again.wanted?.status?.decided).toEqual({ kind: 'rejected' })
  })

  const quiet = { kind: 'approved', mails: false, quiet: true } as const
  const aloud = { kind: 'approved', mails: false } as const
  it.each<[string, FieldName, Decided, Decided]>([
    ['a status stays quiet where nobody was shown with a mail', 'status', aloud, quiet],
    ['a status mails where that was shown', 'status', { ...aloud, mails: true }, { ...aloud, mails: true }],
    ['whatever else stays quiet', 'paid_date', { ...aloud, mails: true }, { ...quiet, mails: true }],
    ['a rejection counts', 'status', { kind: 'rejected' }, { kind: 'rejected' }],
  ])('approve once more what was approved quietly: %s', (_what, name, word, decided) => {
    const line = lineOf({ wanted: { [name]: wanted('sent', { decided: quiet }) } })
    expect(decide(line, { [name]: word }).wanted?.[name]?.decided).toEqual(decided)
  })
})

describe('a line forgets', () => {
  it('mails of more than a day ago', () => {
    const line = lineOf({ mailed: [iso(-25 * hourMs), iso(-24 * hourMs), iso(-hourMs)] })
    expect(recordMail(line, nowMs).mailed).toEqual([iso(-hourMs), iso()])
  })
})

describe('a line remembers', () => {
  it('in how many refused requests it was', () => {
    expect(failBatch(failBatch(lineOf(), 1), 2).failedBatches).toBe(2)
  })

  it('when a feed of changes has mentioned it', () => {
    const line = see(lineOf(), 'orders', iso())
    expect(line.seen).toEqual({ orders: iso() })
    expect(see(line, 'orders', iso())).toBe(line)
    expect(see(line, 'parcels', iso(1)).seen).toEqual({ orders: iso(), parcels: iso(1) })
  })
})

describe('a value may be cleared', () => {
  it.each<[string, Partial<Line>, boolean]>([
    ['not where it was adopted', { acknowledged: { paid_date: '2026-11-01' } }, false],
    ['where this sync has set it', { setByUs: ['paid_date'] }, true],
    ['not where this sync has set another field', { setByUs: ['status', 'metas.paid_date'] }, false],
    ['where it was sent without an answer', { unconfirmed: sentUntil({ paid_date: '2026-11-01' }) }, true],
    ['not where another field was', { unconfirmed: sentUntil({ status: 'sent' }) }, false],
  ])('%s', (_what, line, may) => {
    expect(mayClear(lineOf(line), 'paid_date')).toBe(may)
  })
})

it.each([
  ['that was counted as a mail is taken off again', { mailed: true as const }, 1],
  ['that mailed nobody leaves the mail before it counted', {}, 2],
])('a status that was not taken, %s', (_what, more, left) => {
  const line = lineOf({
    acknowledged: { status: 'sent' },
    wanted: { status: wanted('done') },
    mailed: [iso(-3_600_000), iso(-1_800_000)],
    unconfirmed: { fields: { status: 'done' }, until: iso(-1), ...more },
  })
  expect(recordShown(line, { status: 'sent' }, nowMs).mailed).toHaveLength(left)
})
