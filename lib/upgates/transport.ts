import type { Clock, Random } from '../effects.ts'
import { allowanceOf, retryAfterMs } from './headers.ts'
import { movedTo } from './moved.ts'
import type { UpdateResult } from './old.ts'
import { type Batch, type Http, NoAnswer, type Session, type ShopRequest, type ShopResponse } from './shop.ts'

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
  /** asking twice does no harm, so a lost or unreadable answer is followed by another attempt */
  readonly repeatable: boolean
  /** whether a 2xx answer, or a 4xx one, can be read as an answer about orders */
  isReadable(response: ShopResponse): boolean
}

/** A readable answer, or why there is none. */
export type Answer =
  | { readonly kind: 'answer'; readonly response: ShopResponse }
  | Exclude<UpdateResult, { kind: 'answered' | 'not sent' }>
  | { readonly kind: 'not sent'; readonly refusal: NonNullable<ReturnType<Session['permit']>> }

/** Asks the shop, with the retries that are allowed. */
export type Transport = (ask: Ask, session: Session) => Promise<Answer>

/**
 * Creates the transport of one API.
 *
 * - 5xx, and requests that surely never left: up to three attempts, exponential backoff with full jitter
 * - lost or unreadable answers: the same if the request is repeatable, otherwise `unknown`
 * - 429, 401, 403, 404, 405, 501, 400, 413: never repeated
 * - 301, 302, 307, 308: once, to an address that is safe
 */
export function createTransport(baseUrl: string, timeoutMs: number, effects: TransportEffects): Transport {
  let base = baseUrl
  return async (ask, session) => {
    let redirected = false
    for (let attempt = 1; ; attempt++) {
      const refusal = session.permit()
      if (refusal !== undefined) return { kind: 'not sent', refusal }
      const request = ask.request(base)
      const outcome = await once(ask, request, attempt, session, timeoutMs, effects)
      if (outcome.kind === 'moved' && !redirected) {
        redirected = true
        const address = movedTo(outcome.response, base, request.url)
        if (address === undefined) return unsafeMove(outcome.response)
        base = address
        session.newAddress(address)
        continue
      }
      if (outcome.kind === 'moved') return unsafeMove(outcome.response)
      const final = !('again' in outcome) || !outcome.again || attempt >= mostAttempts + (redirected ? 1 : 0)
      if (final) return outcome.kind === 'answer' ? outcome : outcome.result
      await effects.clock.sleep(effects.random() * Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1)))
    }
  }
}

type Once =
  | { readonly kind: 'answer'; readonly response: ShopResponse }
  | { readonly kind: 'moved'; readonly response: ShopResponse }
  | { readonly kind: 'other'; readonly result: Exclude<Answer, { kind: 'answer' }>; readonly again: boolean }

async function once(
  ask: Ask,
  request: ShopRequest,
  attempt: number,
  session: Session,
  timeoutMs: number,
  { http, clock }: TransportEffects,
): Promise<Once> {
  const { orderNumbers, batch } = ask
  const complete = await session.record({ request, attempt, orderNumbers, ...(batch === undefined ? {} : { batch }) })
  let response: ShopResponse
  try {
    response = redacted(await http(request, timeoutMs), session)
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    return lost(new NoAnswer(session.redact(error.message), error.sent), ask.repeatable)
  }
  const allowance = allowanceOf(response.headers)
  if (allowance !== undefined) session.allowance(allowance)
  await complete(response)
  return sorted(response, ask, clock.now())
}

/** A careless shop or proxy says back what it was told. */
const redacted = ({ status, headers, body }: ShopResponse, { redact }: Pick<Session, 'redact'>): ShopResponse => ({
  status,
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [redact(name), redact(value)])),
  body: redact(body),
})

function lost(error: NoAnswer, repeatable: boolean): Once {
  if (!error.sent) {
    return {
      kind: 'other',
      again: true,
      result: { kind: 'failing', message: `The shop cannot be reached (${error.message}).` },
    }
  }
  return {
    kind: 'other',
    again: repeatable,
    result: { kind: 'unknown', message: `The shop gave no readable answer (${error.message}).` },
  }
}

const wrongAddress = 'Check "project", "server" or "url" of "upgates" in the settings.'

function sorted(response: ShopResponse, ask: Ask, nowMs: number): Once {
  const { status } = response
  const other = (result: Exclude<Answer, { kind: 'answer' }>, again = false): Once => ({ kind: 'other', result, again })
  if ([301, 302, 307, 308].includes(status)) return { kind: 'moved', response }
  if ((status < 300 || (status >= 400 && status < 500)) && ask.isReadable(response)) return { kind: 'answer', response }
  if (status < 300) {
    return other(
      {
        kind: 'unknown',
        message: `The shop's answer to the request cannot be read (${status}, ${excerpt(response)}).`,
      },
      ask.repeatable,
    )
  }
  if (status === 401 || status === 403)
    return other({
      kind: 'denied',
      status,
      message: `The shop refused the credentials (${status}, ${excerpt(response)}).`,
    })
  if (status === 429) {
    const notBefore = retryAfterMs(response.headers, nowMs)
    return other({
      kind: 'limited',
      notBeforeMs: notBefore,
      message: `The allowance of requests is used up until ${new Date(notBefore).toISOString()}.`,
    })
  }
  if (status >= 500 && status !== 501) {
    return other(
      { kind: 'failing', status, message: `The shop failed again and again (${status}, ${excerpt(response)}).` },
      true,
    )
  }
  if (status === 400 || status === 413) {
    return other({ kind: 'refused', status, message: `the shop refused the request as a whole (${excerpt(response)})` })
  }
  return other({
    kind: 'misdirected',
    status,
    message: `The shop does not know this address or method (${status}). ${wrongAddress}`,
  })
}

const unsafeMove = (response: ShopResponse): Answer => ({
  kind: 'misdirected',
  status: response.status,
  message: `The shop has moved, but the new address is not one under .upgates.com with https, so it is not followed. ${wrongAddress}`,
})

/** The beginning of an answer, for a message: one line of plain characters. */
function excerpt({ body }: ShopResponse): string {
  const line = body
    .replaceAll(/<[^>]*>|[^\P{C}]|\s+/gu, ' ')
    .replaceAll(/ +/g, ' ')
    .trim()
  if (line === '') return body === '' ? 'an empty answer' : 'an unreadable answer'
  return line.length > 120 ? `${line.slice(0, 119)}…` : line
}
