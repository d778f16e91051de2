import { describe, expect, it } from 'vitest'
import type { Fault } from '../../lib/simulator/model.ts'
import { startSimulator } from '../../lib/simulator/server.ts'
import { createSimulatedShop } from '../../lib/simulator/shop.ts'
import { createHttp } from '../../lib/upgates/http.ts'
import { NoAnswer } from '../../lib/upgates/shop.ts'
import { createManualClock, hourMs } from '../support/world.ts'

const base = 'http://127.0.0.1:1'
const basic = (login = 'login', key = 'key') => ({
  Authorization: `Basic ${Buffer.from(`${login}:${key}`).toString('base64')}`,
})

function setUp(more: Partial<Parameters<typeof createSimulatedShop>[0]> = {}) {
  const clock = createManualClock()
  const shop = createSimulatedShop({
    clock,
    orders: [
      { order_number: 'A', status: 'new' },
      { order_number: 'B', status: 'new' },
    ],
    statuses: ['new', { name: 'sent', mark_paid_yn: true, mark_resolved_yn: true }],
    metas: ['note'],
    login: 'login',
    apiKey: 'key',
    ...more,
  })
  const ask = async (method: string, path: string, body?: unknown, headers = basic()) => {
    const response = await shop.handle(
      { method, url: `${base}${path}`, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) },
      1000,
    )
    return { ...response, json: JSON.parse(response.body) as unknown }
  }
  const put = (orders: unknown, flags = {}) => ask('PUT', '/api/v2/orders', { ...flags, orders })
  return { clock, shop, ask, put }
}

describe('the simulated shop on v2', () => {
  it('changes what is asked, mails for a changed status, and tells each order', async () => {
    const { shop, put } = setUp()
    const { status, json } = await put([
      {
        order_number: 'A',
        status: 'sent',
        metas: [
          { key: 'note', value: 'x' },
          { key: 'none', value: 'y' },
        ],
      },
      { order_number: 'Z' },
      { order_number: 'B', status: 'gone' },
    ])
    expect(status).toBe(200)
    expect(json).toMatchObject({
      orders: [
        {
          order_number: 'A',
          updated_yn: true,
          messages: [{ level: 'warning', property: 'none', message: "Meta with key 'none' not found." }],
        },
        {
          order_number: 'Z',
          updated_yn: false,
          messages: [{ level: 'error', message: "Order with this number doesn't exists." }],
        },
        { order_number: 'B', updated_yn: false, messages: [{ message: "Order status 'gone' not defined." }] },
      ],
    })
    expect(shop.orders.get('A')).toMatchObject({ status: 'sent', paid_date: '2026-11-24', resolved_yn: true })
    expect(shop.emails).toMatchObject([{ order_number: 'A', status: 'sent' }])
  })

  it('mails nobody when told not to, or when the status is the same', async () => {
    const { shop, put } = setUp()
    await put([{ order_number: 'A', status: 'sent' }], { send_emails_yn: false })
    await put([{ order_number: 'A', status: 'sent' }])
    expect(shop.emails).toEqual([])
  })

  it('shows orders, statuses, custom fields and history', async () => {
    const { put, ask } = setUp()
    await put([{ order_number: 'A', status: 'sent', tracking_code: 'T' }])
    expect((await ask('GET', '/api/v2/orders?order_numbers=A;Z')).json).toMatchObject({
      number_of_items: 1,
      number_of_pages: 1,
      orders: [{ order_number: 'A', status: 'sent', tracking_code: 'T', paid_date: '2026-11-24T00:00:00+01:00' }],
    })
    expect((await ask('GET', '/api/v2/order-statuses')).json).toMatchObject({
      order_statuses: [{ id: 1 }, { mark_paid_yn: true }],
    })
    expect((await ask('GET', '/api/v2/metas?category=orders')).json).toMatchObject({ metas: [{ key: 'note' }] })
    expect((await ask('GET', '/api/v2/orders/A/history')).json).toMatchObject({
      history: [{ field: 'status', before: 'new', after: 'sent', origin: 'api' }, {}, {}, {}],
    })
  })

  it('pages its orders by a hundred', async () => {
    const { ask } = setUp({ orders: Array.from({ length: 150 }, (_, index) => ({ order_number: `N${index}` })) })
    expect((await ask('GET', '/api/v2/orders?page=2')).json).toMatchObject({
      current_page: 2,
      current_page_items: 50,
      number_of_pages: 2,
      number_of_items: 150,
    })
  })

  it('refuses more than a hundred orders, and processes none of them', async () => {
    const { shop, put } = setUp()
    expect((await put(Array.from({ length: 101 }, () => ({ order_number: 'A', status: 'sent' })))).status).toBe(413)
    expect(shop.orders.get('A')?.status).toBe('new')
  })

  it.each([
    ['GET', '/api/v2/nothing', 404],
    ['DELETE', '/api/v2/metas', 405],
    ['GET', '/other', 404],
    ['PUT', '/api/v2/orders', 400],
  ])('answers %s %s with %i', async (method, path, status) => {
    expect((await setUp().ask(method, path)).status).toBe(status)
  })

  it('locks everyone out after five wrong logins in an hour', async () => {
    const { clock, ask } = setUp()
    const wrong = () => ask('GET', '/api/v2/status', undefined, basic('login', 'wrong'))
    for (let attempt = 0; attempt < 5; attempt++) expect((await wrong()).status).toBe(401)
    expect((await ask('GET', '/api/v2/status')).status).toBe(403)
    clock.advance(hourMs)
    expect((await ask('GET', '/api/v2/status')).status).toBe(200)
  })

  it('counts its allowance in clock hours and days, tells it, and says when to come back', async () => {
    const { clock, ask } = setUp({ limits: { hour: 2, day: 3 } })
    const get = () => ask('GET', '/api/v2/status')
    expect((await get()).headers).toMatchObject({
      'x-rate-limit-hour': '2',
      'x-rate-limit-hour-remaining': '1',
      'x-rate-limit-day-remaining': '2',
    })
    await get()
    expect(await get()).toMatchObject({ status: 429, headers: { 'retry-after': 'Tue, 24 Nov 2026 11:00:00 GMT' } })
    clock.advance(hourMs)
    await get()
    expect(await get()).toMatchObject({ status: 429, headers: { 'retry-after': 'Wed, 25 Nov 2026 00:00:00 GMT' } })
  })

  it('takes three requests at once', async () => {
    const { ask, shop } = setUp()
    const answers = await Promise.all(Array.from({ length: 4 }, () => ask('GET', '/api/v2/status')))
    expect(answers.map(({ status }) => status).filter((status) => status === 429).length).toBeGreaterThan(0)
    expect(shop.mostAtOnce).toBe(4)
  })
})

