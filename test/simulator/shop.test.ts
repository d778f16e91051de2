import { describe, expect, it } from 'vitest'
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

describe('the simulated shop on state-update', () => {
  const path = '/api/orders/state/update'
  it('answers success, or errors and warnings in the words of the page', async () => {
    const { ask } = setUp()
    expect(
      (await ask('POST', path, { apiKey: 'key', orders: [{ order_number: 'A', status: 'sent', resolved_yn: '1' }] }))
        .json,
    ).toEqual({ success: true })
    const orders = [
      { order_number: 'Z' },
      { order_number: 'B', status: 'gone' },
      { order_number: 'A', metas: [{ key: 'note' }] },
    ]
    expect((await ask('POST', path, { apiKey: 'key', orders })).json).toEqual([
      { order_number: 'Z', error: true, message: "Order with this number doesn't exists." },
      { order_number: 'B', error: true, message: "Order status 'gone' not defined." },
      { order_number: 'A', error: false, message: "Meta with key 'note' has no option 'value' or 'values'." },
    ])
  })
  it('clears a payment by an empty date, and leaves it alone without one', async () => {
    const { shop, ask } = setUp({ orders: [{ order_number: 'A', paid_date: '2026-11-01' }] })
    await ask('POST', path, { apiKey: 'key', orders: [{ order_number: 'A', tracking_code: 'T' }] })
    expect(shop.orders.get('A')?.paid_date).toBe('2026-11-01')
    await ask('POST', path, { apiKey: 'key', orders: [{ order_number: 'A', paid_date: '' }] })
    expect(shop.orders.get('A')?.paid_date).toBe('')
  })
  it('refuses a wrong key', async () => {
    expect((await setUp().ask('POST', path, { apiKey: 'wrong', orders: [] })).status).toBe(401)
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
