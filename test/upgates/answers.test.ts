import { describe, expect, it } from 'vitest'
import { redactor } from '../../lib/upgates/redact.ts'
import type { Batch, ShopResponse } from '../../lib/upgates/shop.ts'
import { createStateUpdateShop } from '../../lib/upgates/state-update/shop.ts'
import { readPage, readUpdateAnswer } from '../../lib/upgates/v2/answers.ts'
import { updateBody } from '../../lib/upgates/v2/shop.ts'
import { answer, batchOf, canary, createSession, scripted } from '../support/session.ts'
import { createManualClock } from '../support/world.ts'

const rich: Batch = {
  notify: true,
  updates: [
    {
      order_number: 'A',
      fields: {
        status: 'Odeslaná',
        paid_date: '2026-11-01',
        resolved_yn: true,
        tracking_code: '',
        'metas.note': 'x',
        'metas.text': { cs: 'a', en: 'b' },
      },
    },
  ],
}

describe('the request of v2', () => {
  it('has the fields as they are, custom fields as a list, and its notification flags', () => {
    expect(updateBody(rich)).toEqual({
      send_emails_yn: true,
      send_sms_yn: true,
      orders: [
        {
          order_number: 'A',
          status: 'Odeslaná',
          paid_date: '2026-11-01',
          resolved_yn: true,
          tracking_code: '',
          metas: [
            { key: 'note', value: 'x' },
            {
              key: 'text',
              values: [
                { language: 'cs', value: 'a' },
                { language: 'en', value: 'b' },
              ],
            },
          ],
        },
      ],
    })
  })
})

const message = (level: string, text: string, property: string | null = null, object: string | null = null) => ({
  object,
  property,
  message: text,
  level,
})
const order = (number: unknown, updated_yn: unknown, ...messages: object[]) => ({
  order_number: number,
  order_url: 'x',
  updated_yn,
  messages,
})

describe('the answer of v2', () => {
  it.each([
    ['taken', [order('A', true)], { kind: 'accepted' }],
    ['taken, as numbers and words', [order('A', 1)], { kind: 'accepted' }],
    ['taken with an info', [order('A', true, message('info', 'hello'))], { kind: 'accepted' }],
    [
      'not taken',
      [order('A', false, message('error', 'No such status', 'status'))],
      { kind: 'rejected', messages: ['No such status'] },
    ],
    [
      'not taken, with an info only',
      [order('A', false, message('info', 'no change'))],
      { kind: 'rejected', messages: ['no change'] },
    ],
    ['not taken, without a word', [order('A', false)], { kind: 'rejected', messages: ['the shop gave no reason'] }],
    [
      'a warning that names a custom field',
      [order('A', true, message('warning', "Meta with key 'note' not found."))],
      { kind: 'accepted with warnings', messages: ["Meta with key 'note' not found."], skipped: ['metas.note'] },
    ],
    [
      'a warning whose property is a field',
      [order('A', true, message('warning', 'skipped', 'status'))],
      { kind: 'accepted with warnings', messages: ['skipped'], skipped: ['status'] },
    ],
    [
      'a warning whose property is a key',
      [order('A', true, message('warning', 'skipped', 'note', 'metas'))],
      { kind: 'accepted with warnings', messages: ['skipped'], skipped: ['metas.note'] },
    ],
    [
      'a warning about something else',
      [order('A', true, message('warning', 'late'))],
      { kind: 'accepted with warnings', messages: ['late'], skipped: [] },
    ],
    [
      'an error about nothing in particular',
      [order('A', true, message('fatal_error', 'broken'))],
      { kind: 'rejected', messages: ['broken'] },
    ],
    [
      'named twice, once refused',
      [order('A', true), order('A', false, message('error', 'no'))],
      { kind: 'rejected', messages: ['no'] },
    ],
    ['not named', [order('Z', true)], { kind: 'unknown', messages: ['the answer does not name this order'] }],
  ])('is read as %s', (_what, orders, outcome) => {
    expect(readUpdateAnswer(batchOf('A'), answer(200, { orders }))).toEqual([{ order_number: 'A', ...outcome }])
  })

  it.each(['', '<html>', '{"orders": 3}', '[]', '{"orders": [{"order_number": "A"}]}'])(
    'that is %j tells nothing about any order',
    (body) => {
      expect(readUpdateAnswer(batchOf('A', 'B'), answer(200, body)).map(({ kind }) => kind)).toEqual([
        'unknown',
        'unknown',
      ])
    },
  )

  it('shows orders in flat fields', () => {
    const body = {
      current_page: 1,
      number_of_pages: 3,
      orders: [
        {
          order_number: 'A',
          status: 'new',
          paid_date: '2026-11-01T00:00:00+01:00',
          tracking_code: null,
          resolved_yn: '1',
          metas: [
            { key: 'note', value: 5 },
            { key: 't', values: [{ language: 'cs', value: null }] },
          ],
        },
        { order_number: 7, status: 'x', paid_date: null },
      ],
    }
    expect(readPage(answer(200, body))).toEqual({
      pages: 3,
      orders: [
        [
          'A',
          {
            status: 'new',
            paid_date: '2026-11-01',
            tracking_code: '',
            resolved_yn: true,
            'metas.note': '5',
            'metas.t': { cs: '' },
          },
        ],
        ['7', { status: 'x', paid_date: '', tracking_code: '', resolved_yn: false }],
      ],
    })
  })
})

