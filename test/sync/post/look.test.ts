import { describe, expect, it } from 'vitest'
import type { Line } from '../../../lib/sync/ledger/line.ts'
import type { Change } from '../../../lib/sync/plan/change.ts'
import type { ShopEvent } from '../../../lib/sync/post/events.ts'
import {
  askUnknown,
  isLookedAt,
  type LookInput,
  lookAtShop,
  nothingShown,
  recordLooks,
  recordUnknown,
} from '../../../lib/sync/post/look.ts'
import { changeOf, changesOf } from '../../support/changes.ts'
import { holdOf, planWith } from '../../support/facts.ts'
import { iso, ledgerOf, lineOf, nowMs, parkedUntil, wanted } from '../../support/lines.ts'
import { pathsOf, talkingTo } from '../../support/talking.ts'
import { createWorld, minuteMs, settingsOf, stateUpdate } from '../../support/world.ts'

const orders = ['A', 'B', 'C'].map((order_number) => ({ order_number, status: 'new' }))
const verifying = (verify: string, more: object = {}) => settingsOf({ verify, ...more })
const sent = changeOf('A', { status: 'sent' })
const coded = changeOf('B', { tracking_code: 'T' })

interface Given {
  readonly changes?: readonly Change[]
  readonly plan?: LookInput['plan']
  readonly settings?: LookInput['settings']
  readonly head?: LookInput['head']
  readonly asked?: readonly ShopEvent[]
  readonly left?: number
  /** requests that the shop takes in an hour */
  readonly limit?: number
  readonly options?: LookInput['options']
  readonly fault?: number
  readonly blocked?: true
}

async function look({ changes = [sent, coded], settings = verifying('status'), ...given }: Given = {}) {
  const limits = given.limit === undefined ? {} : { shop: { limits: { hour: given.limit, day: 100 } } }
  const world = createWorld({ settings, orders, ...limits })
  if (given.fault !== undefined) world.shop.fault({ kind: 'answer', status: given.fault }, 99)
  const allowance =
    given.left === undefined ? {} : { allowance: { at: iso(), hourLimit: 100, hourRemaining: given.left } }
  const blocked = given.blocked && { blocked: { keyVersion: '1', status: 401, message: 'no', since: iso() } }
  const options = given.options ?? { deadlineMs: nowMs + 10 * minuteMs }
  const input: LookInput = {
    plan: given.plan ?? planWith(changes),
    settings,
    head: given.head ?? {},
    options,
    asked: given.asked ?? [],
  }
  const shown = await lookAtShop(
    input,
    talkingTo(world, { settings, head: { ...allowance, ...blocked } }),
    world.effects,
  )
  return {
    shown: [...shown.orders].map(([order, fields]) => `${order} ${fields === undefined ? '-' : fields.status}`),
    leaving: shown.leaving && [...shown.leaving],
    stop: shown.stop?.kind,
    refused: [...(shown.refused?.keys() ?? [])],
    requests: pathsOf(world).length,
  }
}

