import type { Fields } from '../order.ts'
import type { Outcome, Refusal, Reply, Trouble } from './shop.ts'

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
  | { readonly kind: 'limited'; readonly notBeforeMs: number; readonly message: string }
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

export function toReply<T>(result: UpdateResult | ReadResult): Reply<T> {
  if (result.kind === 'answered')
    return { kind: 'answered', value: ('outcomes' in result ? result.outcomes : result.orders) as T }
  const settled = 'outcomes' in result ? result.outcomes : []
  const trouble: Trouble = result.kind === 'unknown' ? { kind: 'unreadable', message: result.message } : result
  const mayHaveProcessed = result.kind === 'unknown' || (result.kind === 'failing' && result.status !== undefined)
  return { kind: 'trouble', trouble, mayHaveProcessed, settled }
}
