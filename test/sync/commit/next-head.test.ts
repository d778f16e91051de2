import { describe, expect, it } from 'vitest'
import { nextHead, sentWeight, throughAt } from '../../../lib/sync/commit/next-head.ts'
import type { RunFacts } from '../../../lib/sync/facts.ts'
import type { ShopEvent } from '../../../lib/sync/post/events.ts'
import type { Stop } from '../../../lib/sync/post/read-back.ts'
import type { Head } from '../../../lib/sync/state/head.ts'
import { changeOf, changesOf } from '../../support/changes.ts'
import { factsOf, headOf, holdOf, leftOutOf, planWith } from '../../support/facts.ts'
import { cause, iso, nowMs } from '../../support/lines.ts'
import { hourMs, minuteMs, settingsOf } from '../../support/world.ts'

const next = (more: Partial<RunFacts> = {}) => nextHead(factsOf(more), nowMs)
const stopped = (stop: Stop): RunFacts['posted'] => ({ orders: new Map(), events: [], stop })
const failing: Stop = { kind: 'failing', message: 'no' }
const parkedLater = leftOutOf('parked', iso(hourMs))
const unconfirmedLater = leftOutOf('unconfirmed', iso(minuteMs))
const failed = { posted: stopped(failing), left: planWith([], { leftOut: [unconfirmedLater] }) }

describe('the next head', () => {
  it('says whose it is, which runs are closed, and what was imported', () => {
    const more = {
      closedRuns: ['dead', 'now'],
      imported: {
        feeds: {},
        exports: [],
        problems: [],
        adopted: 0,
        adoptedFields: ['status' as const],
        unreadable: false,
        unread: [],
        backlog: [],
      },
      decided: { unblocked: false, feeds: { orders: { settingsHash: 'f' } }, problems: [], acted: new Map() },
    }
    expect(next(more)).toEqual({
      shop: 'test',
      address: 'http://127.0.0.1:1',
      run: 'now',
      closedRuns: ['dead', 'now'],
      at: iso(),
      settingsHash: 'h',
      adoptedFields: ['status'],
      feeds: { orders: { settingsHash: 'f' } },
      counts: { pending: 0, parked: 0, held: 0, leftOut: 0 },
    })
  })

  it('counts orders, not fields: what waits, is refused, is held, and is left out by rules', () => {
    const leftOut = [
      leftOutOf('unconfirmed'),
      leftOutOf('unconfirmed', undefined, { field: 'paid_date' }),
      leftOutOf('parked', undefined, { order_number: 'B' }),
      ...(['final', 'regress', 'clear', 'rejected', 'mailed', 'unread'] as const).map((kind, index) =>
        leftOutOf(kind, undefined, { order_number: `C${index}` }),
      ),
    ]
    expect(next({ left: planWith(changesOf(3), { leftOut }) }).counts).toEqual({
      pending: 6,
      parked: 1,
      held: 0,
      leftOut: 4,
      kinds: { parked: 1, unconfirmed: 1, mailed: 1, unread: 1, rejected: 1, final: 1, regress: 1, clear: 1 },
    })
    const held = planWith([...changesOf(2), changeOf('X', { status: 'sent' }, { approved: true })], {
      verdict: holdOf(),
    })
    expect(next({ left: held }).counts).toMatchObject({ pending: 3, held: 2 })
  })
})

describe('runs in a row that found the shop failing', () => {
  const waiting = planWith(changesOf(1))
  it.each<[string, Partial<RunFacts>, number | undefined]>([
    ['the first', { ...failed }, 1],
    ['one more', { head: headOf({ failures: 2 }), ...failed, told: { requests: 1 } }, 3],
    ['it answered', { head: headOf({ failures: 2 }), left: waiting, told: { requests: 1 } }, undefined],
    ['it was not asked, and something waits', { head: headOf({ failures: 2 }), left: waiting }, 2],
    [
      'an unconfirmed sending waits too',
      { head: headOf({ failures: 2 }), left: planWith([], { leftOut: [unconfirmedLater] }) },
      2,
    ],
    ['it was not asked, and nothing waits', { head: headOf({ failures: 2 }) }, undefined],
    [
      'what waits is held',
      { head: headOf({ failures: 2 }), left: planWith(changesOf(1), { verdict: holdOf() }) },
      undefined,
    ],
    [
      'its allowance was used up',
      {
        head: headOf({ failures: 2 }),
        posted: stopped({ kind: 'limited', notBeforeMs: nowMs, message: '' }),
        told: { requests: 1 },
      },
      undefined,
    ],
  ])('%s', (_what, more, failures) => {
    expect(next(more).failures).toBe(failures)
  })
})

