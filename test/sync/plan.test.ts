import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FieldName, type FieldValue, fieldEntries } from '../../lib/order.ts'
import { createLedger } from '../../lib/sync/ledger/ledger.ts'
import type { Line, Wanted } from '../../lib/sync/ledger/line.ts'
import { batchesOf } from '../../lib/sync/plan/batches.ts'
import type { Change } from '../../lib/sync/plan/change.ts'
import { judge } from '../../lib/sync/plan/guard.ts'
import { budgetAt, pace } from '../../lib/sync/plan/pace.ts'
import { draftPlan, planHash } from '../../lib/sync/plan/plan.ts'
import { settingsOf } from '../support/world.ts'

const nowMs = Date.parse('2026-11-24T10:00:00Z')
const cause = { feed: 'orders', key: 'k', record: 1 }
const wanted = (value: FieldValue, more: Partial<Wanted> = {}): Wanted => ({
  value,
  since: '2026-11-24T09:00:00.000Z',
  cause,
  ...more,
})
const lineOf = (more: Partial<Line>): Line => ({ order_number: 'A', acknowledged: {}, ...more })
const ledgerOf = (...lines: Line[]) => createLedger(new Map(lines.map((line) => [line.order_number, line])))
const planOf = (line: Partial<Line>, settings = settingsOf()) =>
  draftPlan(ledgerOf(lineOf(line)), settings, { nowMs, batchSize: 100, canRead: true })

describe('a plan', () => {
  const settings = settingsOf({ finalStatuses: ['cancelled'], statusOrder: ['new', 'sent', 'done'] })
  const parked = (nextTry: string) => ({ kind: 'rejected' as const, messages: ['no'], attempts: 1, nextTry })

  it.each<[string, Partial<Line>, string]>([
    ['a final status', { acknowledged: { status: 'cancelled' }, wanted: { status: wanted('sent') } }, 'final'],
    [
      'a status that would fall back',
      { acknowledged: { status: 'done' }, wanted: { status: wanted('sent') } },
      'regress',
    ],
    [
      'a blank where this sync had set nothing',
      { acknowledged: { paid_date: '2026-11-01' }, wanted: { paid_date: wanted('') } },
      'clear',
    ],
    [
      'a value that a person rejected',
      { wanted: { status: wanted('sent', { decided: { kind: 'rejected' } }) } },
      'rejected',
    ],
    [
      'a value that the shop refuses',
      { wanted: { status: wanted('sent', { parked: parked('2026-11-24T10:00:00.001Z') }) } },
      'parked',
    ],
    [
      'an order that was sent without an answer',
      {
        unconfirmed: { fields: { status: 'sent' }, until: '2026-11-24T09:00:00.000Z' },
        wanted: { status: wanted('sent') },
      },
      'unconfirmed',
    ],
  ])('leaves out %s, with the reason', (_what, line, kind) => {
    const plan = planOf(line, settings)
    expect(plan.changes).toEqual([])
    expect(plan.leftOut).toMatchObject([{ order_number: 'A', kind, reason: expect.any(String) }])
  })

  it.each<[string, Partial<Line>]>([
    ['a status that goes on', { acknowledged: { status: 'new' }, wanted: { status: wanted('done') } }],
    [
      'a status that the order of statuses does not know',
      { acknowledged: { status: 'x' }, wanted: { status: wanted('new') } },
    ],
    ['the final status itself', { acknowledged: { status: 'sent' }, wanted: { status: wanted('cancelled') } }],
    [
      'another field of a final order',
      { acknowledged: { status: 'cancelled' }, wanted: { tracking_code: wanted('T') } },
    ],
    [
      'a blank where this sync had set the value',
      { acknowledged: { paid_date: '2026-11-01' }, setByUs: ['paid_date'], wanted: { paid_date: wanted('') } },
    ],
    [
      'a refused value whose pause is over',
      { wanted: { status: wanted('sent', { parked: parked('2026-11-24T10:00:00.000Z') }) } },
    ],
  ])('holds %s', (_what, line) => {
    expect(planOf(line, settings)).toMatchObject({ changes: [{ order_number: 'A' }], leftOut: [] })
  })

  it.each<[boolean | string[], Record<string, FieldValue>, boolean, boolean]>([
    [true, { status: 'sent' }, true, true],
    [true, { tracking_code: 'T' }, true, false],
    [false, { status: 'sent' }, false, false],
    [['sent'], { status: 'sent' }, true, true],
    [['sent'], { status: 'done' }, false, false],
    [['sent'], { tracking_code: 'T' }, false, false],
  ])('with notify %j and %j has the flag %s and mails: %s', (notify, values, flag, notifies) => {
    const fields = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, wanted(value)]))
    expect(planOf({ wanted: fields }, settingsOf({ upgates: { notify } })).changes).toMatchObject([
      { mayNotify: flag, mails: notifies ? ['status'] : [] },
    ])
  })

  it('has the same hash whatever the order of its changes, and another one for another value', () => {
    const change = (order_number: string, values: Record<string, FieldValue>): Change => ({
      order_number,
      mails: [],
      mayNotify: false,
      failedBatches: 0,
      fields: Object.fromEntries(
        Object.entries(values).map(([name, after]) => [name, { after, since: '', cause, approved: false }]),
      ),
    })
    const one = change('A', { status: 'x', 'metas.t': { cs: 'a', en: 'b' } })
    const same = change('A', { 'metas.t': { en: 'b', cs: 'a' }, status: 'x' })
    const two = change('B', { resolved_yn: true })
    expect(planHash([one, two])).toBe(planHash([two, same]))
    expect(planHash([one, two])).not.toBe(planHash([one, change('B', { resolved_yn: false })]))
  })
})

