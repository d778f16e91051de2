import { describe, expect, it } from 'vitest'
import type { Fields } from '../../lib/order.ts'
import type { Fault } from '../../lib/simulator/model.ts'
import { createSimulatedShop } from '../../lib/simulator/shop.ts'
import { createShop } from '../../lib/upgates/create.ts'
import type { Batch } from '../../lib/upgates/shop.ts'
import { createSession, endOf } from '../support/session.ts'
import { createManualClock, settingsOf, simpleFeed, stateUpdate } from '../support/world.ts'

const apis = { v2: settingsOf(), 'state-update': settingsOf(stateUpdate) }
type Api = keyof typeof apis

/** Two orders whose numbers a shop may spell otherwise, and one that it does not have. */
const numbers = ['o-1', '007']

function setUp(api: Api) {
  const clock = createManualClock()
  const simulated = createSimulatedShop({
    clock,
    orders: numbers.map((order_number) => ({ order_number, status: 'new' })),
    statuses: ['new', 'sent'],
    metas: ['note', 'text'],
  })
  const shop = createShop(apis[api], { http: simulated.handle, clock, random: () => 0 })
  return { shop, simulated, session: createSession() }
}

const batchOf = (fields: Fields, ...more: string[]): Batch => ({
  mayNotify: true,
  updates: [...numbers, ...more].map((order_number) => ({ order_number, fields })),
})

describe.each(['v2', 'state-update'] as const)('talking on %s to the simulated shop', (api) => {
  it.each([
    ['paid_date', '2026-11-01'],
    ['tracking_code', 'T'],
    ['metas.note', 'x'],
  ] as const)('sets and clears %s', async (name, value) => {
    const { shop, simulated, session } = setUp(api)
    const shown = () => {
      const { metas, ...fields } = simulated.orders.get('o-1') ?? { metas: new Map() }
      return name === 'metas.note' ? metas.get('note') : (fields as Fields)[name]
    }
    for (const wanted of [value, '']) {
      expect(endOf(await shop.update(batchOf({ [name]: wanted }), session))).toBe('answered')
      expect(shown()).toBe(wanted)
    }
  })

  it('tells all that the shop says about an order', async () => {
    const { shop, session } = setUp(api)
    const reply = await shop.update(batchOf({ status: 'gone', 'metas.none': 'x' }, 'X'), session)
    if (reply.kind !== 'answered') throw new Error(reply.trouble.kind)
    expect(reply.value.map(({ kind }) => kind)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(reply.value.map((outcome) => ('messages' in outcome ? outcome.messages.length : 0))).toEqual([2, 2, 3])
  })

  const rows: readonly (readonly [Fault, string, readonly string[]])[] = [
    [{ kind: 'respell' }, 'answered', []],
    [{ kind: 'say nothing' }, 'unreadable', []],
    [{ kind: 'leave out' }, 'answered', api === 'v2' ? ['o-1'] : []],
    [{ kind: 'leave out', orders: numbers }, 'unreadable', []],
    [{ kind: 'garble', body: '', status: 204 }, 'unreadable', []],
    [{ kind: 'garble', body: 'gateway', status: 502 }, 'failing', []],
    [{ kind: 'garble', body: 'gateway', status: 504 }, 'failing', []],
  ]
  it.each(rows)('after %j ends as %s, and mails each customer once', async (fault, end, unknown) => {
    const { shop, simulated, session } = setUp(api)
    simulated.fault(fault, end === 'answered' ? 1 : api === 'v2' ? 1 : 3)
    const reply = await shop.update(batchOf({ status: 'sent' }), session)
    expect(endOf(reply)).toBe(end)
    const outcomes = reply.kind === 'answered' ? reply.value : reply.settled
    expect(outcomes.filter(({ kind }) => kind === 'unknown').map(({ order_number }) => order_number)).toEqual(unknown)
    if (reply.kind === 'trouble') expect(reply).toMatchObject({ mayHaveProcessed: true, settled: [] })
    expect(simulated.emails).toHaveLength(2)
  })
})

it('keeps nothing of the customers whose orders are read', async () => {
  const { shop, session } = setUp('v2')
  const reply = await shop.read?.(numbers, session)
  if (reply?.kind !== 'answered') throw new Error('nothing was read')
  const [{ response } = {}] = session.exchanges
  const ours = Object.keys({ ...simpleFeed.fields, order_number: '' }).filter((name) => name !== 'metas')
  expect(JSON.parse(response?.body ?? '')).toMatchObject({ number_of_items: 2, orders: [{ order_number: 'o-1' }, {}] })
  for (const order of (JSON.parse(response?.body ?? '') as { orders: object[] }).orders)
    expect(ours).toEqual(expect.arrayContaining(Object.keys(order)))
  for (const told of [JSON.stringify(session.exchanges), JSON.stringify([...reply.value])])
    expect(told).not.toMatch(/@|\+420|firstname|surname|street|city|postcode|phone|customer|products|Goods/)
})