describe('no request before', () => {
  it.each<[string, Partial<RunFacts>, number | undefined]>([
    ['nothing is wrong', {}, undefined],
    ['the shop said so', { posted: stopped({ kind: 'limited', notBeforeMs: nowMs + 123_000, message: '' }) }, 123_000],
    ['it failed once', { ...failed }, 5 * minuteMs],
    ['twice', { head: headOf({ failures: 1 }), ...failed }, 10 * minuteMs],
    ['three times', { head: headOf({ failures: 2 }), ...failed }, 20 * minuteMs],
    ['four times', { head: headOf({ failures: 3 }), ...failed }, 40 * minuteMs],
    ['five times: never more than an hour', { head: headOf({ failures: 4 }), ...failed }, hourMs],
    ['a thousand times', { head: headOf({ failures: 999 }), ...failed }, hourMs],
    ['a pause that is not over', { head: headOf({ notBefore: iso(1000) }) }, 1000],
    ['a pause that is over', { head: headOf({ notBefore: iso() }) }, undefined],
  ])('%s', (_what, more, laterMs) => {
    expect(next(more).notBefore).toBe(laterMs === undefined ? undefined : iso(laterMs))
  })
})

describe('when there is something to do without a new export', () => {
  const small = { hourLimit: 10, hourRemaining: 1, dayLimit: 100, dayRemaining: 90, at: iso() }
  const later = (kind: Parameters<typeof leftOutOf>[0], feed = 'orders', approved = false) =>
    leftOutOf(kind, iso(minuteMs), { cause: { ...cause, feed }, approved })
  it.each<[string, Partial<RunFacts>, number | undefined]>([
    ['nothing waits', {}, undefined],
    ['what waits may leave at once', { left: planWith(changesOf(1)) }, 0],
    ['after the pause of the shop', { left: planWith(changesOf(1)), posted: stopped(failing) }, 5 * minuteMs],
    [
      'on a small allowance, a lone order waits',
      { left: planWith(changesOf(1)), told: { requests: 1, allowance: small } },
      hourMs,
    ],
    ['a refused one is tried again', { left: planWith([], { leftOut: [later('parked')] }) }, minuteMs],
    ['an unconfirmed one', { left: planWith([], { leftOut: [later('unconfirmed')] }) }, minuteMs],
    ['a customer who was mailed often', { left: planWith([], { leftOut: [later('mailed')] }) }, minuteMs],
    ['the first of several', { left: planWith([], { leftOut: [parkedLater, later('parked')] }) }, minuteMs],
    ['what no time ends', { left: planWith([], { leftOut: [leftOutOf('final'), leftOutOf('rejected')] }) }, undefined],
    ['held as a whole: nothing', { left: planWith(changesOf(1), { verdict: holdOf() }) }, undefined],
    [
      'held as a whole: nor what is tried again',
      { left: planWith(changesOf(1), { verdict: holdOf(), leftOut: [later('parked'), later('mailed')] }) },
      undefined,
    ],
    [
      'held as a whole: but what the shop is asked first',
      { left: planWith(changesOf(1), { verdict: holdOf(), leftOut: [later('unasked')] }) },
      minuteMs,
    ],
    [
      'held as a whole: but what is unconfirmed',
      { left: planWith(changesOf(1), { verdict: holdOf(), leftOut: [later('unconfirmed')] }) },
      minuteMs,
    ],
    [
      'held as a whole: and what a person approved before the shop refused it',
      { left: planWith(changesOf(1), { verdict: holdOf(), leftOut: [later('parked', 'orders', true)] }) },
      minuteMs,
    ],
    [
      'held for one feed: what the others say is tried again',
      { left: planWith(changesOf(1), { verdict: holdOf('orders'), leftOut: [later('parked', 'stock')] }) },
      minuteMs,
    ],
    [
      'held for one feed: customers of the others, who were mailed often',
      { left: planWith(changesOf(1), { verdict: holdOf('orders'), leftOut: [later('mailed', 'stock')] }) },
      minuteMs,
    ],
    [
      'held for one feed: not what that one says',
      { left: planWith(changesOf(1), { verdict: holdOf('orders'), leftOut: [later('parked')] }) },
      undefined,
    ],
  ])('%s', (_what, more, laterMs) => {
    expect(next(more).wakeAt).toBe(laterMs === undefined ? undefined : iso(laterMs))
  })

  it('tells until when all will have been sent, only where the shop has told its allowance', () => {
    const left = planWith(changesOf(250))
    expect(throughAt(factsOf({ left }), nowMs)).toBeUndefined()
    expect(throughAt(factsOf({ left, told: { requests: 1, allowance: { ...small, hourRemaining: 0 } } }), nowMs)).toBe(
      iso(hourMs),
    )
  })
})

