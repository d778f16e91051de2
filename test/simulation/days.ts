import type { Email } from '../../lib/simulator/model.ts'
import { createSimulatedShop, type SimulatedShop } from '../../lib/simulator/shop.ts'
import type { Http } from '../../lib/upgates/shop.ts'
import { createMemoryStore } from '../support/memory-store.ts'
import { createManualClock, csvOf, hourMs, minuteMs, type Row, seededRandom, settingsOf } from '../support/world.ts'
import { type FaultKind, faultsAt, type PlannedFault } from './faults.ts'
import { effectNames } from './names.ts'
import { type Shared, startRun } from './runner.ts'
import { createTurns } from './turns.ts'

const dayMs = 24 * hourMs
const ordersADay = 15
const daysInExport = 30
const faultShare = 0.02
const bronze = { hour: 10, day: 150 }
const shopFaults = [
  { kind: 'answer', status: 503 },
  { kind: 'lose answer' },
  { kind: 'lose request' },
  { kind: 'garble', body: '<html>' },
] as const

/** What came of some days of an unattended shop. */
export interface Days {
  readonly exports: number
  /** changed orders that the exports brought, each time */
  readonly changes: number
  /** requests that these need: a post per hundred of an export, and a look per hundred whose status goes out */
  readonly needed: number
  readonly requests: number
  readonly emails: number
  /** mails of a sent order that left before its parcel had a number */
  readonly bare: number
  /** times that an export showed an order with another status */
  readonly statusChanges: number
  readonly runs: number
  readonly faults: number
  /** objects and bytes under `state/` in the end, and lines of the snapshot */
  readonly state: { readonly objects: number; readonly bytes: number; readonly orders: number }
  /** fields in which the shop differs from the last export, orders mailed too often */
  readonly disagreements: readonly string[]
}

interface Order {
  readonly order_number: string
  readonly bornMs: number
  /** when it is sent, its parcel has a number, it is paid, and done */
  readonly sentMs: number
  readonly parcelMs: number
  readonly paidMs: number
  readonly doneMs: number
}

const rowOf = ({ order_number, sentMs, parcelMs, paidMs, doneMs }: Order, nowMs: number): Row => [
  order_number,
  nowMs >= doneMs ? 'done' : nowMs >= sentMs ? 'sent' : 'new',
  nowMs >= paidMs ? new Date(paidMs).toISOString().slice(0, 10) : '',
  nowMs >= parcelMs ? `DR${order_number}` : '',
  nowMs >= doneMs ? '1' : '0',
]

/** What of a row goes out: a sent order waits for its parcel. */
const goingOut = (row: Row): Row => (row[1] === 'sent' && row[3] === '' ? [row[0], 'new', row[2], row[3], row[4]] : row)

/**
 * Lives through some days of a shop on the smallest plan: an export every hour, a run every five minutes, one in fifty
 * requests and one in fifty runs go wrong. Exports, archive and reports are removed as they expire.
 */
