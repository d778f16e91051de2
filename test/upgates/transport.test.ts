import { describe, expect, it } from 'vitest'
import { type Http, NoAnswer } from '../../lib/upgates/shop.ts'
import { createStateUpdateShop } from '../../lib/upgates/state-update/shop.ts'
import { createV2Shop } from '../../lib/upgates/v2/shop.ts'
import { answer, batchOf, canary, createSession, scripted } from '../support/session.ts'
import { createManualClock } from '../support/world.ts'

function setUp(api: 'v2' | 'state-update', http: Http) {
  const clock = createManualClock('2026-11-24T10:20:00.000Z')
  const waits: number[] = []
  const effects = { http, random: () => 0.5, clock: { ...clock, sleep: async (ms: number) => void waits.push(ms) } }
  const shop =
    api === 'v2'
      ? createV2Shop({ baseUrl: 'https://s.admin.s7.upgates.com/api/v2', login: '1', timeoutMs: 1000 }, effects)
      : createStateUpdateShop(
          { url: 'https://s.admin.s7.upgates.com/api/orders/state/update', timeoutMs: 1000 },
          effects,
        )
  return { shop, waits, session: createSession() }
}

const good = {
  v2: answer(200, { orders: [{ order_number: 'A', updated_yn: true, messages: [] }] }),
  'state-update': answer(200, { success: true }),
}
const refused = new NoAnswer('ECONNREFUSED', false)
const lost = new NoAnswer('ECONNRESET', true)

describe.each(['v2', 'state-update'] as const)('the transport of %s', (api) => {
  it.each([
    ['a good answer', [good[api]], 'answered', 1],
    ['two server errors', [answer(500), answer(503), good[api]], 'answered', 3],
    ['server errors for ever', [answer(500)], 'failing', 3],
    ['a shop that cannot be reached at first', [refused, good[api]], 'answered', 2],
    ['a shop that cannot be reached', [refused], 'failing', 3],
    ['a lost answer', [lost, good[api]], api === 'v2' ? 'unknown' : 'answered', api === 'v2' ? 1 : 2],
    ['lost answers for ever', [lost], 'unknown', api === 'v2' ? 1 : 3],
    [
      'a web page',
      [answer(200, '<html>login</html>'), good[api]],
      api === 'v2' ? 'unknown' : 'answered',
      api === 'v2' ? 1 : 2,
    ],
    ['half a JSON for ever', [answer(200, '{"orders": [')], 'unknown', api === 'v2' ? 1 : 3],
    ['nothing for ever', [answer(200, '')], 'unknown', api === 'v2' ? 1 : 3],
    ['400', [answer(400, 'bad')], 'refused', 1],
    ['413', [answer(413)], 'refused', 1],
    ['401', [answer(401)], 'denied', 1],
    ['403', [answer(403)], 'denied', 1],
    ['404', [answer(404)], 'misdirected', 1],
    ['405', [answer(405)], 'misdirected', 1],
    ['501', [answer(501)], 'misdirected', 1],
    ['429', [answer(429)], 'limited', 1],
  ] as const)('ends %s as it should', async (_what, answers, kind, attempts) => {
    const { shop, session } = setUp(api, scripted(...answers))
    const result = await shop.update(batchOf('A'), session)
    expect(result.kind).toBe(kind)
    expect(session.exchanges.map(({ attempt }) => attempt)).toEqual(
      Array.from({ length: attempts }, (_, index) => index + 1),
    )
    expect(JSON.stringify(result)).not.toContain(canary)
  })

  it('waits longer and longer between attempts, with jitter', async () => {
    const { shop, session, waits } = setUp(api, scripted(answer(500)))
    await shop.update(batchOf('A'), session)
    expect(waits).toEqual([500, 1000])
  })

  it('asks for leave before every attempt', async () => {
    const { shop, session } = setUp(
      api,
      scripted(() => {
        session.refusal = 'out of time'
        return answer(500)
      }),
    )
    expect(await shop.update(batchOf('A'), session)).toMatchObject({ kind: 'not sent', refusal: 'out of time' })
    expect(session.exchanges).toHaveLength(1)
  })

  it('records a request before it leaves, and its answer', async () => {
    const seen: number[] = []
    const { shop, session } = setUp(
      api,
      scripted(() => {
        seen.push(session.exchanges.length)
        return good[api]
      }),
    )
    await shop.update(batchOf('A'), session)
    expect(seen).toEqual([1])
    expect(session.exchanges[0]?.response).toEqual(good[api])
  })

  it('tells the allowance of every answer', async () => {
    const headers = {
      'x-rate-limit-hour': '10',
      'x-rate-limit-hour-remaining': '7',
      'x-rate-limit-day': '100',
      'x-rate-limit-day-remaining': 'x',
    }
    const { shop, session } = setUp(api, scripted(answer(500, '', headers), { ...good[api], headers }))
    await shop.update(batchOf('A'), session)
    expect(session.allowances).toEqual([
      { hourLimit: 10, hourRemaining: 7, dayLimit: 100 },
      { hourLimit: 10, hourRemaining: 7, dayLimit: 100 },
    ])
  })

  it.each([
    [{ 'retry-after': 'Tue, 24 Nov 2026 11:00:00 GMT' }, '2026-11-24T11:00:00.000Z'],
    [{ 'retry-after': '90' }, '2026-11-24T10:21:30.000Z'],
    [{}, '2026-11-24T11:00:00.000Z'],
    [{ 'retry-after': 'soon' }, '2026-11-24T11:00:00.000Z'],
    [{ 'retry-after': 'Tue, 24 Nov 2020 11:00:00 GMT' }, '2026-11-24T11:00:00.000Z'],
    [{ 'retry-after': 'Tue, 24 Nov 2036 11:00:00 GMT' }, '2026-11-25T11:20:00.000Z'],
  ])('reads when to come back from %j', async (headers, until) => {
    const { shop, session } = setUp(api, scripted(answer(429, '', headers)))
    const result = await shop.update(batchOf('A'), session)
    expect(result.kind === 'limited' && new Date(result.notBefore).toISOString()).toBe(until)
  })
})

