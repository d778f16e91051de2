import type { FieldName, Fields } from '../order.ts'

/** One order as it goes out: only the fields that differ. */
export interface Update {
  readonly order_number: string
  readonly fields: Fields
}

/** Orders that go out in one request: the APIs have one notification flag per request. */
export interface Batch {
  readonly updates: readonly Update[]
  /** whether the shop may mail (and text) the customers of this batch */
  readonly mayNotify: boolean
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

/** A request as it leaves; `headers` and `body` still carry the key, which the archive redacts. */
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
  override name = 'NoAnswer'
  readonly sent: boolean
  constructor(reason: string, sent: boolean) {
    super(reason)
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
  readonly apiKey: { readonly value: string }
  /** Removes every form of the key from a text; the transport cleans every answer with it before anybody reads it. */
  redact(text: string): string
  /** Asked right before every request, also before a retry; a refusal means that it must not leave. */
  permit(): Refusal | undefined
  /**
   * Writes the archive entry of a request before it leaves. The returned function is called with the answer as it may
   * be kept (without the key, and of orders only their own fields), or not at all if none came. `attempt` starts at 1.
   * Reads have no `batch`.
   */
  record(exchange: {
    readonly request: ShopRequest
    readonly attempt: number
    readonly orderNumbers: readonly string[]
    readonly batch?: Batch
  }): Promise<(response: ShopResponse) => Promise<void>>
  /** Fields of these orders that are ours although no feed maps them by now: something waits of them, or is under way. */
  ours?(orderNumbers: readonly string[]): readonly FieldName[]
  /** How this sync calls the status that an order shows; a shop may show another one of its names. Default: as it is shown. */
  spelled?(order_number: string, status: string): string
  /** Told of every answer's allowance headers. */
  allowance(allowance: Allowance): void
  /** Told when the shop redirects to another address of its API that is safe to use. */
  newAddress(address: string): void
}

/** Why an update or a reading has no answer, after the attempts that are allowed for it. Messages never carry the key. */
export type Trouble =
  /** refused as a whole, so that surely nothing was processed: 400, 413, and 4xx that are about the batch (409, 422, 425, 451 …) */
  | { readonly kind: 'refused'; readonly status: number; readonly message: string }
  /**
   * 5xx again and again, or unreachable (without a status); `notBeforeMs`: the shop asks to be let alone until then,
   * longer than a retry waits, in milliseconds since 1970
   */
  | { readonly kind: 'failing'; readonly status?: number; readonly notBeforeMs?: number; readonly message: string }
  /** the answer was lost, or nobody can read it; also 408 */
  | { readonly kind: 'unreadable'; readonly message: string }
  /** 429; `notBeforeMs` in milliseconds since 1970 */
  | { readonly kind: 'limited'; readonly notBeforeMs: number; readonly message: string }
  /** 401, 402, 403, or another answer whose words are about the key: the same key must not be tried again */
  /** `isPage`: a web page that says nothing of the key, as a firewall shows it that does not like what was sent */
  | { readonly kind: 'denied'; readonly status: number; readonly message: string; readonly isPage?: true }
  /** 404, 405, 501, or a redirect to an address that is not safe: a settings error */
  | { readonly kind: 'misdirected'; readonly status: number; readonly message: string }
  /** a permit was refused, so the request did not leave */
  | { readonly kind: 'not sent'; readonly refusal: Refusal }

/** How talking to the shop ended. */
export type Reply<T> =
  | { readonly kind: 'answered'; readonly value: T }
  | {
      readonly kind: 'trouble'
      readonly trouble: Trouble
      /** some attempt may have been processed although no answer says so; never about the orders in `settled` */
      readonly mayHaveProcessed: boolean
      /** so may an attempt before the last one: what the shop shows by now does not tell that the last one is over */
      readonly isRepeated?: true
      /** outcomes of orders that earlier requests of the same update settled already; none of them is `unknown` */
      readonly settled: readonly Outcome[]
    }

/** An order status as the shop has it. */
export interface ShopStatus {
  readonly id: string
  /** its name in every language of the shop */
  readonly names: readonly string[]
  /** `Received`, `Canceled`, `Sent`, `Custom` and others, in the shop's own words */
  readonly type: string
  /** what an order gets by itself that changes to it */
  readonly marks: readonly ('paid' | 'resolved' | 'delivered')[]
}

/** What a shop says of itself, nothing of which is about an order. Each is one request, but for more than 100 fields. */
export interface ShopWords {
  /** The endpoints that the login may use, as the shop names them; empty where the answer names none. */
  rights(session: Session): Promise<Reply<readonly string[]>>
  statuses(session: Session): Promise<Reply<readonly ShopStatus[]>>
  /** Keys of the custom fields of orders. Of more than 100, further pages are read until all that are looked for are found. */
  fields(lookedFor: readonly string[], session: Session): Promise<Reply<readonly string[]>>
}

/** What the shop shows of orders that were changed there. */
export interface ChangedOrders {
  readonly orders: ReadonlyMap<string, Fields>
  /** there are no more of them */
  readonly isWhole: boolean
}

/** One of the two APIs. What the shop answers is a value; only the effects of a session throw. */
export interface Shop {
  readonly api: 'v2' | 'state-update'
  /** orders that one request may carry */
  readonly batchSize: number
  /** Posts one batch. The answer has one outcome per order, of which at least one is not `unknown`. */
  update(batch: Batch, session: Session): Promise<Reply<readonly Outcome[]>>
  /**
   * Reads orders by number, at most `batchSize`. Only v2 can. What the shop shows comes by the number that was asked
   * for; orders that it does not have are missing. Absent fields are shown as `''` or `false`.
   */
  readonly read?: (orderNumbers: readonly string[], session: Session) => Promise<Reply<ReadonlyMap<string, Fields>>>
  /**
   * Reads the orders that were changed since a time, ISO 8601, a request for 100, at most so many requests. Only v2 can.
   * Nothing of them but their numbers is archived.
   */
  readonly changed?: (since: string, session: Session, mostRequests?: number) => Promise<Reply<ChangedOrders>>
  /** What the shop has and what the login may do. Only v2 can say. */
  readonly words?: ShopWords
  /** Reads an archived answer again, without any effect: what a run that died had been told. */
  interpret(batch: Batch, response: ShopResponse): readonly Outcome[]
  /** The same of an archived reading of these orders; `undefined` where it cannot be read. Only v2 has such. */
  readonly shownIn?: (
    orderNumbers: readonly string[],
    response: ShopResponse,
  ) => ReadonlyMap<string, Fields> | undefined
}
