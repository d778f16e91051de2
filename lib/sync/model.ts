import type { Cause, FieldName, Fields, FieldValue } from '../order.ts'

/** A field that the exports want otherwise than the shop acknowledged it. Kept in the snapshot until it is acknowledged. */
export interface Wanted {
  readonly value: FieldValue
  /** time of the export that first said so, ISO 8601 */
  readonly since: string
  readonly cause: Cause
  /** the condition that decided, where one did */
  readonly because?: string
  /** what a person decided about exactly this value */
  readonly decided?: 'approved' | 'rejected'
  /** the shop keeps refusing exactly this value */
  readonly parked?: Parked
}

/** Why a value is not sent, and until when. */
export interface Parked {
  /** `rejected`: the order was refused; `skipped`: the order was taken, this field was not */
  readonly kind: 'rejected' | 'skipped'
  readonly messages: readonly string[]
  readonly attempts: number
  /** ISO 8601 */
  readonly nextTry: string
}

/** Wanted fields of one order by name. */
export type WantedFields = { readonly [name in FieldName]?: Wanted }

/** One line of a snapshot: one order. */
export interface Line {
  readonly order_number: string
  /** per field, the last value that the shop acknowledged, or that was adopted */
  readonly acknowledged: Fields
  /** fields whose acknowledged value this sync has set itself; only those may be cleared */
  readonly set?: readonly FieldName[]
  /** per feed, the time of the export that mentioned the order last, ISO 8601 */
  readonly seen: Readonly<Record<string, string>>
  readonly wanted?: WantedFields
  /** fields that the next valid record adopts, because the first one could not be mapped */
  readonly adopt?: readonly FieldName[]
  /** fields that were sent without a readable answer; the shop is asked before anything is sent again */
  readonly unsettled?: Fields
  /** how often a request with this order was refused as a whole; its next batch holds at most 100 / 2^suspect orders */
  readonly suspect?: number
}

/** All orders of a snapshot by number, in the order of its lines. */
export type Lines = Map<string, Line>

/** One field of a change. */
export interface FieldChange {
  readonly before?: FieldValue
  readonly after: FieldValue
  readonly because?: string
  readonly since: string
  readonly cause: Cause
  /** a person approved exactly this value */
  readonly approved: boolean
}

/** One order with only the fields that differ. */
export interface Change {
  readonly order_number: string
  readonly fields: { readonly [name in FieldName]?: FieldChange }
  /** whether the shop will mail this customer: the status changes and the settings say so */
  readonly notifies: boolean
  /** the notification flag of the request that it may travel in */
  readonly flag: boolean
  readonly suspect: number
}

/** A wanted change that is not sent now, and why. */
export interface LeftOut {
  readonly order_number: string
  readonly field: FieldName
  readonly value: FieldValue
  readonly kind: 'parked' | 'final' | 'regress' | 'clear' | 'rejected' | 'unsettled'
  readonly reason: string
  /** of a parked value: when it is tried again, ISO 8601 */
  readonly until?: string
}

/** Why a plan is held: the rule with its figure and its limit, and a sentence. */
export interface HoldReason {
  readonly rule: 'orders' | 'percent' | 'notifications' | 'export'
  readonly figure: number
  readonly limit: number
  readonly message: string
}

/** What the guard says of a plan. */
export type Verdict = { readonly kind: 'pass' } | { readonly kind: 'hold'; readonly reasons: readonly HoldReason[] }

/** All changes of a run and what is left out. */
export interface Plan {
  /** sha256 over its (order, field, value), sorted; the same changes have the same hash */
  readonly hash: string
  readonly changes: readonly Change[]
  readonly leftOut: readonly LeftOut[]
  /** requests that it takes without refusals */
  readonly requests: number
  readonly verdict: Verdict
}

/** Something a person should know: what kind, of which export, order or setting, and a complete sentence. */
export interface Problem {
  readonly kind: string
  readonly subject: string
  readonly message: string
}

/** One export in a run report. */
export interface ReportedExport {
  readonly feed: string
  readonly key: string
  readonly records: number
  readonly invalid: number
  /** how many of the invalid ones have no order number, as orders that did not come from the shop; absent: none */
  readonly unnumbered?: number
  /** why nothing of it was used, or `null` */
  readonly refused: string | null
}

/** How a run ended. */
export type RunOutcome = 'done' | 'idle' | 'busy' | 'held' | 'blocked' | 'failed'

/** The report of a run: counts are orders unless said otherwise. */
export interface RunReport {
  readonly run: string
  readonly outcome: RunOutcome
  readonly exports: readonly ReportedExport[]
  /** orders that differed when the run planned */
  readonly planned: number
  /** orders whose values were taken as acknowledged without posting */
  readonly adopted: number
  readonly requests: number
  readonly accepted: number
  readonly warned: number
  readonly rejected: number
  readonly unknown: number
  /** orders that still wait to be sent */
  readonly pending: number
  readonly parked: number
  /** customers that the shop was allowed to mail by accepted changes */
  readonly notified: number
  readonly problems: readonly Problem[]
  /** the held plan, where there is one */
  readonly hold?: { readonly hash: string; readonly changes: number; readonly reasons: readonly HoldReason[] }
  /** when what still waits will have been sent, as far as the allowance tells, ISO 8601 */
  readonly throughAt?: string
  /** ISO 8601 */
  readonly startedAt: string
  readonly durationMs: number
}
