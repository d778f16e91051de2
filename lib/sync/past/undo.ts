import { OrderSyncError } from '../../errors.ts'
import { type FieldName, type FieldValue, isStatus, sameValue } from '../../order.ts'
import { ownedFields, type Settings } from '../../settings/settings.ts'
import { type DecideEffects, type UndoDecision, writeDecision } from '../decisions/decisions.ts'
import { applyUndo } from '../decisions/undo.ts'
import { type PlannedNow, planNow } from '../dry-run.ts'
import type { LedgerView } from '../ledger/ledger.ts'
import { saysSame } from '../ledger/values.ts'
import type { Plan } from '../plan/change.ts'
import { planOf } from '../plan/plan.ts'
import { isoNow } from '../state/keys.ts'
import { type SaidNow, type Sayings, saidNow } from './said-now.ts'
import { entriesOf, passesOf, type SentValue, sentIn, sentTogether } from './set-by.ts'

/** What is to be taken back, and how. */
export interface UndoWord {
  readonly run: string
  /** only these orders; empty: all of the run */
  readonly orders: readonly string[]
  /** customers may be mailed of it; default: nobody is */
  readonly notify?: boolean
  /** what the exports still say about it is not heard until they say something else */
  readonly pin?: boolean
}

/** A value that is not taken back, and why. */
export interface NotUndone {
  readonly order_number: string
  readonly field?: FieldName
  readonly set?: FieldValue
  readonly reason: string
  /** an export still says it: with `pin` it would be taken back */
  readonly isStillSaid?: true
}

/** A customer that the run had the shop mail of a status. */
export interface Mailed {
  readonly order_number: string
  /** the status, or the field that mails without one */
  readonly status: string
  /** ISO 8601 */
  readonly at: string
  /** no answer says whether the shop took it, and so whether it mailed */
  readonly isSure: boolean
}

/** What taking back a run would come to. */
export interface UndoPlan {
  readonly run: string
  /** what the decision would hold */
  readonly undone: UndoDecision['undone']
  readonly leftOut: readonly NotUndone[]
  readonly mailed: readonly Mailed[]
  /** what the next run would send of it, and what the guard says */
  readonly plan: Plan
}

/**
 * Plans to take back what a run has set in all of its passes, from what their archives say was there before. Whatever has changed since is left
 * out, with the reason. Writes and sends nothing.
 * @throws OrderSyncError where there is no archive of the run
 */
export async function planUndo(word: UndoWord, settings: Settings, effects: DecideEffects): Promise<UndoPlan> {
  if (!/^\d{8}T\d{6}Z-\w+$/.test(word.run)) throw noArchive(word.run)
  const passes = await sentBy(word.run, effects)
  if (passes.flat().length === 0) throw noArchive(word.run)
  const chosen = new Set(word.orders)
  const isChosen = ({ order_number }: SentValue): boolean => chosen.size === 0 || chosen.has(order_number)
  const values = sentTogether(passes).filter(isChosen)
  const now = await planNow(settings, effects)
  const orders = new Set(values.map(({ order_number }) => order_number))
  const sayings = await saidNow(orders, { settings, seen: now.seen }, effects)
  const judging = { ledger: now.ledger, settings, sayings, pin: word.pin === true }
  const judged = values.map((value) => ({ value, ...judge(value, judging) }))
  const undone = byOrder(judged.flatMap(({ value, back }) => (back === undefined ? [] : [{ value, back }])))
  return {
    run: word.run,
    undone,
    leftOut: [
      ...word.orders
        .filter((order) => !orders.has(order))
        .map((order_number) => ({ order_number, reason: 'the run sent nothing about it' })),
      ...judged.flatMap(({ value: { order_number, field, after }, reason, isStillSaid }) =>
        reason === undefined ? [] : [{ order_number, field, set: after, reason, ...(isStillSaid && { isStillSaid }) }],
      ),
    ],
    mailed: passes.flat().filter(isChosen).flatMap(mailedBy),
    plan: planAfter({ word, undone }, now, effects),
  }
}

/** What each pass of a run has sent: it may have looked again for exports that came while it worked. */
async function sentBy(run: string, effects: DecideEffects): Promise<SentValue[][]> {
  const passes: SentValue[][] = []
  for (const pass of await passesOf(run, effects)) passes.push(sentIn(await entriesOf(pass, effects), effects.shop))
  return passes
}

/** Takes back what a run has set, as it was planned: the next run acts on it. Returns the id of the decision. */
export const undoRun = ({ run, undone }: UndoPlan, word: UndoWord, effects: DecideEffects): Promise<string> =>
  writeDecision({ kind: 'undo', of: run, undone, ...marksOf(word) }, effects)

