import { describe, expect, it } from 'vitest'
import { type Plan, partOf, postable, type Verdict } from '../../../lib/sync/plan/change.ts'
import { changeOf, fieldChange } from '../../support/changes.ts'
import { cause } from '../../support/lines.ts'

const parcels = { ...cause, feed: 'parcels' }
const change = {
  ...changeOf('A', {}),
  mails: ['status'],
  mayNotify: true,
  fields: { status: fieldChange('sent'), tracking_code: fieldChange('T', { cause: parcels, approved: true }) },
} as const
const planOf = (verdict: Verdict): Plan => ({ hash: '', changes: [change], leftOut: [], requests: 1, verdict })
const reasons: [] = []

describe('a part of a change', () => {
  it('mails only about what it holds, and lets nobody be mailed without its status', () => {
    expect(partOf([change], ({ approved }) => approved)).toEqual([
      { ...change, fields: { tracking_code: change.fields.tracking_code }, mails: [], mayNotify: false },
    ])
    expect(partOf([change], ({ approved }) => !approved)).toEqual([
      { ...change, fields: { status: change.fields.status } },
    ])
  })

  it('keeps its flag where it never had a status', () => {
    const only = { ...change, mails: [], fields: { tracking_code: fieldChange('T'), paid_date: fieldChange('x') } }
    expect(partOf([only], ({ after }) => after === 'T')).toMatchObject([{ mayNotify: true }])
  })

  it('that is empty is none', () => {
    expect(partOf([change], () => false)).toEqual([])
  })
})

describe('of a plan may be posted', () => {
  it.each<[string, Verdict, readonly string[]]>([
    ['all where it passes', { kind: 'pass' }, ['status', 'tracking_code']],
    ['what was approved where it is held', { kind: 'hold', reasons }, ['tracking_code']],
    [
      'what was approved where its feed is held',
      { kind: 'hold', reasons, feeds: ['orders', 'parcels'] },
      ['tracking_code'],
    ],
    [
      'what other feeds say, where one is held',
      { kind: 'hold', reasons, feeds: ['parcels'] },
      ['status', 'tracking_code'],
    ],
  ])('%s', (_what, verdict, names) => {
    expect(postable(planOf(verdict)).flatMap(({ fields }) => Object.keys(fields))).toEqual(names)
  })
})
