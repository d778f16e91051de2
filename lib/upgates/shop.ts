import type { ApiKey } from '../effects.ts'
import type { FieldName, Fields } from '../order.ts'

/** One order as it goes out: only the fields that differ. */
export interface Update {
  readonly order_number: string
  readonly fields: Fields
}

/** Orders that go out in one request; they share their notification flag. */
export interface Batch {
  readonly updates: readonly Update[]
  /** whether the shop may mail (and text) the customers of this batch */
  readonly notify: boolean
}

/** What the shop said about one order. */
export type Outcome =
  | { readonly order_number: string; readonly kind: 'accepted' }
  /** `skipped`: the fields which the warning names and the shop did not take; `messages` in the shop's words */
  | {
      readonly order_number: string
      readonly kind: 'accepted with warnings'
      readonly messages: readonly string[]
      readonly skipped: readonly FieldName[]
    }
  | { readonly order_number: string; readonly kind: 'rejected'; readonly messages: readonly string[] }
  | { readonly order_number: string; readonly kind: 'unknown'; readonly messages: readonly string[] }

/** A request as it leaves; `headers` and `body` still carry the key, the archive redacts it. */
export interface ShopRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** A complete answer of any status. */
export interface ShopResponse {
  readonly status: number
  /** names in lower case, values without the key */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Sends one request and waits for its whole answer. The only door to the network; redirects are not followed.
 * @throws NoAnswer when there was none
 */
export type Http = (request: ShopRequest, timeoutMs: number) => Promise<ShopResponse>

/** No answer came. `sent: false`: the request surely never reached the shop (refused connection, unknown host). */
export class NoAnswer extends Error {
  readonly sent: boolean
  constructor(reason: string, sent: boolean) {
    super(reason)
    this.name = 'NoAnswer'
    this.sent = sent
  }
}

/** Requests left in the clock hour and day, as the shop's headers told it last. */
export interface Allowance {
  readonly hourLimit?: number | undefined
  readonly hourRemaining?: number | undefined
  readonly dayLimit?: number | undefined
  readonly dayRemaining?: number | undefined
  readonly totalRemaining?: number | undefined
}

/** Why a request was not sent at all. */
export type Refusal = 'out of time' | 'out of allowance' | 'lease lost'

/** What the engine lends to a shop for one run. */
export interface Session {
  readonly apiKey: ApiKey
  /** Removes every form of the key from a text; the transport cleans every answer with it before anybody reads it. */
  redact(text: string): string
  /** Asked right before every request, also before a retry; a refusal means that it must not leave. */
  permit(): Refusal | undefined
  /**
   * Writes the archive entry of a request before it leaves. The shop calls the returned function with the answer,
   * or not at all if none came. `attempt` starts at 1. `updates` is empty for reads, `orderNumbers` is not.
   */
  record(exchange: {
    readonly request: ShopRequest
    readonly attempt: number
    readonly orderNumbers: readonly string[]
    readonly batch?: Batch
  }): Promise<(response: ShopResponse) => Promise<void>>
  /** Told of every answer's allowance headers. */
  allowance(allowance: Allowance): void
  /** Told when the shop answered that it has moved to another address which is safe to use. */
  moved(address: string): void
}

/** How one update ended, after the retries that are allowed for it. */
export type UpdateResult =
  /** read; one outcome per order of the batch */
  | { readonly kind: 'answered'; readonly outcomes: readonly Outcome[] }
  /** refused as a whole (400, 413): surely nothing was processed */
  | { readonly kind: 'refused'; readonly status: number; readonly message: string }
  /** the server failed again and again (5xx), or could not be reached at all */
  | { readonly kind: 'failing'; readonly status?: number; readonly message: string }
  /** no readable answer: it may or may not have been processed */
  | { readonly kind: 'unknown'; readonly message: string }
  /** 429; `notBefore` in milliseconds since 1970 */
  | { readonly kind: 'limited'; readonly notBefore: number; readonly message: string }
  /** 401 or 403: the same key must not be tried again */
  | { readonly kind: 'denied'; readonly status: number; readonly message: string }
  /** 404, 405, 501, or moved to an address that is not safe: a settings error */
  | { readonly kind: 'misdirected'; readonly status: number; readonly message: string }
  /** a permit was refused; orders that an earlier attempt already settled are in `outcomes` */
  | { readonly kind: 'not sent'; readonly refusal: Refusal; readonly outcomes: readonly Outcome[] }

/** How a reading of orders ended. */
export type ReadResult =
  /** what the shop shows, by order number; orders it does not have are missing */
  | { readonly kind: 'answered'; readonly orders: ReadonlyMap<string, Fields> }
  | Exclude<UpdateResult, { kind: 'answered' }>

/** One of the two APIs. */
export interface Shop {
  readonly api: 'v2' | 'state-update'
  /** orders that one request may carry */
  readonly batchSize: number
  /** Posts one batch; what the shop answers is a value, only the effects of `session` throw. */
  update(batch: Batch, session: Session): Promise<UpdateResult>
  /** Reads orders by number, at most `batchSize`. Only v2 can. Absent fields are shown as `''` or `false`. */
  readonly read?: (orderNumbers: readonly string[], session: Session) => Promise<ReadResult>
  /** Reads an archived answer again, without any effect: what a run that died had been told. */
  interpret(batch: Batch, response: ShopResponse): readonly Outcome[]
}