const marksOf = ({ notify, pin }: UndoWord) => ({
  ...(notify === true ? { notify } : {}),
  ...(pin === true ? { pin } : {}),
})

const noArchive = (run: string): OrderSyncError =>
  new OrderSyncError({
    kind: 'usage',
    attempted: 'take back',
    subject: `the run ${run}`,
    ended: 'its archive holds nothing that it had sent',
    hint: 'The ids of runs are in: order-sync status. What is older than "retention" of the settings is gone.',
  })

interface Judging {
  readonly ledger: LedgerView
  readonly settings: Settings
  readonly sayings: Sayings
  readonly pin: boolean
}

interface Judged {
  readonly back?: FieldValue
  readonly reason?: string
  readonly isStillSaid?: true
}

/** What a value goes back to, or why it does not. */
function judge(value: SentValue, judging: Judging): Judged {
  const { order_number, field, after, became, tellsBefore } = value
  const line = judging.ledger.get(order_number)
  const has = line?.acknowledged[field]
  const back = backOf(value)
  if (became === 'refused') return { reason: 'the shop did not take it' }
  if (!tellsBefore) return { reason: 'its archive does not say what was there before: an older version sent it' }
  if (line?.unconfirmed !== undefined && field in line.unconfirmed.fields)
    return { reason: 'its last sending has no answer yet' }
  if (back !== undefined && sameValue(has, back)) return { reason: 'it is as it was before already' }
  if (!sameValue(has, after))
    return { reason: `it has been changed since, to ${shown(has)}: by a later run, or as the shop showed it` }
  if (back === undefined) return { reason: 'nothing is known of what the shop had before' }
  const wish = line?.wanted?.[field]
  if (wish !== undefined && !sameValue(wish.value, back))
    return { reason: `${placeOf(wish.cause)} says ${shown(wish.value)} by now, which the next run sets` }
  return wish === undefined ? (stillSaid(value, judging) ?? { back }) : { back }
}

/** What an export still says would only be set again. */
function stillSaid({ order_number, field, after }: SentValue, { settings, sayings, pin }: Judging): Judged | undefined {
  const [feed] = Object.entries(settings.feeds).find(([, one]) => ownedFields(one).includes(field)) ?? []
  const saying = feed === undefined ? undefined : sayings.get(feed)
  if (pin || saying === undefined) return undefined
  const again = 'would set it again'
  if (saying === 'unknown')
    return {
      reason: `the last export of the feed "${feed}" said so, is gone, and the next one ${again}`,
      isStillSaid: true,
    }
  const said: SaidNow | undefined = saying.get(order_number)
  const word = said?.fields[field]
  return said === undefined || word === undefined || !saysSame(after, word)
    ? undefined
    : { reason: `${placeOf(said.cause)} still says so, and ${again}`, isStillSaid: true }
}

const placeOf = ({ key, record }: SaidNow['cause']): string => `${key}, record ${record}`
const shown = (value: FieldValue | undefined): string => JSON.stringify(value ?? '')

/** What was there before; of a field that nothing was known of, a blank where the field can be cleared. */
function backOf({ field, before, after }: SentValue): FieldValue | undefined {
  if (typeof after === 'object' && typeof before !== 'string') {
    const blank = Object.fromEntries(Object.keys(after).map((code) => [code, '']))
    return { ...blank, ...(typeof before === 'object' ? before : {}) }
  }
  return before ?? (isStatus(field) || typeof after === 'boolean' ? undefined : '')
}

function byOrder(values: readonly { readonly value: SentValue; readonly back: FieldValue }[]): UndoDecision['undone'] {
  const orders = new Map<string, Record<string, { set: FieldValue; back: FieldValue }>>()
  for (const { value, back } of values) {
    const fields = orders.get(value.order_number) ?? {}
    fields[value.field] = { set: value.after, back }
    orders.set(value.order_number, fields)
  }
  return [...orders].map(([order_number, fields]) => ({ order_number, fields })) as UndoDecision['undone']
}

const mailedBy = ({ order_number, field, after, at, mails, became }: SentValue): Mailed[] =>
  mails && became !== 'refused'
    ? [{ order_number, status: isStatus(field) ? String(after) : field, at, isSure: became === 'set' }]
    : []

/** The plan of the next run, as far as it is about these orders. */
function planAfter(
  { word, undone }: { readonly word: UndoWord; readonly undone: UndoDecision['undone'] },
  { ledger, planning }: PlannedNow,
  { clock }: Pick<DecideEffects, 'clock'>,
): Plan {
  applyUndo({ of: word.run, undone, at: isoNow(clock), ...marksOf(word) }, ledger)
  return planOf(ledger, { ...planning, part: { only: undone.map(({ order_number }) => order_number) } }, clock.now())
}
