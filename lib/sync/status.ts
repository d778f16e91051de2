import type { Effects } from '../effects.ts'
import { type FieldName, type Fields, type FieldValue, fieldEntries } from '../order.ts'
import type { Settings } from '../settings/settings.ts'
import { askAtOnce } from '../storage/at-once.ts'
import { decisionId, openDecisions, readDecisions, type StoredDecision } from './decisions/decisions.ts'
import { type HoldAnswer, holdAnswer } from './decisions/hold-answer.ts'
import { newestOf, strayProblems } from './import/problems.ts'
import { selectExports } from './import/select.ts'
import { keptReport } from './kept-report.ts'
import { createLedger, type LedgerView, openLedger } from './ledger/ledger.ts'
import { isRefused, type Parked } from './ledger/line.ts'
import { type WaitingOrder, waitingOrders } from './plan/gate.ts'
import { countLeftOut } from './plan/left-out.ts'
import { type Draft, draftPlan } from './plan/plan.ts'
import type { Problem } from './problems.ts'
import type { RunReport } from './report.ts'
import { type Head, loadHead } from './state/head.ts'
import { lastDays } from './state/keys.ts'

/** One parked order: what the shop keeps refusing, why, and when it is tried again. */
export interface ParkedOrder {
  readonly order_number: string
  readonly fields: { readonly [name in FieldName]?: FieldValue }
  readonly messages: readonly string[]
  readonly attempts: number
  /** ISO 8601 */
  readonly nextTry: string
}

/** An order with the values that are not heard. */
export interface PinnedOrder {
  readonly order_number: string
  readonly fields: Fields
}

/** What a person decided, and no run has acted on yet. */
export interface OpenDecision {
  readonly id: string
  readonly kind: string
  /** ISO 8601 */
  readonly at: string
  readonly by?: string
  /** the orders that it names, where it is about orders */
  readonly orders?: readonly string[]
}

/** What happened lately and what waits. */
export interface Status {
  /** what people decided and no run has acted on yet */
  readonly decisions: readonly OpenDecision[]
  /** what was said about the held plan; absent: none is held */
  readonly answer?: HoldAnswer
  /** orders by why something of them is left out */
  readonly leftOut: Readonly<Record<string, number>>
  readonly head: Head | undefined
  /** of a run although nothing of the state is there: somebody has removed all of it; absent: nothing is missing */
  readonly leftBehind?: string
  readonly parked: readonly ParkedOrder[]
  /** orders that somebody has edited in the shop: a person accepts that, or overrules it */
  readonly edited: readonly ParkedOrder[]
  /** orders of which a person has taken values back: what the exports say of these is not heard until it is something else */
  readonly pinned: readonly PinnedOrder[]
  /** orders whose status waits for other fields */
  readonly waiting: readonly WaitingOrder[]
  /** per feed, when its newest export was uploaded, ISO 8601: also one whose bytes had come before */
  readonly newest?: Readonly<Record<string, string>>
  /** files that lie where no feed looks for them */
  readonly strays?: readonly Problem[]
  /** newest first; runs that found nothing to do leave no report */
  readonly runs: readonly RunReport[]
  /** keys of reports that are damaged, or were written only in part; absent: none */
  readonly unreadable?: readonly string[]
}

/** All orders with values that the shop keeps refusing. */
export const parkedOrders = (ledger: LedgerView): ParkedOrder[] => waitingBehind(ledger, isRefused)

/** All orders with values that somebody has set otherwise in the shop, and about which a person has to decide. */
export const editedOrders = (ledger: LedgerView): ParkedOrder[] =>
  waitingBehind(ledger, (parked): parked is Parked => parked?.kind === 'edited')

