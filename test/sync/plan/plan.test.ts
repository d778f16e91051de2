import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type FieldValue, fieldEntries } from '../../../lib/order.ts'
import type { Settings } from '../../../lib/settings/settings.ts'
import type { Decided, Line } from '../../../lib/sync/ledger/line.ts'
import type { Change } from '../../../lib/sync/plan/change.ts'
import { draftPlan, isPlannedAnew, type PlanOptions, type PlanSettings, planOf } from '../../../lib/sync/plan/plan.ts'
import { planHash } from '../../../lib/sync/plan/plan-hash.ts'
import { changeOf } from '../../support/changes.ts'
import { cause, iso, ledgerOf, lineOf, nowMs, parkedUntil, wanted } from '../../support/lines.ts'
import { settingsOf } from '../../support/world.ts'

const hourMs = 3_600_000
const draft = (line: Partial<Line>, settings: PlanSettings = settingsOf(), options: Partial<PlanOptions> = {}) =>
  draftPlan(ledgerOf(lineOf(line)), settings, { nowMs, batchSize: 100, canRead: true, ...options })
const wantedOf = (values: Readonly<Record<string, FieldValue>>, decided: Readonly<Record<string, Decided>> = {}) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      wanted(value, decided[name] === undefined ? {} : { decided: decided[name] }),
    ]),
  )
const loud: Decided = { kind: 'approved', mails: true }
const silent: Decided = { kind: 'approved', mails: false }
const quiet: Decided = { kind: 'approved', mails: false, quiet: true }