const changeOf = (
  index: number,
  fields: { readonly [name in FieldName]?: FieldValue },
  more: Partial<Change> = {},
  since = '2026-11-24T09:00:00.000Z',
): Change => ({
  order_number: `O${index}`,
  mails: [],
  mayNotify: false,
  failedBatches: 0,
  fields: Object.fromEntries(
    fieldEntries(fields).map(([name, after]) => [name, { after, since, cause, approved: false }]),
  ),
  ...more,
})
const changesOf = (count: number, more: Partial<Change> = {}) =>
  Array.from({ length: count }, (_, index) => changeOf(index, { status: 'sent' }, more))

describe('the guard', () => {
  const view = {
    changes: [],
    known: 0,
    feeds: {},
    spent: [],
    earlier: { orders: 0, notifications: 0, payments: 0 },
    nowMs,
  }
  const guard = settingsOf().guard
  const suspicious = { orders: { settingsHash: '', suspicions: [{ message: 'it is empty.', figure: 0, limit: 1 }] } }
  it.each([
    ['nothing, even from a suspicious export', [], 100, suspicious, []],
    ['a small plan of a large shop', changesOf(100), 1000, {}, []],
    ['500 orders', changesOf(500), 5000, {}, []],
    ['501 orders', changesOf(501), 5000, {}, ['orders']],
    ['19 of 20 orders', changesOf(19), 20, {}, []],
    ['20 of 66 orders', changesOf(20), 66, {}, ['percent']],
    ['20 of 67 orders', changesOf(20), 67, {}, []],
    ['20 orders of a shop that is not known', changesOf(20), 0, {}, ['percent']],
    ['200 mailed customers', changesOf(200, { mails: ['status'] }), 5000, {}, []],
    ['201 mailed customers', changesOf(201, { mails: ['status'] }), 5000, {}, ['notifications']],
    ['one change from a suspicious export', changesOf(1), 5000, suspicious, ['export']],
    [
      'everything at once',
      changesOf(600, { mails: ['status'] }),
      700,
      suspicious,
      ['orders', 'percent', 'notifications', 'export'],
    ],
  ])('weighs %s', (_what, changes, known, feeds, rules) => {
    const verdict = judge({ ...view, changes, known, feeds }, guard)
    expect(verdict.kind === 'hold' ? verdict.reasons.map(({ rule }) => rule) : []).toEqual(rules)
  })

  it('does not weigh again what a person approved', () => {
    const approved = changesOf(600).map((change) => ({
      ...change,
      fields: { status: { after: 'sent', since: '', cause, approved: true } },
    }))
    expect(judge({ ...view, changes: [...approved, ...changesOf(10)], known: 5000 }, guard)).toEqual({
      kind: 'pass',
    })
  })
})

