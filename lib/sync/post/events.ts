import { type FieldName, type Fields, fieldEntries } from '../../order.ts'
import type { Batch, Outcome, Update } from '../../upgates/shop.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { acknowledge, failBatch, type Line, loseAnswer, park, recordMail, recordShown } from '../ledger/line.ts'

/** One thing that happened to an order while the shop was talked to. */
export type ShopEvent = { readonly atMs: number } & (
  | { readonly kind: 'outcome'; readonly update: Update; readonly outcome: Outcome; readonly mayMail: boolean }
  /** no readable answer; the shop may process it until that time */
  | { readonly kind: 'lost'; readonly update: Update; readonly untilMs: number; readonly mayMail: boolean }
  /** the shop answers others, but says nothing usable about this order */
  | { readonly kind: 'unanswered'; readonly update: Update; readonly messages: readonly string[] }
  /** what the shop shows; `fields` is absent where it does not have the order */
  | { readonly kind: 'shown'; readonly order_number: string; readonly fields?: Fields }
  | { readonly kind: 'batch failed'; readonly order_number: string; readonly times: number }
)

/** Moves the ledger by what happened, in the order in which it did. */
export function recordEvents(ledger: Ledger, events: readonly ShopEvent[]): void {
  for (const event of events) ledger.update(orderOf(event), (line) => mailed(moved(line, event), event))
}

/** Whether the request that carries an update lets the shop mail its customer. */
export const mayMail = ({ fields }: Update, { mayNotify }: Pick<Batch, 'mayNotify'>): boolean =>
  mayNotify && ('status' in fields || 'status_id' in fields)

const mailed = (line: Line, event: ShopEvent): Line =>
  'mayMail' in event && event.mayMail && !('outcome' in event && event.outcome.kind === 'rejected')
    ? recordMail(line, event.atMs)
    : line

const orderOf = (event: ShopEvent): string => ('update' in event ? event.update.order_number : event.order_number)

function moved(line: Line, event: ShopEvent): Line {
  switch (event.kind) {
    case 'outcome':
      return byOutcome(line, event.update.fields, event)
    case 'lost':
      return loseAnswer(line, event.update.fields, event.untilMs)
    case 'unanswered':
      return park(line, event.update.fields, event)
    case 'shown':
      return recordShown(line, event.fields, event.atMs)
    case 'batch failed':
      return failBatch(line, event.times)
  }
}

const pick = (fields: Fields, keep: (name: FieldName) => boolean): Fields =>
  Object.fromEntries(fieldEntries(fields).filter(([name]) => keep(name)))

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