describe('a plan', () => {
  const settings = settingsOf({ finalStatuses: ['cancelled'], statusOrder: ['new', 'sent', 'done'] })
  const open = { fields: { status: 'sent' }, until: iso() }

  it.each<[string, Partial<Line>, string]>([
    ['a final status', { acknowledged: { status: 'cancelled' }, wanted: wantedOf({ status: 'sent' }) }, 'final'],
    [
      'a status that would fall back',
      { acknowledged: { status: 'done' }, wanted: wantedOf({ status: 'sent' }) },
      'regress',
    ],
    [
      'a blank where this sync had set nothing',
      { acknowledged: { paid_date: '2026-11-01' }, wanted: wantedOf({ paid_date: '' }) },
      'clear',
    ],
    [
      'a blank where this sync had set another field',
      { setByUs: ['tracking_code'], acknowledged: { paid_date: 'x' }, wanted: wantedOf({ paid_date: '' }) },
      'clear',
    ],
    [
      'a value that a person rejected',
      { wanted: wantedOf({ status: 'sent' }, { status: { kind: 'rejected' } }) },
      'rejected',
    ],
    [
      'a value that the shop refuses',
      { wanted: { status: wanted('sent', { parked: parkedUntil(iso(1)) }) } },
      'parked',
    ],
    [
      'an order that was sent without an answer',
      { unconfirmed: open, wanted: wantedOf({ status: 'sent' }) },
      'unconfirmed',
    ],
    [
      'another field of such an order',
      { unconfirmed: open, wanted: wantedOf({ paid_date: '2026-11-01' }) },
      'unconfirmed',
    ],
    [
      'a rejected value of such an order',
      { unconfirmed: open, wanted: wantedOf({ status: 'x' }, { status: { kind: 'rejected' } }) },
      'rejected',
    ],
  ])('leaves out %s, with the reason', (_what, line, kind) => {
    const plan = draft(line, settings)
    expect(plan.changes).toEqual([])
    expect(plan.leftOut).toMatchObject([{ order_number: 'A', kind, reason: expect.any(String) }])
  })

  it.each<[string, Partial<Line>]>([
    ['a status that goes on', { acknowledged: { status: 'new' }, wanted: wantedOf({ status: 'done' }) }],
    [
      'a status that the order of statuses does not know',
      { acknowledged: { status: 'x' }, wanted: wantedOf({ status: 'new' }) },
    ],
    [
      'a status that leaves the order of statuses',
      { acknowledged: { status: 'done' }, wanted: wantedOf({ status: 'x' }) },
    ],
    ['the final status itself', { acknowledged: { status: 'sent' }, wanted: wantedOf({ status: 'cancelled' }) }],
    [
      'another field of a final order',
      { acknowledged: { status: 'cancelled' }, wanted: wantedOf({ tracking_code: 'T' }) },
    ],
    ['a value that was wanted again after its rejection', { wanted: wantedOf({ status: 'sent' }) }],
    [
      'a blank where this sync had set the value',
      { acknowledged: { paid_date: '2026-11-01' }, setByUs: ['paid_date'], wanted: wantedOf({ paid_date: '' }) },
    ],
    ['a refused value whose pause is over', { wanted: { status: wanted('sent', { parked: parkedUntil(iso()) }) } }],
  ])('holds %s', (_what, line) => {
    expect(draft(line, settings)).toMatchObject({ changes: [{ order_number: 'A' }], leftOut: [] })
  })

  it('tells what a suspicious export takes back, and sends neither that nor what the shop has already', () => {
    const taken = wanted('sent', { doubtful: { instead: wanted('new') } })
    const plan = draft({ acknowledged: { status: 'sent' }, wanted: { status: taken } }, settings)
    expect([plan.changes, plan.leftOut]).toMatchObject([[], [{ field: 'status', kind: 'doubtful' }]])
  })

  it('posts what may be posted of an order, and leaves out the rest', () => {
    const line = {
      acknowledged: { status: 'done' },
      wanted: {
        ...wantedOf({ status: 'sent', tracking_code: 'T' }),
        paid_date: wanted('x', { parked: parkedUntil(iso(5)) }),
      },
    }
    const { changes, leftOut } = draft(line, settings)
    expect(changes.map(({ fields }) => Object.keys(fields))).toEqual([['tracking_code']])
    expect(leftOut.map(({ field, kind, until }) => [field, kind, until])).toEqual([
      ['status', 'regress', undefined],
      ['paid_date', 'parked', iso(5)],
    ])
  })

  it('says before, after, why, since when and whence', () => {
    const status = wanted('sent', { because: 'x = 1' })
    const { changes } = draft({ acknowledged: { status: 'new' }, wanted: { status }, failedBatches: 2 })
    expect(changes).toEqual([
      {
        order_number: 'A',
        fields: {
          status: { before: 'new', after: 'sent', because: 'x = 1', since: status.since, cause, approved: false },
        },
        mails: [],
        mayNotify: false,
        failedBatches: 2,
      },
    ])
  })

  it('leaves out what older exports of a feed say while a newer one could not be read', () => {
    const line = { wanted: wantedOf({ status: 'sent' }, { status: { kind: 'approved', mails: true } }) }
    const plan = draft(line, settings, { unread: [cause.feed] })
    expect(plan.changes).toEqual([])
    expect(plan.leftOut).toMatchObject([{ kind: 'unread', until: iso(), reason: expect.stringContaining(cause.feed) }])
    expect(draft(line, settings, { unread: ['stock'] }).changes).toHaveLength(1)
  })

  it.each([
    ['may be asked', true, nowMs - 1, 'unconfirmed'],
    ['may be asked, also when the time is over', true, nowMs + hourMs, 'unconfirmed'],
    ['cannot be asked and the time is not over', false, nowMs - 1, 'unconfirmed'],
    ['cannot be asked and the time is over', false, nowMs, undefined],
  ])('leaves out what was sent without an answer where the shop %s', (_what, canRead, atMs, kind) => {
    const plan = draft({ unconfirmed: open, wanted: wantedOf({ status: 'sent' }) }, settings, { canRead, nowMs: atMs })
    expect(plan.leftOut.map((left) => left.kind)).toEqual(kind === undefined ? [] : [kind])
    expect(plan.changes).toHaveLength(kind === undefined ? 1 : 0)
    for (const { until } of plan.leftOut) expect(until).toBe(iso())
  })

  it.each([
    ['sent', 'unconfirmed'],
    ['done', undefined],
  ])('leaves out what the shop does not tell of, also where it comes back: %s', (status, kind) => {
    const unconfirmed = { fields: { status: 'sent' }, until: iso(hourMs), mailed: true, asked: 1 } as const
    const plan = draft({ unconfirmed, wanted: wantedOf({ status }) }, settings, { canRead: true })
    expect(plan.leftOut.map((left) => left.kind)).toEqual(kind === undefined ? [] : [kind])
  })

  it('counts its requests', () => {
    const lines = Array.from({ length: 101 }, (_, index) =>
      lineOf({ order_number: `O${index}`, wanted: wantedOf({ status: 'sent' }) }),
    )
    const options = { nowMs, batchSize: 100, canRead: true }
    expect(draftPlan(ledgerOf(...lines), settings, options).requests).toBe(2)
  })
})

