import { type FieldName, type Fields, fieldEntries, isStatus } from '../../order.ts'
import type { Batch, Outcome, Update } from '../../upgates/shop.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { acknowledge, failBatch, type Line, loseAnswer, park, recordShown, wantSent } from '../ledger/line.ts'
import { recordMail } from '../ledger/mails.ts'
import { recordNotTold } from '../ledger/refused.ts'
import type { ArchivedCauses } from './archive.ts'

/** One thing that happened to an order while the shop was talked to. */
export type ShopEvent = {
  readonly atMs: number
} /** a run that died had sent it: nothing that was wanted before is to overwrite it */ & (
  | { readonly kind: 'sent'; readonly update: Update; readonly causes: ArchivedCauses }
  | { readonly kind: 'outcome'; readonly update: Update; readonly outcome: Outcome; readonly mayMail: boolean }
  /** no readable answer; the shop may process it until that time */
  | { readonly kind: 'lost'; readonly update: Update; readonly untilMs: number; readonly mayMail: boolean }
  /** the shop answers others, but says nothing usable about this order */
  | { readonly kind: 'unanswered'; readonly update: Update; readonly messages: readonly string[] }
  /** what the shop shows; `fields` is absent where it does not have the order */
  | { readonly kind: 'shown'; readonly order_number: string; readonly fields?: Fields }
  /** the shop refuses to say what it shows of the order */
  | { readonly kind: 'not told'; readonly order_number: string; readonly messages: readonly string[] }
  | { readonly kind: 'batch failed'; readonly order_number: string; readonly times: number }
)

/** Moves the ledger by what happened, in the order in which it did. */
export function recordEvents(ledger: Ledger, events: readonly ShopEvent[]): void {
  for (const event of events) ledger.update(orderOf(event), (line) => mailed(line, moved(line, event), event))
}

/** What lets the shop mail customers: a flag of the request, and whether it mails of payments, which no flag silences. */
export interface MailFlags extends Pick<Batch, 'mayNotify'> {
  readonly mailsPaid: boolean
}

/** Whether the request that carries an update lets the shop mail its customer. */
export const mayMail = ({ fields }: Update, { mayNotify, mailsPaid }: MailFlags): boolean =>
  (mayNotify && ('status' in fields || 'status_id' in fields)) || (mailsPaid && (fields.paid_date ?? '') !== '')

/** A status that was sent without an answer has been counted as a mail: sending it again is not another one. */
function mailed(before: Line, after: Line, event: ShopEvent): Line {
  if (!('mayMail' in event) || !event.mayMail) return after
  const isRefused = event.kind === 'outcome' && event.outcome.kind === 'rejected'
  const open = before.unconfirmed?.fields ?? {}
  const isNew = fieldEntries(event.update.fields).some(([name, value]) => mayTell(name) && open[name] !== value)
  return isRefused || !isNew ? after : recordMail(after, event.atMs)
}

const mayTell = (name: FieldName): boolean => isStatus(name) || name === 'paid_date'

const orderOf = (event: ShopEvent): string => ('update' in event ? event.update.order_number : event.order_number)

function moved(line: Line, event: ShopEvent): Line {
  switch (event.kind) {
    case 'sent':
      return bySending(line, event)
    case 'outcome':
      return byOutcome(line, event.update.fields, event)
    case 'lost':
      return loseAnswer(line, event.update.fields, event.untilMs)
    case 'unanswered':
      return park(line, event.update.fields, event)
    case 'shown':
      return event.fields === undefined
        ? recordNotTold(line, { messages: [leftOut], atMs: event.atMs })
        : recordShown(line, event.fields, event.atMs)
    case 'not told':
      return recordNotTold(line, event)
    case 'batch failed':
      return failBatch(line, event.times)
  }
}

const leftOut = 'asked what it shows of the order, it left the order out of its answer'

/** An order of which the shop did not say what it shows, though something hangs on it, and what it said instead. */
export interface Untold {
  readonly order_number: string
  readonly messages: readonly string[]
}

/** Of the answers to questions, those that said nothing; the ledger has been moved by them. */
export const untoldBy = (events: readonly ShopEvent[], ledger: Pick<Ledger, 'get'>): Untold[] =>
  events.flatMap((event) => {
    if (event.kind === 'not told') return [{ order_number: event.order_number, messages: event.messages }]
    if (event.kind !== 'shown' || event.fields !== undefined) return []
    const isWaiting = ledger.get(event.order_number)?.unconfirmed?.asked !== undefined
    return isWaiting ? [{ order_number: event.order_number, messages: [leftOut] }] : []
  })

const pick = (fields: Fields, keep: (name: FieldName) => boolean): Fields =>
  Object.fromEntries(fieldEntries(fields).filter(([name]) => keep(name)))

/** Where the archive does not tell since when a value was wanted, it was when it was sent. */
const bySending = (line: Line, { update, causes, atMs }: Extract<ShopEvent, { kind: 'sent' }>): Line =>
  fieldEntries(update.fields).reduce((after, [name, value]) => {
    const told = causes[name]
    if (told === undefined) return after
    const { since = new Date(atMs).toISOString(), ...cause } = told
    return wantSent(after, name, { value, since, cause })
  }, line)

/** Only an acknowledged field moves. */
function byOutcome(line: Line, sent: Fields, { outcome, atMs }: Extract<ShopEvent, { kind: 'outcome' }>): Line {
  switch (outcome.kind) {
    case 'accepted':
      return acknowledge(line, sent, atMs)
    case 'accepted with warnings': {
      const { messages, skipped } = outcome
      const taken = acknowledge(
        line,
        pick(sent, (name) => !skipped.includes(name)),
        atMs,
      )
      const left = pick(sent, (name) => skipped.includes(name))
      return park(taken, left, { kind: 'skipped', messages, atMs })
    }
    case 'rejected':
      return park(line, sent, { kind: 'rejected', messages: outcome.messages, atMs })
    case 'unknown': {
      const lost = loseAnswer(line, sent, atMs)
      return park(lost, sent, { kind: 'unanswered', messages: outcome.messages, atMs })
    }
  }
}