describe('a refused key', () => {
  const blocked = { keyVersion: '1', status: 401, message: 'no', since: iso(-hourMs) }
  const denied: Stop = { kind: 'denied', status: 403, message: 'never' }
  const decided = { unblocked: true, feeds: {}, problems: [], acted: new Map() }
  it.each<[string, Partial<RunFacts>, Head['blocked']]>([
    ['none', {}, undefined],
    [
      'now',
      { posted: stopped(denied), told: { requests: 1, keyVersion: '2' } },
      { keyVersion: '2', status: 403, message: 'never', since: iso() },
    ],
    ['nobody asked', { head: headOf({ blocked }) }, blocked],
    [
      'the same key was read again',
      { head: headOf({ blocked }), told: { requests: 0, keyVersion: '1', blocked } },
      blocked,
    ],
    ['another key was read', { head: headOf({ blocked }), told: { requests: 1, keyVersion: '2' } }, undefined],
    ['a person unblocked it, and nothing was to be sent', { head: headOf({ blocked }), decided }, undefined],
    [
      'a person unblocked it, and it was refused again',
      { head: headOf({ blocked }), decided, posted: stopped(denied), told: { requests: 1, keyVersion: '1' } },
      { keyVersion: '1', status: 403, message: 'never', since: iso() },
    ],
    ['the key could not be read', { head: headOf({ blocked }), told: { requests: 0, failure: 'none' } }, blocked],
  ])('%s', (_what, more, expected) => {
    expect(next(more).blocked).toEqual(expected)
  })
})

describe('a held plan', () => {
  const held = planWith(changesOf(2, { mails: ['status'] }), { verdict: holdOf() })
  const before = { hash: held.hash, changes: 1, notifications: 0, reasons: [], since: iso(-hourMs) }
  it('is kept with its figures, since it was held first', () => {
    expect(next({ left: held }).hold).toMatchObject({ hash: held.hash, changes: 2, notifications: 2, since: iso() })
    expect(next({ left: held, head: headOf({ hold: before }) }).hold).toMatchObject({ changes: 2, since: iso(-hourMs) })
  })
  it('is another one with another hash', () => {
    const head = headOf({ hold: { ...before, hash: 'b'.repeat(64) } })
    expect(next({ left: held, head }).hold).toMatchObject({ since: iso() })
  })
  it('is over where the guard lets pass', () => {
    expect(next({ head: headOf({ hold: before }) }).hold).toBeUndefined()
  })
})

describe('where the shop has moved to', () => {
  const address = 'https://new.admin.s9.upgates.com/api/v2'
  const settings = settingsOf({ upgates: { url: address } })
  it.each<[string, Partial<RunFacts>, string | undefined]>([
    ['nowhere', {}, undefined],
    ['it says so', { told: { requests: 1, newAddress: address } }, address],
    ['the settings say so too', { settings, told: { requests: 1, newAddress: address } }, undefined],
    [
      'the settings say it by the name of the shop',
      {
        settings: settingsOf({ upgates: { url: undefined, project: 'new', server: 's9' } }),
        told: { requests: 0, newAddress: address },
      },
      undefined,
    ],
  ])('%s', (_what, more, expected) => {
    expect(next(more).newAddress).toBe(expected)
  })
})

describe('what was sent lately', () => {
  const changes = [...changesOf(3, { mails: ['status'] }), changeOf('X', { status: 'sent' }, { approved: true })]
  const plan = planWith(changes)
  const orders: RunFacts['posted']['orders'] = new Map([
    ['O0', { kind: 'accepted' }],
    ['O1', { kind: 'unknown', messages: [] }],
    ['O2', { kind: 'not sent' }],
    ['X', { kind: 'accepted' }],
  ])
  const dead: ShopEvent = {
    kind: 'lost',
    atMs: nowMs,
    update: { order_number: 'D', fields: { status: 'sent' } },
    untilMs: nowMs,
    mayMail: true,
  }

  it('is what left without an approval, whatever became of it', () => {
    expect(next({ plan, left: planWith(), posted: { orders, events: [] } }).spent).toEqual([
      { since: iso(), orders: 2, notifications: 2 },
    ])
    expect(sentWeight({ plan, posted: { orders, events: [] } })).toEqual({
      orders: 2,
      notifications: 2,
      payments: 0,
      reverts: 0,
    })
  })
  it('adds up with what earlier passes and dead runs sent', () => {
    const earlier = { orders: 5, notifications: 1, payments: 1, reverts: 0 }
    expect(sentWeight({ plan, posted: { orders, events: [] } }, earlier)).toMatchObject({ orders: 7, notifications: 3 })
    expect(sentWeight(undefined, earlier)).toEqual(earlier)
    const sent = { kind: 'sent', atMs: dead.atMs, update: dead.update, causes: {} } as const
    const recovered = { acknowledgements: [sent, dead], refusals: [{ ...dead, mayMail: false }], talked: 1 }
    expect(next({ recovered }).spent).toEqual([{ since: iso(), orders: 2, notifications: 1 }])
  })
  it('is forgotten after a day', () => {
    const spent = [{ since: iso(-25 * hourMs), orders: 1, notifications: 0 }]
    expect(next({ head: headOf({ spent }) }).spent).toBeUndefined()
  })
})