describe('an order', () => {
  type Notify = boolean | string[]
  it.each<[Notify, Record<string, FieldValue>, boolean, readonly string[]]>([
    [true, { status: 'sent' }, true, ['status']],
    [true, { tracking_code: 'T' }, true, []],
    [false, { status: 'sent' }, false, []],
    [['sent'], { status: 'sent' }, true, ['status']],
    [['sent'], { status: 'sent', tracking_code: 'T' }, true, ['status']],
    [['sent'], { status: 'done' }, false, []],
    [['sent'], { tracking_code: 'T' }, false, []],
    [['12'], { status_id: '12' }, true, ['status_id']],
    [true, { paid_date: '2026-11-01' }, true, []],
  ])('with notify %j and %j has the flag %s and mails about %j', (notify, values, mayNotify, mails) => {
    const line = { wanted: wantedOf(values) }
    expect(draft(line, settingsOf({ upgates: { notify } })).changes).toMatchObject([{ mayNotify, mails }])
  })

  it.each<[boolean, { readonly invoice?: false; readonly notifyPaid?: boolean }, string, readonly string[]]>([
    [false, {}, '2026-11-01', []],
    [false, { notifyPaid: false }, '2026-11-01', []],
    [false, { notifyPaid: true }, '2026-11-01', ['paid_date']],
    [true, { notifyPaid: true }, '2026-11-01', ['status', 'paid_date']],
    [false, { notifyPaid: true, invoice: false }, '2026-11-01', []],
    [false, { notifyPaid: true }, '', []],
  ])('with notify %s and %j that is paid on "%s" mails about %j', (notify, more, paid_date, mails) => {
    const { upgates, ...rest } = settingsOf({ upgates: { notify } })
    const settings: PlanSettings = {
      ...rest,
      upgates: { notify: upgates.notify, notifyPaid: false, invoice: undefined, ...more },
    }
    const line = {
      setByUs: ['paid_date'],
      acknowledged: { paid_date: 'x' },
      wanted: wantedOf({ status: 'sent', paid_date }),
    }
    expect(draft(line, settings).changes).toMatchObject([{ mails, mayNotify: notify }])
  })

  it.each([
    ['a quiet run', {}, { quiet: true }],
    ['a status that is older than the settings say', { silentAfterHours: 0.9 }, {}],
  ])('mails nobody in %s', (_what, changes, options) => {
    const settings = settingsOf({ upgates: { notify: true }, ...changes })
    expect(draft({ wanted: wantedOf({ status: 'sent' }) }, settings, options).changes).toMatchObject([
      { mayNotify: false, mails: [] },
    ])
  })

  it('mails for a status that is just as old as the settings say', () => {
    const settings = settingsOf({ upgates: { notify: true }, silentAfterHours: 1 })
    expect(draft({ wanted: wantedOf({ status: 'sent' }) }, settings).changes).toMatchObject([{ mails: ['status'] }])
  })
})

