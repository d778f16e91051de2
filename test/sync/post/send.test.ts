import { describe, expect, it } from 'vitest'
import type { Fields } from '../../../lib/order.ts'
import { batchesOf, sizeAfter } from '../../../lib/sync/plan/batches.ts'
import { sendBatches } from '../../../lib/sync/post/send.ts'
import { LostLease } from '../../../lib/sync/state/lease.ts'
import type { Refusal, Session, Trouble } from '../../../lib/upgates/shop.ts'
import { changeOf } from '../../support/changes.ts'
import { iso, nowMs } from '../../support/lines.ts'
import {
  type Answering,
  answered,
  type ScriptedShop,
  type Showing,
  scriptedShop,
  taking,
  trouble,
} from '../../support/scripted-shop.ts'
import { createManualClock } from '../../support/world.ts'

const sent: Fields = { status: 'sent' }
const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => `O${index}`)
const noLog = { info: () => undefined, warn: () => undefined }

function sessionOf(more: Partial<Session> = {}): Session {
  return {
    apiKey: { value: 'k' },
    redact: (text) => text,
    permit: () => undefined,
    record: async () => async () => undefined,
    allowance: () => undefined,
    newAddress: () => undefined,
    ...more,
  }
}

async function send(shop: ScriptedShop, orders: readonly string[], session = sessionOf()) {
  const clock = createManualClock()
  const changes = orders.map((order_number, index) =>
    changeOf(order_number, { status: 'sent' }, { since: iso(index - 3_600_000), mayNotify: true, mails: ['status'] }),
  )
  const progress: number[] = []
  const result = await sendBatches(batchesOf(changes, shop.batchSize), session, {
    shop,
    clock,
    random: () => 0,
    log: noLog,
    progress: (count) => void progress.push(count),
  })
  const kinds = Object.fromEntries([...result.orders].map(([order, { kind }]) => [order, kind]))
  const events = result.events.map((event) => {
    const order = 'update' in event ? event.update.order_number : event.order_number
    const detail = event.kind === 'outcome' ? event.outcome.kind : event.kind
    return `${order} ${detail}${event.kind === 'lost' ? ` +${event.untilMs - nowMs}` : ''}`
  })
  return { ...result, kinds, told: events, progress }
}

/** Shows these orders as they were sent, and the others as they were before. */
const showing =
  (...taken: readonly string[]): Showing =>
  (asked) =>
    answered(new Map(asked.map((order) => [order, taken.includes(order) ? sent : { status: 'new' }])))
const blind: Showing = () => trouble({ kind: 'failing', status: 500, message: 'no' })

const refused: Trouble = { kind: 'refused', status: 400, message: 'bad' }
const serverError: Trouble = { kind: 'failing', status: 500, message: 'oops' }
const unreachable: Trouble = { kind: 'failing', message: 'unreachable' }
const unreadable: Trouble = { kind: 'unreadable', message: 'html' }
const misdirected: Trouble = { kind: 'misdirected', status: 404, message: 'no' }
const forbidding: Trouble = { kind: 'denied', status: 403, message: 'no', isPage: true }
const deniedKey: Trouble = { kind: 'denied', status: 401, message: 'no' }
const gateway = (status: number): Trouble => ({ kind: 'failing', status, message: 'gateway' })

/** Fails as a whole whenever one of these orders is in the batch. */
const failingWith =
  (what: Trouble, ...bad: readonly string[]): Answering =>
  (batch) =>
    batch.updates.some(({ order_number }) => bad.includes(order_number))
      ? trouble(what, { mayHaveProcessed: what.kind === 'failing' })
      : taking()(batch)

describe('what becomes of each order', () => {
  it('accepted, warned, rejected and unknown are told apart', async () => {
    const shop = scriptedShop(() =>
      answered([
        { order_number: 'O0', kind: 'accepted' },
        { order_number: 'O1', kind: 'accepted with warnings', messages: ['w'], skipped: ['status'] },
        { order_number: 'O2', kind: 'rejected', messages: ['r'] },
        { order_number: 'O3', kind: 'unknown', messages: ['u'] },
      ]),
    )
    const { orders, progress } = await send(shop, numbers(4))
    expect(Object.fromEntries(orders)).toEqual({
      O0: { kind: 'accepted' },
      O1: { kind: 'warned', messages: ['w'] },
      O2: { kind: 'rejected', messages: ['r'] },
      O3: { kind: 'unknown', messages: ['u'] },
    })
    expect(progress).toEqual([4])
  })

  it('what an answer does not name is asked for at once, where the shop can be read', async () => {
    const answer: Answering = ({ updates }) =>
      answered(
        updates.map(({ order_number }) => ({
          order_number,
          kind: order_number === 'O0' ? 'accepted' : 'unknown',
          messages: [],
        })),
      )
    const { kinds } = await send(scriptedShop(answer, showing('O1')), numbers(3))
    expect(kinds).toEqual({ O0: 'accepted', O1: 'accepted', O2: 'unknown' })
  })

  it('says with every order whether its customer may have been mailed', async () => {
    const { events } = await send(scriptedShop(taking()), numbers(2))
    expect(events).toMatchObject([{ mayMail: true }, { mayMail: true }])
  })
})

