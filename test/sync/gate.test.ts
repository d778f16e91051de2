import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reportText } from '../../lib/print/report.ts'
import { statusText } from '../../lib/print/status.ts'
import { statusOf } from '../../lib/sync/status.ts'
import { runSync } from '../../lib/sync/sync.ts'
import { runs } from '../support/runs.ts'
import { voiceIn } from '../support/voice.ts'
import {
  createWorld,
  hourMs,
  minuteMs,
  noLimits,
  settingsOf,
  shown,
  stateUpdate,
  type World,
} from '../support/world.ts'

const voice = await voiceIn()

const feedOf = (fields: object) => ({
  contents: 'full',
  format: { type: 'csv' },
  fields: { order_number: 'order', ...fields },
})
const feeds = {
  orders: feedOf({ status: 'status', paid_date: 'paid' }),
  parcels: feedOf({ tracking_code: 'code', metas: { note: 'carrier' } }),
}
const apis = [
  ['v2', {}],
  ['state-update', stateUpdate.upgates],
] as const
const gateOf = (rule: object = {}) => ({ sent: { fields: ['tracking_code'], hours: 24, ...rule } })
const settingsWith = (upgates: object, waitFor: object = gateOf()) =>
  settingsOf({ feeds, waitFor, firstRun: 'post', guard: noLimits, upgates: { ...upgates, notify: true } })

const numbers = ['O1', 'O2']
const columns = { orders: 'order;status;paid', parcels: 'order;code;carrier' }

interface Gated extends World {
  put(feed: keyof typeof columns, ...rows: string[]): void
  /** runs at every tick for so long; the outcomes that are not idle */
  ticks(hours: number): Promise<string[]>
}

function worldWith(settings: ReturnType<typeof settingsOf>): Gated {
  const world = createWorld({ settings, orders: numbers.map((order_number) => ({ order_number })) })
  let drops = 0
  return {
    ...world,
    put(feed, ...rows) {
      world.clock.advance(1000)
      world.store.drop(`exports/${feed}/${String(++drops).padStart(4, '0')}.csv`, [columns[feed], ...rows].join('\n'))
    },
    async ticks(hours) {
      const ends = world.clock.now() + hours * hourMs
      const outcomes: string[] = []
      while (world.clock.now() < ends) {
        world.clock.advance(5 * minuteMs - 1000)
        const { outcome } = await world.run()
        if (outcome !== 'idle') outcomes.push(outcome)
      }
      return outcomes
    },
  }
}

