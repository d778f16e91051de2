import { describe, expect, it } from 'vitest'
import type { Fields } from '../../../lib/order.ts'
import type { Line } from '../../../lib/sync/ledger/line.ts'
import { mayMail, recordEvents, type ShopEvent } from '../../../lib/sync/post/events.ts'
import type { Outcome } from '../../../lib/upgates/shop.ts'
import { iso, ledgerOf, lineOf, nowMs, wanted } from '../../support/lines.ts'

const fields: Fields = { status: 'sent', tracking_code: 'T' }
const update = { order_number: 'A', fields }
const waiting: Partial<Line> = {
  acknowledged: { status: 'new' },
  wanted: { status: wanted('sent'), tracking_code: wanted('T') },
}
const outcomeOf = (outcome: Outcome, mail = false): ShopEvent => ({
  kind: 'outcome',
  atMs: nowMs,
  update,
  outcome,
  mayMail: mail,
})
const lost = (laterMs: number, mail = false, sent = fields): ShopEvent => ({
  kind: 'lost',
  atMs: nowMs,
  update: { order_number: 'A', fields: sent },
  untilMs: nowMs + laterMs,
  mayMail: mail,
})
const about = { order_number: 'A' } as const
const accepted: Outcome = { ...about, kind: 'accepted' }
const rejected: Outcome = { ...about, kind: 'rejected', messages: ['no'] }
const warned: Outcome = { ...about, kind: 'accepted with warnings', messages: ['w'], skipped: ['tracking_code'] }
const unknown: Outcome = { ...about, kind: 'unknown', messages: ['?'] }

function lineAfter(line: Partial<Line>, ...events: readonly ShopEvent[]): Line | undefined {
  const ledger = ledgerOf(lineOf(line))
  recordEvents(ledger, events)
  return ledger.get('A')
}
const parkedAs = (kind: 'rejected' | 'skipped' | 'unanswered', message: string) => ({
  kind,
  messages: [message],
  attempts: 1,
  nextTry: iso(60_000),
})