describe('a shop that has moved', () => {
  const base = 'https://s.admin.s7.upgates.com/api/v2'
  it.each([
    [{ location: 'https://s.admin.s9.upgates.com/api/v2/orders' }, '', 'https://s.admin.s9.upgates.com/api/v2'],
    [{ location: 'https://s.admin.s9.upgates.com/api/v2' }, '', 'https://s.admin.s9.upgates.com/api/v2'],
    [{}, { api_url: 'https://s.admin.s9.upgates.com/api/v2' }, 'https://s.admin.s9.upgates.com/api/v2'],
  ])('is followed to %j %j', async (headers, body, address) => {
    const { shop, session } = setUp('v2', scripted(answer(301, body, headers), good.v2))
    expect(await shop.update(batchOf('A'), session)).toMatchObject({ kind: 'answered' })
    expect(session.moves).toEqual([address])
    await shop.update(batchOf('A'), session)
    expect(session.exchanges.map(({ request }) => request.url)).toEqual([
      `${base}/orders`,
      `${address}/orders`,
      `${address}/orders`,
    ])
  })

  it.each([
    'http://s.admin.s9.upgates.com/api/v2',
    'https://upgates.com.evil.example/api/v2',
    'https://evilupgates.com/api/v2',
    'https://user:pw@s.upgates.com/api/v2',
    'https://s.upgates.com:8443/api/v2',
    'http://127.0.0.1/api/v2',
    'nonsense://x',
  ])('is not followed to %s, where the key could be stolen', async (location) => {
    const { shop, session } = setUp('v2', scripted(answer(301, '', { location }), good.v2))
    expect(await shop.update(batchOf('A'), session)).toMatchObject({ kind: 'misdirected' })
    expect(session.exchanges).toHaveLength(1)
  })

  it('is followed once, not in circles', async () => {
    const { shop, session } = setUp('v2', scripted(answer(301, '', { location: base })))
    expect(await shop.update(batchOf('A'), session)).toMatchObject({ kind: 'misdirected' })
    expect(session.exchanges).toHaveLength(2)
  })
})
