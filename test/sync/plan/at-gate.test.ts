import { describe, expect, it } from 'vitest'
import type { FieldName, FieldValue } from '../../../lib/order.ts'
import type { Gate } from '../../../lib/settings/gates.ts'
import { type Line, notByItself, type Wanted } from '../../../lib/sync/ledger/line.ts'
import { type AtGate, atGate, waitingOrders } from '../../../lib/sync/plan/gate.ts'
import { leftOutOf } from '../../support/facts.ts'
import { iso, lineOf, nowMs, parkedUntil, wanted } from '../../support/lines.ts'

const hourMs = 3_600_000
const gate: Gate = { fields: ['tracking_code', 'paid_date', 'tracking_code'], hours: 24, then: 'quiet' }
const one: Gate = { ...gate, fields: ['tracking_code'] }

type Wishes = { readonly [name in FieldName]?: Wanted }

/** An order whose ready fields are all that is wanted of it, and these besides. */
function coming(ready: Wishes, more: Partial<Line> = {}, absent?: ReadonlySet<string>): Parameters<typeof atGate>[0] {
  const entries = Object.entries(ready) as [FieldName, Wanted][]
  const line = lineOf({ ...more, wanted: { ...more.wanted, ...ready } })
  return { line, ready: entries, ...(absent === undefined ? {} : { absent }) }
}
const missing = (at: AtGate | undefined) => at && [at.missing.join(' '), at.together.join(' '), at.waits]
const sentAgo = (hours: number): Wanted => wanted('sent', { since: iso(-hours * hourMs) })

describe('an order at its gate', () => {
  it('knows its status, what it lacks, what goes with it, until when, and what then', () => {
    const at = atGate(coming({ status: wanted('sent'), tracking_code: wanted('T') }), { sent: gate }, nowMs)
    expect(at).toEqual({
      status: 'status',
      missing: ['paid_date'],
      together: ['tracking_code'],
      waits: true,
      until: iso(23 * hourMs),
      end: 'quiet',
    })
  })

  it.each<[string, Wishes]>([
    ['no status is ready', { tracking_code: wanted('T') }],
    ['its status has none', { status: wanted('done') }],
    ['its status is called like a part of every object', { status: wanted('constructor') }],
    ['its status is no word', { status: wanted(true as FieldValue) }],
    ['a person takes its status back', { status: wanted('sent', { undo: { run: 'r' } }) }],
  ])('comes to none where %s', (_what, ready) => {
    expect(atGate(coming(ready), { sent: one }, nowMs)).toBeUndefined()
  })

  it('may be named by the number of the status', () => {
    expect(atGate(coming({ status_id: wanted('3') }), { 3: one }, nowMs)?.status).toBe('status_id')
  })

  it.each<[string, Wanted, boolean]>([
    ['before its time is over', sentAgo(23.99), true],
    ['not from its very moment on', sentAgo(24), false],
    ['where a clock was put back by less than a day', sentAgo(-24), true],
    ['not for a time that only a wrong clock can have written', sentAgo(-24.01), false],
  ])('waits %s', (_what, status, waits) => {
    expect(atGate(coming({ status }), { sent: one }, nowMs)?.waits).toBe(waits)
  })

  const acknowledged = { tracking_code: 'T0' }
  const parcel = (more: Partial<Wanted>, value: FieldValue = 'T1') => ({
    acknowledged,
    wanted: { tracking_code: wanted(value, more) },
  })
  it.each<[string, Partial<Line>, readonly [missing: string, waits: boolean]]>([
    ['is there once the shop has it', { acknowledged }, ['', false]],
    ['is not there blank', { acknowledged: { tracking_code: '' } }, ['tracking_code', true]],
    ['is not there while another value is on its way', parcel({}), ['tracking_code', true]],
    ['is there where a person has rejected another one', parcel({ decided: { kind: 'rejected' } }), ['', false]],
    ['is not there while the shop refuses it', parcel({ parked: parkedUntil(iso(1)) }), ['tracking_code', true]],
    ['is there where the shop wins', parcel({ parked: parkedUntil(notByItself, { kind: 'shop' }) }), ['', false]],
    [
      'is there where somebody has edited it, until a person decides',
      parcel({ parked: parkedUntil(notByItself, { kind: 'edited' }) }),
      ['', false],
    ],
    [
      'is not there once that person has let the other value go',
      parcel({ parked: parkedUntil(iso(), { kind: 'edited' }) }),
      ['tracking_code', true],
    ],
    ['is there where it may not be cleared', parcel({}, ''), ['', false]],
    [
      'is not there while it is being cleared',
      { ...parcel({}, ''), setByUs: ['tracking_code'] },
      ['tracking_code', true],
    ],
  ])('a field that is not ready %s', (_what, line, [lacks, waits]) => {
    expect(missing(atGate(coming({ status: wanted('sent') }, line), { sent: one }, nowMs))).toEqual([lacks, '', waits])
  })

  it.each<[string, FieldValue, readonly [missing: string, together: string]]>([
    ['goes with it', 'T1', ['', 'tracking_code']],
    ['does not where it is blank', '', ['tracking_code', '']],
    ['does not where it says no', false, ['tracking_code', '']],
  ])('a field that is ready %s', (_what, value, [lacks, together]) => {
    const at = atGate(
      coming({ status: wanted('sent'), tracking_code: wanted(value) }, { setByUs: ['tracking_code'] }),
      { sent: one },
      nowMs,
    )
    expect([at?.missing.join(' '), at?.together.join(' ')]).toEqual([lacks, together])
  })

  it.each<[string, Partial<Line>, Wishes]>([
    ['on its way', {}, { 'metas.n': wanted('x') }],
    ['acknowledged', { acknowledged: { 'metas.n': 'x' } }, {}],
  ])('a custom field that the shop does not have is missing, even %s', (_what, line, ready) => {
    const rule = { sent: { ...one, fields: ['metas.n'] } }
    const came = (absent?: ReadonlySet<string>) =>
      atGate(coming({ status: wanted('sent'), ...ready }, line, absent), rule, nowMs)?.missing
    expect(came()).toEqual([])
    expect(came(new Set(['metas.other']))).toEqual([])
    expect(came(new Set(['metas.n']))).toEqual(['metas.n'])
  })
})

describe('the orders that wait at their gates', () => {
  const at = (order_number: string, until?: string) => leftOutOf('waits', until, { order_number })

  it('are those of a plan, the first first whose wait is over', () => {
    const leftOut = [at('C', iso(3)), leftOutOf('parked', iso(0)), at('A', iso(1)), at('B', iso(2)), at('A2', iso(1))]
    expect(waitingOrders({ leftOut }).map(({ order_number }) => order_number)).toEqual(['A', 'A2', 'B', 'C'])
  })

  it('are told also where an older version has kept less of them', () => {
    expect(waitingOrders({ leftOut: [at('A')] })).toEqual([
      { order_number: 'A', status: 'sent', missing: [], until: '', end: undefined, reason: 'because' },
    ])
  })
})