describe('the simulated shop on v2 as of July 2026', () => {
  it('takes and shows all fields of an order state', async () => {
    const { shop, put, ask } = setUp({ statuses: ['new', { name: 'handed over', mark_delivered_yn: true }] })
    const fields = {
      status_id: 2,
      paid_date: '2026-11-01',
      delivered_date: '2026-11-02T10:00:00+01:00',
      internal_note: 'n',
      external_order_number: 'E7',
      resolved_yn: '1',
    }
    await put([{ order_number: 'A', ...fields }])
    expect(shop.orders.get('A')).toMatchObject({
      status: 'handed over',
      delivered_date: '2026-11-02',
      resolved_yn: true,
    })
    expect((await ask('GET', '/api/v2/orders?order_numbers=A')).json).toMatchObject({
      orders: [
        {
          ...fields,
          paid_date: '2026-11-01T00:00:00+01:00',
          delivered_date: '2026-11-02T00:00:00+01:00',
          resolved_yn: true,
        },
      ],
    })
    await put([{ order_number: 'B', status: 'handed over' }])
    expect(shop.orders.get('B')).toMatchObject({ delivered_date: '2026-11-24' })
    expect((await ask('GET', '/api/v2/order-statuses')).json).toMatchObject({
      order_statuses: [{ mark_delivered_yn: false }, { mark_delivered_yn: true }],
    })
  })

  it.each(['paid_date', 'delivered_date', 'tracking_code', 'internal_note', 'external_order_number'])(
    'clears %s by an empty text',
    async (field) => {
      const { shop, put } = setUp({ orders: [{ order_number: 'A', [field]: '2026-11-01' }] })
      await put([{ order_number: 'A', status: 'new' }])
      expect(shop.orders.get('A')).toMatchObject({ [field]: '2026-11-01' })
      await put([{ order_number: 'A', [field]: '' }])
      expect(shop.orders.get('A')).toMatchObject({ [field]: '' })
    },
  )

  it.each([
    ['order_numbers=A;Z', ['A']],
    ['paid_yn=1', ['B']],
    ['paid_yn=0', ['A', 'C']],
    ['status_id=2', ['C']],
    ['status_ids=1;2', ['A', 'B', 'C']],
    ['external_order_number=E7', ['B']],
    ['last_update_time_from=2026-11-24T10:30:00Z', ['C']],
    ['last_update_time_from=2026-11-24T10:30:00Z&paid_yn=1', []],
  ])('filters its orders by %s', async (query, numbers) => {
    const { clock, put, ask } = setUp({
      orders: [
        { order_number: 'A', status: 'new' },
        { order_number: 'B', status: 'new', paid_date: '2026-11-01', external_order_number: 'E7' },
        { order_number: 'C', status: 'new' },
      ],
      statuses: ['new', 'sent'],
    })
    clock.advance(hourMs)
    await put([{ order_number: 'C', status: 'sent' }])
    const { orders } = (await ask('GET', `/api/v2/orders?${query}`)).json as { orders: { order_number: string }[] }
    expect(orders.map(({ order_number }) => order_number)).toEqual(numbers)
  })

  it('shows the whole of an invented customer with every order', async () => {
    const { body } = await setUp().ask('GET', '/api/v2/orders?order_numbers=A')
    for (const part of ['@example.com', '+420 777', 'firstname_invoice', 'street_invoice', 'products'])
      expect(body).toContain(part)
  })

  it('says all that is to be said about an order', async () => {
    const { put } = setUp()
    const { json } = await put([
      { order_number: 'Z', status_id: 9, metas: [{ key: 'none', value: 'x' }] },
      { status: 'new' },
    ])
    expect(json).toMatchObject({
      orders: [
        {
          updated_yn: false,
          messages: [
            { level: 'error', property: 'order_number' },
            { level: 'error', property: 'status_id', message: "Order status with id '9' not defined." },
            { level: 'warning', object: 'metas', property: 'none' },
          ],
        },
        { order_number: null, updated_yn: false },
      ],
    })
  })

  it.each([
    [true, {}, 1],
    [true, { invoice: { generate_yn: false } }, 0],
    [false, {}, 0],
  ])(
    'mails an invoice of a paid order if it does so (%s), unless told not to: %j',
    async (mailsInvoices, more, mails) => {
      const { shop, put } = setUp({ mailsInvoices })
      await put([{ order_number: 'A', paid_date: '2026-11-01', ...more }], { send_emails_yn: false })
      await put([{ order_number: 'A', paid_date: '2026-11-02', ...more }], { send_emails_yn: false })
      expect(shop.emails.filter(({ kind }) => kind === 'invoice')).toHaveLength(mails)
    },
  )
})

