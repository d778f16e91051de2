import { describe, expect, it } from 'vitest'
import type { FieldValue } from '../../../lib/order.ts'
import type { Line, Wanted } from '../../../lib/sync/ledger/line.ts'
import { type LeftOut, postable } from '../../../lib/sync/plan/change.ts'
import { draftPlan, planOf } from '../../../lib/sync/plan/plan.ts'
import { cause, iso, ledgerOf, lineOf, nowMs, parkedUntil, wanted } from '../../support/lines.ts'
import { settingsOf, simpleFeed } from '../../support/world.ts'

const hourMs = 3_600_000
const gate = { fields: ['tracking_code'], hours: 24 }
const parcels = { ...simpleFeed, fields: { order_number: 'order', tracking_code: 'code', metas: { carrier: 'c' } } }
const { tracking_code: _, ...others } = simpleFeed.fields
const settingsWith = (waitFor: object) =>
  settingsOf({ feeds: { orders: { ...simpleFeed, fields: others }, parcels }, upgates: { notify: true }, waitFor })
const settings = settingsWith({ sent: gate })

const planning = { feeds: {}, shop: { batchSize: 100 } }
const planFor = (line: Partial<Line>, used = settings) =>
  planOf(ledgerOf(lineOf(line)), { ...planning, settings: used }, nowMs)

type Wishes = Readonly<Record<string, FieldValue | Wanted>>
const wishes = (values: Wishes): Line['wanted'] =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'object' && 'since' in value ? (value as Wanted) : wanted(value as FieldValue),
    ]),
  )
const sentAgo = (hours: number): Wanted => wanted('sent', { since: iso(-hours * hourMs) })

/** The fields that go out, sorted, `+` where the customer is mailed; and what waits at the gate. */
function cameOf(line: Partial<Line>, used = settings): readonly [string, readonly string[]] {
  const { changes, leftOut } = planFor(line, used)
  const [change] = changes
  const fields = Object.keys(change?.fields ?? {}).sort()
  const mails = (change?.mails.length ?? 0) > 0 && change?.mayNotify ? '+' : ''
  return [`${fields.join(' ')}${mails}`, leftOut.filter(({ kind }) => kind === 'waits').map(({ field }) => field)]
}

describe('a status that waits for fields', () => {
  it.each<[string, Partial<Line>, string, readonly string[]]>([
    ['waits while the field is not there', { wanted: wishes({ status: 'sent' }) }, '', ['status']],
    [
      'goes with the field, in one order',
      { wanted: wishes({ status: 'sent', tracking_code: 'T1' }) },
      'status tracking_code+',
      [],
    ],
    [
      'goes once the shop has the field',
      { acknowledged: { tracking_code: 'T1' }, wanted: wishes({ status: 'sent' }) },
      'status+',
      [],
    ],
    [
      'waits where the shop has a blank',
      { acknowledged: { tracking_code: '' }, wanted: wishes({ status: 'sent' }) },
      '',
      ['status'],
    ],
    [
      'waits while the field is cleared, which goes alone',
      {
        acknowledged: { tracking_code: 'T1' },
        setByUs: ['tracking_code'],
        wanted: wishes({ status: 'sent', tracking_code: '' }),
      },
      'tracking_code',
      ['status'],
    ],
    [
      'waits while the shop refuses another value of the field',
      {
        acknowledged: { tracking_code: 'T0' },
        wanted: wishes({ status: 'sent', tracking_code: wanted('T1', { parked: parkedUntil(iso(hourMs)) }) }),
      },
      '',
      ['status'],
    ],
    [
      'goes with what the shop has where a person rejected another value',
      {
        acknowledged: { tracking_code: 'T0' },
        wanted: wishes({ status: 'sent', tracking_code: wanted('T1', { decided: { kind: 'rejected' } }) }),
      },
      'status+',
      [],
    ],
    [
      'lets other fields go meanwhile',
      { wanted: wishes({ status: 'sent', resolved_yn: true }) },
      'resolved_yn',
      ['status'],
    ],
    ['is no other status', { wanted: wishes({ status: 'done' }) }, 'status+', []],
    ['waits to the last moment', { wanted: wishes({ status: sentAgo(23.99) }) }, '', ['status']],
    ['goes at the end, with its mail', { wanted: wishes({ status: sentAgo(24) }) }, 'status+', []],
    ['waits also where the clock was put back since', { wanted: wishes({ status: sentAgo(-20) }) }, '', ['status']],
    [
      'does not wait for ever for a time that a wrong clock wrote',
      { wanted: wishes({ status: sentAgo(-24 * 400) }) },
      'status+',
      [],
    ],
    [
      'waits where a person approved it together with the field',
      { wanted: wishes({ status: wanted('sent', { decided: { kind: 'approved', mails: true } }) }) },
      '',
      ['status'],
    ],
    [
      'is left out for its own reason first',
      { wanted: wishes({ status: wanted('sent', { parked: parkedUntil(iso(hourMs)) }) }) },
      '',
      [],
    ],
  ])('%s', (_what, line, fields, waiting) => {
    expect(cameOf(line)).toEqual([fields, waiting])
  })

  it.each<[string, object, Wishes, string, readonly string[]]>([
    [
      'two fields, of which one is there',
      { fields: ['tracking_code', 'paid_date'] },
      { tracking_code: 'T1' },
      'tracking_code',
      ['status'],
    ],
    [
      'two fields of two feeds',
      { fields: ['tracking_code', 'paid_date'] },
      { tracking_code: 'T1', paid_date: '2026-11-01' },
      'paid_date status tracking_code+',
      [],
    ],
    ['a field of the same feed', { fields: ['paid_date'] }, { paid_date: '2026-11-01' }, 'paid_date status+', []],
    ['a custom field', { fields: ['metas.carrier'] }, { 'metas.carrier': 'PPL' }, 'metas.carrier status+', []],
    [
      'a custom field in languages',
      { fields: ['metas.carrier'] },
      { 'metas.carrier': { cs: 'PPL', en: 'PPL' } },
      'metas.carrier status+',
      [],
    ],
    [
      'a custom field that says nothing in one',
      { fields: ['metas.carrier'] },
      { 'metas.carrier': { cs: 'PPL', en: '' } },
      'metas.carrier',
      ['status'],
    ],
    ['a flag that says no', { fields: ['resolved_yn'] }, { resolved_yn: false }, 'resolved_yn', ['status']],
    ['a flag that says yes', { fields: ['resolved_yn'] }, { resolved_yn: true }, 'resolved_yn status+', []],
  ])('may wait for %s', (_what, rule, values, fields, waiting) => {
    expect(cameOf({ wanted: wishes({ status: 'sent', ...values }) }, settingsWith({ sent: rule }))).toEqual([
      fields,
      waiting,
    ])
  })

  it('may be named by its number', () => {
    const { status: __, ...rest } = simpleFeed.fields
    const byId = settingsOf({
      feeds: { orders: { ...simpleFeed, fields: { ...rest, status_id: 'status' } } },
      waitFor: { 3: { fields: ['tracking_code'] } },
    })
    expect(cameOf({ wanted: wishes({ status_id: '3' }) }, byId)).toEqual(['', ['status_id']])
  })

  it('tells what it waits for, until when, and what then', () => {
    const [left] = planFor({ wanted: wishes({ status: 'sent' }) }).leftOut
    expect(left).toMatchObject<Partial<LeftOut>>({ kind: 'waits', until: iso(23 * hourMs), missing: ['tracking_code'] })
    expect(left?.reason).toBe(`it waits for tracking_code until ${iso(23 * hourMs)}, and goes out without it then`)
  })

  it.each(['send', 'quiet', 'hold'] as const)('ends as the settings say: %s', (then) => {
    const used = settingsWith({ sent: { ...gate, then } })
    const late = { wanted: wishes({ status: sentAgo(25), resolved_yn: true }) }
    const { changes, verdict } = planFor(late, used)
    expect(changes[0]?.mails).toEqual(then === 'quiet' ? [] : ['status'])
    expect(verdict.kind).toBe(then === 'hold' ? 'hold' : 'pass')
  })
})