function waitingBehind(ledger: LedgerView, is: (parked: Parked | undefined) => parked is Parked): ParkedOrder[] {
  return [...ledger.open()].flatMap(({ order_number, wanted }) => {
    const parked = fieldEntries(wanted).flatMap(([name, { value, parked: why }]) =>
      is(why) ? [{ name, value, why }] : [],
    )
    const [first] = parked
    if (first === undefined) return []
    return [
      {
        order_number,
        fields: Object.fromEntries(parked.map(({ name, value }) => [name, value])),
        messages: [...new Set(parked.flatMap(({ why }) => why.messages))],
        attempts: Math.max(...parked.map(({ why }) => why.attempts)),
        nextTry: parked.map(({ why }) => why.nextTry).sort()[0] ?? first.why.nextTry,
      },
    ]
  })
}

const draftNow = (ledger: LedgerView, settings: Settings, nowMs: number): Draft =>
  draftPlan(ledger, settings, { nowMs, canRead: settings.upgates.api === 'v2', batchSize: 1 })

/** The keys below a prefix of dated folders, for the last days, newest first. */
async function datedKeys(effects: Pick<Effects, 'store' | 'clock'>, prefix: string, days: number): Promise<string[]> {
  const wanted = lastDays(days, effects.clock.now())
  const found = await askAtOnce(wanted, (day) => effects.store.list(`${prefix}${day}/`))
  // beside a report lies its page
  return found.flatMap((day) => day.flatMap(({ key }) => (key.endsWith('.json') ? [key] : [])).reverse())
}

/** What happened in the last days and what waits now. */
export async function statusOf(
  settings: Settings,
  effects: Pick<Effects, 'store' | 'clock'>,
  options: { readonly days: number; readonly runs: number },
): Promise<Status> {
  const { head } = (await loadHead(effects.store, settings)) ?? {}
  const ledger = head === undefined ? createLedger() : await openLedger(head, effects)
  const runs: RunReport[] = []
  const unreadable: string[] = []
  for (const key of (await datedKeys(effects, 'runs/', options.days)).slice(0, options.runs)) {
    const report = await keptReport(effects.store, key)
    if (report === 'unreadable') unreadable.push(key)
    else if (report !== undefined) runs.push(report)
  }
  const { decisions } = await readDecisions(effects.store)
  const open = openDecisions(decisions)
  const isDecided = (order: string): boolean =>
    open.some((one) => (one.kind === 'accept' || one.kind === 'overrule') && one.orders.includes(order))
  const answer = await holdAnswer(head?.hold, decisions, effects.store)
  const draft = draftNow(ledger, settings, effects.clock.now())
  const leftBehind = head === undefined ? (await effects.store.list('runs/')).at(-1)?.key : undefined
  return {
    head,
    ...(leftBehind === undefined ? {} : { leftBehind }),
    decisions: open.map(openDecision),
    ...(answer === undefined ? {} : { answer }),
    leftOut: head?.counts.kinds ?? countLeftOut(draft.leftOut),
    parked: parkedOrders(ledger),
    edited: editedOrders(ledger).filter(({ order_number }) => !isDecided(order_number)),
    pinned: [...ledger.open()].flatMap(({ order_number, pinned }) =>
      pinned === undefined ? [] : [{ order_number, fields: pinned }],
    ),
    waiting: waitingOrders(draft),
    ...(head === undefined ? {} : await exportsNow(settings, head, effects)),
    ...(unreadable.length === 0 ? {} : { unreadable }),
    runs: runs.sort((left, right) => (left.startedAt < right.startedAt ? 1 : -1)),
  }
}

const openDecision = (decision: StoredDecision): OpenDecision => {
  const { kind, at, by } = decision
  const orders = 'orders' in decision && decision.orders !== undefined ? { orders: decision.orders } : {}
  return { id: decisionId(decision), kind, at, ...(by === undefined ? {} : { by }), ...orders }
}

/** What lies in `exports/` now. */
async function exportsNow(
  settings: Settings,
  { feeds }: Pick<Head, 'feeds'>,
  { store, clock }: Pick<Effects, 'store' | 'clock'>,
): Promise<Pick<Status, 'newest' | 'strays'>> {
  const listing = await store.list('exports/')
  const selections = selectExports({ settings, feeds, nowMs: clock.now() }, listing)
  return { newest: newestOf(selections), strays: strayProblems(listing, selections) }
}
