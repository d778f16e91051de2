import { describe, expect, it } from 'vitest'
import type { ShopResponse } from '../../lib/upgates/shop.ts'
import { readUpdateAnswer } from '../../lib/upgates/v2/answer.ts'
import { createV2Shop } from '../../lib/upgates/v2/api.ts'
import { readPage } from '../../lib/upgates/v2/read.ts'
import { answer, batchOf, createSession, endOf, scripted } from '../support/session.ts'
import { createManualClock } from '../support/world.ts'

const message = (level: unknown, text: unknown, property: string | null = null, object: string | null = null) => ({
  object,
  property,
  message: text,
  level,
})
const order = (number: unknown, updated_yn: unknown, ...messages: unknown[]) => ({
  order_number: number,
  order_url: 'x',
  updated_yn,
  messages,
})
const note = { kind: 'accepted with warnings', skipped: ['metas.note'] }
const unknown = { kind: 'unknown', messages: ['the answer does not name this order'] }

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
      'not taken, without a message',
      [order('A', false, message('error', null, 'status'))],
      { kind: 'rejected', messages: ['status'] },
    ],
    ['not taken, in plain words', [order('A', false, 'gone')], { kind: 'rejected', messages: ['gone'] }],
    ['a warning of a custom field', [order('A', true, message('warning', "Meta 'note' not found."))], note],
    ['a warning in Czech quotes', [order('A', true, message('warning', 'Meta „note“ neexistuje.'))], note],
    ['a warning in single Czech quotes', [order('A', true, message('warning', 'Meta ‚note‘ neexistuje.'))], note],
    ['a warning in guillemets', [order('A', true, message('warning', 'Meta « note » neexistuje.'))], note],
    ['a warning in English quotes', [order('A', true, message('warning', 'Meta “note” not found.'))], note],
    ['a warning in HTML', [order('A', true, message('warning', 'Meta &quot;note&quot; not found.'))], note],
    ['a warning whose property is a key', [order('A', true, message('warning', 'skipped', 'note', 'metas'))], note],
    [
      'a warning whose property is a field',
      [order('A', true, message('warning', 'skipped', 'status'))],
      { kind: 'accepted with warnings', messages: ['skipped'], skipped: ['status'] },
    ],
    [
      'a warning with a word like a custom field',
      [order('A', true, message('warning', 'please note this'))],
      { kind: 'accepted with warnings', skipped: [] },
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
      'an error in other letters',
      [order('A', true, message('ERROR', 'broken'))],
      { kind: 'rejected', messages: ['broken'] },
    ],
    [
      'named twice, once refused',
      [order('A', true), order('A', false, message('error', 'no'))],
      { kind: 'rejected', messages: ['no'] },
    ],
    ['in other letters', [order('a', true)], { kind: 'accepted' }],
    ['not named', [order('Z', true)], unknown],
    ['without a word of what became of it', [{ order_number: 'A' }, order('Z', true)], unknown],
  ])('is read as %s', (_what, orders, outcome) => {
    expect(readUpdateAnswer(batchOf('A'), answer(200, { orders }))).toMatchObject([{ order_number: 'A', ...outcome }])
  })

  it.each([
    ['0012', 12],
    ['0012', '12'],
    ['12', '0012'],
    ['O-12', 'o-12'],
    ['0', '000'],
  ])('about %s is known by %j', (sent, named) => {
    expect(readUpdateAnswer(batchOf(sent, 'B'), answer(200, { orders: [order(named, true)] }))).toMatchObject([
      { order_number: sent, kind: 'accepted' },
      { order_number: 'B', kind: 'unknown' },
    ])
  })

  it.each([
    [['0012', '012'], 12, ['unknown', 'unknown']],
    [['0012', '12'], 12, ['unknown', 'accepted']],
    [['o1', 'O1'], 'O1', ['unknown', 'accepted']],
  ])('about %j is not guessed from %j', (sent, named, kinds) => {
    const outcomes = readUpdateAnswer(batchOf(...sent), answer(200, { orders: [order(named, true)] }))
    expect(outcomes.map(({ kind }) => kind)).toEqual(kinds)
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

  it('names the status that was sent by its id', () => {
    const batch = { mayNotify: false, updates: [{ order_number: 'A', fields: { status_id: '7' } }] }
    const body = { orders: [order('A', true, message('warning', 'not found', 'status'))] }
    expect(readUpdateAnswer(batch, answer(200, body))).toMatchObject([{ skipped: ['status_id'] }])
  })
})

