import type { Clock, Random } from '../effects.ts'
import { cleaned } from './clean.ts'
import { allowanceOf, retryAfterOf } from './headers.ts'
import { newAddressOf } from './new-address.ts'
import {
  type Batch,
  type Http,
  NoAnswer,
  type Session,
  type ShopRequest,
  type ShopResponse,
  type Trouble,
} from './shop.ts'
import { isFromGateway, mayBeProcessed, unsafeRedirect, verdictOf } from './verdict.ts'

const mostAttempts = 3
const firstPauseMs = 1_000
const longestPauseMs = 20_000

/** What the transport needs. */
export interface TransportEffects {
  readonly http: Http
  readonly clock: Clock
  readonly random: Random
}

/** One thing to be asked of the shop, whatever attempts it takes. */
export interface Ask {
  /** builds the request for an address of the API */
  request(baseUrl: string): ShopRequest
  readonly orderNumbers: readonly string[]
  readonly batch?: Batch
  /**
   * What may be followed by another attempt, beside requests that surely never left: any trouble that may pass
   * (`always`), a 5xx of the server itself (`after 5xx`), or nothing (`never`). Without an answer of the server, the first
   * attempt may be processed after the second one, and after whatever is sent next: it would overwrite what is newer.
   */
  readonly repeat: 'always' | 'after 5xx' | 'never'
  /** whether a 2xx answer, or a 4xx one, says something about what was asked */
  isReadable(response: ShopResponse): boolean
  /** the answer as it may be archived and quoted: without customers' data */
  kept(response: ShopResponse): ShopResponse
  /** asked before another attempt where an earlier one may have been processed; `false` ends it */
  mayRepeat?(trouble: Trouble): Promise<boolean>
}

/** A readable answer, or why there is none. */
export type Answer =
  | { readonly kind: 'answer'; readonly response: ShopResponse }
  | {
      readonly kind: 'trouble'
      readonly trouble: Trouble
      readonly mayHaveProcessed: boolean
      /** an attempt before the last one may have been processed */
      readonly isRepeated?: true
    }

/** Asks the shop, with the retries that are allowed. */
export type Transport = (ask: Ask, session: Session) => Promise<Answer>

/**
 * Creates the transport of one API.
 *
 * - requests that surely never left, 5xx, lost or unreadable answers: up to three attempts as far as {@link Ask.repeat}
 *   allows, with exponential backoff, full jitter, and not before a `Retry-After` of at most 20 s; one that asks for
 *   more time ends it
 * - any other trouble: never repeated
 * - 301, 302, 307, 308: once, to an address that is safe
 */
export function createTransport(baseUrl: string, timeoutMs: number, effects: TransportEffects): Transport {
  let base = baseUrl
  return async (ask, session) => {
    let [redirects, mayHaveProcessed] = [0, false]
    for (let attempt = 1; ; attempt++) {
      const refusal = session.permit()
      if (refusal !== undefined) {
        return { kind: 'trouble', trouble: { kind: 'not sent', refusal }, mayHaveProcessed }
      }
      const request = ask.request(base)
      const ended = await once(ask, { request, attempt, timeoutMs, session }, effects)
      if (ended.kind === 'answer') return ended
      if (ended.kind === 'redirect') {
        const address = redirects++ === 0 ? newAddressOf(ended.response, base, request.url) : undefined
        if (address === undefined) return { ...unsafeRedirect(ended.response.status), mayHaveProcessed }
        base = address
        session.newAddress(address)
        continue
      }
      const repeated = mayHaveProcessed ? ({ isRepeated: true } as const) : {}
      mayHaveProcessed ||= ended.mayHaveProcessed
      const trouble: Answer = { kind: 'trouble', trouble: ended.trouble, mayHaveProcessed, ...repeated }
      const pauseMs = pauseAfter(ended, { attempts: attempt - redirects, repeat: ask.repeat }, effects)
      if (pauseMs === undefined) return trouble
      await effects.clock.sleep(pauseMs)
      if (mayHaveProcessed && ask.mayRepeat !== undefined && !(await ask.mayRepeat(trouble.trouble))) return trouble
    }
  }
}

/** How one attempt ended. */
type Ended =
  | { readonly kind: 'answer'; readonly response: ShopResponse }
  | { readonly kind: 'redirect'; readonly response: ShopResponse }
  | {
      readonly kind: 'trouble'
      readonly trouble: Trouble
      readonly mayHaveProcessed: boolean
      /** the shop's own words about the next attempt, milliseconds since 1970 */
      readonly notBeforeMs?: number
    }

interface Attempt {
  readonly request: ShopRequest
  readonly attempt: number
  readonly timeoutMs: number
  readonly session: Session
}

async function once(
  ask: Ask,
  { request, attempt, timeoutMs, session }: Attempt,
  { http, clock }: TransportEffects,
): Promise<Ended> {
  const { orderNumbers, batch } = ask
  const complete = await session.record({ request, attempt, orderNumbers, ...(batch === undefined ? {} : { batch }) })
  let response: ShopResponse
  try {
    response = cleaned(await http(request, timeoutMs), session)
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    return lost(session.redact(error.message), error.sent)
  }
  const allowance = allowanceOf(response.headers)
  if (allowance !== undefined) session.allowance(allowance)
  const kept = ask.kept(response)
  await complete(kept)
  const verdict = verdictOf(response, { isReadable: ask.isReadable, kept }, clock.now())
  if (verdict.kind !== 'trouble') return { kind: verdict.kind, response }
  const mayHaveProcessed = mayBeProcessed(response.status) && verdict.trouble.kind !== 'denied'
  const notBeforeMs = retryAfterOf(response.headers, clock.now())
  const asked = notBeforeMs === undefined ? {} : { notBeforeMs }
  const { trouble } = verdict
  const isLong = trouble.kind === 'failing' && notBeforeMs !== undefined && notBeforeMs > clock.now() + longestPauseMs
  return { kind: 'trouble', mayHaveProcessed, ...asked, trouble: isLong ? { ...trouble, ...asked } : trouble }
}

const lost = (reason: string, sent: boolean): Ended => ({
  kind: 'trouble',
  mayHaveProcessed: sent,
  trouble: sent
    ? { kind: 'unreadable', message: `The shop gave no readable answer (${reason}).` }
    : { kind: 'failing', message: `The shop cannot be reached (${reason}).${addressHint(reason)}` },
})

/** An address that nobody has or answers at may be misspelt: that does not pass by itself. */
const addressHint = (reason: string): string =>
  /ENOTFOUND|ECONNREFUSED/.test(reason)
    ? ' If this machine is online, check "project" and "server" (or "url") of "upgates" in the settings.'
    : ''

/** How long to wait before the next attempt, in milliseconds; `undefined` where there must not be one. */
function pauseAfter(
  ended: Ended & { kind: 'trouble' },
  { attempts, repeat }: Pick<Ask, 'repeat'> & { readonly attempts: number },
  { clock, random }: Pick<TransportEffects, 'clock' | 'random'>,
): number | undefined {
  const { kind } = ended.trouble
  const passes =
    repeat === 'always'
      ? kind === 'failing' || kind === 'unreadable'
      : kind === 'failing' && (!ended.mayHaveProcessed || (repeat === 'after 5xx' && !isFromGateway(ended.trouble)))
  const asked = ended.notBeforeMs === undefined ? 0 : ended.notBeforeMs - clock.now()
  if (!passes || attempts >= mostAttempts || asked > longestPauseMs) return undefined
  return Math.max(asked, random() * Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1)))
}
