import type { Effects } from '../../effects.ts'
import { type FieldName, type Fields, fieldEntries, fieldNames } from '../../order.ts'
import type { Settings } from '../../settings/settings.ts'
import { readsFirst, winnerOf } from '../../settings/verify.ts'
import type { Session } from '../../upgates/shop.ts'
import { type Drifted, type DriftRules, isUnasked, recordAsked, recordLook, recordUnasked } from '../ledger/drift.ts'
import type { Ledger, LedgerView } from '../ledger/ledger.ts'
import type { RunOptions } from '../options.ts'
import { asksFirst } from '../plan/asks.ts'
import { batchesOf } from '../plan/batches.ts'
import { type Change, type Plan, postable } from '../plan/change.ts'
import { budgetAt, costOf, pace, paceSettings } from '../plan/pace.ts'
import { statusRule } from '../plan/plan.ts'
import { type Head, isToCome } from '../state/head.ts'
import type { Connection } from './connection.ts'
import type { ShopEvent } from './events.ts'
import { type BackEffects, type ReadBack, readBack, type Stop } from './read-back.ts'

/** What looking at the shop before posting depends on. */
export interface LookInput {
  readonly plan: Plan
  readonly settings: Settings
  readonly head: Pick<Head, 'hold'>
  readonly options: Pick<RunOptions, 'impatient' | 'deadlineMs'>
  /** what the shop was asked in this run already */
  readonly asked: readonly ShopEvent[]
}

/** What asking about orders of which nothing is known depends on. */
export interface UnknownInput {
  readonly ledger: LedgerView
  readonly settings: Settings
  readonly options: Pick<RunOptions, 'impatient'>
  /** why the shop must not be asked any more, if so */
  readonly stop?: Stop | undefined
}

/**
 * With `"firstRun": "shop"`, asks the shop what it shows of orders of which nothing is known yet: as many as the
 * allowance has room for, the others in later runs.
 */
export async function askUnknown(
  { ledger, settings, options, stop }: UnknownInput,
  connection: Connection,
  effects: Effects,
): Promise<ReadBack> {
  const { batchSize, read } = effects.shop
  if (settings.firstRun !== 'shop' || stop !== undefined || read === undefined)
    return { ...nothingAsked, ...(stop === undefined ? {} : { stop }) }
  const nowMs = effects.clock.now()
  const unknown = [...ledger.open()].filter((line) =>
    fieldEntries(line.wanted).some(
      ([name, { parked }]) => isUnasked(line, name) && !isToCome(Date.parse(parked?.nextTry ?? ''), nowMs),
    ),
  )
  const budget = budgetOf(settings, connection, effects)
  const most = options.impatient === true ? budget.available : budget.now
  const orders = unknown.slice(0, most * batchSize).map(({ order_number }) => order_number)
  const session = orders.length === 0 ? undefined : await connection.open()
  return session === undefined ? nothingAsked : readBack(orders, session, effects)
}

const nothingAsked: ReadBack = { events: [], refused: new Map() }

/** Moves the ledger by what the shop shows of orders of which nothing was known. */
export function recordUnknown(ledger: Ledger, { events }: Pick<ReadBack, 'events'>): void {
  for (const event of events) {
    if (event.kind === 'shown') ledger.update(event.order_number, (line) => recordAsked(line, event.fields))
    if (event.kind === 'not told') ledger.update(event.order_number, (line) => recordUnasked(line, event))
  }
}

/** What the shop shows of orders that are about to be changed. */
export interface Shown {
  /** the orders that leave in this run; absent: no look is needed, and posting chooses by itself */
  readonly leaving?: ReadonlySet<string>
  /** by order; `undefined` where the shop does not have it */
  readonly orders: ReadonlyMap<string, Fields | undefined>
  /** why it could not be asked about all of them; then nothing is posted */
  readonly stop?: Stop
  /** the time for looking was over: only what was looked at is posted, and the rest is left to the next run */
  readonly late?: true
  /** orders that the shop refuses to be asked about, each with its words: they are not posted */
  readonly refused?: ReadonlyMap<string, string>
}

/** Nothing was looked at, perhaps because the shop must not be asked any more. */
export const nothingShown = (stop?: Stop): Shown => ({ orders: new Map(), ...(stop === undefined ? {} : { stop }) })

/**
 * Reads the orders that this run is about to change, as far as the settings say so: those that the allowance has room for,
 * with their posting. A plan that the guard is about to hold is read too, once, where it fits: what the shop shows already
 * need not be held. Half of the time that is left belongs to posting: otherwise every run could spend all of it on looking.
 */
export async function lookAtShop(input: LookInput, connection: Connection, effects: Effects): Promise<Shown> {
  const reads = readsFirst(input.settings)
  const known = shownBy(input.asked)
  if (reads.verify === 'never') return { orders: known }
  const { leaving, read, requests } = chosen(input, connection, effects)
  const orders = read
    .filter((change) => asksFirst(change, reads) && !known.has(change.order_number))
    .map(({ order_number }) => order_number)
  const session = orders.length === 0 || effects.shop.read === undefined ? undefined : await connection.open()
  const nowMs = effects.clock.now()
  const untilMs = nowMs + (input.options.deadlineMs - nowMs) / 2
  const spare = (): number => budgetOf(input.settings, connection, effects).available - requests
  const asking = { shop: effects.shop, clock: effects.clock, untilMs }
  const back = session === undefined ? nothingAsked : await askTwice({ orders, spare }, session, asking)
  const { events, stop, late, refused } = back
  const shown = [...known, ...shownBy(events)]
  return {
    leaving,
    orders: new Map(shown),
    refused,
    ...(stop === undefined ? {} : { stop }),
    ...(late === undefined ? {} : { late }),
  }
}

