import { describe, expect, it } from 'vitest'
import type { Line } from '../../../lib/sync/ledger/line.ts'
import type { Change } from '../../../lib/sync/plan/change.ts'
import { nothingShown, type Shown } from '../../../lib/sync/post/look.ts'
import { askUnconfirmed, type PostInput, post, postedNothing } from '../../../lib/sync/post/post.ts'
import { changeOf, changesOf } from '../../support/changes.ts'
import { holdOf, planWith } from '../../support/facts.ts'
import { iso, ledgerOf, lineOf, nowMs } from '../../support/lines.ts'
import { pathsOf, talkingTo } from '../../support/talking.ts'
import { createWorld, noLimits, settingsOf, stateUpdate } from '../../support/world.ts'

const numbers = ['A', 'B', 'C']
const settings = settingsOf({ guard: noLimits })
const changes = numbers.map((order) => changeOf(order, { status: 'sent' }))

interface Given extends Partial<PostInput> {
  readonly changes?: readonly Change[]
  readonly left?: number
  readonly key?: 'refused before'
}

async function posting({ changes: some = changes, left, key, ...more }: Given = {}) {
  const world = createWorld({ settings, orders: numbers.map((order_number) => ({ order_number, status: 'new' })) })
  const allowance = left === undefined ? {} : { allowance: { at: iso(), hourLimit: 100, hourRemaining: left } }
  const blocked = key && { blocked: { keyVersion: '1', status: 401, message: 'no', since: iso() } }
  const told: string[] = []
  const { orders, events, stop } = await post(
    {
      plan: planWith(some),
      settings,
      options: { progress: (answered, of) => void told.push(`${answered}/${of}`) },
      ...more,
    },
    talkingTo(world, { settings, head: { ...allowance, ...blocked } }),
    world.effects,
  )
  const ends = [...orders].map(([order, { kind }]) => `${order} ${kind}`)
  return {
    ends,
    events: events.map(({ kind }) => kind),
    stop,
    told,
    requests: pathsOf(world),
    changed: world.shop.orders,
  }
}
const notSent = numbers.map((order) => `${order} not sent`)
const shown = (more: Partial<Shown> = {}): Shown => ({ ...nothingShown(), ...more })

describe('what may leave of a plan', () => {
  it('is sent, and every order of the plan is told', async () => {
    const { ends, events, stop, told, requests } = await posting({
      changes: [...changes, changeOf('X', { status: 'sent' })],
    })
    expect(ends.toSorted()).toEqual([...numbers.map((order) => `${order} accepted`), 'X rejected'])
    expect([events, stop, told, requests]).toEqual([Array(4).fill('outcome'), undefined, ['4/4'], ['PUT orders']])
  })

  it('is what the guard lets pass', async () => {
    const plan = planWith(changes, { verdict: holdOf() })
    expect(await posting({ plan })).toMatchObject({ ends: notSent, requests: [], stop: undefined })
    const approved = planWith([changeOf('A', { status: 'sent' }, { approved: true }), ...changes.slice(1)], {
      verdict: holdOf(),
    })
    expect((await posting({ plan: approved })).ends).toEqual(['A accepted', 'B not sent', 'C not sent'])
  })

  it('is what the allowance has room for', async () => {
    expect(await posting({ left: 5 })).toMatchObject({ ends: notSent, requests: [] })
    expect((await posting({ left: 5, options: { impatient: true } })).requests).toEqual(['PUT orders'])
    expect((await posting({ left: 0, options: { impatient: true } })).requests).toEqual([])
  })

  it('waits no longer where it was chosen to be looked at', async () => {
    const leaving = new Set(['B'])
    expect((await posting({ left: 5, shown: shown({ leaving }) })).ends).toEqual([
      'A not sent',
      'B accepted',
      'C not sent',
    ])
  })

  it('is what was looked at, where that is needed', async () => {
    const verifying = settingsOf({ guard: noLimits, verify: 'status' })
    const orders = new Map([['B', { status: 'new' }]])
    expect((await posting({ settings: verifying, shown: shown({ orders }) })).ends).toEqual([
      'A not sent',
      'B accepted',
      'C not sent',
    ])
  })

  it.each<[string, Given]>([
    ['where it is empty', { changes: [] }],
    ['where the shop refused this key before', { key: 'refused before' }],
  ])('opens no way to the shop %s', async (_what, given) => {
    const { requests, events, stop } = await posting(given)
    expect([requests, events, stop]).toEqual([[], [], undefined])
  })

  it('is nothing where looking was stopped, for the same reason', async () => {
    const stop = { kind: 'denied', status: 401, message: 'no' } as const
    expect(await posting({ shown: shown({ stop }) })).toMatchObject({ ends: notSent, requests: [], stop })
  })

  it('is what was looked at in time, and the rest is told as late', async () => {
    const late = { late: true, leaving: new Set(['A']) } as const
    const { ends, stop } = await posting({ shown: shown(late) })
    expect([ends, stop]).toEqual([
      ['A accepted', 'B not sent', 'C not sent'],
      { kind: 'not sent', refusal: 'out of time' },
    ])
    expect((await posting({ shown: shown({ ...late, leaving: new Set() }) })).stop).toEqual(stop)
  })

  describe('but for orders that the shop refuses to be asked about,', () => {
    const refused = new Map([['B', '400: bad']])
    const leaving = new Set(['A'])
    it.each<[string, Given, readonly string[]]>([
      ['which are parked', { shown: shown({ refused, leaving }) }, ['A accepted', 'B rejected', 'C not sent']],
      [
        'also where looking was stopped',
        { shown: shown({ refused, stop: { kind: 'failing', message: 'no' } }) },
        ['A not sent', 'B rejected', 'C not sent'],
      ],
      [
        'not where they are held',
        { shown: shown({ refused }), plan: planWith(changes, { verdict: holdOf() }) },
        notSent,
      ],
    ])('%s', async (_what, given, ends) => {
      expect((await posting(given)).ends).toEqual(ends)
    })

    it('with the words of the shop, as a refusal that mailed nobody', async () => {
      const stop = { kind: 'failing', message: 'no' } as const
      const world = createWorld({ settings })
      const { events } = await post(
        { plan: planWith(changes), settings, options: {}, shown: shown({ refused, stop }) },
        talkingTo(world, { settings }),
        world.effects,
      )
      const messages = ['asked what it shows of the order: 400: bad']
      expect(events).toEqual([
        {
          kind: 'outcome',
          atMs: nowMs,
          update: { order_number: 'B', fields: { status: 'sent' } },
          outcome: { order_number: 'B', kind: 'rejected', messages },
          mayMail: false,
        },
      ])
    })
  })

  it('travels in as many requests as it takes', async () => {
    const { requests, ends } = await posting({ changes: changesOf(150) })
    expect([requests.length, ends.length]).toEqual([2, 150])
  })
})