describe.each(apis)('on %s, a status that waits for a parcel', (_api, upgates) => {
  it('leaves together with it, in one request with one mail', async () => {
    const world = worldWith(settingsWith(upgates))
    world.put('orders', 'O1;sent;')
    expect(await world.run()).toMatchObject({
      outcome: 'done',
      requests: 0,
      pending: 1,
      waiting: [{ order_number: 'O1', status: 'sent', missing: ['tracking_code'] }],
    })
    world.put('parcels', 'O1;T1;PPL')
    expect(await world.run()).toMatchObject({ requests: 1, accepted: 1, notified: 1, pending: 0 })
    expect(shown(world, 'O1')).toMatchObject({ status: 'sent', tracking_code: 'T1', note: 'PPL' })
    expect(world.shop.emails).toMatchObject([{ order_number: 'O1', status: 'sent' }])
  })

  it('leaves at once where the parcel came first', async () => {
    const world = worldWith(settingsWith(upgates))
    world.put('parcels', 'O1;T1;')
    expect(await world.run()).toMatchObject({ requests: 1, notified: 0 })
    world.put('orders', 'O1;sent;')
    expect(await world.run()).toMatchObject({ requests: 1, notified: 1 })
    expect(world.shop.emails).toHaveLength(1)
  })

  it('lets a payment go meanwhile, without a mail', async () => {
    const world = worldWith(settingsWith(upgates))
    world.put('orders', 'O1;sent;2026-11-20')
    expect(await world.run()).toMatchObject({ requests: 1, accepted: 1, notified: 0, pending: 1 })
    expect(shown(world, 'O1')).toMatchObject({ paid_date: '2026-11-20', tracking_code: '' })
    expect(world.shop.emails).toEqual([])
  })

  it('wakes nobody but at the end, and goes out then', async () => {
    const world = worldWith(settingsWith(upgates, gateOf({ hours: 48 })))
    world.put('orders', 'O1;sent;')
    await world.run()
    expect(await world.ticks(47.9)).toEqual([])
    expect(world.shop.requests).toEqual([])
    expect(await world.ticks(0.2)).toEqual(['done'])
    expect(world.shop.emails).toMatchObject([{ order_number: 'O1', status: 'sent' }])
  })

  it('goes out quietly at the end, where the settings say so', async () => {
    const world = worldWith(settingsWith(upgates, gateOf({ then: 'quiet' })))
    world.put('orders', 'O1;sent;')
    await world.run()
    expect(await world.ticks(24.1)).toEqual(['done'])
    expect(shown(world, 'O1')).toMatchObject({ status: 'sent' })
    expect(world.shop.emails).toEqual([])
  })

  it('is held at the end, where the settings say so, until the parcel comes', async () => {
    const world = worldWith(settingsWith(upgates, gateOf({ then: 'hold' })))
    world.put('orders', 'O1;sent;', 'O2;done;')
    await world.run()
    expect((await world.ticks(25)).slice(0, 1)).toEqual(['held'])
    expect(shown(world, 'O1')?.status).toBe('new')
    expect(world.shop.emails).toMatchObject([{ order_number: 'O2' }])
    world.put('orders', 'O2;new;')
    expect(await world.run()).toMatchObject({ outcome: 'held', accepted: 1, hold: { reasons: [{ rule: 'waiting' }] } })
    world.put('parcels', 'O1;T1;')
    expect(await world.run()).toMatchObject({ outcome: 'done', requests: 1, notified: 1 })
  })

  it('is told by the report and the status', async () => {
    const settings = settingsWith(upgates)
    const world = worldWith(settings)
    world.put('orders', 'O1;sent;')
    const said = reportText(await world.run(), voice, '')
    expect(said).toContain('1 status change waits for tracking_code: the order O1, until 25 Nov 2026, 10:00 UTC')
    const { waiting, head } = await statusOf(settings, world.effects, { days: 1, runs: 1 })
    expect(waiting).toMatchObject([{ order_number: 'O1', status: 'sent', missing: ['tracking_code'] }])
    expect(head?.wakeAt).toBe(waiting[0]?.until)
    const text = statusText(await statusOf(settings, world.effects, { days: 1, runs: 1 }), 'test', voice)
    expect(text).toContain('  O1 sent: waits for tracking_code until 25 Nov 2026, 10:00 UTC; then it goes out without')
  })
})

it('holds what a person approves, and sends it then', async () => {
  const world = worldWith(settingsWith({}, gateOf({ then: 'hold' })))
  world.put('orders', 'O1;sent;')
  await world.run()
  await world.ticks(24.1)
  const { writeDecision } = await import('../../lib/sync/decisions/decisions.ts')
  await writeDecision({ kind: 'approve', hash: (await world.head()).hold?.hash ?? '' }, world.effects)
  expect(await world.run()).toMatchObject({ outcome: 'done', requests: 1, notified: 1 })
})

type Step =
  | { readonly kind: 'status' | 'code'; readonly order: string }
  | { readonly kind: 'wait'; readonly hours: number }
  | { readonly kind: 'run' }
  | { readonly kind: 'die'; readonly after: number }
  | { readonly kind: 'lose answer' | 'lose request' | 'process late' }

const steps = fc.oneof(
  fc.record({ kind: fc.constantFrom('status' as const, 'code' as const), order: fc.constantFrom(...numbers) }),
  fc.record({ kind: fc.constant('wait' as const), hours: fc.constantFrom(0.02, 0.2, 1, 5) }),
  fc.constant({ kind: 'run' as const }),
  fc.record({ kind: fc.constant('die' as const), after: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ kind: fc.constantFrom('lose answer' as const, 'lose request' as const, 'process late' as const) }),
)