describe('the orders that are about to be changed', () => {
  it.each<[string, Given, Partial<Awaited<ReturnType<typeof look>>>]>([
    ['are read where their status changes', {}, { shown: ['A new'], leaving: ['B', 'A'], requests: 1 }],
    [
      'are all read where the settings say so',
      { settings: verifying('all') },
      { shown: ['B new', 'A new'], requests: 1 },
    ],
    [
      'are not read where they say never',
      { settings: verifying('never') },
      { shown: [], leaving: undefined, requests: 0 },
    ],
    [
      'are not read by an API that cannot',
      { settings: settingsOf(stateUpdate) },
      { shown: [], leaving: undefined, requests: 0 },
    ],
    ['are not read where none needs it', { changes: [coded] }, { shown: [], leaving: ['B'], requests: 0 }],
    [
      'are not read twice in a run',
      { asked: [{ kind: 'shown', atMs: 0, order_number: 'A', fields: { status: 'done' } }] },
      { shown: ['A done'], requests: 0 },
    ],
    [
      'may be gone, as the shop says twice',
      { changes: [changeOf('X', { status: 'sent' })] },
      { shown: ['X -'], leaving: ['X'], requests: 2 },
    ],
    [
      'may be gone, as the shop says once where posting needs what room there is',
      {
        changes: [changeOf('X', { status: 'sent' })],
        limit: 4,
        options: { deadlineMs: nowMs + 10 * minuteMs, impatient: true },
      },
      { shown: ['X -'], leaving: ['X'], requests: 1 },
    ],
    [
      'are read as far as they leave now',
      { changes: changesOf(150), left: 2, options: { deadlineMs: nowMs + 10 * minuteMs, impatient: true } },
      { leaving: [], requests: 0 },
    ],
    ['end the run where the key is refused', { fault: 401 }, { shown: [], stop: 'denied', requests: 1 }],
    ['are not asked for with a key that was refused', { blocked: true }, { shown: [], stop: undefined, requests: 0 }],
  ])('%s', async (_what, given, shown) => {
    expect(await look(given)).toMatchObject(shown)
  })

  it('are parked where the shop refuses to be asked about them', async () => {
    const changes = ['A', 'B', 'C'].map((order) => changeOf(order, { status: 'sent' }))
    expect(await look({ changes, fault: 400 })).toMatchObject({ shown: [], stop: undefined, refused: ['C', 'A', 'B'] })
  })

  const held = (feeds: readonly string[] = []) => ({ plan: planWith([sent, coded], { verdict: holdOf(...feeds) }) })
  const hold = { hash: 'h', changes: 1, notifications: 0, reasons: [], since: iso() }
  it.each<[string, Given, Partial<Awaited<ReturnType<typeof look>>>]>([
    ['where all of it is held for the first time', held(), { shown: ['A new'], leaving: ['A', 'B'] }],
    ['not where it was held before', { ...held(), head: { hold } }, { shown: [], leaving: [] }],
    ['not of a feed that is held alone', held(['orders']), { shown: [], leaving: [] }],
    ['not where the allowance has no room', { ...held(), left: 1 }, { shown: [], leaving: [] }],
  ])('of a plan that is held are read: %s', async (_what, given, shown) => {
    expect(await look(given)).toMatchObject(shown)
  })
})

it('nothing was looked at, and perhaps nothing may be', () => {
  expect(nothingShown()).toStrictEqual({ orders: new Map() })
  const stop = { kind: 'not sent', refusal: 'out of time' } as const
  expect(nothingShown(stop)).toStrictEqual({ orders: new Map(), stop })
})

describe('a change may be sent', () => {
  const shown = new Map([['A', { status: 'new' }]])
  it.each<[string, Change, Parameters<typeof isLookedAt>[1], string, boolean]>([
    ['after a look', sent, { orders: shown }, 'status', true],
    ['not without one', sent, { orders: new Map() }, 'status', false],
    ['without one where it needs none', coded, { orders: new Map() }, 'status', true],
    ['where it was chosen to leave', sent, { orders: shown, leaving: new Set(['A']) }, 'status', true],
    ['not where it was not', sent, { orders: shown, leaving: new Set(['B']) }, 'status', false],
    ['where nobody looks', sent, { orders: new Map() }, 'never', true],
    ['where it is gone', sent, { orders: new Map([['A', undefined]]) }, 'status', true],
  ])('%s', (_what, change, looked, verify, may) => {
    expect(isLookedAt(verifying(verify), looked)(change)).toBe(may)
  })
})

describe('what was seen moves the ledger', () => {
  const line = lineOf({ acknowledged: { status: 'new' }, wanted: { status: wanted('sent') } })
  const settings = verifying('status', { drift: { status: 'erp' }, finalStatuses: ['done'] })
  const seen = (fields: object | undefined, used = settings) => {
    const ledger = ledgerOf(line, lineOf({ ...line, order_number: 'B' }))
    const change = changeOf('A', { status: 'sent' })
    const plan = planWith([change, changeOf('B', { status: 'sent' })])
    const drifted = recordLooks(ledger, { plan, settings: used }, { orders: new Map([['A', fields]]) })
    return { drifted, now: ledger.get('A'), other: ledger.get('B') }
  }

  it('where it shows already what is wanted', () => {
    const { drifted, now, other } = seen({ status: 'sent' })
    expect([drifted, now?.acknowledged, now?.wanted, other?.wanted?.status?.value]).toEqual([
      [],
      { status: 'sent' },
      undefined,
      'sent',
    ])
  })

  it.each<[string, object, string, string | undefined]>([
    ['the settings say who wins', { drift: { status: 'shop' } }, 'held', 'shop'],
    ['by themselves, a person decides', {}, 'held', 'report'],
    ['a final status stays, whoever would win', { drift: { status: 'erp' }, finalStatuses: ['held'] }, 'held', 'rule'],
    ['nothing drifted where it shows what is known', {}, 'new', undefined],
  ])('%s', (_what, more, status, winner) => {
    expect(seen({ status }, verifying('status', more)).drifted[0]?.winner).toBe(winner)
  })

  it('and a field for which the status has waited goes again where it is gone', () => {
    const gated = verifying('status', { waitFor: { sent: { fields: ['tracking_code'] } } })
    const known = { ...line, acknowledged: { status: 'new', tracking_code: 'T' } }
    const relying = (change: Change, shown: object) => {
      const ledger = ledgerOf(known)
      recordLooks(ledger, { plan: planWith([change]), settings: gated }, { orders: new Map([['A', shown]]) })
      return ledger.get('A')?.wanted?.tracking_code?.value
    }
    expect(relying(sent, { status: 'new' })).toBe('T')
    expect(relying(sent, { status: 'new', tracking_code: 'U' })).toBeUndefined()
    expect(relying({ ...sent, together: ['tracking_code'] }, { status: 'new' })).toBeUndefined()
    expect(relying(changeOf('A', { status: 'done' }), { status: 'new' })).toBeUndefined()
    expect(relying(changeOf('A', { status_id: 'sent' }), { status: 'new' })).toBe('T')
  })
})