it('where nothing was posted, every order of the plan is told as not sent', () => {
  const stop = { kind: 'failing', message: 'no' } as const
  const orders = new Map(numbers.map((order) => [order, { kind: 'not sent' }]))
  expect(postedNothing({ changes })).toStrictEqual({ orders, events: [] })
  expect(postedNothing({ changes }, stop)).toStrictEqual({ orders, events: [], stop })
})

describe('orders that were sent without a readable answer', () => {
  const open = (order_number: string, untilMs: number): Line =>
    lineOf({ order_number, unconfirmed: { fields: { status: 'sent' }, until: iso(untilMs) } })
  const lost = (order_number: string) =>
    ({ kind: 'lost', atMs: nowMs, update: { order_number, fields: {} }, untilMs: nowMs, mayMail: false }) as const

  async function asked(
    lines: readonly Line[],
    more: { dead?: readonly string[]; upgates?: object; status?: number } = {},
  ) {
    const used = settingsOf({ upgates: more.upgates ?? {} })
    const world = createWorld({
      settings: used,
      orders: numbers.map((order_number) => ({ order_number, status: 'new' })),
    })
    if (more.status !== undefined) world.shop.fault({ kind: 'answer', status: more.status }, 9)
    const ledger = ledgerOf(...lines)
    const sent = { kind: 'sent', atMs: nowMs, update: { order_number: 'C', fields: {} }, causes: {} } as const
    const recovered = { acknowledgements: [sent, ...(more.dead ?? []).map(lost)], refusals: [], talked: 0 }
    const back = await askUnconfirmed(
      { ledger, recovered },
      talkingTo(world, { settings: used, ledger }),
      world.effects,
    )
    return {
      shown: back.events.map((event) => ('order_number' in event ? event.order_number : '')),
      stop: back.stop?.kind,
    }
  }

  it.each<[string, readonly Line[], Parameters<typeof asked>[1], readonly string[]]>([
    ['are asked about once they cannot be processed late any more', [open('A', 0), open('B', 1)], {}, ['A']],
    ['are asked about at once where a dead run has sent them', [open('A', 1), open('B', 1)], { dead: ['B'] }, ['B']],
    ['not where such a run has only sent them', [open('C', 1)], {}, []],
    ['not where their answer is known by now', [lineOf()], { dead: ['A'] }, []],
    ['not by an API that cannot say', [open('A', 0)], { upgates: stateUpdate.upgates }, []],
  ])('%s', async (_what, lines, more, shown) => {
    expect(await asked(lines, more)).toEqual({ shown, stop: undefined })
  })

  it('are left as they are where the shop does not say', async () => {
    expect(await asked([open('A', 0)], { status: 401 })).toEqual({ shown: [], stop: 'denied' })
  })
})