describe('a batch that is refused as a whole', () => {
  it('is split until the bad order is alone; all others are taken', async () => {
    const shop = scriptedShop(failingWith(refused, 'O5'))
    const { kinds, stop, told } = await send(shop, numbers(8))
    expect(Object.entries(kinds).filter(([, kind]) => kind !== 'accepted')).toEqual([['O5', 'rejected']])
    expect(stop).toBeUndefined()
    expect(shop.asked).toEqual(['O0,O1,O2,O3,O4,O5,O6,O7', 'O0,O1,O2,O3', 'O4,O5,O6,O7', 'O4,O5', 'O4', 'O5', 'O6,O7'])
    expect(told.filter((event) => event.endsWith('batch failed'))).toHaveLength(8 + 4 + 2)
  })

  it('with every order bad ends with every order refused, and nothing else', async () => {
    const { kinds, stop } = await send(scriptedShop(failingWith(refused, ...numbers(5))), numbers(5))
    expect(new Set(Object.values(kinds))).toEqual(new Set(['rejected']))
    expect(stop).toBeUndefined()
  })

  it('is asked about first where an earlier attempt may have been processed', async () => {
    const answer: Answering = (batch, nth) =>
      nth === 1 ? trouble(refused, { mayHaveProcessed: true }) : taking()(batch)
    const shop = scriptedShop(answer, showing('O0'))
    const { kinds, told } = await send(shop, numbers(3))
    expect(shop.asked).toEqual(['O0,O1,O2', '?O0,O1,O2', 'O1', 'O2'])
    expect(kinds).toEqual({ O0: 'accepted', O1: 'accepted', O2: 'accepted' })
    expect(told.slice(0, 3)).toEqual(['O0 lost +0', 'O1 lost +0', 'O2 lost +0'])
  })

  it('keeps what earlier requests of the same update settled', async () => {
    const answer: Answering = (batch, nth) =>
      nth === 1 ? trouble(refused, { settled: [{ order_number: 'O0', kind: 'accepted' }] }) : taking()(batch)
    const shop = scriptedShop(answer)
    expect((await send(shop, numbers(3))).kinds).toEqual({ O0: 'accepted', O1: 'accepted', O2: 'accepted' })
    expect(shop.asked).toEqual(['O0,O1,O2', 'O1', 'O2'])
  })
})

