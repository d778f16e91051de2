import { describe, expect, it } from 'vitest'
import { driftIn, lookAround } from '../../../lib/sync/post/look-around.ts'
import { ledgerOf, lineOf } from '../../support/lines.ts'
import { pathsOf, talkingTo } from '../../support/talking.ts'
import { createWorld, hourMs, minuteMs, settingsOf, stateUpdate } from '../../support/world.ts'

const line = (order_number: string) => lineOf({ order_number, acknowledged: { status: 'new' } })
const dayMs = 24 * hourMs

interface Given {
  /** hours since the last look; `null`: never */
  readonly ago?: number | null
  readonly to?: string
  /** hours since the last run */
  readonly ranAgo?: number
  readonly isWanted?: boolean
  readonly orders?: readonly string[]
  readonly left?: number
  readonly upgates?: object
  readonly fault?: number
}

/** A look at a shop where somebody has edited A two hours ago, and B thirty. */
async function look({
  ago = 24,
  to,
  ranAgo = 0.1,
  isWanted = true,
  orders = ['A', 'B'],
  left,
  upgates = {},
  fault,
}: Given = {}) {
  const settings = settingsOf({ upgates })
  const world = createWorld({
    settings,
    orders: ['A', 'B', 'C'].map((order_number) => ({ order_number, status: 'new' })),
  })
  const begin = world.clock.now()
  world.shop.administer('POST', 'B', { status: 'done' })
  world.clock.advance(28 * hourMs)
  world.shop.administer('POST', 'A', { status: 'sent' })
  world.clock.advance(2 * hourMs)
  const nowMs = world.clock.now()
  if (fault !== undefined) world.shop.fault({ kind: 'answer', status: fault }, 9)
  const at = (ms: number) => new Date(ms).toISOString()
  const allowance = left === undefined ? {} : { allowance: { at: at(nowMs), hourLimit: 100, hourRemaining: left } }
  const ledger = ledgerOf(...orders.map(line))
  const head = {
    at: at(nowMs - ranAgo * hourMs),
    ...(ago === null ? {} : { lookedAt: at(nowMs - ago * hourMs) }),
    ...(to === undefined ? {} : { lookedTo: to }),
  }
  const looked = await lookAround(
    { ledger, settings, head, isWanted },
    talkingTo(world, { settings, ledger, head: allowance }),
    world.effects,
  )
  return {
    ...looked,
    drifted: looked.drifted.map(({ order_number }) => order_number),
    paths: pathsOf(world),
    nowMs,
    begin,
  }
}
const isoAt = (ms: number) => new Date(ms).toISOString()

describe('once a day the shop is asked what people have changed', () => {
  it('since the last look, and tells what has drifted of orders that are known', async () => {
    const { at, drifted, paths, nowMs, to, partSince } = await look()
    expect([at, drifted, paths, to, partSince]).toEqual([isoAt(nowMs), ['A'], ['GET orders'], undefined, undefined])
    expect((await look({ orders: ['B'] })).drifted).toEqual([])
  })

  it.each<[string, Given, readonly string[]]>([
    ['a day later', { ago: 24 }, ['GET orders']],
    ['not before', { ago: 23.9 }, []],
    ['where the clock was put back since', { ago: -1 }, ['GET orders']],
    ['not where nobody wants it', { isWanted: false }, []],
    ['not of an empty ledger', { orders: [] }, []],
    ['not where the allowance has no room for it', { left: 3 }, []],
    ['where it has', { left: 99 }, ['GET orders']],
    ['not where the API cannot say', { upgates: stateUpdate.upgates }, []],
  ])('%s', async (_what, given, paths) => {
    const looked = await look(given)
    expect(looked.paths).toEqual(paths)
    expect(looked.at).toBe(paths.length === 0 ? undefined : isoAt(looked.nowMs))
  })

  it('for the first time a day after the last run, which is noted', async () => {
    const { at, paths, nowMs, drifted } = await look({ ago: null })
    expect([at, paths, drifted]).toEqual([isoAt(nowMs), [], []])
  })

  it('for the first time at once where the last run is a day ago, and then for a day', async () => {
    const { at, paths, nowMs, drifted } = await look({ ago: null, ranAgo: 24 })
    expect([at, paths, drifted]).toEqual([isoAt(nowMs), ['GET orders'], ['A']])
  })

  it('from where the last look could not see on', async () => {
    const { begin } = await look()
    expect((await look({ to: isoAt(begin - minuteMs) })).drifted.toSorted()).toEqual(['A', 'B'])
    expect((await look({ to: isoAt(begin + hourMs) })).drifted).toEqual(['A'])
  })

  it('and some minutes more, for clocks differ', async () => {
    const { begin } = await look()
    expect((await look({ to: isoAt(begin + 4 * minuteMs) })).drifted.toSorted()).toEqual(['A', 'B'])
    expect((await look({ to: isoAt(begin + 6 * minuteMs) })).drifted).toEqual(['A'])
  })

  it.each([
    [500, undefined],
    [401, 'denied'],
    [429, 'limited'],
  ])('again a day later where it does not say (%d), from the same time on', async (fault, kind) => {
    const { at, to, stop, nowMs, drifted } = await look({ fault })
    expect([at, to, stop?.kind, drifted]).toEqual([isoAt(nowMs), isoAt(nowMs - dayMs), kind, []])
  })
})

it('what orders show is compared with what is known of them', () => {
  const ledger = ledgerOf(line('A'), line('B'))
  const shown = new Map([
    ['A', { status: 'sent' }],
    ['B', { status: 'new' }],
    ['X', { status: 'sent' }],
  ])
  expect(driftIn(ledger, shown)).toMatchObject([
    { order_number: 'A', field: 'status', acknowledged: 'new', shown: 'sent' },
  ])
})
