import { type FieldName, type FieldValue, isStatus } from '../../order.ts'
import type { Gate } from '../../settings/gates.ts'
import { hourMs } from '../../units.ts'
import { isLeftAlone } from '../ledger/drift.ts'
import { type Line, mayClear, type Wanted } from '../ledger/line.ts'
import { isThere } from '../ledger/values.ts'
import { isToCome } from '../state/head.ts'
import type { Plan } from './change.ts'

/** Which statuses wait for which fields, by the names or the numbers of statuses. */
export type Gates = Readonly<Record<string, Gate>>

/** A wanted field by its name. */
export type WantedEntry = readonly [name: FieldName, wanted: Wanted]

/** What the status of an order waits for, or has waited for. */
export interface AtGate {
  readonly status: FieldName
  /** the fields that are neither acknowledged nor in the same change */
  readonly missing: readonly FieldName[]
  /** the fields that go with the status */
  readonly together: readonly FieldName[]
  /** whether it may wait still */
  readonly waits: boolean
  /** ISO 8601 */
  readonly until: string
  readonly end: Gate['then']
}

/** An order that comes to its gate. */
interface Coming {
  readonly line: Line
  /** what nothing else keeps from being sent */
  readonly ready: readonly WantedEntry[]
  /** custom fields that the shop does not have: it would take the status without them; default: none */
  readonly absent?: ReadonlySet<string>
}

/**
 * What holds the status of an order back at its gate; `undefined` where its status has none. It waits until every named
 * field is there: acknowledged by the shop with nothing else wanted of it, or in the same change. A field that is there
 * before its status leaves at once: the mail that comes later has it.
 */
export function atGate({ line, ready, absent }: Coming, gates: Gates, nowMs: number): AtGate | undefined {
  const [status, wanted] = ready.find(([name]) => isStatus(name)) ?? []
  if (status === undefined || wanted === undefined || wanted.undo !== undefined) return undefined
  const gate = typeof wanted.value === 'string' && Object.hasOwn(gates, wanted.value) ? gates[wanted.value] : undefined
  if (gate === undefined) return undefined
  const fields = [...new Set(gate.fields as FieldName[])]
  const together = fields.filter(
    (field) => absent?.has(field) !== true && ready.some(([name, { value }]) => name === field && isThere(value)),
  )
  const missing = fields.filter(
    (field) => !together.includes(field) && (absent?.has(field) === true || !isSettled(line, field)),
  )
  const untilMs = Date.parse(wanted.since) + gate.hours * hourMs
  // a clock that was put back by less than a day makes no wait shorter
  const waits = missing.length > 0 && isToCome(untilMs, nowMs, (gate.hours + 24) * hourMs)
  return { status, missing, together, waits, until: new Date(untilMs).toISOString(), end: gate.then }
}

/** Whether the shop has a value of the field, and nothing is going to change it. */
const isSettled = (line: Line, field: FieldName): boolean =>
  !isGoing(line, field, line.wanted?.[field]) && isThere(line.acknowledged[field])

const isGoing = (line: Line, field: FieldName, wanted: Wanted | undefined): boolean =>
  wanted !== undefined &&
  wanted.decided?.kind !== 'rejected' &&
  !isLeftAlone(wanted.parked) &&
  (wanted.value !== '' || mayClear(line, field))

/** An order whose status waits for other fields. */
export interface WaitingOrder {
  readonly order_number: string
  readonly status: FieldValue
  /** the fields that are not there */
  readonly missing: readonly FieldName[]
  /** when the wait is over, ISO 8601 */
  readonly until: string
  /** what becomes of it then; absent in what an older version has written */
  readonly end?: Gate['then'] | undefined
  /** a sentence without its subject: what it waits for, until when, and what becomes of it then */
  readonly reason: string
}

/** The orders of a plan whose status waits for other fields, those first whose wait is over first. */
export const waitingOrders = ({ leftOut }: Pick<Plan, 'leftOut'>): WaitingOrder[] =>
  leftOut
    .flatMap(({ order_number, kind, value, missing = [], until = '', end, reason }) =>
      kind === 'waits' ? [{ order_number, status: value, missing, until, end, reason }] : [],
    )
    .sort((left, right) => (left.until < right.until ? -1 : left.until > right.until ? 1 : 0))