export async function live(days: number, seed: number): Promise<Days> {
  const chance = seededRandom(seed)
  const clock = createManualClock('2026-01-01T00:00:30.000Z')
  const store = createMemoryStore(clock)
  const shop = createSimulatedShop({ clock, orders: [], statuses: ['new', 'sent', 'done'], limits: bronze })
  const settings = settingsOf({
    upgates: { notify: true, reservedRequests: 2 },
    firstRun: 'post',
    verify: 'status',
    waitFor: { sent: { fields: ['tracking_code'], hours: 72 } },
    guard: { orders: 200, percent: 100 },
  })
  const figures = { exports: 0, changes: 0, needed: 0, runs: 0, faults: 0, statusChanges: 0, bare: 0 }
  let send: Http = (request, timeoutMs) => {
    const fault = shopFaults[Math.floor(chance() * shopFaults.length)]
    if (chance() < faultShare && fault !== undefined) {
      figures.faults++
      shop.fault(fault, 1)
    }
    return shop.handle(request, timeoutMs)
  }
  const shared: Shared = {
    store,
    perform: async () => undefined,
    turns: createTurns(seededRandom(seed + 2)),
    quirk: () => undefined,
    lists: () => () => undefined,
    send: (_, request, timeoutMs) => send(request, timeoutMs),
    clock,
    random: seededRandom(seed + 1),
    lateness: seededRandom(seed + 3),
    apiKey: () => ({ value: 'key', version: '1' }),
    dead: new Set(),
    paused: [],
  }
  let orders: Order[] = []
  const said = new Map<string, string>()
  const mayMail = new Map<string, number>()
  let born = 0
  let told = 0

  const bear = (): void => {
    if (chance() >= ordersADay / 24) return
    const order_number = `N${String(++born).padStart(6, '0')}`
    const later = (hours: number): number => clock.now() + hours * chance() * hourMs
    const sentMs = later(72)
    orders.push({
      order_number,
      bornMs: clock.now(),
      sentMs,
      parcelMs: sentMs + 10 * hourMs * chance(),
      paidMs: later(240),
      doneMs: sentMs + (12 + 120 * chance()) * hourMs,
    })
    shop.addOrder({ order_number, status: 'new' })
  }
  const drop = (): void => {
    const nowMs = clock.now()
    orders = orders.filter(({ bornMs }) => nowMs - bornMs < daysInExport * dayMs)
    const rows = orders.map((order) => rowOf(order, nowMs))
    const changed = rows.map(goingOut).filter((row) => said.get(row[0]) !== row.join())
    let statuses = 0
    for (const row of changed) {
      const before = said.get(row[0])?.split(',')[1]
      if (before !== row[1]) statuses++
      if ((before ?? 'new') !== row[1]) {
        figures.statusChanges++
        mayMail.set(row[0], (mayMail.get(row[0]) ?? 0) + 1)
      }
      said.set(row[0], row.join())
    }
    figures.exports++
    figures.changes += changed.length
    figures.needed += Math.ceil(changed.length / 100) + Math.ceil(statuses / 100)
    store.drop(`exports/orders/${new Date(nowMs).toISOString().replaceAll(':', '')}.csv`, csvOf(rows))
  }
  const run = async (faulty: boolean): Promise<void> => {
    figures.runs++
    const planned = faulty ? [oneFault(chance)] : []
    figures.faults += planned.length
    const isGone = ({ pid }: { pid: number }): boolean => shared.dead.has(pid) && pid % 2 === 0
    await startRun(shared, { pid: figures.runs, settings, faults: planned, options: { isGone } }).ended
    await Promise.all(shared.paused.splice(0).map((wake) => wake()))
    for (; told < shop.emails.length; told++) if (isBare(shop, shop.emails[told])) figures.bare++
  }

  for (let hour = 0; hour < days * 24; hour++) {
    bear()
    drop()
    const endMs = clock.now() - (clock.now() % hourMs) + hourMs
    for (; clock.now() < endMs; clock.advance(5 * minuteMs)) await run(chance() < faultShare)
    if (hour % 24 === 0) await expire(store, clock.now())
  }
  shop.clearFaults()
  send = shop.handle
  for (let tick = 0; tick < 24; tick++) {
    clock.advance(hourMs)
    const isGone = ({ pid }: { pid: number }): boolean => shared.dead.has(pid)
    await startRun(shared, { pid: ++figures.runs, settings, faults: [], options: { isGone } }).ended
  }
  const state = await store.list('state/')
  const mails = Map.groupBy(shop.emails, ({ order_number }) => order_number)
  const disagreements = [...said].flatMap(([number, row]) => {
    const order = shop.orders.get(number)
    const shows = [number, order?.status, order?.paid_date, order?.tracking_code, order?.resolved_yn ? '1' : '0'].join()
    const mailed = mails.get(number)?.length ?? 0
    return [
      ...(shows === row ? [] : [`the shop shows ${shows}, the exports said ${row}`]),
      ...(mailed <= (mayMail.get(number) ?? 0)
        ? []
        : [`${number} was mailed ${mailed} times for ${mayMail.get(number)} changes`]),
    ]
  })
  return {
    ...figures,
    requests: shop.requests.length,
    emails: shop.emails.length,
    state: { objects: state.length, bytes: state.reduce((sum, { size }) => sum + size, 0), orders: said.size },
    disagreements,
  }
}

const isBare = ({ orders }: SimulatedShop, mail: Email | undefined): boolean =>
  mail?.status === 'sent' && orders.get(mail.order_number)?.tracking_code === ''

/** One fault at the first effect of a name, of a kind that does not outlive its run. */
function oneFault(chance: () => number): PlannedFault {
  const at = effectNames[Math.floor(chance() * effectNames.length)] ?? 'PUT orders'
  const kinds = faultsAt(at).filter((kind) => !lateKinds.includes(kind))
  return { at, nth: 1, kind: kinds[Math.floor(chance() * kinds.length)] ?? 'error' }
}

const lateKinds: readonly FaultKind[] = ['late', 'crash late']

/** What the bucket's lifecycle rules do. */
async function expire(store: ReturnType<typeof createMemoryStore>, nowMs: number): Promise<void> {
  for (const [prefix, days] of [
    ['exports/', 3],
    ['archive/', 30],
    ['runs/', 30],
  ] as const) {
    for (const { key, lastModified } of await store.list(prefix))
      if (Date.parse(lastModified) < nowMs - days * dayMs) await store.delete(key)
  }
}