describe('a server that fails', () => {
  it('on one order: that one is found out, the others are taken', async () => {
    const { kinds, stop } = await send(scriptedShop(failingWith(serverError, 'O5'), showing()), numbers(8))
    expect(Object.entries(kinds).filter(([, kind]) => kind !== 'accepted')).toEqual([['O5', 'rejected']])
    expect(stop).toBeUndefined()
  })

  it('on one order, which happens to be tried alone: the next run tries another one', async () => {
    const { kinds, stop } = await send(scriptedShop(failingWith(serverError, 'O0'), showing()), numbers(3))
    expect([stop, new Set(Object.values(kinds))]).toEqual([serverError, new Set(['unknown'])])
  })

  it.each([
    ['that can be read', showing()],
    ['that cannot', undefined],
  ])('on everything, %s: one order goes alone, then it ends as failing', async (_what, read) => {
    const shop = scriptedShop(failingWith(serverError, ...numbers(8)), read)
    const { stop } = await send(shop, numbers(8))
    expect(stop).toEqual(serverError)
    expect(shop.asked.filter((asked) => !asked.startsWith('?'))).toHaveLength(2)
  })

  it('but has taken everything, as it shows: nothing failed', async () => {
    const shop = scriptedShop(failingWith(serverError, 'O0'), showing('O0', 'O1'), 2)
    const { kinds, stop } = await send(shop, numbers(4))
    expect(stop).toBeUndefined()
    expect(kinds).toEqual({ O0: 'accepted', O1: 'accepted', O2: 'accepted', O3: 'accepted' })
    expect(shop.asked).toEqual(['O0,O1', '?O0,O1', 'O2,O3'])
  })

  it('but has taken all others, as it shows: the one that is left is the one', async () => {
    const shop = scriptedShop(failingWith(serverError, 'O1'), showing('O0', 'O2'))
    const { kinds, stop } = await send(shop, numbers(3))
    expect(stop).toBeUndefined()
    expect(kinds).toEqual({ O0: 'accepted', O1: 'rejected', O2: 'accepted' })
  })

  it('and leaves an order out of what it shows: that one is not sent again, for it may have mailed its customer', async () => {
    const hiding: Showing = (asked) =>
      answered(new Map(asked.flatMap((order) => (order === 'O1' ? [] : [[order, { status: 'new' }] as const]))))
    const answer: Answering = (batch, nth) =>
      nth === 1 ? trouble(serverError, { mayHaveProcessed: true }) : taking()(batch)
    const shop = scriptedShop(answer, hiding)
    const { kinds, stop } = await send(shop, numbers(4))
    expect(stop).toBeUndefined()
    expect(kinds).toEqual({ O0: 'accepted', O1: 'unknown', O2: 'accepted', O3: 'accepted' })
    expect(shop.asked).toEqual(['O0,O1,O2,O3', '?O0,O1,O2,O3', 'O0', 'O2', 'O3'])
  })

  it('and cannot be read either: it ends as failing, and every order is open', async () => {
    const { kinds, stop } = await send(scriptedShop(failingWith(serverError, 'O0'), blind), numbers(3))
    expect(stop).toMatchObject({ kind: 'failing' })
    expect(new Set(Object.values(kinds))).toEqual(new Set(['unknown']))
  })

  it('and cannot be reached: nothing was sent, and nothing is open', async () => {
    const shop = scriptedShop(() => trouble(unreachable))
    const { kinds, stop, events } = await send(shop, numbers(3))
    expect([stop, events]).toEqual([unreachable, []])
    expect(new Set(Object.values(kinds))).toEqual(new Set(['not sent']))
  })
})

