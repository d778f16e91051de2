import { describe, expect, it } from 'vitest'
import type { FieldName, Fields, FieldValue } from '../../lib/order.ts'
import { createShop } from '../../lib/upgates/create.ts'
import { createStateUpdateShop, updateBody as stateUpdateBody } from '../../lib/upgates/state-update/api.ts'
import { updateBody as v2Body } from '../../lib/upgates/v2/api.ts'
import { answer, canary, createSession, scripted } from '../support/session.ts'
import { createManualClock, settingsOf, stateUpdate } from '../support/world.ts'

const never = Symbol('never sent')
const languagesList = [
  { language: 'cs', value: 'a' },
  { language: 'en', value: '' },
]

/** A field as the settings know it, then on the wire of v2 and of state-update. */
const rows: readonly (readonly [FieldName, FieldValue, object, object | typeof never])[] = [
  ['status', 'Odeslaná', { status: 'Odeslaná' }, { status: 'Odeslaná' }],
  ['status_id', '12', { status_id: 12 }, never],
  ['status_id', 'twelve', { status_id: 'twelve' }, never],
  ['paid_date', '2026-11-01', { paid_date: '2026-11-01' }, { paid_date: '2026-11-01' }],
  ['paid_date', '', { paid_date: '' }, { paid_date: '' }],
  ['delivered_date', '2026-11-01', { delivered_date: '2026-11-01' }, never],
  ['delivered_date', '', { delivered_date: '' }, never],
  ['tracking_code', 'DR 1', { tracking_code: 'DR 1' }, { tracking_code: 'DR 1' }],
  ['tracking_code', '', { tracking_code: '' }, { tracking_code: '' }],
  ['resolved_yn', true, { resolved_yn: true }, { resolved_yn: true }],
  ['resolved_yn', false, { resolved_yn: false }, { resolved_yn: false }],
  ['internal_note', 'x', { internal_note: 'x' }, never],
  ['internal_note', '', { internal_note: '' }, never],
  ['external_order_number', '0012', { external_order_number: '0012' }, never],
  ['external_order_number', '', { external_order_number: '' }, never],
  ['metas.note', 'x', { metas: [{ key: 'note', value: 'x' }] }, { metas: [{ key: 'note', value: 'x' }] }],
  ['metas.note', '', { metas: [{ key: 'note', value: '' }] }, { metas: [{ key: 'note', value: '' }] }],
  [
    'metas.text',
    { cs: 'a', en: '' },
    { metas: [{ key: 'text', values: languagesList }] },
    { metas: [{ key: 'text', values: { cs: 'a', en: '' } }] },
  ],
]

const batchWith = (fields: Fields, mayNotify = false) => ({ mayNotify, updates: [{ order_number: 'A', fields }] })

describe('a field on the wire', () => {
  it.each(rows)('of v2: %s = %j', (name, value, v2) => {
    expect(v2Body(batchWith({ [name]: value })).orders).toEqual([{ order_number: 'A', ...v2 }])
  })

  it.each(rows)('of state-update: %s = %j', async (name, value, _v2, old) => {
    const batch = batchWith({ [name]: value, tracking_code: 'T' })
    const sent = { order_number: 'A', tracking_code: 'T', ...(old === never ? {} : old) }
    if (name !== 'tracking_code') expect(stateUpdateBody(batch).orders).toEqual([sent])
    if (old !== never) return
    const shop = createStateUpdateShop(
      { url: 'http://127.0.0.1:1', timeoutMs: 1000 },
      { http: scripted(answer(200, { success: true })), clock: createManualClock(), random: () => 0 },
    )
    expect(await shop.update(batch, createSession())).toEqual({
      kind: 'answered',
      value: [
        {
          order_number: 'A',
          kind: 'accepted with warnings',
          skipped: [name],
          messages: [`the API "state-update" has no ${name}`],
        },
      ],
    })
  })

  it.each([true, false])('with its notification flags: %s', (mayNotify) => {
    const batch = batchWith({ status: 'x' }, mayNotify)
    expect(v2Body(batch)).toMatchObject({ send_emails_yn: mayNotify, send_sms_yn: mayNotify })
    expect(stateUpdateBody(batch)).toMatchObject({ sendEmails: mayNotify })
  })

  const bodyUnder = async (upgates: object): Promise<unknown> => {
    const session = createSession()
    const effects = { http: scripted(answer(400)), clock: createManualClock(), random: () => 0 }
    await createShop(settingsOf({ upgates }), effects).update(batchWith({ paid_date: '2026-11-01' }), session)
    return JSON.parse(session.exchanges[0]?.request.body ?? '')
  }

  it('has "invoice" where the settings say so', async () => {
    const order = { order_number: 'A', paid_date: '2026-11-01' }
    expect(await bodyUnder({})).toMatchObject({ orders: [order] })
    expect(await bodyUnder({ invoice: false })).toMatchObject({
      orders: [{ ...order, invoice: { generate_yn: false } }],
    })
  })

  it('has the key in the body of state-update alone', async () => {
    expect(await bodyUnder(stateUpdate.upgates)).toMatchObject({ apiKey: canary })
    expect(JSON.stringify(await bodyUnder({}))).not.toContain('canary')
  })

  it.each([
    [{ invoice: true }, 'upgates.invoice'],
    [{ ...stateUpdate.upgates, invoice: false }, 'upgates.invoice'],
    [{ notifyPaid: 'yes' }, 'upgates.notifyPaid'],
  ])('is refused by the settings as %j', (upgates, path) => {
    expect(() => settingsOf({ upgates })).toThrow(path)
  })
})