describe('batches', () => {
  it('never mix notification flags, are full, and take as few requests as can be', () => {
    fc.assert(
      fc.property(fc.nat({ max: 350 }), fc.nat({ max: 350 }), (loud, quiet) => {
        const changes = [...changesOf(loud, { mayNotify: true }), ...changesOf(quiet)]
        const batches = batchesOf(changes, 100)
        expect(batches).toHaveLength(Math.ceil(loud / 100) + Math.ceil(quiet / 100))
        expect(batches.flatMap((batch) => batch.changes)).toHaveLength(loud + quiet)
        for (const batch of batches) expect(new Set(batch.changes.map(({ mayNotify }) => mayNotify)).size).toBe(1)
      }),
      { numRuns: 30 },
    )
  })

  it('take tracking codes first, then statuses, payments and the rest, the oldest first', () => {
    const changes = [
      changeOf(1, { 'metas.x': 'a' }),
      changeOf(2, { paid_date: '2026-11-01' }),
      changeOf(3, { status: 'a' }, {}, '2026-11-24T09:30:00.000Z'),
      changeOf(4, { status: 'a' }),
      changeOf(5, { paid_date: '2026-11-01', tracking_code: 'T' }),
    ]
    expect(batchesOf(changes, 2).flatMap((batch) => batch.changes.map(({ order_number }) => order_number))).toEqual([
      'O5',
      'O4',
      'O3',
      'O2',
      'O1',
    ])
  })

  it('are smaller for orders that were refused together', () => {
    const sizes = (failedBatches: number) =>
      batchesOf(changesOf(100, { failedBatches }), 100).map((batch) => batch.changes.length)
    expect([sizes(0), sizes(1), sizes(2)]).toEqual([[100], [50, 50], [25, 25, 25, 25]])
    expect(sizes(7)).toHaveLength(100)
  })
})

describe('pacing', () => {
  const settings = { reserved: 2, maxDelayMinutes: 15, everyMinutes: 5 }
  const at = (time: string) => Date.parse(`2026-11-24T${time}Z`)
  const known = (hourRemaining: number, time = '10:00:00') => ({
    hourLimit: 10,
    hourRemaining,
    dayLimit: 100,
    dayRemaining: 90,
    at: `2026-11-24T${time}.000Z`,
  })

  it.each([
    ['the shop never said', undefined, '10:00:00', { available: Number.POSITIVE_INFINITY, small: false }],
    ['a new hour has begun', known(0, '09:59:00'), '10:00:00', { available: 8, now: 5, small: true }],
    ['the hour is young', known(10), '10:00:00', { available: 8, now: 5, small: true }],
    ['the hour is half over', known(10), '10:30:00', { available: 8, now: 7, small: false }],
    ['the hour is nearly over', known(10), '10:46:00', { available: 8, now: 8, small: false }],
    ['only the reserve is left', known(2), '10:46:00', { available: 0, now: 0, small: true }],
    ['the day is used up', { ...known(10), dayRemaining: 1 }, '10:46:00', { available: 0 }],
  ])('knows what may be sent when %s', (_what, allowance, time, budget) => {
    expect(budgetAt(allowance, settings, at(time))).toMatchObject(budget)
  })

  const single = batchesOf([changeOf(1, { status: 'a' }, {}, '2026-11-24T09:55:00.000Z')], 100)

  it('lets a single change wait for others on a small allowance, but not longer than the settings say', () => {
    expect(pace(single, { allowance: known(10), settings, nowMs: at('10:00:00') })).toMatchObject({
      send: [],
      nextMs: at('10:10:00'),
    })
    expect(pace(single, { allowance: known(10), settings, nowMs: at('10:10:00') }).send).toHaveLength(1)
    expect(pace(single, { allowance: known(10), settings, nowMs: at('10:00:00'), impatient: true }).send).toHaveLength(
      1,
    )
    expect(pace(single, { allowance: undefined, settings, nowMs: at('10:00:00') }).send).toHaveLength(1)
  })

  it('sends a backlog in the course of hours, keeps something for later in each, and says when it is through', () => {
    const backlog = batchesOf(changesOf(2000), 100)
    const first = pace(backlog, { allowance: known(10), settings, nowMs: at('10:00:00') })
    expect(first.send).toHaveLength(5)
    expect(new Date(first.nextMs ?? 0).toISOString()).toBe('2026-11-24T10:15:00.000Z')
    expect(new Date(first.throughMs ?? 0).toISOString()).toBe('2026-11-24T12:00:00.000Z')
  })
})