describe('an answer that is lost', () => {
  it.each<[string, Trouble]>([
    ['a gateway gave up: 502', gateway(502)],
    ['a gateway gave up: 504', gateway(504)],
    ['it cannot be read', unreadable],
    ['no answer came', unreachable],
  ])('%s: it may be processed for a minute, and is not sent again', async (_what, what) => {
    const shop = scriptedShop(() => trouble(what, { mayHaveProcessed: true }))
    const { kinds, told, stop } = await send(shop, numbers(2))
    expect(told.slice(0, 2)).toEqual(['O0 lost +60000', 'O1 lost +60000'])
    expect(kinds).toEqual({ O0: 'unknown', O1: 'unknown' })
    expect(stop).toMatchObject({ kind: 'failing' })
    expect(shop.asked).toHaveLength(1)
  })

  it.each<[string, Trouble, Showing | undefined, string | undefined]>([
    ['unreadable, and shown', unreadable, showing('O0', 'O1'), undefined],
    ['unreadable, and not shown: the orders are parked', unreadable, showing(), undefined],
    ['unreadable, and nobody can read', unreadable, undefined, 'failing'],
    ['unreadable, and the reading fails', unreadable, blind, 'failing'],
    ['a gateway, and shown', gateway(504), showing('O0', 'O1'), undefined],
    ['a gateway, and not shown: the shop is failing', gateway(504), showing(), 'failing'],
  ])('%s', async (_what, what, read, stop) => {
    const shop = scriptedShop(() => trouble(what, { mayHaveProcessed: true }), read)
    const result = await send(shop, numbers(2))
    expect(result.stop?.kind).toBe(stop)
    expect(result.told.filter((event) => event.endsWith('lost +60000'))).toHaveLength(2)
  })

  it.each([
    ['the attempt before it had, as the transport says', { isRepeated: true }],
    ['a larger request before it had', {}],
  ] as const)('is not settled by what the shop shows where %s: the last one may come late', async (_what, more) => {
    const answer: Answering = (_batch, nth) =>
      nth === 1 && !('isRepeated' in more)
        ? trouble(serverError, { mayHaveProcessed: true })
        : trouble(gateway(504), { mayHaveProcessed: true, ...more })
    let reads = 0
    const read: Showing = (asked) => (reads++ === 0 && !('isRepeated' in more) ? showing() : showing(...asked))(asked)
    const { kinds, told } = await send(scriptedShop(answer, read), numbers(2))
    expect(kinds).toMatchObject({ O0: 'unknown' })
    expect(told.filter((event) => /^O0 (lost|shown)/.test(event)).at(-1)).toBe('O0 lost +60000')
  })

  it.each<[string, readonly string[], string[]]>([
    ['all of them go again in smaller requests', [], ['O0 batch failed', 'O1 batch failed', 'O2 batch failed']],
    ['where the shop shows some, the others do', ['O1'], ['O0 batch failed', 'O2 batch failed']],
    ['where it shows all but one, that is the one: it is parked', ['O0', 'O2'], ['O1 unanswered']],
  ])('may be for the sake of one order: %s', async (_what, shows, expected) => {
    const shop = scriptedShop(() => trouble(unreadable, { mayHaveProcessed: true }), showing(...shows))
    const { told } = await send(shop, numbers(3))
    expect(told.filter((event) => / (batch failed|unanswered)/.test(event))).toEqual(expected)
  })

  it('goes again in requests of half as many', async () => {
    const { events } = await send(
      scriptedShop(() => trouble(gateway(504), { mayHaveProcessed: true }), showing()),
      numbers(40),
    )
    const sizes = events.flatMap((event) => (event.kind === 'batch failed' ? [sizeAfter(100, event.times)] : []))
    expect([sizes.length, new Set(sizes)]).toEqual([40, new Set([12])])
  })

  it.each<[string, Trouble, string[]]>([
    ['an address that the shop does not know', misdirected, ['O0']],
    ['a page that forbids', forbidding, ['O0', 'O1']],
  ])('%s is about one order where others are answered, and else about the shop', async (_what, what, tried) => {
    const { kinds, stop } = await send(scriptedShop(failingWith(what, 'O1')), numbers(4))
    expect([kinds, stop]).toEqual([{ O0: 'accepted', O1: 'rejected', O2: 'accepted', O3: 'accepted' }, undefined])
    const shop = scriptedShop(() => trouble(what))
    expect([(await send(shop, numbers(4))).stop, shop.asked]).toEqual([what, ['O0,O1,O2,O3', ...tried]])
  })

  it('a page that forbids the very order that is tried alone lets another one tell', async () => {
    const { kinds, stop } = await send(scriptedShop(failingWith(forbidding, 'O0')), numbers(2))
    expect([kinds, stop]).toEqual([{ O0: 'rejected', O1: 'accepted' }, undefined])
  })

  it.each<[string, (nth: number) => Trouble]>([
    ['a page that forbids each of three requests at once', () => forbidding],
    ['a page, and meanwhile a key that is refused', (nth) => (nth === 3 ? deniedKey : forbidding)],
  ])('%s: the key is not tried five times', async (_what, ending) => {
    const answer: Answering = (_batch, nth) =>
      nth === 1 ? trouble(unreadable, { mayHaveProcessed: true }) : trouble(ending(nth))
    const shop = scriptedShop(answer, showing(), 4)
    const { stop } = await send(shop, numbers(16))
    expect(stop).toMatchObject({ kind: 'denied' })
    const tries = shop.asked.slice(1).filter((asked) => !asked.startsWith('?'))
    expect(tries.length).toBeLessThanOrEqual(4)
  })

  it('about some orders of a shop that answers others does not stop the others', async () => {
    const answer: Answering = (batch, nth) =>
      nth === 2 ? trouble(unreadable, { mayHaveProcessed: true }) : taking()(batch)
    const { kinds, stop, told } = await send(scriptedShop(answer, undefined, 1), numbers(4))
    expect(stop).toBeUndefined()
    expect(Object.values(kinds).filter((kind) => kind === 'accepted')).toHaveLength(3)
    expect(told.filter((event) => event.endsWith('unanswered'))).toHaveLength(1)
  })
})