describe('the API state-update', () => {
  const setUp = (...answers: readonly ShopResponse[]) => {
    const clock = createManualClock()
    const shop = createStateUpdateShop(
      { url: 'https://s.admin.s7.upgates.com/api/orders/state/update', timeoutMs: 1000 },
      { clock, random: () => 0, http: scripted(...answers) },
    )
    const session = createSession()
    const bodies = () =>
      session.exchanges.map(
        ({ request }) => JSON.parse(request.body ?? '') as { apiKey: string; orders: { order_number: string }[] },
      )
    return {
      shop,
      session,
      bodies,
      sent: () => bodies().map(({ orders }) => orders.map(({ order_number }) => order_number)),
    }
  }
  const error = (order_number: unknown, text = 'no') => ({ order_number, error: true, message: text })
  const warning = (order_number: unknown, text: string) => ({ order_number, error: false, message: text })

  it('sends the key in the body, and languages as an object', async () => {
    const { shop, session, bodies } = setUp(answer(200, { success: true }))
    await shop.update(rich, session)
    expect(bodies()).toEqual([
      {
        apiKey: canary,
        sendEmails: true,
        orders: [
          {
            order_number: 'A',
            status: 'Odeslaná',
            paid_date: '2026-11-01',
            resolved_yn: true,
            tracking_code: '',
            metas: [
              { key: 'note', value: 'x' },
              { key: 'text', values: { cs: 'a', en: 'b' } },
            ],
          },
        ],
      },
    ])
  })

  it.each([[{ success: true }], [{ success: 1 }]])('takes %j for all orders', async (body) => {
    const { shop, session } = setUp(answer(200, body))
    expect(await shop.update(batchOf('A', 'B'), session)).toEqual({
      kind: 'answered',
      outcomes: [
        { order_number: 'A', kind: 'accepted' },
        { order_number: 'B', kind: 'accepted' },
      ],
    })
  })

  it.each([200, 400, 422])('sends the others once more after errors, with status %i', async (status) => {
    const { shop, session, sent } = setUp(answer(status, [error('B')]), answer(200, { success: true }))
    const result = await shop.update(batchOf('A', 'B', 'C'), session)
    expect(sent()).toEqual([
      ['A', 'B', 'C'],
      ['A', 'C'],
    ])
    expect(result).toMatchObject({
      outcomes: [
        { order_number: 'B', kind: 'rejected' },
        { order_number: 'A', kind: 'accepted' },
        { order_number: 'C', kind: 'accepted' },
      ],
    })
  })

  it('counts an order that is named with warnings alone as taken, and does not send it again', async () => {
    const text = "Meta with key 'note' has no option 'value' or 'values'."
    const { shop, session, sent } = setUp(
      answer(200, [warning('A', text), error('B'), warning('B', 'x')]),
      answer(200, { success: true }),
    )
    const result = await shop.update(batchOf('A', 'B', 'C'), session)
    expect(sent()).toEqual([['A', 'B', 'C'], ['C']])
    expect(result).toMatchObject({
      outcomes: [
        { order_number: 'A', kind: 'accepted with warnings', skipped: ['metas.note'], messages: [text] },
        { order_number: 'B', kind: 'rejected' },
        { order_number: 'C', kind: 'accepted' },
      ],
    })
  })

  it('does not go round in circles where the answer names nobody that was sent', async () => {
    const { shop, session, sent } = setUp(answer(200, [error('Z')]))
    expect(await shop.update(batchOf('A'), session)).toMatchObject({
      outcomes: [{ order_number: 'A', kind: 'unknown' }],
    })
    expect(sent()).toEqual([['A']])
  })

  it.each([
    [answer(401, { message: 'x' }), 'denied'],
    [answer(200, { success: false, message: 'Invalid API key.' }), 'denied'],
    [answer(200, { success: false, message: 'busy' }), 'unknown'],
    [answer(200, []), 'unknown'],
    [answer(200, '"success"'), 'unknown'],
  ])('reads %j as %s', async (response, kind) => {
    const { shop, session } = setUp(response)
    expect((await shop.update(batchOf('A'), session)).kind).toBe(kind)
  })
})

describe('redaction', () => {
  it.each([
    canary,
    Buffer.from(canary).toString('base64'),
    Buffer.from(`12345678:${canary}`).toString('base64'),
    encodeURIComponent(canary),
    JSON.stringify({ apiKey: canary }),
    `Basic ${Buffer.from(`12345678:${canary}`).toString('base64')}`,
  ])('removes the key from %s', (text) => {
    const clean = redactor(canary, '12345678')(`before ${text} after`)
    expect(clean).toContain('[redacted]')
    for (const form of [canary, 'canary', Buffer.from(canary).toString('base64')]) expect(clean).not.toContain(form)
  })
})