describe('the simulated shop on state-update', () => {
  const path = '/api/orders/state/update'
  const post = (more: Parameters<typeof setUp>[0], orders: unknown, body: object = {}) => {
    const world = setUp(more)
    return { ...world, answer: world.ask('POST', path, { apiKey: 'key', orders, ...body }) }
  }
  it('answers success, or errors and warnings in the words of the page', async () => {
    expect((await post({}, [{ order_number: 'A', status: 'sent', resolved_yn: '1' }]).answer).json).toEqual({
      success: true,
    })
    const orders = [
      { order_number: 'Z' },
      { order_number: 'B', status: 'gone' },
      { order_number: 'A', metas: [{ key: 'note' }] },
    ]
    expect((await post({}, orders).answer).json).toEqual([
      { order_number: 'Z', error: true, message: "Order with this number doesn't exists." },
      { order_number: 'B', error: true, message: "Order status 'gone' not defined." },
      { order_number: 'A', error: false, message: "Meta with key 'note' has no option 'value' or 'values'." },
    ])
  })

  it('says all that is to be said about an order, and processes nothing of it', async () => {
    const metas = [{ key: 'note', value: 'x' }, { key: 'note' }, { key: 'none', value: 'y' }, { value: 'z' }]
    const { shop, answer } = post({}, [
      { order_number: 'Z', status: 'gone', metas },
      { order_number: 'A', status: 'gone', tracking_code: 'T', metas },
    ])
    const about = (order_number: string, ...messages: [boolean, string][]) =>
      messages.map(([error, message]) => ({ order_number, error, message }))
    const rest: [boolean, string][] = [
      [true, "Order status 'gone' not defined."],
      [false, "Meta with key 'note' has no option 'value' or 'values'."],
      [false, "Meta with key 'none' not found."],
      [false, "Meta has no option 'key'."],
    ]
    expect((await answer).json).toEqual([
      ...about('Z', [true, "Order with this number doesn't exists."], ...rest),
      ...about('A', ...rest),
    ])
    expect(shop.orders.get('A')).toMatchObject({ status: 'new', tracking_code: '', history: [] })
    expect(shop.orders.get('A')?.metas.size).toBe(0)
  })

  it.each([
    [{ orders: [{ order_number: 'A', status: 'sent' }], sendEmails: '1' }, 200, 1],
    [{ orders: [{ order_number: 'A', status: 'sent' }], sendEmails: '0' }, 200, 0],
    [{ orders: [{ order_number: 'A', status: 'sent' }], sendEmails: false }, 200, 0],
    [{ orders: [{ order_number: 'A', status: 'sent' }] }, 200, 1],
    [{ orders: [{ order_number: 'A', paid_date: null }] }, 200, 0],
    [{ orders: [{ order_number: 7, status: null, tracking_code: 9 }] }, 200, 0],
    [{ orders: [{ status: 'sent' }] }, 200, 0],
    [{ orders: [3] }, 200, 0],
    [{ orders: 'A' }, 400, 0],
    [{}, 400, 0],
  ])('knows %j from a wrong login', async (body, status, mails) => {
    const { shop, ask } = setUp()
    expect((await ask('POST', path, { apiKey: 'key', ...body })).status).toBe(status)
    expect(shop.emails).toHaveLength(mails)
    for (let more = 0; more < 6; more++) await ask('POST', path, { apiKey: 'key', ...body })
    expect((await ask('POST', path, { apiKey: 'key', orders: [] })).status).toBe(200)
  })

  it.each(['paid_date', 'tracking_code'])(
    'clears %s by an empty text, and leaves it alone without one',
    async (field) => {
      const { shop, ask } = setUp({ orders: [{ order_number: 'A', [field]: '2026-11-01' }] })
      await ask('POST', path, { apiKey: 'key', orders: [{ order_number: 'A', resolved_yn: true }] })
      expect(shop.orders.get('A')).toMatchObject({ [field]: '2026-11-01' })
      await ask('POST', path, { apiKey: 'key', orders: [{ order_number: 'A', [field]: '' }] })
      expect(shop.orders.get('A')).toMatchObject({ [field]: '' })
    },
  )

  it('knows no fields of v2', async () => {
    const { shop, answer } = post({}, [{ order_number: 'A', internal_note: 'x', status_id: 2 }])
    expect((await answer).json).toEqual({ success: true })
    expect(shop.orders.get('A')).toMatchObject({ internal_note: '', status: 'new' })
  })

  it('refuses a wrong key', async () => {
    expect((await setUp().ask('POST', path, { apiKey: 'wrong', orders: [] })).status).toBe(401)
  })
})

