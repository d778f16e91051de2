import { expect, it } from 'vitest'
import { standingIn } from '../../../lib/sync/post/standing.ts'
import { ledgerOf, lineOf, wanted } from '../../support/lines.ts'
import { settingsOf } from '../../support/world.ts'

const decided = { kind: 'approved', mails: true, id: 'd1' } as const
const update = { order_number: 'A', fields: { status: 'sent', paid_date: '2026-11-24' } }

it.each([
  ['nothing where nothing is known', lineOf(), false, {}, { before: {} }],
  [
    'what the shop had acknowledged of the fields that are sent',
    lineOf({ acknowledged: { status: 'new', tracking_code: 'Z' } }),
    false,
    {},
    { before: { status: 'new' } },
  ],
  ['that the status mails', lineOf(), true, {}, { before: {}, mails: ['status'] }],
  ['that the paid date mails', lineOf(), false, { notifyPaid: true }, { before: {}, mails: ['paid_date'] }],
  [
    'by which decision a field was approved',
    lineOf({ wanted: { status: wanted('sent', { decided }), paid_date: wanted('2026-11-24') } }),
    false,
    {},
    { before: {}, approved: { status: 'd1' } },
  ],
  [
    'no rejection',
    lineOf({ wanted: { status: wanted('sent', { decided: { kind: 'rejected', id: 'd1' } }) } }),
    false,
    {},
    { before: {} },
  ],
])('beside an update is archived: %s', (_what, line, mayNotify, upgates, standing) => {
  expect(standingIn(ledgerOf(line), settingsOf({ upgates }))(update, { mayNotify })).toEqual(standing)
})