describe('a status whose wait ends in a hold', () => {
  const used = settingsWith({ sent: { ...gate, then: 'hold' } })
  const late = (more: Partial<Wanted> = {}) => ({
    wanted: wishes({ status: { ...sentAgo(25), ...more }, resolved_yn: true }),
  })

  it('is held with its reason, and holds nothing else', () => {
    const plan = planFor(late(), used)
    expect(plan.verdict).toMatchObject({ feeds: [], reasons: [{ rule: 'waiting', figure: 1, limit: 0 }] })
    expect(postable(plan).map(({ fields, mayNotify }) => [Object.keys(fields), mayNotify])).toEqual([
      [['resolved_yn'], false],
    ])
  })

  it('goes once a person approves it', () => {
    const plan = planFor(late({ decided: { kind: 'approved', mails: true } }), used)
    expect(plan.verdict.kind).toBe('pass')
    expect(Object.keys(postable(plan)[0]?.fields ?? {})).toEqual(['status', 'resolved_yn'])
  })

  it('goes by itself once the field is there', () => {
    const wanted = { ...late().wanted, ...wishes({ tracking_code: 'T1' }) }
    expect(planFor({ wanted }, used).verdict.kind).toBe('pass')
  })
})

describe('a field that a status waits for', () => {
  const fromParcels = wanted('T1', { cause: { ...cause, feed: 'parcels' } })
  const suspicious = {
    parcels: { settingsHash: '', suspicions: [{ message: 'it is empty.', figure: 0, limit: 1, version: 'v' }] },
  }
  const both = { wanted: wishes({ status: 'sent', tracking_code: fromParcels, resolved_yn: true }) }
  const heldFor = (line: Partial<Line>) =>
    planOf(ledgerOf(lineOf(line)), { ...planning, settings, feeds: suspicious }, nowMs)

  it('keeps its status at home where the guard holds its feed', () => {
    const sent = postable(heldFor(both))
    expect(sent.map(({ fields, mayNotify, mails }) => [Object.keys(fields), mayNotify, mails])).toEqual([
      [['resolved_yn'], false, []],
    ])
  })

  it('keeps its status at home where a person has approved that one alone', () => {
    const approved = wanted('sent', { decided: { kind: 'approved', mails: true } })
    expect(postable(heldFor({ wanted: wishes({ status: approved, tracking_code: fromParcels }) }))).toEqual([])
  })

  it('may leave while its status is held: the mail that comes later has it', () => {
    const line = {
      wanted: wishes({ status: wanted('sent', { cause: { ...cause, feed: 'parcels' } }), tracking_code: 'T1' }),
    }
    expect(postable(heldFor(line)).map(({ fields }) => Object.keys(fields))).toEqual([['tracking_code']])
  })
})

it('costs a plan nothing where nothing waits', () => {
  const line = lineOf({ wanted: wishes({ status: 'sent' }) })
  const options = { nowMs, batchSize: 100, canRead: true }
  expect(draftPlan(ledgerOf(line), settingsOf(), options).changes[0]).not.toHaveProperty('together')
})