/**
 * An answer may leave orders out for a moment, and what was not looked at may be overwritten: they are asked for once more,
 * as far as posting leaves room for it. What is left out again is what the shop does not have.
 */
async function askTwice(
  { orders, spare }: { readonly orders: readonly string[]; readonly spare: () => number },
  session: Session,
  effects: BackEffects,
): Promise<ReadBack> {
  const first = await readBack(orders, session, effects)
  const isMissing = (event: ShopEvent): boolean => event.kind === 'shown' && event.fields === undefined
  const missing = first.events.flatMap((event) =>
    event.kind === 'shown' && isMissing(event) ? [event.order_number] : [],
  )
  const cost = Math.ceil(missing.length / effects.shop.batchSize)
  if (cost === 0 || first.stop !== undefined || first.late || cost > spare()) return first
  const again = await readBack(missing, session, effects)
  return {
    ...again,
    events: [...first.events.filter((event) => !isMissing(event)), ...again.events],
    refused: new Map([...first.refused, ...again.refused]),
  }
}

const budgetOf = (settings: Settings, connection: Connection, { clock }: Pick<Effects, 'clock'>) =>
  budgetAt(connection.told().allowance, paceSettings(settings), clock.now())

const shownBy = (events: readonly ShopEvent[]): Map<string, Fields | undefined> =>
  new Map(events.flatMap((event) => (event.kind === 'shown' ? [[event.order_number, event.fields] as const] : [])))

interface Chosen {
  readonly leaving: ReadonlySet<string>
  /** changes whose orders are read, where the settings say so */
  readonly read: readonly Change[]
  /** how many requests post them */
  readonly requests: number
}

function chosen({ plan, settings, head, options, asked }: LookInput, connection: Connection, effects: Effects): Chosen {
  const known = shownBy(asked)
  const paced = {
    allowance: connection.told().allowance,
    settings: paceSettings(settings),
    nowMs: effects.clock.now(),
    impatient: options.impatient ?? false,
    isKnown: (order_number: string): boolean => known.has(order_number),
  }
  const { batchSize } = effects.shop
  const batches = pace(batchesOf(postable(plan), batchSize), paced).send
  const send = batches.flatMap(({ changes }) => changes)
  const requests = batches.length
  const leaving = new Set(send.map(({ order_number }) => order_number))
  const isNewHold = plan.verdict.kind === 'hold' && plan.verdict.feeds === undefined && head.hold === undefined
  if (!isNewHold) return { leaving, read: send, requests }
  const all = batchesOf(plan.changes, batchSize)
  const reads = costOf(all, { ...paced.settings, ...paced }) - all.length
  const fits = reads <= budgetAt(paced.allowance, paced.settings, paced.nowMs).now
  // what the shop shows already may be all that was too much
  return fits
    ? {
        leaving: new Set(plan.changes.map(({ order_number }) => order_number)),
        read: plan.changes,
        requests: all.length,
      }
    : { leaving, read: send, requests }
}

/** Moves the ledger by what the shop shows of the orders of a plan, and tells what has drifted. */
export function recordLooks(
  ledger: Ledger,
  { plan, settings }: Pick<LookInput, 'plan' | 'settings'>,
  { orders }: Pick<Shown, 'orders'>,
): Drifted[] {
  const rules = driftRules(settings)
  const drifted: Drifted[] = []
  for (const change of plan.changes) {
    const { order_number } = change
    if (!orders.has(order_number)) continue
    const look = {
      order_number,
      shown: orders.get(order_number),
      names: fieldNames(change.fields),
      relied: reliedOn(change, settings),
    }
    ledger.update(order_number, (line) => {
      const looked = recordLook(line, look, rules)
      drifted.push(...looked.drifted)
      return looked.line
    })
  }
  return drifted
}

const driftRules = (settings: Settings): DriftRules => ({
  winnerOf: (name) => winnerOf(settings, name),
  stays: (shown, wanted) => statusRule(shown, wanted, settings) !== undefined,
})

/** The fields that a status has waited for and that do not go with it: the shop must still have them. */
function reliedOn({ fields, together = [] }: Change, { waitFor }: Settings): FieldName[] {
  const status = (fields.status ?? fields.status_id)?.after
  const gate = typeof status === 'string' && Object.hasOwn(waitFor, status) ? waitFor[status] : undefined
  return ((gate?.fields ?? []) as FieldName[]).filter((name) => !together.includes(name))
}

/** Whether a change may be sent: it needs no look, or was looked at in this run. */
export const isLookedAt = (
  settings: Settings,
  { leaving, orders }: Pick<Shown, 'leaving' | 'orders'>,
): ((change: Change) => boolean) => {
  const reads = readsFirst(settings)
  return (change) =>
    (leaving?.has(change.order_number) ?? true) && (!asksFirst(change, reads) || orders.has(change.order_number))
}
