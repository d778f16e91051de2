import { describe, expect, it } from 'vitest'
import { addWeights, notApproved, nothingSpent, spend, spentWithin, weightOf } from '../../../lib/sync/plan/spent.ts'
import { dayMs, hourMs } from '../../../lib/units.ts'
import { changeOf, changesOf, fieldChange } from '../../support/changes.ts'
import { iso, nowMs } from '../../support/lines.ts'

const minuteMs = 60_000
const span = (minutes: number, orders: number, notifications = 0) => ({
  since: iso(minutes * minuteMs),
  orders,
  notifications,
})

describe('changes weigh', () => {
  it('orders, mailed customers, payments, and orders set back', () => {
    const changes = [
      ...changesOf(2, { mails: ['status'] }),
      changeOf('P', { paid_date: '2026-11-01' }, { mails: ['paid_date'] }),
      {
        ...changeOf('Q', {}),
        fields: { paid_date: fieldChange('', { reverts: true }), status: fieldChange('new', { reverts: true }) },
      },
    ]
    expect(weightOf(changes)).toEqual({ orders: 4, notifications: 3, payments: 1, reverts: 1 })
    expect(addWeights(weightOf(changes), weightOf(changes))).toEqual({
      orders: 8,
      notifications: 6,
      payments: 2,
      reverts: 2,
    })
    expect(weightOf([])).toEqual(nothingSpent)
  })

  it('only as far as a person has not approved all of them', () => {
    const half = { ...changeOf('H', { status: 'x' }, { approved: true }) }
    const mixed = { ...half, fields: { ...half.fields, tracking_code: fieldChange('T') } }
    expect(notApproved([half, mixed, changeOf('N', { status: 'x' })])).toEqual([mixed, changeOf('N', { status: 'x' })])
  })
})

describe('what was sent lately', () => {
  it.each([
    ['an hour', hourMs, { orders: 6, notifications: 3, payments: 0, reverts: 0 }],
    ['a day', dayMs, { orders: 14, notifications: 3, payments: 0, reverts: 0 }],
  ])('within %s counts as soon as any of its ten minutes lies within', (_what, windowMs, weight) => {
    const spent = [span(-1450, 99), span(-1449, 8), span(-70, 0), span(-69, 4, 1), span(-1, 2, 2)]
    expect(spentWithin(spent, windowMs, nowMs)).toEqual(weight)
  })

  it('is added up by spans of ten minutes, and forgotten after a day', () => {
    const spent = spend([span(-1450, 99), span(-10, 3, 1)], { orders: 5, notifications: 2 }, nowMs + 9 * minuteMs)
    expect(spent).toEqual([span(-10, 3, 1), span(0, 5, 2)])
    // a clock that was put back by a year has noted it
    const ahead = [...spent, span(365 * 24 * 60, 7, 4)]
    expect(spend(ahead, { orders: 0, notifications: 0 }, nowMs + 9 * minuteMs)).toEqual([
      span(-10, 3, 1),
      span(0, 12, 6),
    ])
    expect(spend(spent, { orders: 1, notifications: 1 }, nowMs + 9.9 * minuteMs)).toEqual([
      span(-10, 3, 1),
      span(0, 6, 3),
    ])
  })

  it('begins no span where nothing was sent', () => {
    expect(spend([span(-1450, 99), span(-10, 3)], nothingSpent, nowMs)).toEqual([span(-10, 3)])
    expect(spend([], nothingSpent, nowMs)).toEqual([])
  })
})