describe('an update on v2', () => {
  const end = async (response: ShopResponse, ...numbers: string[]) => {
    const effects = { http: scripted(response), clock: createManualClock(), random: () => 0 }
    const shop = createV2Shop(
      { baseUrl: 'https://s.admin.s7.upgates.com/api/v2', login: '1', timeoutMs: 1000 },
      effects,
    )
    const session = createSession()
    const reply = await shop.update(batchOf(...numbers), session)
    return { reply, end: endOf(reply), exchanges: session.exchanges }
  }

  it.each([
    ['names nobody', answer(200, { orders: [] }), 'unreadable'],
    ['names somebody else', answer(200, { orders: [order('Z', true)] }), 'unreadable'],
    ['names one of two', answer(200, { orders: [order('A', true)] }), 'answered'],
    ['names them under 422', answer(422, { orders: [order('A', false)] }), 'answered'],
    ['names them under 401', answer(401, { orders: [order('A', false)] }), 'denied'],
    ['is an empty object', answer(200, {}), 'unreadable'],
    ['is a login page', answer(200, '<html><b>Přihlášení</b> Heslo: access denied</html>'), 'unreadable'],
    ['is a page about the key', answer(200, '<html>Your API key is wrong</html>'), 'denied'],
    ['is about the key', answer(200, { message: 'Bad credentials.' }), 'denied'],
    ['lists messages about the key', answer(200, { messages: [{ message: 'Neplatný API klíč' }] }), 'denied'],
    [
      'refuses every order for the key',
      answer(200, { orders: [order('A', false, message('error', 'Invalid API key')), order('B', false, 'API key')] }),
      'denied',
    ],
    [
      'refuses an order for a custom field called like the key',
      answer(200, { orders: ['A', 'B'].map((number) => order(number, false, "Meta 'api_key' not found")) }),
      'answered',
    ],
  ])('whose answer %s', async (_what, response, kind) => {
    expect((await end(response, 'A', 'B')).end).toBe(kind)
  })

  it('keeps no customer even of an answer that shows whole orders', async () => {
    const { exchanges } = await end(
      answer(200, { orders: [{ ...order('A', true), customer: { email: 'jana@example.com' } }] }),
      'A',
    )
    expect(JSON.parse(exchanges[0]?.response?.body ?? '')).toEqual({ orders: [order('A', true)] })
  })
})

