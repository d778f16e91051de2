import type { ApiKey, Effects } from '../../lib/effects.ts'
import { parseSettings } from '../../lib/settings/parse.ts'
import type { Settings } from '../../lib/settings/settings.ts'
import type { InitialOrder, ShopOptions } from '../../lib/simulator/model.ts'
import { createSimulatedShop, type SimulatedShop } from '../../lib/simulator/shop.ts'
import type { Holder } from '../../lib/storage/holder.ts'
import { dryRun } from '../../lib/sync/dry-run.ts'
import type { Line } from '../../lib/sync/ledger/line.ts'
import type { RunReport } from '../../lib/sync/report.ts'
import { type Head, loadHead } from '../../lib/sync/state/head.ts'
import { runSync, type SyncOptions } from '../../lib/sync/sync.ts'
import { createShop } from '../../lib/upgates/create.ts'
import { readSnapshot } from './lines.ts'
import { createMemoryStore, type MemoryStore } from './memory-store.ts'

/** A clock that only moves when it is told to, or when somebody sleeps. */
export interface ManualClock {
  now(): number
  sleep(ms: number): Promise<void>
  advance(ms: number): void
}

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs

export function createManualClock(start = '2026-11-24T10:00:00.000Z'): ManualClock {
  let nowMs = Date.parse(start)
  const advance = (ms: number): void => {
    nowMs += ms
  }
  return { now: () => nowMs, advance, sleep: async (ms) => advance(ms) }
}

/** A repeatable stream of numbers in [0, 1) (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Settings as a file would say them, with small changes. */
export interface SettingsChanges {
  readonly upgates?: object
  readonly feeds?: object
  readonly [name: string]: unknown
}

export const simpleFeed = {
  contents: 'full',
  format: { type: 'csv' },
  fields: {
    order_number: 'order_number',
    status: 'status',
    paid_date: 'paid_date',
    tracking_code: 'tracking_code',
    resolved_yn: 'resolved_yn',
    metas: { note: 'note' },
  },
}

/**
 * The settings of the tests. Where nothing else is said, no order is read before it is changed, so that the requests of a
 * test are those that post; test/sync/verify.test.ts and the simulation are about the reading.
 */
export const settingsOf = ({ upgates, ...rest }: SettingsChanges = {}): Settings =>
  parseSettings({
    shop: 'test',
    verify: 'never',
    upgates: named({ api: 'v2', url: 'http://127.0.0.1:1', login: '12345678', notify: false, ...upgates }),
    feeds: { orders: simpleFeed },
    ...rest,
  })

/** What a file names: it cannot say `undefined`. */
const named = (settings: object): object =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))

const plenty = 1_000_000

/** A guard that lets everything pass: for what is not about the guard. */
export const noLimits = {
  orders: plenty,
  percent: 100,
  notifications: plenty,
  conflicts: plenty,
  payments: plenty,
  reverts: plenty,
  perHour: { orders: plenty, notifications: plenty },
  perDay: { orders: plenty, notifications: plenty },
  perOrder: plenty,
}

/** The settings for the API without login. */
export const stateUpdate = { upgates: { api: 'state-update', login: undefined } } as const

/** One row of an export; blank cells leave the field alone. */
export type Row = readonly [
  order_number: string,
  status?: string,
  paid_date?: string,
  tracking_code?: string,
  resolved_yn?: string,
  note?: string,
]

/** An export of the simple feed. */
export const csvOf = (rows: readonly Row[]): string =>
  [
    'order_number;status;paid_date;tracking_code;resolved_yn;note',
    ...rows.map((row) => [...row, ...Array(6 - row.length).fill('')].join(';')),
  ].join('\r\n')

/** Everything a run needs, in memory, with a simulated shop. */
export interface World {
  readonly store: MemoryStore
  readonly shop: SimulatedShop
  readonly clock: ManualClock
  readonly effects: Effects
  readonly apiKey: { current: ApiKey }
  readonly warnings: string[]
  drop(rows: readonly Row[] | string, name?: string): void
  run(options?: Partial<SyncOptions>, settings?: Settings): Promise<RunReport>
  plan(settings?: Settings): ReturnType<typeof dryRun>
  head(): Promise<Head>
  line(order_number: string): Promise<Line | undefined>
}

export interface WorldOptions {
  readonly settings?: Settings
  readonly orders?: readonly InitialOrder[]
  readonly shop?: Partial<ShopOptions>
  readonly seed?: number
  /** goes on from another one: with what lies in its store, at its time; with a shop of its own */
  readonly like?: World
}

const holder: Holder = { host: 'test', pid: 1 }

export function createWorld({
  settings = settingsOf(),
  orders = [],
  shop: more = {},
  seed = 1,
  like,
}: WorldOptions = {}): World {
  const clock = createManualClock(like && new Date(like.clock.now()).toISOString())
  const store = like?.store.copy(clock) ?? createMemoryStore(clock)
  const shop = createSimulatedShop({
    clock,
    orders,
    statuses: ['new', 'sent', 'done', 'cancelled'],
    metas: ['note'],
    ...more,
  })
  const random = seededRandom(seed)
  const apiKey = { current: { value: 'canary-key-f00d', version: '1' } }
  const warnings: string[] = []
  const effectsFor = (current: Settings): Effects => ({
    store,
    shop: createShop(current, { http: shop.handle, clock, random }),
    secrets: { apiKey: async () => apiKey.current },
    clock,
    random,
    log: { info: () => undefined, warn: (message) => void warnings.push(message) },
  })
  const effects = effectsFor(settings)
  let drops = 0
  return {
    store,
    shop,
    clock,
    effects,
    apiKey,
    warnings,
    drop(rows, name) {
      clock.advance(1000)
      drops++
      store.drop(
        `exports/orders/${name ?? `${String(drops).padStart(4, '0')}.csv`}`,
        typeof rows === 'string' ? rows : csvOf(rows),
      )
    },
    run(options = {}, current = settings) {
      clock.advance(1000)
      const used = current === settings ? effects : effectsFor(current)
      return runSync(current, used, {
        holder,
        deadlineMs: clock.now() + 10 * minuteMs,
        isGone: () => false,
        ...options,
      })
    },
    plan: (current = settings) => dryRun(current, current === settings ? effects : effectsFor(current)),
    async head() {
      const { head } = (await loadHead(store, settings)) ?? {}
      if (head === undefined) throw new Error('there is no head')
      return head
    },
    async line(order_number) {
      const { head } = (await loadHead(store, settings)) ?? {}
      if (head?.snapshot == null) return undefined
      return (await readSnapshot(store, head.snapshot, head.orders)).get(order_number)
    },
  }
}

/** What the shop shows of an order, as plain values. */
export function shown(world: World, order_number: string) {
  const order = world.shop.orders.get(order_number)
  if (order === undefined) return undefined
  const { status, paid_date, tracking_code, resolved_yn, metas } = order
  return { status, paid_date, tracking_code, resolved_yn, note: metas.get('note') }
}