describe('an approval', () => {
  const notifying = settingsOf({ upgates: { notify: true } })
  const approvedIn = (line: Partial<Line>, settings: PlanSettings = notifying) => {
    const [change] = draft(line, settings).changes
    return Object.fromEntries(fieldEntries(change?.fields).map(([name, field]) => [name, field.approved]))
  }

  it.each<[string, Decided | undefined, PlanSettings, boolean]>([
    ['none', undefined, notifying, false],
    ['one that showed the mail', loud, notifying, true],
    ['one that showed no mail, where there is one by now', silent, notifying, false],
    ['one that showed no mail, where there is none', silent, settingsOf(), true],
    ['one that showed a mail, where there is none any more', loud, settingsOf(), true],
    ['a quiet one, whatever the settings say', quiet, notifying, true],
    ['a rejection', { kind: 'rejected' }, notifying, false],
  ])('of a status, %s, counts: %#', (_what, decided, settings, approved) => {
    const line = { wanted: wantedOf({ status: 'sent' }, decided === undefined ? {} : { status: decided }) }
    expect(approvedIn(line, settings).status ?? false).toBe(approved)
  })

  it('of one field is about this field', () => {
    const line = { wanted: wantedOf({ status: 'sent', tracking_code: 'T' }, { tracking_code: silent }) }
    expect(approvedIn(line)).toEqual({ status: false, tracking_code: true })
  })

  const { upgates, ...rest } = settingsOf()
  const paying: PlanSettings = { ...rest, upgates: { notify: upgates.notify, notifyPaid: true } }
  it('of a payment that showed no mail does not count where the shop mails invoices by now', () => {
    const line = { wanted: wantedOf({ paid_date: '2026-11-01' }, { paid_date: silent }) }
    expect(approvedIn(line, settingsOf())).toEqual({ paid_date: true })
    expect(approvedIn(line, paying)).toEqual({ paid_date: false })
  })

  it.each<[string, Record<string, FieldValue>, Record<string, Decided>, boolean, readonly string[]]>([
    ['keeps a status silent', { status: 'sent' }, { status: quiet }, false, []],
    [
      'keeps a status silent beside what is not approved',
      { status: 'sent', tracking_code: 'T' },
      { status: quiet },
      false,
      [],
    ],
    [
      'of a parcel does not silence a later status',
      { status: 'done', tracking_code: 'T' },
      { tracking_code: quiet },
      true,
      ['status'],
    ],
    ['of a parcel alone sets no flag', { tracking_code: 'T' }, { tracking_code: quiet }, false, []],
    ['that is not quiet lets a status mail', { status: 'sent' }, { status: loud }, true, ['status']],
  ])('given quietly %s', (_what, values, decided, mayNotify, mails) => {
    expect(draft({ wanted: wantedOf(values, decided) }, notifying).changes).toMatchObject([{ mayNotify, mails }])
  })
})

describe('a customer who was mailed often', () => {
  const settings = settingsOf({ upgates: { notify: true }, guard: { perOrder: 2 } })
  const mailed = [iso(-23 * hourMs), iso(-hourMs)]
  const line = { mailed, wanted: wantedOf({ status: 'sent', tracking_code: 'T' }) }

  it('waits with the whole order until the oldest of these mails is a day old', () => {
    const { changes, leftOut } = draft(line, settings)
    expect(changes).toEqual([])
    expect(leftOut.map(({ field, kind, until }) => [field, kind, until])).toEqual([
      ['status', 'mailed', iso(hourMs)],
      ['tracking_code', 'mailed', iso(hourMs)],
    ])
    expect(draft(line, settings, { nowMs: nowMs + hourMs }).changes).toHaveLength(1)
  })

  it.each<[string, Partial<Line>, PlanSettings, Partial<PlanOptions>]>([
    ['one mail fewer', { ...line, mailed: mailed.slice(1) }, settings, {}],
    ['mails of another day', { ...line, mailed: [iso(-24 * hourMs), ...mailed.slice(1)] }, settings, {}],
    ['mails that a wrong clock has dated', { ...line, mailed: [iso(99 * hourMs), ...mailed.slice(1)] }, settings, {}],
    ['a change that mails nobody', { ...line, wanted: wantedOf({ tracking_code: 'T' }) }, settings, {}],
    ['settings that mail nobody', line, settingsOf({ guard: { perOrder: 2 } }), {}],
    ['a quiet run', line, settings, { quiet: true }],
    ['a person’s approval', { ...line, wanted: wantedOf({ status: 'sent' }, { status: loud }) }, settings, {}],
  ])('does not wait with %s', (_what, given, used, options) => {
    expect(draft(given, used, options)).toMatchObject({ changes: [{ order_number: 'A' }], leftOut: [] })
  })
})

it('a parcel does not wait for a mail about a status that does not leave', () => {
  const settings = settingsOf({ upgates: { notify: true }, guard: { perOrder: 1 }, finalStatuses: ['done'] })
  const wanted = wantedOf({ status: 'sent', tracking_code: 'T' })
  const { changes, leftOut } = draft({ acknowledged: { status: 'done' }, mailed: [iso(-hourMs)], wanted }, settings)
  expect(changes).toMatchObject([{ fields: { tracking_code: { after: 'T' } }, mails: [] }])
  expect(leftOut.map(({ field, kind }) => [field, kind])).toEqual([['status', 'final']])
})

it('an approval that showed no mail lets no mail too many leave', () => {
  const settings = settingsOf({ upgates: { notify: true }, guard: { perOrder: 1 } })
  const unseen = { kind: 'approved', mails: false } as const
  const { leftOut } = draft(
    { mailed: [iso(-hourMs)], wanted: wantedOf({ status: 'sent' }, { status: unseen }) },
    settings,
  )
  expect(leftOut).toMatchObject([{ field: 'status', kind: 'mailed' }])
})

