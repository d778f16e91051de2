import type { FieldName, FieldValue } from '../../lib/order.ts'
import { hourMs } from '../support/world.ts'
import { gatedStatus, gateHours, ownerOf } from './setup.ts'
import { type KnownRun, same, spot } from './truth.ts'
import type { Watched } from './watch.ts'

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

/** Whether the gate may have silenced a mail that the settings would let leave. */
export const isSilenced = (run: KnownRun, { fields }: Pick<SentOrder, 'fields'>): boolean =>
  run.setup.waitFor === 'quiet' && fields.get('status') === gatedStatus && !fields.get('tracking_code')

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