describe('an event moves the line of its order', () => {
  it.each<[string, ShopEvent, Partial<Line>]>([
    [
      'accepted: all of it is acknowledged',
      outcomeOf(accepted),
      { acknowledged: fields, earlier: 'status\tnew', setByUs: ['status', 'tracking_code'] },
    ],
    [
      'accepted with warnings: but for what was skipped, which is parked',
      outcomeOf(warned),
      {
        acknowledged: { status: 'sent' },
        earlier: 'status\tnew',
        setByUs: ['status'],
        wanted: { tracking_code: wanted('T', { parked: parkedAs('skipped', 'w') }) },
      },
    ],
    [
      'accepted with warnings about nothing that was sent: all of it',
      outcomeOf({ ...warned, skipped: [] }),
      { acknowledged: fields, earlier: 'status\tnew', setByUs: ['status', 'tracking_code'] },
    ],
    [
      'rejected: all of it is parked',
      outcomeOf(rejected),
      {
        acknowledged: { status: 'new' },
        wanted: {
          status: wanted('sent', { parked: parkedAs('rejected', 'no') }),
          tracking_code: wanted('T', { parked: parkedAs('rejected', 'no') }),
        },
      },
    ],
    [
      'unknown: it is parked, and nobody knows what the shop shows',
      outcomeOf(unknown),
      {
        acknowledged: { status: 'new' },
        unconfirmed: { fields, until: iso() },
        wanted: {
          status: wanted('sent', { parked: parkedAs('unanswered', '?') }),
          tracking_code: wanted('T', { parked: parkedAs('unanswered', '?') }),
        },
      },
    ],
    ['lost: it may be processed until a time', lost(5), { ...waiting, unconfirmed: { fields, until: iso(5) } }],
    [
      'unanswered: it is parked',
      { kind: 'unanswered', atMs: nowMs, update, messages: ['?'] },
      {
        acknowledged: { status: 'new' },
        wanted: {
          status: wanted('sent', { parked: parkedAs('unanswered', '?') }),
          tracking_code: wanted('T', { parked: parkedAs('unanswered', '?') }),
        },
      },
    ],
    [
      'batch failed: it is remembered',
      { kind: 'batch failed', atMs: nowMs, order_number: 'A', times: 3 },
      { ...waiting, failedBatches: 3 },
    ],
    ['shown, where nothing was open: nothing', { kind: 'shown', atMs: nowMs, order_number: 'A', fields }, waiting],
  ])('%s', (_what, event, line) => {
    expect(lineAfter(waiting, event)).toEqual(lineOf(line))
  })

  it('in the order in which they happened', () => {
    expect(lineAfter(waiting, lost(0), { kind: 'shown', atMs: nowMs, order_number: 'A', fields })).toEqual(
      lineOf({ acknowledged: fields, earlier: 'status\tnew', setByUs: ['status', 'tracking_code'] }),
    )
    expect(lineAfter(waiting, lost(5), outcomeOf(accepted))?.unconfirmed).toBeUndefined()
    expect(lineAfter(waiting, outcomeOf(accepted), lost(5))?.unconfirmed).toBeDefined()
  })

  it('that was sent by a run which died: what was wanted before does not overwrite it', () => {
    const cause = { feed: 'orders', key: 'exports/orders/2.csv', record: 7 }
    const causes = { status: { ...cause, since: iso(-9) }, tracking_code: cause }
    const sent: ShopEvent = { kind: 'sent', atMs: nowMs, update, causes }
    const older = { ...waiting, wanted: { status: wanted('new'), paid_date: wanted('2026-11-01') } }
    const after = {
      status: { value: 'sent', since: iso(-9), cause },
      tracking_code: { value: 'T', since: iso(), cause },
      paid_date: wanted('2026-11-01'),
    }
    expect(lineAfter(older, sent)?.wanted).toEqual(after)
    expect(lineAfter(waiting, sent)).toEqual(lineOf(waiting))
    expect(lineAfter(waiting, sent, outcomeOf(accepted))?.wanted).toBeUndefined()
    expect(lineAfter(older, { ...sent, causes: {} })).toEqual(lineOf(older))
  })

  it('leaves a newer wish alone', () => {
    const newer = { ...waiting, wanted: { status: wanted('done') } }
    expect(lineAfter(newer, outcomeOf(accepted))).toMatchObject({
      acknowledged: fields,
      wanted: { status: wanted('done') },
    })
    expect(lineAfter(newer, outcomeOf(rejected))?.wanted).toEqual({ status: wanted('done') })
  })
})

describe('a mail', () => {
  it.each([
    [{ status: 'x' }, true, true],
    [{ status_id: '1' }, true, true],
    [{ tracking_code: 'T' }, true, false],
    [{ status: 'x' }, false, false],
    [{ paid_date: '2026-11-01' }, true, false],
  ])('may leave about %j where the request may notify (%s): %s', (sent, mayNotify, may) => {
    expect(mayMail({ order_number: 'A', fields: sent }, { mayNotify, mailsPaid: false })).toBe(may)
  })

  it.each([
    [{ paid_date: '2026-11-01' }, true],
    [{ paid_date: '' }, false],
    [{ status: 'x' }, false],
  ])('may leave about %j of a shop that mails of payments: %s', (sent, may) => {
    expect(mayMail({ order_number: 'A', fields: sent }, { mayNotify: false, mailsPaid: true })).toBe(may)
  })

  it.each<[string, readonly ShopEvent[], number]>([
    ['of what was accepted', [outcomeOf(accepted, true)], 1],
    ['of what was accepted with warnings', [outcomeOf(warned, true)], 1],
    ['of what may have been processed', [lost(5, true)], 1],
    ['of what nobody can read', [outcomeOf(unknown, true)], 1],
    ['not of what was refused', [outcomeOf(rejected, true)], 0],
    ['not of what went out silently', [outcomeOf(accepted), lost(5)], 0],
    ['once for one status, however often it was sent', [lost(5, true), lost(9, true), outcomeOf(accepted, true)], 1],
    ['twice for two', [lost(5, true), lost(9, true, { status: 'done' })], 2],
    ['twice for one that was acknowledged in between', [outcomeOf(accepted, true), outcomeOf(accepted, true)], 2],
  ])('is counted %s', (_what, events, count) => {
    expect(lineAfter(waiting, ...events)?.mailed ?? []).toEqual(Array(count).fill(iso()))
  })
})
