import { describe, expect, it } from 'vitest'
import { type Batch, type Http, NoAnswer } from '../../lib/upgates/shop.ts'
import { createStateUpdateShop } from '../../lib/upgates/state-update/api.ts'
import { createV2Shop } from '../../lib/upgates/v2/api.ts'
import { answer, batchOf, canary, createSession, endOf, scripted } from '../support/session.ts'
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
const batch: Batch = batchOf('A')
const loud: Batch = { ...batch, mayNotify: true }

describe('a lost answer', () => {
  it.each([
    ['after a server error', [answer(500), lost], true],
    ['after two of them', [answer(500), answer(503), answer(504)], true],
    ['of the first attempt', [lost], undefined],
    ['after one that surely never left', [refused, lost], undefined],
  ] as const)('%s says whether an earlier attempt may have been processed, too', async (_what, answers, isRepeated) => {
    const { shop, session } = setUp('v2', scripted(...answers))
    const reply = await shop.update(batch, session)
    expect(reply).toMatchObject({ kind: 'trouble', mayHaveProcessed: true })
    expect(reply.kind === 'trouble' && reply.isRepeated).toBe(isRepeated)
  })
})

describe.each(['v2', 'state-update'] as const)('the transport of %s', (api) => {
  it.each([
    ['a good answer', [good[api]], 'answered', 1],
    ['two server errors', [answer(500), answer(503), good[api]], 'answered', 3],
    ['server errors for ever', [answer(500)], 'failing', 3, true],
    ['502', [answer(502), good[api]], 'failing', 1, true],
    ['504', [answer(504), good[api]], 'failing', 1, true],
    ['500 and then a used-up allowance', [answer(500), answer(429)], 'limited', 2, true],
    ['500 and then a refusal', [answer(500), answer(400)], 'refused', 2, true],
    ['a shop that cannot be reached at first', [refused, good[api]], 'answered', 2],
    ['a shop that cannot be reached', [refused], 'failing', 3, false],
    ['a lost answer', [lost, good[api]], 'unreadable', 1, true],
    ['408', [answer(408), good[api]], 'unreadable', 1, true],
    ['a web page', [answer(200, '<html>login</html>'), good[api]], 'unreadable', 1, true],
    ['half a JSON', [answer(200, '{"orders": ['), good[api]], 'unreadable', 1, true],
    ['nothing', [answer(200, ''), good[api]], 'unreadable', 1, true],
    ['204', [answer(204), good[api]], 'unreadable', 1, true],
    ['400', [answer(400, 'bad')], 'refused', 1, false],
    ['400 with words of success', [answer(400, { success: true })], 'refused', 1, false],
    ['413', [answer(413)], 'refused', 1, false],
    ['409', [answer(409)], 'refused', 1, false],
    ['422', [answer(422)], 'refused', 1, false],
    ['425', [answer(425)], 'refused', 1, false],
    ['451', [answer(451)], 'refused', 1, false],
    ['418', [answer(418)], 'refused', 1, false],
    ['401', [answer(401)], 'denied', 1, false],
    ['402', [answer(402)], 'denied', 1, false],
    ['403', [answer(403)], 'denied', 1, false],
    ['400 about the key', [answer(400, { error: 'Invalid API key' })], 'denied', 1, false],
    ['404', [answer(404)], 'misdirected', 1, false],
    ['405', [answer(405)], 'misdirected', 1, false],
    ['407', [answer(407)], 'misdirected', 1, false],
    ['410', [answer(410)], 'misdirected', 1, false],
    ['501', [answer(501)], 'misdirected', 1, false],
    ['304', [answer(304)], 'misdirected', 1, false],
    ['429', [answer(429)], 'limited', 1, false],
    ['429 with words about the key', [answer(429, 'too many requests for this API key')], 'limited', 1, false],
  ] as const)('ends %s as it should', async (_what, answers, kind, attempts, mayHaveProcessed = false) => {
    const { shop, session } = setUp(api, scripted(...answers))
    const reply = await shop.update(batch, session)
    expect(endOf(reply)).toBe(kind)
    if (reply.kind === 'trouble') expect(reply).toMatchObject({ mayHaveProcessed, settled: [] })
    expect(session.exchanges.map(({ attempt }) => attempt)).toEqual(
      Array.from({ length: attempts }, (_, index) => index + 1),
    )
    expect(JSON.stringify(reply)).not.toContain(canary)
  })

  it('waits longer and longer between attempts, with jitter', async () => {
    const { shop, session, waits } = setUp(api, scripted(answer(500)))
    await shop.update(batch, session)
    expect(waits).toEqual([500, 1000])
  })

  it.each([
    ['7', [7000, 7000], 3],
    ['Tue, 24 Nov 2026 10:20:09 GMT', [9000, 9000], 3],
    ['soon', [500, 1000], 3],
    ['0', [500, 1000], 3],
    ['21', [], 1],
    ['Tue, 24 Nov 2026 11:00:00 GMT', [], 1],
  ])('heeds a server error with "Retry-After: %s"', async (header, pauses, attempts) => {
    const { shop, session, waits } = setUp(api, scripted(answer(503, '', { 'retry-after': header })))
    expect(endOf(await shop.update(batch, session))).toBe('failing')
    expect(waits).toEqual(pauses)
    expect(session.exchanges).toHaveLength(attempts)
  })

  it('asks for leave before every attempt, and says what the earlier ones may have done', async () => {
    const { shop, session } = setUp(
      api,
      scripted(() => {
        session.refusal = 'out of time'
        return answer(500)
      }),
    )
    expect(await shop.update(batch, session)).toEqual({
      kind: 'trouble',
      trouble: { kind: 'not sent', refusal: 'out of time' },
      mayHaveProcessed: true,
      settled: [],
    })
    expect(session.exchanges).toHaveLength(1)
  })

  it('processes nothing where not even the first attempt has leave', async () => {
    const { shop, session } = setUp(api, scripted(good[api]))
    session.refusal = 'lease lost'
    expect(await shop.update(batch, session)).toMatchObject({ trouble: { kind: 'not sent' }, mayHaveProcessed: false })
    expect(session.exchanges).toEqual([])
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
    await shop.update(batch, session)
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
    await shop.update(batch, session)
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
    const reply = await shop.update(batch, session)
    expect(reply).toMatchObject({ trouble: { notBeforeMs: Date.parse(until) } })
  })

  it.each(['[', '{"a":'])(
    'keeps nothing of an answer that is nested too deeply to be written down: %s',
    async (piece) => {
      const { shop, session } = setUp(api, scripted(answer(200, piece.repeat(100_000))))
      expect(endOf(await shop.update(batch, session))).toBe('unreadable')
      expect(session.exchanges[0]?.response?.body).toMatch(/^an answer of \d+ characters, nested too deeply$/)
    },
  )

  it('searches no answer of megabytes for its first words', async () => {
    const started = performance.now()
    const { shop, session } = setUp(api, scripted(answer(400, '<'.repeat(8e6))))
    expect(endOf(await shop.update(batch, session))).toBe('refused')
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

describe('a server error on a batch that may mail its customers', () => {
  const shows = (status: string) => answer(200, { orders: [{ order_number: 'A', status }] })
  it.each([
    ['goes out again where the shop does not show it', [answer(503), shows('new'), good.v2], 'answered', 'PUT GET PUT'],
    [
      'does not go out again where the shop leaves it out',
      [answer(500), answer(200, { orders: [] })],
      'failing',
      'PUT GET',
    ],
    ['does not go out again where the shop shows it', [answer(500), shows('sent')], 'failing', 'PUT GET'],
    ['does not go out again where the shop cannot be asked', [answer(500), answer(403)], 'failing', 'PUT GET'],
    ['does not go out again where a gateway gave up', [answer(502), good.v2], 'failing', 'PUT'],
    [
      'does not go out again where a gateway gave up later',
      [answer(500), shows('new'), answer(504), good.v2],
      'failing',
      'PUT GET PUT',
    ],
    [
      'is asked about each time',
      [answer(500), shows('new'), answer(500), shows('new'), answer(500)],
      'failing',
      'PUT GET PUT GET PUT',
    ],
    ['needs no asking where it surely never left', [refused, refused, good.v2], 'answered', 'PUT PUT PUT'],
  ] as const)('%s', async (_what, answers, kind, methods) => {
    const { shop, session } = setUp('v2', scripted(...answers))
    const reply = await shop.update(loud, session)
    expect(endOf(reply)).toBe(kind)
    if (reply.kind === 'trouble') expect(reply.mayHaveProcessed).toBe(true)
    expect(session.exchanges.map(({ request }) => request.method).join(' ')).toBe(methods)
  })
})

describe('a shop that redirects', () => {
  const base = 'https://s.admin.s7.upgates.com/api/v2'
  it.each([
    [{ location: 'https://s.admin.s9.upgates.com/api/v2/orders' }, '', 'https://s.admin.s9.upgates.com/api/v2'],
    [{ location: 'https://s.admin.s9.upgates.com/api/v2' }, '', 'https://s.admin.s9.upgates.com/api/v2'],
    [{}, { api_url: 'https://s.admin.s9.upgates.com/api/v2' }, 'https://s.admin.s9.upgates.com/api/v2'],
  ])('is followed to %j %j', async (headers, body, address) => {
    const { shop, session } = setUp('v2', scripted(answer(301, body, headers), good.v2))
    expect(await shop.update(batch, session)).toMatchObject({ kind: 'answered' })
    expect(session.newAddresses).toEqual([address])
    await shop.update(batch, session)
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
    expect(await shop.update(batch, session)).toMatchObject({
      trouble: { kind: 'misdirected', status: 301 },
      mayHaveProcessed: false,
    })
    expect(session.exchanges).toHaveLength(1)
  })

  it('is followed once, not in circles', async () => {
    const { shop, session } = setUp('v2', scripted(answer(301, '', { location: base })))
    expect(endOf(await shop.update(batch, session))).toBe('misdirected')
    expect(session.exchanges).toHaveLength(2)
  })

  it('has its attempts beside the redirect', async () => {
    const { shop, session } = setUp(
      'v2',
      scripted(answer(301, '', { location: base }), answer(500), answer(500), good.v2),
    )
    expect(endOf(await shop.update(batch, session))).toBe('answered')
    expect(session.exchanges).toHaveLength(4)
  })
})
