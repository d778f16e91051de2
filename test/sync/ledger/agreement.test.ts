import { describe, expect, it } from 'vitest'
import type { Fields } from '../../../lib/order.ts'
import { agreesWith, isNoNews, isQuiet } from '../../../lib/sync/ledger/agreement.ts'
import type { Line, Wanted } from '../../../lib/sync/ledger/line.ts'

const wish = (value: Wanted['value'], more: Partial<Wanted> = {}): Wanted => ({
  value,
  since: '2026-11-24T10:00:00.000Z',
  cause: { feed: 'orders', key: 'a.csv', record: 1 },
  ...more,
})
const line = (more: Partial<Line> = {}): Line => ({ order_number: 'O1', acknowledged: { status: 'new' }, ...more })
const unconfirmed = { fields: { status: 'sent' }, until: '2026-11-24T11:00:00.000Z' }

describe('a line agrees with a record that says', () => {
  const waiting = line({ wanted: { status: wish('sent') } })
  it.each<[string, Line, Fields, boolean]>([
    ['nothing', line(), {}, true],
    ['what it knows', line(), { status: 'new' }, true],
    ['a blank of what nobody knows', line(), { status: 'new', tracking_code: '' }, true],
    ['something else', line(), { status: 'sent' }, false],
    ['something else of one field of several', line(), { tracking_code: '', status: 'sent' }, false],
    ['what waits', waiting, { status: 'sent' }, true],
    ['what it knows, where something else waits', waiting, { status: 'new' }, false],
    ['a blank, where that waits', line({ wanted: { status: wish('') } }), { status: '' }, true],
  ])('%s', (_what, one, fields, expected) => {
    expect(agreesWith(one, fields)).toBe(expected)
  })
})

describe('a field brings no news', () => {
  it.each<[string, Partial<Line>, string, boolean]>([
    ['where it is what the shop has acknowledged', {}, 'new', true],
    ['but not where it is another value', {}, 'sent', false],
    ['but not where a value waits', { wanted: { status: wish('sent') } }, 'new', false],
    ['but not where a value is pinned', { pinned: { status: 'sent' } }, 'new', false],
    ['but not where a value was rejected', { rejected: { status: wish('sent') } }, 'new', false],
    ['but not where a value is under way', { unconfirmed }, 'new', false],
    ['also where another field waits', { wanted: { tracking_code: wish('1') } }, 'new', true],
    ['but not a blank that this sync has set', { acknowledged: {}, setByUs: ['status'] }, '', false],
  ])('%s', (_what, more, said, expected) => {
    expect(isNoNews(line(more), 'status', said)).toBe(expected)
  })
})

describe('a line is quiet', () => {
  it.each<[string, Partial<Line>, boolean]>([
    ['where nothing waits', {}, true],
    ['where a sound wish waits', { wanted: { status: wish('sent') } }, true],
    ['but not with a doubtful wish', { wanted: { status: wish('sent', { doubtful: {} }) } }, false],
    ['but not with a pin', { pinned: { status: 'sent' } }, false],
    ['but not with a rejected wish', { rejected: { status: wish('sent') } }, false],
    ['but not while something is under way', { unconfirmed }, false],
    ['but not where it adopts what comes next', { adoptNext: ['status'] }, false],
  ])('%s', (_what, more, expected) => {
    expect(isQuiet(line(more))).toBe(expected)
  })
})