describe('the hash of a plan', () => {
  const one = changeOf('A', { status: 'x', 'metas.t': { cs: 'a', en: 'b' } })
  const two = changeOf('B', { resolved_yn: true })

  it('is that of its changes, whatever their order', () => {
    expect(planHash([one, two])).toMatch(/^[0-9a-f]{64}$/)
    expect(planHash([one, two])).toBe(planHash([two, changeOf('A', { 'metas.t': { en: 'b', cs: 'a' }, status: 'x' })]))
  })

  it('is not that of when, whence and how they travel', () => {
    const small: Change = { ...one, mayNotify: true, failedBatches: 3 }
    expect(planHash([small])).toBe(planHash([one]))
    expect(planHash([changeOf('A', { status: 'x' }, { since: iso(), approved: true })])).toBe(
      planHash([changeOf('A', { status: 'x' })]),
    )
  })

  it.each([
    ['whom it mails', [changeOf('A', { status: 'x', 'metas.t': { cs: 'a', en: 'b' } }, { mails: ['status'] })]],
    ['another order', [changeOf('C', { status: 'x', 'metas.t': { cs: 'a', en: 'b' } })]],
    ['another value', [changeOf('A', { status: 'y', 'metas.t': { cs: 'a', en: 'b' } })]],
    ['another field', [changeOf('A', { tracking_code: 'x', 'metas.t': { cs: 'a', en: 'b' } })]],
    ['another language', [changeOf('A', { status: 'x', 'metas.t': { cs: 'a', de: 'b' } })]],
    ['a language less', [changeOf('A', { status: 'x', 'metas.t': { cs: 'a' } })]],
    ['a field less', [changeOf('A', { status: 'x' })]],
    ['an order more', [one, two]],
    ['a customer who is mailed', [{ ...one, mails: ['status' as const] }]],
    ['nothing', []],
  ])('is another one for %s', (_what, changes) => {
    expect(planHash(changes)).not.toBe(planHash([one]))
  })

  it('is that of its rows, however many they are', () => {
    const changes = Array.from({ length: 2001 }, (_, at) => changeOf(`O${at}`, { status: 'x' }))
    const rows = changes.map(({ order_number }) => JSON.stringify([order_number, 'status', 'x', false])).sort()
    const expected = createHash('sha256').update(rows.map((row) => `${row}\n`).join(''))
    expect(planHash(changes)).toBe(expected.digest('hex'))
  })

  it('tells the text "true" from the flag', () => {
    expect(planHash([changeOf('A', { 'metas.x': 'true' })])).not.toBe(planHash([changeOf('A', { 'metas.x': true })]))
  })
})

it('a plan asks the guard about all that the ledger knows', () => {
  const settings: Settings = settingsOf({ guard: { orders: 0 } })
  const ledger = ledgerOf(lineOf({ wanted: wantedOf({ status: 'sent' }) }))
  const planning = { settings, feeds: {}, shop: { batchSize: 100 } }
  expect(planOf(ledger, planning, nowMs).verdict).toMatchObject({
    kind: 'hold',
    reasons: [{ rule: 'orders', figure: 1 }],
  })
  const free = { ...planning, settings: settingsOf() }
  expect(planOf(ledger, free, nowMs).verdict).toEqual({ kind: 'pass' })
})

describe('what the shop says of its custom fields', () => {
  const at = iso()
  const known = { at, fields: ['note'] }
  it.each([
    ['that one which a status waits for is missing', { note: 'metas.note' }, known, { at, fields: [] }, true],
    ['that it is there by now', { note: 'metas.note' }, { at, fields: [] }, known, true],
    ['nothing of it, as before', { note: 'metas.note' }, undefined, { at }, false],
    ['the same as before', { note: 'metas.note' }, { at, fields: [] }, { at, fields: ['other'] }, false],
    ['something of one that nothing waits for', { note: 'tracking_code' }, known, { at, fields: [] }, false],
  ])('makes a plan another one where it is %s', (_what, { note }, before, now, isAnother) => {
    const settings = settingsOf({ waitFor: { sent: { fields: [note], hours: 24 } } })
    expect(isPlannedAnew(settings, before, now)).toBe(isAnother)
  })
})
