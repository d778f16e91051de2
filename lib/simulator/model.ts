import type { Clock } from '../effects.ts'

/** An order as the simulated shop has it. */
export interface SimulatedOrder {
  readonly order_number: string
  status: string
  /** `yyyy-mm-dd`, or `''` for unpaid */
  paid_date: string
  tracking_code: string
  resolved_yn: boolean
  readonly metas: Map<string, string | Readonly<Record<string, string>>>
  readonly history: HistoryEntry[]
}

/** One change that the API made to an order. */
export interface HistoryEntry {
  /** ISO 8601 */
  readonly time: string
  readonly field: string
  readonly before: unknown
  readonly after: unknown
  readonly origin: 'api'
}

/** An order status of the simulated shop. */
export interface SimulatedStatus {
  readonly name: string
  readonly type?: string
  readonly mark_paid_yn?: boolean
  readonly mark_resolved_yn?: boolean
}

/** An order that the shop starts with; only the number is needed. */
export interface InitialOrder {
  readonly order_number: string
  readonly status?: string
  readonly paid_date?: string
  readonly tracking_code?: string
  readonly resolved_yn?: boolean
  readonly metas?: Readonly<Record<string, string>>
}

/** What a simulated shop starts with. */
export interface ShopOptions {
  readonly clock: Clock
  readonly orders: readonly InitialOrder[]
  /** default: the usual Czech ones and those of the orders */
  readonly statuses?: readonly (string | SimulatedStatus)[]
  /** keys of the custom fields; default: those of the orders, and with no such none at all */
  readonly metas?: readonly string[]
  /** default: any that is not empty */
  readonly apiKey?: string
  /** default: any that is not empty */
  readonly login?: string
  /** requests per clock hour and day; default: 100 and 1500, as in the plan Platinum */
  readonly limits?: { readonly hour: number; readonly day: number }
}

/** The usual statuses of a Czech shop on Upgates. */
export const usualStatuses = [
  'Přijatá',
  'Vyřizuje se',
  'Odeslaná',
  'Vyřízená',
  'Částečně vyřízená',
  'Zaplacená',
  'Storno',
] as const

/** A fault that the shop is asked to show to requests of the API. */
export type Fault =
  /** answers after `ms` */
  | { readonly kind: 'delay'; readonly ms: number }
  /** processes the request, but its answer is lost */
  | { readonly kind: 'lose answer' }
  /** the request is lost before it is processed */
  | { readonly kind: 'lose request' }
  /** answers with a status and body without processing anything */
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly body?: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** processes the request, but the answer is this */
  | { readonly kind: 'garble'; readonly body: string; readonly status?: number }

/** A customer that was mailed. */
export interface Email {
  readonly order_number: string
  readonly status: string
  /** ISO 8601 */
  readonly time: string
}