describe('a fault of the simulated shop', () => {
  const path = '/api/orders/state/update'
  const orders = [
    { order_number: 'A', status: 'sent' },
    { order_number: 'B', status: 'sent' },
  ]
  const said = (order_number: string) => ({ order_number, error: false, message: 'Done.' })
  const rows: readonly (readonly [Fault, object, unknown])[] = [
    [{ kind: 'say nothing' }, { orders: [] }, { success: false }],
    [{ kind: 'leave out' }, { orders: [{ order_number: 'B' }] }, [said('B')]],
    [{ kind: 'leave out', orders: ['A', 'B'] }, { orders: [] }, []],
    [{ kind: 'respell' }, { orders: [{ order_number: 'a' }, { order_number: 'b' }] }, [said('a'), said('b')]],
  ]
  it.each(rows)('%j hides what it processed', async (fault, v2, old) => {
    const world = setUp()
    world.shop.fault(fault, 2)
    expect(await world.put(orders)).toMatchObject({ status: 200, json: v2 })
    expect(await world.ask('POST', path, { apiKey: 'key', orders })).toMatchObject({ status: 200, json: old })
    expect(world.shop.orders.get('B')?.status).toBe('sent')
  })

  it('drops leading zeros from what it respells', async () => {
    const { shop, put } = setUp({ orders: [{ order_number: '0012' }] })
    shop.fault({ kind: 'respell' })
    expect(await put([{ order_number: '0012' }])).toMatchObject({ json: { orders: [{ order_number: '12' }] } })
  })

  it.each([502, 504])('%i, processed or not', async (status) => {
    const { shop, put } = setUp()
    shop.fault({ kind: 'answer', status })
    expect(await put(orders)).toMatchObject({ status })
    expect(shop.emails).toEqual([])
    shop.fault({ kind: 'garble', status, body: '""' })
    expect(await put(orders)).toMatchObject({ status })
    expect(shop.emails).toHaveLength(2)
  })

  it('takes a request in that is processed only when told to, after newer ones', async () => {
    const { shop, put } = setUp({ statuses: ['new', 'sent', 'done'] })
    shop.fault({ kind: 'process late' })
    await expect(put([{ order_number: 'A', status: 'sent' }])).rejects.toMatchObject({ sent: true })
    expect(shop.requests).toEqual([])
    await put([{ order_number: 'A', status: 'done' }])
    expect(shop.processLate()).toEqual([200])
    expect(shop.orders.get('A')?.status).toBe('sent')
    expect([shop.requests.length, shop.processLate().length]).toEqual([2, 0])
  })
})