describe('what ends it at once', () => {
  it.each<[string, Trouble]>([
    ['denied', { kind: 'denied', status: 401, message: 'no' }],
    ['limited', { kind: 'limited', notBeforeMs: nowMs + 1, message: 'no' }],
    ['misdirected', { kind: 'misdirected', status: 404, message: 'no' }],
    ['not sent', { kind: 'not sent', refusal: 'out of allowance' }],
  ])('%s: the first request goes alone, and no other follows', async (_what, what) => {
    const shop = scriptedShop(() => trouble(what), undefined, 1)
    const { kinds, stop, events } = await send(shop, numbers(9))
    expect(shop.asked).toEqual(['O0'])
    expect([stop, events]).toEqual([what, []])
    expect(new Set(Object.values(kinds))).toEqual(new Set(['not sent']))
  })

  it.each<[string, Trouble]>([
    ['denied', { kind: 'denied', status: 401, message: 'no' }],
    ['limited', { kind: 'limited', notBeforeMs: nowMs, message: 'no' }],
    ['not sent', { kind: 'not sent', refusal: 'out of time' }],
  ])('%s, after an attempt that may have been processed: that one stays open', async (_what, what) => {
    const shop = scriptedShop(() => trouble(what, { mayHaveProcessed: true }))
    expect((await send(shop, numbers(1))).told).toEqual(['O0 lost +60000'])
  })

  it.each<[Refusal]>([['lease lost'], ['out of time'], ['out of allowance']])('no permit: %s', async (refusal) => {
    const shop = scriptedShop(taking())
    const { stop, kinds } = await send(shop, numbers(1), sessionOf({ permit: () => refusal }))
    expect([shop.asked, stop, kinds]).toEqual([[], { kind: 'not sent', refusal }, { O0: 'not sent' }])
  })
})

describe('several requests', () => {
  /** A shop that answers only when it is let. */
  function slowShop(answer: Answering = taking()) {
    const waiting: (() => void)[] = []
    let most = 0
    let underWay = 0
    const shop = scriptedShop(
      async (batch, nth) => {
        most = Math.max(most, ++underWay)
        await new Promise<void>((resolve) => waiting.push(resolve))
        underWay--
        return answer(batch, nth)
      },
      undefined,
      1,
    )
    const settle = async () => {
      for (let turn = 0; turn < 20; turn++) await Promise.resolve()
    }
    return { shop, waiting, most: () => most, settle }
  }

  it('the first goes alone, then at most three are under way', async () => {
    const { shop, waiting, most, settle } = slowShop()
    const done = send(shop, numbers(9))
    await settle()
    expect(shop.asked).toEqual(['O0'])
    waiting.shift()?.()
    await settle()
    expect(shop.asked).toEqual(['O0', 'O1', 'O2', 'O3'])
    while (waiting.length > 0) {
      waiting.shift()?.()
      await settle()
    }
    expect(Object.values((await done).kinds)).toEqual(Array(9).fill('accepted'))
    expect(most()).toBe(3)
  })

  it('a stop of one is seen by all: what is under way ends, nothing more is sent', async () => {
    const denied: Trouble = { kind: 'denied', status: 403, message: 'no' }
    const { shop, waiting, settle } = slowShop((batch, nth) => (nth === 2 ? trouble(denied) : taking()(batch)))
    const done = send(shop, numbers(9))
    while (waiting.length > 0 || shop.asked.length === 0) {
      waiting.shift()?.()
      await settle()
    }
    const { stop, kinds } = await done
    expect(stop).toEqual(denied)
    expect(shop.asked).toEqual(['O0', 'O1', 'O2', 'O3'])
    expect(kinds).toMatchObject({ O0: 'accepted', O1: 'not sent', O2: 'accepted', O3: 'accepted', O4: 'not sent' })
  })

  it('a stop of one keeps the others from asking what became of their orders', async () => {
    const denied: Trouble = { kind: 'denied', status: 403, message: 'no' }
    const answer: Answering = (batch, nth) => {
      if (nth === 1) return taking()(batch)
      return nth === 2 ? trouble(denied) : trouble(unreadable, { mayHaveProcessed: true })
    }
    const shop = scriptedShop(answer, showing(), 1)
    const { stop, kinds } = await send(shop, numbers(9))
    expect(stop).toEqual(denied)
    expect(shop.asked.filter((asked) => asked.startsWith('?'))).toEqual([])
    expect(kinds).toMatchObject({ O1: 'not sent', O2: 'unknown', O3: 'unknown', O4: 'not sent' })
  })

  it('a lost lease ends all, and is thrown once nothing is under way any more', async () => {
    const { shop, waiting, settle } = slowShop((batch, nth) => {
      if (nth === 2) throw new LostLease('run')
      return taking()(batch)
    })
    let ended = false
    const done = send(shop, numbers(9)).catch((error: unknown) => {
      ended = true
      return error
    })
    await settle()
    waiting.shift()?.()
    await settle()
    waiting.shift()?.()
    await settle()
    expect(ended).toBe(false)
    for (const answer of waiting.splice(0)) answer()
    expect(await done).toBeInstanceOf(LostLease)
    expect(shop.asked).toEqual(['O0', 'O1', 'O2', 'O3'])
  })
})
