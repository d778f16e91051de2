import type { Clock } from '../effects.ts'

/** Fields of an order that are plain values; `''` is none. */
export interface PlainFields {
  status: string
  /** `yyyy-mm-dd`, or `''` for unpaid */
  paid_date: string
  /** `yyyy-mm-dd`, or `''` */
  delivered_date: string
  tracking_code: string
  resolved_yn: boolean
  internal_note: string
  external_order_number: string
}

/** Text of a custom field, or texts by language. */
export type MetaValue = string | Readonly<Record<string, string>>

/** An order as the simulated shop has it. */
export interface SimulatedOrder extends PlainFields {
  readonly order_number: string
  /** when the order was last changed, ISO 8601 */
  updated: string
  readonly metas: Map<string, MetaValue>
  readonly history: HistoryEntry[]
}

/** Who changed an order: the API, or a person in the administration. */
export type Origin = 'api' | 'admin'

/** One change of an order. */
export interface HistoryEntry {
  /** ISO 8601 */
  readonly time: string
  readonly field: string
  readonly before: unknown
  readonly after: unknown
  readonly origin: Origin
}

/** An order status of the simulated shop; its id is its place in the list, from 1. */
export interface SimulatedStatus {
  readonly name: string
  readonly type?: string
  readonly mark_paid_yn?: boolean
  readonly mark_resolved_yn?: boolean
  readonly mark_delivered_yn?: boolean
}

/** An order that the shop starts with; only the number is needed. */
export interface InitialOrder extends Partial<Readonly<PlainFields>> {
  readonly order_number: string
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
  /** endpoints that the login may use, as `orders`; another one is answered 403; default: all that the shop serves */
  readonly endpoints?: readonly string[]
  /** requests per clock hour and day; default: 100 and 1500, as in the plan Platinum */
  readonly limits?: { readonly hour: number; readonly day: number }
  /** makes an invoice of every order that becomes paid, and mails it whatever the request says of e-mails; default: false */
  readonly mailsInvoices?: boolean
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
  /** takes the request in, answers nothing, and processes it when told to */
  | { readonly kind: 'process late' }
  /** answers with a status and body without processing anything */
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly body?: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** processes the request, but the answer is this: with a status of 502 or 504, a server in between has given up */
  | { readonly kind: 'garble'; readonly body: string; readonly status?: number }
  /** processes the request, and answers 200 with nothing of use: `success: false`, no orders */
  | { readonly kind: 'say nothing' }
  /** processes the request, but the answer does not name these orders (default: the first that was sent) */
  | { readonly kind: 'leave out'; readonly orders?: readonly string[] }
  /** processes the request, but the answer has order numbers in the other letter case and without leading zeros */
  | { readonly kind: 'respell' }

/** A customer that was mailed. */
export interface Email {
  readonly order_number: string
  readonly kind: 'status' | 'invoice'
  /** the status that the order had by then */
  readonly status: string
  /** ISO 8601 */
  readonly time: string
}