/** A run that dies when it writes for the nth time. */
async function dies(world: Gated, settings: ReturnType<typeof settingsOf>, after: number): Promise<void> {
  let left = after
  const put: World['store']['put'] = async (...args) => {
    if (--left <= 0) throw new Error('the process has died')
    return world.store.put(...args)
  }
  const options = { holder: { host: 'mortal', pid: after }, isGone: () => true, deadlineMs: world.clock.now() + hourMs }
  await runSync(settings, { ...world.effects, store: { ...world.store, put } }, options).catch(() => undefined)
}

async function play(world: Gated, settings: ReturnType<typeof settingsOf>, step: Step): Promise<void> {
  const { shop, clock } = world
  if (step.kind === 'status') world.put('orders', `${step.order};sent;`)
  else if (step.kind === 'code') world.put('parcels', `${step.order};T-${step.order};`)
  else if (step.kind === 'wait') clock.advance(step.hours * hourMs)
  else if (step.kind === 'run') await world.run({ isGone: () => true })
  else if (step.kind === 'die') await dies(world, settings, step.after)
  else shop.fault({ kind: step.kind })
}

/** Mails about `sent` that left before their order had a code. */
const bare = ({ shop }: World): number =>
  shop.emails.filter(
    ({ order_number, status }) => status === 'sent' && shop.orders.get(order_number)?.tracking_code === '',
  ).length

it.each(apis)(
  'never mails without the number, nor twice, whatever comes in whatever order (%s)',
  async (_api, upgates) => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 25 }), async (story) => {
        const settings = settingsWith(upgates, gateOf({ hours: 336, then: 'hold' }))
        const world = worldWith(settings)
        for (const step of story) {
          await play(world, settings, step)
          expect(bare(world)).toBe(0)
        }
        world.shop.clearFaults()
        world.shop.processLate()
        for (const feed of ['orders', 'parcels'] as const)
          world.put(feed, ...numbers.map((order) => (feed === 'orders' ? `${order};sent;` : `${order};T-${order};`)))
        for (let run = 0; run < 4; run++) {
          world.clock.advance(2 * hourMs)
          await world.run({ isGone: () => true })
          expect(bare(world)).toBe(0)
        }
        expect(numbers.map((order) => shown(world, order)?.status)).toEqual(['sent', 'sent'])
        expect(world.shop.emails).toHaveLength(2)
      }),
      { numRuns: runs(60) },
    )
  },
)

describe('a status that waits for a custom field which the shop does not have', () => {
  const settings = settingsOf({
    feeds,
    waitFor: { sent: { fields: ['metas.note'], hours: 24, then: 'hold' } },
    guard: noLimits,
    upgates: { notify: true },
  })
  it.each([
    ['the shop has it', ['note'], ['O1 sent']],
    ['the shop has another one', ['other'], []],
  ])('does not leave with what the shop would skip: %s', async (_what, metas, mails) => {
    const world = createWorld({ settings, orders: [{ order_number: 'O1', status: 'new' }], shop: { metas } })
    world.store.drop('exports/orders/1.csv', 'order;status;paid\nO1;new;')
    world.store.drop('exports/parcels/1.csv', 'order;code;carrier\nO1;;')
    await world.run({ asksWords: true })
    world.clock.advance(1000)
    world.store.drop('exports/orders/2.csv', 'order;status;paid\nO1;sent;')
    world.store.drop('exports/parcels/2.csv', 'order;code;carrier\nO1;T1;PPL')
    const report = await world.run({ asksWords: true })
    expect(world.shop.emails.map(({ order_number, status }) => `${order_number} ${status}`)).toEqual(mails)
    expect(report.waiting?.map(({ missing }) => missing) ?? []).toEqual(mails.length > 0 ? [] : [['metas.note']])
    expect(world.shop.orders.get('O1')?.tracking_code).toBe('T1')
  })
})