describe('reading orders', () => {
  const page = (orders: readonly object[], more: object = {}) => answer(200, { number_of_pages: 1, orders, ...more })
  const read = async (answers: readonly ShopResponse[], ...numbers: string[]) => {
    const effects = { http: scripted(...answers), clock: createManualClock(), random: () => 0 }
    const options = { baseUrl: 'https://s.admin.s7.upgates.com/api/v2', login: '1', timeoutMs: 1000 }
    const shop = createV2Shop({ ...options, owned: ['status', 'paid_date', 'metas.note'] }, effects)
    const session = createSession()
    const reply = await shop.read?.(numbers, session)
    if (reply === undefined) throw new Error('v2 reads')
    return { reply, session }
  }

  it('shows all fields, flat', () => {
    const rich = {
      order_number: 'A',
      status: 'new',
      status_id: 5,
      paid_date: '2026-11-01T00:00:00+01:00',
      delivered_date: '2026-11-02',
      tracking_code: null,
      resolved_yn: '1',
      internal_note: 'n',
      external_order_number: 77,
      metas: [
        { key: 'note', value: 5 },
        { key: 't', values: [{ language: 'cs', value: null }] },
        { key: 'none', value: null },
      ],
    }
    const blank = {
      status_id: '',
      delivered_date: '',
      tracking_code: '',
      resolved_yn: false,
      internal_note: '',
      external_order_number: '',
    }
    const body = { number_of_pages: 3, orders: [rich, { order_number: 7, status: 'x', paid_date: '0000-00-00 00:00' }] }
    expect(readPage(answer(200, body))).toEqual({
      pages: 3,
      orders: [
        [
          'A',
          {
            status: 'new',
            status_id: '5',
            paid_date: '2026-11-01',
            delivered_date: '2026-11-02',
            tracking_code: '',
            resolved_yn: true,
            internal_note: 'n',
            external_order_number: '77',
            'metas.note': '5',
            'metas.t': { cs: '' },
            'metas.none': '',
          },
        ],
        ['7', { ...blank, status: 'x', paid_date: '' }],
      ],
    })
  })

  const plain = {
    status: 'new',
    status_id: '5',
    paid_date: '',
    delivered_date: '',
    tracking_code: '',
    resolved_yn: false,
    internal_note: '',
    external_order_number: '',
  }
  it.each<[string, object, object]>([
    ['no custom fields as an object', { metas: {} }, {}],
    ['no custom fields as a text', { metas: '' }, {}],
    ['custom fields with gaps', { metas: { 2: { key: 'note', value: 'x' } } }, { 'metas.note': 'x' }],
    [
      'a custom field of several words',
      { metas: [{ key: 'colours', value: ['a', 'b'] }] },
      { 'metas.colours': '["a","b"]' },
    ],
    ['a custom field by language', { metas: [{ key: 'note', values: { cs: 'x' } }] }, { 'metas.note': { cs: 'x' } }],
    ['a custom field that is none', { metas: [null, 5, { key: 7, value: true }] }, { 'metas.7': 'true' }],
    ['no code as a list', { tracking_code: [] }, {}],
    ['several codes', { tracking_code: [{ code: 'X' }] }, { tracking_code: '[{"code":"X"}]' }],
    ['a status as an object', { status: { id: 1 } }, { status: '{"id":1}' }],
    ['another word for no', { resolved_yn: 'ne' }, { resolved_yn: 'ne' }],
    ['no word for no', { resolved_yn: null }, {}],
  ])('lets an order with %s stop no other one', (_what, odd, shown) => {
    const orders = [
      { ...plain, order_number: 'A', ...odd },
      { ...plain, order_number: 'B' },
    ]
    expect(readPage(page(orders))?.orders).toEqual([
      ['A', { ...plain, ...shown }],
      ['B', plain],
    ])
  })

  it.each([
    ['2', 2],
    [null, 1],
    [undefined, 1],
  ])('takes %j for its pages', (number_of_pages, pages) => {
    expect(readPage(page([], { number_of_pages }))?.pages).toBe(pages)
  })

  it('takes all pages, by the numbers that were asked for', async () => {
    const { reply, session } = await read(
      [
        page([{ order_number: 'b', status: 'wrong' }, { order_number: 'stranger' }], { number_of_pages: 2 }),
        page(
          [
            { order_number: 'B', status: 'x' },
            { order_number: 12, status: 'y' },
          ],
          { number_of_pages: 2 },
        ),
      ],
      'B',
      '0012',
      'gone',
    )
    if (reply.kind !== 'answered') throw new Error(reply.trouble.kind)
    expect([...reply.value].map(([number, fields]) => [number, fields.status])).toEqual([
      ['B', 'x'],
      ['0012', 'y'],
    ])
    expect(session.exchanges).toHaveLength(2)
  })

  it.each([
    ['all are there', page([{ order_number: 'B' }], { number_of_pages: 99 }), 1],
    ['a page is empty', page([], { number_of_pages: 99 }), 1],
  ])('asks for no further page once %s', async (_what, first, requests) => {
    const { reply, session } = await read([first, page([{ order_number: 'B' }])], 'B')
    expect(reply.kind).toBe('answered')
    expect(session.exchanges).toHaveLength(requests)
  })

  it.each([
    [
      'half an answer',
      answer(200, '{"orders": [{"order_number": "A", "customer": {"email": "jana@example.com"'),
      'unreadable',
    ],
    ['an order without a number', page([{ status: 'x' }]), 'unreadable'],
    ['a refusal', answer(400, 'jana@example.com'), 'refused'],
    ['an answer about the key', answer(200, { message: 'Bad credentials.' }), 'denied'],
    [
      'half an answer with words about a key',
      answer(200, '{"orders": [{"note": "Jana: wrong password, API key"'),
      'unreadable',
    ],
    ['a failing shop', answer(500, 'dump of {"orders": [{"customer": "Jana"}]}'), 'failing'],
    ['a shop that can be no longer asked', answer(403), 'denied'],
  ])('ends with %s as trouble, of which nothing was processed', async (_what, response, kind) => {
    const { reply, session } = await read([response], 'A')
    expect(reply).toMatchObject({ trouble: { kind }, mayHaveProcessed: false, settled: [] })
    expect(JSON.stringify([reply, session.exchanges])).not.toMatch(/jana/i)
  })

  it('archives the paging and our own fields, and nothing of the customer', async () => {
    const customer = {
      customer: { email: 'jana.novakova@example.com', phone: '+420 777 123 456', firstname_invoice: 'Jana' },
      email: 'jana.novakova@example.com',
      address: { street: 'Dlouhá 12', city: 'Brno', zip: '602 00' },
      products: [{ title: 'Bota', customer_note: 'call Jana' }],
      internal_note: 'Jana is a regular',
      metas: [
        { key: 'note', value: 'ours', edited_by: 'Jana' },
        { key: 'gift', value: 'For Jana' },
      ],
    }
    const order = { order_number: 'A', status: 'new', paid_date: null, tracking_code: 'T' }
    const paging = { current_page: 1, current_page_items: 1, number_of_pages: 1, number_of_items: 1 }
    const { reply, session } = await read([page([{ ...order, ...customer }], { ...paging, shop_owner: 'Jana' })], 'A')
    expect(reply.kind).toBe('answered')
    expect(JSON.parse(session.exchanges[0]?.response?.body ?? '')).toEqual({
      ...paging,
      orders: [{ order_number: 'A', status: 'new', paid_date: null, metas: [{ key: 'note', value: 'ours' }] }],
    })
    expect(JSON.stringify(session.exchanges)).not.toMatch(/jana|777|dlouhá|brno|602|bota/i)
  })
})
