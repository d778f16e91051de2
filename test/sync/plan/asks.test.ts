import { describe, expect, it } from 'vitest'
import { asksFirst } from '../../../lib/sync/plan/asks.ts'
import { changeOf, fieldChange } from '../../support/changes.ts'

const status = changeOf('A', { status: 'sent' })
const mailing = changeOf('A', { paid_date: '2026-11-24' }, { mails: ['paid_date'] })
const silent = changeOf('A', { tracking_code: 'Z1' })
const back = { mails: [], fields: { tracking_code: fieldChange('Z1', { undo: true }) } }

describe('the shop is asked what it shows of an order before it is changed', () => {
  it.each([
    ['status', status, true],
    ['status', mailing, false],
    ['status', silent, false],
    ['status', back, true],
    ['notifying', status, false],
    ['notifying', mailing, true],
    ['notifying', silent, false],
    ['notifying', back, true],
    ['all', silent, true],
    ['never', status, false],
    ['never', mailing, false],
    ['never', back, false],
  ] as const)('where "verify" is "%s", of %o: %s', (verify, change, asks) => {
    expect(asksFirst(change, { verify })).toBe(asks)
  })

  it.each([
    ['status', silent, true],
    ['notifying', silent, true],
    ['never', silent, false],
    ['status', mailing, false],
  ] as const)('where the shop may win about a code, and "verify" is "%s", of %o: %s', (verify, change, asks) => {
    expect(asksFirst(change, { verify, kept: ['tracking_code'] })).toBe(asks)
  })
})
