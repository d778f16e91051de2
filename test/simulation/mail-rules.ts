import type { FieldName, FieldValue } from '../../lib/order.ts'
import { hourMs } from '../support/world.ts'
import { gatedStatus, gateHours, ownerOf } from './setup.ts'
import { type KnownRun, same, spot } from './truth.ts'
import type { Books, Watched } from './watch.ts'
import { acknowledgedBy, type SentBatch } from './wire.ts'

/** What is sent of one order. */
export interface SentOrder {
  readonly order: string
  readonly fields: ReadonlyMap<FieldName, FieldValue>
  readonly mails: boolean
  /** a person approved its status */
  readonly isApproved: boolean
}

/** How a status comes to its gate: there is none, its field is there, or its wait is over without it. */
type AtGate = 'free' | 'complete' | 'over' | 'early'

function standing(
  { truth, books, clock }: Watched,
  run: KnownRun,
  { order, fields }: Pick<SentOrder, 'order' | 'fields'>,
): AtGate {
  const status = fields.get('status')
  const { waitFor } = run.setup
  if (waitFor === 'none' || status !== gatedStatus || ownerOf(run.setup, 'tracking_code') === undefined) return 'free'
  const name = spot(order, 'tracking_code')
  const acknowledged = books.lines.get(order)?.acknowledged.get('tracking_code')
  const there = [
    fields.get('tracking_code'),
    acknowledged,
    truth.known.get(name)?.value,
    ...(books.shown.get(name) ?? []),
  ]
  if (there.some((value) => value !== undefined && value !== '')) return 'complete'
  const since = truth.drops.flatMap((drop) =>
    truth.readings(drop, order, 'status', run.setup).some((value) => same(value, status)) ? [drop.since] : [],
  )
  return since.some((at) => at + gateHours * hourMs <= clock.now()) ? 'over' : 'early'
}

/** A status that waits for its parcel number does not leave without it before its time, nor otherwise than the owner says. */
export function checkGate(watched: Watched, run: KnownRun, sent: SentOrder): void {
  const { violations } = watched
  const at = standing(watched, run, sent)
  const what = `${sent.order} status = "${gatedStatus}" is sent without its tracking code`
  if (at === 'early') violations.push(`10: ${what} before its wait is over`)
  if (at !== 'over') return
  if (run.setup.waitFor === 'quiet' && sent.mails) violations.push(`10: ${what}, and mails its customer`)
  if (run.setup.waitFor === 'hold' && !sent.isApproved) violations.push(`10: ${what}, and nobody has approved that`)
}

/**
 * A status that a person has set in the shop before the run looked is left alone, unless the exports have said something
 * new since, or a person decided.
 */
export function checkDrift({ truth, books, violations }: Watched, run: KnownRun, { order, fields }: SentOrder): void {
  const { setup } = run
  const status = fields.get('status')
  const edit = truth.statusEdits.get(order)
  if (status === undefined || edit === undefined || setup.api !== 'v2' || setup.drift === 'erp') return
  if (setup.verify !== 'all' && setup.verify !== 'status') return
  const { at, value, wasKnown } = edit
  if (!wasKnown || at > run.leasedAt || books.rewound || books.notShown.has(order)) return
  const isNews =
    truth.setups.some(({ from }) => from > at) ||
    truth.overruled.some((decidedAt) => decidedAt > at) ||
    truth.drops.some(
      (drop) => drop.seq > at && truth.readings(drop, order, 'status', setup).some((one) => same(one, status)),
    )
  if (!isNews)
    violations.push(
      `10: ${order} status = "${String(status)}" is sent over "${value}", which a person has set in the shop`,
    )
}

/** What a person takes back mails nobody, unless told otherwise, or the exports say the same. */
export function checkUndoneMail(
  { truth, violations }: Watched,
  run: KnownRun,
  { order, fields, mails }: SentOrder,
): void {
  const status = fields.get('status') ?? ''
  const undone = truth.undone.get(spot(order, 'status'))?.filter(({ back }) => same(back, status)) ?? []
  const isSaid = truth.wantable(run, order, 'status').some((one) => same(one, status))
  if (mails && !isSaid && !undone.some(({ notify }) => notify === true))
    violations.push(`10: the customer of ${order} is mailed for "${String(status)}", which a person took back quietly`)
}

/** A part of a plan that is tried first is not more than was asked for. */
export function checkPart({ violations }: Watched, { part, tried }: KnownRun, order: string): void {
  tried.add(order)
  if (part?.only?.includes(order) === false) violations.push(`10: ${order} is sent, which was not asked for`)
  if (part?.limit !== undefined && tried.size > part.limit)
    violations.push(`10: ${tried.size} orders are sent, ${part.limit} were asked for`)
}

