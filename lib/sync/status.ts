import type { Effects } from '../effects.ts'
import { type FieldName, type Fields, type FieldValue, fieldEntries } from '../order.ts'
import type { Settings } from '../settings/settings.ts'
import { askAtOnce } from '../storage/at-once.ts'
import { interpretAsked } from '../upgates/interpret.ts'
import type { Outcome, Shop } from '../upgates/shop.ts'
import { decisionId, openDecisions, readDecisions, type StoredDecision } from './decisions/decisions.ts'
import { type HoldAnswer, holdAnswer } from './decisions/hold-answer.ts'
import { newestOf, strayProblems } from './import/problems.ts'
import { selectExports } from './import/select.ts'
import { keptReport, lastReports } from './kept-report.ts'
import { createLedger, type LedgerView, openLedger } from './ledger/ledger.ts'
import { isRefused, type Parked } from './ledger/line.ts'
import { type WaitingOrder, waitingOrders } from './plan/gate.ts'
import { countLeftOut } from './plan/left-out.ts'
import { type Draft, draftPlan } from './plan/plan.ts'
import { type ArchiveEntry, batchOfEntry, readEntry, responseOfEntry } from './post/archive.ts'
import { exchangesAbout } from './post/day-index.ts'
import type { Problem } from './problems.ts'
import type { RunReport } from './report.ts'
import { type Head, loadHead } from './state/head.ts'

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
  for (const key of (await lastReports(options.days, effects)).slice(0, options.runs)) {
    const report = await keptReport(effects.store, key)
    if (report === 'unreadable') unreadable.push(key)
    else if (report !== undefined) runs.push(report)
  }
  const { decisions } = await readDecisions(effects.store)
  const answer = await holdAnswer(head?.hold, decisions, effects.store)
  const draft = draftNow(ledger, settings, effects.clock.now())
  const leftBehind = head === undefined ? (await effects.store.list('runs/')).at(-1)?.key : undefined
  return {
    head,
    ...(leftBehind === undefined ? {} : { leftBehind }),
    decisions: openDecisions(decisions).map(openDecision),
    ...(answer === undefined ? {} : { answer }),
    leftOut: head?.counts.kinds ?? countLeftOut(draft.leftOut),
    parked: parkedOrders(ledger),
    edited: editedOrders(ledger),
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
  return { id: decisionId(decision), kind, at, ...(by === undefined ? {} : { by }) }
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

/** One sending about one order. */
export interface Sending {
  /** ISO 8601 */
  readonly time: string
  readonly run: string
  /** key of the archived exchange */
  readonly archived: string
  readonly fields: { readonly [name: string]: unknown }
  /** per field, the export record that caused it */
  readonly causes: { readonly [name: string]: { readonly feed: string; readonly key: string; readonly record: number } }
  /** whether the shop was allowed to mail the customer */
  readonly mayNotify: boolean
  /** HTTP status, or `null` where no answer came */
  readonly status: number | null
  /** `not taken`: the request as a whole was refused, or failed */
  readonly outcome: Outcome['kind'] | 'not taken'
  readonly messages: readonly string[]
}

/** Everything that was sent about an order in the last days and what the shop said, newest first. */
export async function historyOf(
  effects: Pick<Effects, 'store' | 'clock'> & { readonly shop: Pick<Shop, 'api' | 'interpret'> },
  order_number: string,
  days: number,
): Promise<Sending[]> {
  const keys = await exchangesAbout(order_number, days, effects)
  const sendings = await askAtOnce(keys, async (key) =>
    (await readEntry(key, effects.store)).flatMap(
      (archived) => sendingOf({ ...archived, order_number }, effects.shop) ?? [],
    ),
  )
  return sendings.flat().sort((left, right) => (left.time < right.time ? 1 : -1))
}

/** An archived exchange, looked at for one order. */
export interface Archived {
  readonly key: string
  readonly entry: ArchiveEntry
  readonly order_number: string
}

/** What an archived exchange says about one order; `undefined` where it is about others. */
export function sendingOf(archived: Archived, shop: Pick<Shop, 'api' | 'interpret'>): Sending | undefined {
  const { key, entry, order_number } = archived
  const change = entry.changes?.find((one) => one.order_number === order_number)
  if (change === undefined) return undefined
  const { kind, messages } = outcomeOf(archived, shop)
  return {
    time: entry.request.sentAt,
    run: entry.run,
    archived: key,
    fields: change.fields,
    causes: change.causes,
    mayNotify: entry.mayNotify ?? false,
    status: entry.response?.status ?? null,
    outcome: kind,
    messages,
  }
}

function outcomeOf(
  { entry, order_number }: Archived,
  shop: Pick<Shop, 'api' | 'interpret'>,
): { kind: Sending['outcome']; messages: readonly string[] } {
  const [batch, response] = [batchOfEntry(entry), responseOfEntry(entry)]
  const outcome =
    batch === undefined || response === undefined
      ? undefined
      : interpretAsked(entry.request, shop)(batch, response).find((one) => one.order_number === order_number)
  if (outcome === undefined) return { kind: 'unknown', messages: ['no answer was archived'] }
  if (outcome.kind === 'unknown' && response !== undefined && response.status >= 300)
    return { kind: 'not taken', messages: [`the request as a whole was answered with ${response.status}`] }
  return { kind: outcome.kind, messages: 'messages' in outcome ? outcome.messages : [] }
}