describe('orders of which nothing is known', () => {
  const unknown = (order_number: string, more: Partial<Line> = {}) =>
    lineOf({ order_number, wanted: { status: wanted('sent') }, ...more })
  const asking = settingsOf({ firstRun: 'shop' })

  async function ask(
    lines: readonly Line[],
    more: Partial<Parameters<typeof askUnknown>[0]> & { readonly left?: number } = {},
  ) {
    const { left, ...input } = more
    const settings = input.settings ?? asking
    const world = createWorld({ settings, orders })
    const allowance = left === undefined ? {} : { allowance: { at: iso(), hourLimit: 100, hourRemaining: left } }
    const ledger = ledgerOf(...lines)
    const back = await askUnknown(
      { ledger, settings, options: {}, ...input },
      talkingTo(world, { settings, ledger, head: allowance }),
      world.effects,
    )
    return {
      asked: back.events.map((event) => ('order_number' in event ? event.order_number : '')),
      stop: back.stop?.kind,
    }
  }

  const lines = [
    unknown('A'),
    unknown('B', { acknowledged: { status: 'new' } }),
    unknown('C', { wanted: { status: wanted('sent', { parked: parkedUntil(iso(1000)) }) } }),
    unknown('D', { wanted: { status: wanted('sent', { parked: parkedUntil(iso(-1000)) }) } }),
    unknown('E', { unconfirmed: { fields: {}, until: iso() } }),
  ]
  it('are asked about, but for those that wait', async () => {
    expect(await ask(lines)).toEqual({ asked: ['A', 'D'], stop: undefined })
  })

  const stop = { kind: 'failing', message: 'no' } as const
  it.each<[string, Parameters<typeof ask>[1], Awaited<ReturnType<typeof ask>>]>([
    ['where the settings do not say so', { settings: settingsOf() }, { asked: [], stop: undefined }],
    ['where the shop must not be asked any more', { stop }, { asked: [], stop: 'failing' }],
    ['where there is no room', { left: 1 }, { asked: [], stop: undefined }],
  ])('are not asked about %s', async (_what, more, came) => {
    expect(await ask(lines, more)).toEqual(came)
  })

  it('are asked about as far as there is room, and further where a person waits', async () => {
    const many = Array.from({ length: 250 }, (_, at) => unknown(`O${at}`))
    const counts = await Promise.all(
      Array.from({ length: 40 }, async (_, left) => [
        (await ask(many, { left })).asked.length,
        (await ask(many, { left, options: { impatient: true } })).asked.length,
      ]),
    )
    const [patient, impatient] = [0, 1].map((at) => [...new Set(counts.map((count) => count[at]))])
    expect([patient, impatient]).toEqual([
      [0, 100, 200, 250],
      [0, 100, 200, 250],
    ])
    const first = (at: 0 | 1) => counts.findIndex((count) => count[at] === 100)
    expect(first(1)).toBeLessThan(first(0))
  })

  it('are known by what the shop shows, or asked again after a pause', () => {
    const ledger = ledgerOf(unknown('A'), unknown('B'), unknown('C'))
    recordUnknown(ledger, {
      events: [
        { kind: 'shown', atMs: nowMs, order_number: 'A', fields: { status: 'new' } },
        { kind: 'not told', atMs: nowMs, order_number: 'B', messages: ['no'] },
      ],
    })
    expect(['A', 'B', 'C'].map((order) => ledger.get(order)?.acknowledged)).toEqual([{ status: 'new' }, {}, {}])
    expect(['A', 'B', 'C'].map((order) => ledger.get(order)?.wanted?.status?.parked?.messages)).toEqual([
      undefined,
      ['no'],
      undefined,
    ])
  })
})
