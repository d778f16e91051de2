import { describe, expect, it } from 'vitest'
import { type GuardView, judge } from '../../../lib/sync/plan/guard.ts'
import type { FeedStates } from '../../../lib/sync/state/head.ts'
import { changeOf, changesOf, fieldChange } from '../../support/changes.ts'
import { cause, iso, nowMs } from '../../support/lines.ts'
import { settingsOf } from '../../support/world.ts'

const view: GuardView = {
  changes: [],
  known: 5000,
  feeds: {},
  spent: [],
  earlier: { orders: 0, notifications: 0, payments: 0, reverts: 0 },
  nowMs,
}
const { guard } = settingsOf()
const suspicions = [{ message: 'it is empty.', figure: 0, limit: 1, version: 'v' }]
const suspicious: FeedStates = { orders: { settingsHash: '', suspicions } }
const mailing = { mails: ['status'] } as const
const rulesOf = (given: Partial<GuardView>, limits = guard) => {
  const verdict = judge({ ...view, ...given }, limits)
  return verdict.kind === 'hold' ? verdict.reasons.map(({ rule }) => rule) : []
}

describe('the guard', () => {
  it.each<[string, Partial<GuardView>, readonly string[]]>([
    ['nothing, even from a suspicious export', { feeds: suspicious }, []],
    [
      'nothing, even where much was sent lately',
      { earlier: { orders: 9999, notifications: 9999, payments: 9999, reverts: 9999 } },
      [],
    ],
    ['a small plan of a large shop', { changes: changesOf(100) }, []],
    ['500 orders', { changes: changesOf(500) }, []],
    ['501 orders', { changes: changesOf(501) }, ['orders']],
    ['19 of 20 orders', { changes: changesOf(19), known: 20 }, []],
    ['20 of 66 orders', { changes: changesOf(20), known: 66 }, ['percent']],
    ['20 of 67 orders', { changes: changesOf(20), known: 67 }, []],
    ['20 orders of a shop that is not known', { changes: changesOf(20), known: 0 }, ['percent']],
    ['200 mailed customers', { changes: changesOf(200, mailing) }, []],
    ['201 mailed customers', { changes: changesOf(201, mailing) }, ['notifications']],
    ['300 payments', { changes: paid(300) }, []],
    ['301 payments', { changes: paid(301) }, ['payments']],
    ['301 payments taken back', { changes: paid(301, '') }, []],
    ['10 orders that are set back', { changes: setBack(10) }, []],
    ['11 orders that are set back', { changes: setBack(11) }, ['reverts']],
    ['one change from a suspicious export', { changes: changesOf(1), feeds: suspicious }, ['export']],
    [
      'everything at once',
      { changes: [...changesOf(600, mailing), ...paid(301)], known: 700, feeds: suspicious },
      ['orders', 'percent', 'notifications', 'payments', 'export'],
    ],
    [
      'what the same call has sent already',
      { changes: changesOf(1), earlier: { orders: 500, notifications: 0, payments: 0, reverts: 0 } },
      ['orders'],
    ],
  ])('weighs %s', (_what, given, rules) => {
    expect(rulesOf(given)).toEqual(rules)
  })

  it.each<[string, Partial<GuardView>, readonly string[]]>([
    ['as many orders as an hour may carry', { changes: changesOf(500), spent: [span(-1, 1000)] }, []],
    ['one more', { changes: changesOf(500), spent: [span(-1, 1001)] }, ['perHour']],
    ['orders of more than an hour ago', { changes: changesOf(500), spent: [span(-70, 1001)] }, []],
    ['orders of a day', { changes: changesOf(500), spent: [span(-70, 5501)] }, ['perDay']],
    ['orders of another day', { changes: changesOf(500), spent: [span(-1451, 5501)] }, []],
    ['mails of an hour', { changes: changesOf(1, mailing), spent: [span(-1, 0, 600)] }, ['perHour']],
    ['mails of an hour before a change that mails nobody', { changes: changesOf(1), spent: [span(-1, 0, 600)] }, []],
    ['mails of a day', { changes: changesOf(1, mailing), spent: [span(-70, 0, 3000)] }, ['perDay']],
  ])('remembers %s', (_what, given, rules) => {
    expect(rulesOf(given)).toEqual(rules)
  })

  it('names every rule with its figure, its limit and a sentence', () => {
    expect(
      judge({ ...view, changes: changesOf(600, mailing), known: 700 }, { ...guard, perHour: guard.perDay }),
    ).toEqual({
      kind: 'hold',
      reasons: [
        { rule: 'orders', figure: 600, limit: 500, message: 'It changes 600 orders; guard.orders allows 500.' },
        {
          rule: 'percent',
          figure: 85.7,
          limit: 30,
          message: 'It changes 85.7 % of the 700 known orders; guard.percent allows 30 %.',
        },
        {
          rule: 'notifications',
          figure: 600,
          limit: 200,
          message: 'The shop would mail 600 customers; guard.notifications allows 200.',
        },
      ],
    })
  })
})