describe('the administration of the simulated shop', () => {
  it('edits an order by hand, over the network of this machine, without a key', async () => {
    const { shop } = setUp()
    const server = await startSimulator(shop)
    const edit = async (order: string, body?: object) => {
      const response = await fetch(`${server.url}/admin/orders/${encodeURIComponent(order)}`, {
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      })
      return [response.status, await response.json()]
    }
    expect(await edit('A', { status: 'sent', tracking_code: 'T', metas: [{ key: 'note', value: 'x' }] })).toMatchObject(
      [200, { order_number: 'A', messages: [] }],
    )
    expect(await edit('A')).toMatchObject([
      200,
      { status: 'sent', tracking_code: 'T', metas: { note: 'x' }, history: [{ origin: 'admin' }, {}, {}, {}, {}] },
    ])
    expect(shop.emails).toEqual([])
    expect(await edit('B', { status: 'sent', mail: true })).toMatchObject([200, {}])
    expect(shop.emails).toMatchObject([{ order_number: 'B' }])
    expect(await edit('Z', {})).toMatchObject([404, {}])
    expect(await edit('A', { status: 'gone' })).toMatchObject([400, { messages: [{ property: 'status' }] }])
    expect(await edit('A', [])).toMatchObject([400, {}])
    expect(shop.requests).toEqual([])
    await server.close()
  })
})

describe('the real door to the network', () => {
  const clock = {
    now: () => Date.parse('2026-11-24T10:00:00Z'),
    sleep: (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms).unref()),
  }
  const serve = async () => {
    const shop = createSimulatedShop({ clock, orders: [{ order_number: 'A' }] })
    const server = await startSimulator(shop)
    const get = (timeoutMs = 5000) =>
      createHttp()({ method: 'GET', url: `${server.url}/api/v2/status`, headers: basic() }, timeoutMs)
    return { shop, server, get }
  }

  it('brings answers of any status', async () => {
    const { shop, server, get } = await serve()
    expect(await get()).toMatchObject({ status: 200, headers: { 'x-rate-limit-hour': '100' } })
    shop.fault({ kind: 'answer', status: 301, headers: { location: 'https://elsewhere.example/' } })
    expect(await get()).toMatchObject({ status: 301, headers: { location: 'https://elsewhere.example/' } })
    await server.close()
  })

  it('tells a request that may have arrived from one that has not', async () => {
    const { shop, server, get } = await serve()
    shop.fault({ kind: 'lose answer' })
    await expect(get()).rejects.toMatchObject({ sent: true })
    shop.fault({ kind: 'delay', ms: 60_000 })
    await expect(get(30)).rejects.toMatchObject({ sent: true, message: 'no answer within 0.03 s' })
    await server.close()
    const gone = await serve()
    await gone.server.close()
    const refused = gone.get()
    const error = await refused.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(NoAnswer)
    expect(error).toMatchObject({ sent: false })
  })
})

describe('a simulated shop that listens', () => {
  it('tells every request, without what its query holds, and what is wrong with the port', async () => {
    const told: string[] = []
    const { shop } = setUp()
    const server = await startSimulator(shop, 0, (line) => told.push(line))
    await fetch(`${server.url}/admin/orders/A?key=secret`).then((answer) => answer.text())
    expect(told).toEqual(['GET /admin/orders/A: 200'])
    await expect(startSimulator(shop, server.port)).rejects.toThrow('another program uses this port')
    await server.close()
  })
})