/** A request that was going to mail a customer of a status, and of which nobody knows what became of it. */
export interface Mailing {
  /** of its archive entry */
  readonly key: string
  readonly status: FieldValue
  /** the shop was asked about it, and did not say */
  isUntold: boolean
  /** the status was sent once more, mailing nobody: what the shop shows by now says nothing of the first one */
  isGivenUp: boolean
  /** an answer came to its archive while another run was at work, which may have read it */
  mayBeTold: boolean
}

/** Whoever finds the entry of a request cannot know that it never left. */
export function noteMailing({ mailings }: Books, key: string, { mails, orders }: SentBatch): void {
  for (const { order_number, fields } of orders) {
    const status = fields.get('status')
    if (status === undefined) continue
    const before = mailings.get(order_number) ?? []
    if (mails)
      mailings.set(order_number, [...before, { key, status, isUntold: false, isGivenUp: false, mayBeTold: false }])
    else for (const mailing of before) mailing.isGivenUp ||= same(mailing.status, status)
  }
}

/** The shop shows an order: whoever looks knows what became of what was sent. */
export const noteShown = ({ mailings }: Books, order: string): unknown =>
  mailings.set(
    order,
    (mailings.get(order) ?? []).filter(({ isGivenUp }) => isGivenUp),
  )

/** What an answer takes settles all that was sent of an order before; another word about it settles this sending. */
export function noteAnswer({ mailings }: Books, key: string, { batch, response, certain }: Answer): void {
  if (response.status >= 500) return
  const taken = new Set(acknowledgedBy(batch, response).map(({ order_number }) => order_number))
  for (const { order_number } of batch.orders) {
    const all = mailings.get(order_number) ?? []
    const isNamedThere = response.status >= 300 || isNamed(order_number, response.body)
    const told = taken.has(order_number) ? all : isNamedThere ? all.filter((one) => one.key === key) : []
    if (certain)
      mailings.set(
        order_number,
        all.filter((one) => !told.includes(one)),
      )
    else for (const one of told) one.mayBeTold = true
  }
}

interface Answer {
  /** no other run had taken over by then */
  readonly certain: boolean
  readonly batch: SentBatch
  readonly response: { readonly status: number; readonly body: unknown }
}

const isNamed = (order: string, body: unknown): boolean => JSON.stringify(body ?? '').includes(JSON.stringify(order))

/** The shop was asked about an order, and did not say what it shows. */
export function noteNotShown({ notShown, mailings }: Books, order: string): void {
  notShown.add(order)
  for (const mailing of mailings.get(order) ?? []) mailing.isUntold = true
}

/** Whether the owner's settings say that the customer of this status is mailed. */
export const isMailed = ({ setup, quiet }: KnownRun, status: FieldValue): boolean =>
  !quiet && (setup.notify === true || (setup.notify !== false && setup.notify.includes(String(status))))

/** A status that is about to be sent, under this archive entry. */
interface Leaving extends SentOrder {
  readonly key: string | undefined
  /** a person takes it back */
  readonly isBack: boolean
}

/** A customer is mailed as the owner says, and not once more where nobody knows whether the same mail has left already. */
export function checkMail(watched: Watched, run: KnownRun, sent: Leaving): void {
  const { violations, books } = watched
  const { order, fields, mails } = sent
  const status = fields.get('status')
  if (mails && (run.quiet || run.setup.notify === false)) violations.push(`10: a quiet run may mail ${order}`)
  const before = run.setup.api !== 'v2' ? [] : (books.mailings.get(order) ?? []).filter(isSameAs(sent))
  // of an order that the shop does not have, no mail can have left
  const isThere = Number(order.slice(1)) < run.setup.orders
  if (mails && isThere && before.some(({ mayBeTold }) => !mayBeTold) && !books.rewound)
    violations.push(`10: the customer of ${order} is mailed for "${String(status)}", and may have been before`)
  if (!before.some(({ isUntold, mayBeTold }) => isUntold || mayBeTold)) checkSaid(watched, run, sent)
}

const isSameAs =
  ({ key, fields }: Leaving) =>
  (one: Mailing): boolean =>
    one.key !== key && fields.has('status') && same(one.status, fields.get('status'))

function checkSaid({ violations, truth }: Watched, run: KnownRun, { order, fields, mails, isBack }: Leaving): void {
  const status = fields.get('status')
  const quiet = truth.quiet.get(spot(order, 'status'))?.filter(({ value }) => same(value, status)) ?? []
  if (!isBack && quiet.length > 0) {
    const isSure = quiet.some(
      (word) => word.surely && word.at < run.leasedAt && !truth.saidOther(order, 'status', word),
    )
    if (mails && isSure) violations.push(`10: the customer of ${order} is mailed, whose status was approved quietly`)
    return
  }
  // the gate may have silenced it
  const isGated = run.setup.waitFor === 'quiet' && status === gatedStatus && !fields.get('tracking_code')
  if (status !== undefined && !isBack && !isGated && mails !== isMailed(run, status))
    violations.push(`10: the customer of ${order} ${mails ? 'is' : 'is not'} mailed for the status "${String(status)}"`)
}