/** So many minutes ago, what was sent within ten. */
function span(minutes: number, orders: number, notifications = 0) {
  return { since: iso(minutes * 60_000), orders, notifications }
}
function paid(count: number, after = '2026-11-01') {
  return Array.from({ length: count }, (_, index) => changeOf(`P${index}`, { paid_date: after }))
}

describe('what a person approved', () => {
  it('is not weighed again', () => {
    expect(rulesOf({ changes: [...changesOf(600, { approved: true, ...mailing }), ...changesOf(10)] })).toEqual([])
  })

  it('does not carry what is not approved of the same orders', () => {
    const half = changesOf(501).map((change) => ({
      ...change,
      fields: { ...change.fields, tracking_code: fieldChange('T', { approved: true }) },
    }))
    expect(rulesOf({ changes: half })).toEqual(['orders'])
    const other = changesOf(501, mailing).map((change) => ({
      ...change,
      fields: { status: fieldChange('sent', { approved: true }), tracking_code: fieldChange('T') },
    }))
    expect(rulesOf({ changes: other })).toEqual(['orders'])
  })

  it('is not weighed for a suspicious export either', () => {
    expect(rulesOf({ changes: changesOf(3, { approved: true }), feeds: suspicious })).toEqual([])
  })
})

describe('a suspicious export', () => {
  const parcels = { ...cause, feed: 'parcels' }
  const both = changeOf('A', { status: 'sent' })
  const mixed = { ...both, fields: { ...both.fields, tracking_code: fieldChange('T', { cause: parcels }) } }
  const feeds: FeedStates = { ...suspicious, parcels: { settingsHash: '' } }

  it('holds what its feed says, and nothing else', () => {
    expect(judge({ ...view, changes: [mixed], feeds }, guard)).toEqual({
      kind: 'hold',
      feeds: ['orders'],
      reasons: [
        {
          rule: 'export',
          feed: 'orders',
          version: 'v',
          figure: 0,
          limit: 1,
          message: 'The last export of the feed "orders" looks wrong: it is empty.',
        },
      ],
    })
  })

  it('holds nothing of a feed that says nothing in this plan', () => {
    const changes = [{ ...both, fields: { tracking_code: fieldChange('T', { cause: parcels }) } }]
    expect(judge({ ...view, changes, feeds }, guard)).toEqual({ kind: 'pass' })
  })

  it('holds everything where the rest is too much by itself', () => {
    const rest = Array.from({ length: 501 }, (_, index) => ({
      ...changeOf(`P${index}`, {}),
      fields: { tracking_code: fieldChange('T', { cause: parcels }) },
    }))
    const verdict = judge({ ...view, changes: [both, ...rest], feeds }, guard)
    expect(verdict).toMatchObject({ kind: 'hold', reasons: [{ rule: 'orders' }, { rule: 'export' }] })
    expect(verdict).not.toHaveProperty('feeds')
  })

  it('does not weigh on the rest where it is too much itself', () => {
    const verdict = judge({ ...view, changes: [...changesOf(600), mixed], feeds }, guard)
    expect(verdict).toMatchObject({
      kind: 'hold',
      feeds: ['orders'],
      reasons: [{ rule: 'orders' }, { rule: 'export' }],
    })
  })
})

function setBack(count: number) {
  return changesOf(count).map((change) => ({ ...change, fields: { status: fieldChange('new', { reverts: true }) } }))
}
