import { speaksOfKey } from './denial.ts'
import { retryAfterMs } from './headers.ts'
import type { ShopResponse, Trouble } from './shop.ts'

/** What one answer is, by itself. */
export type Verdict =
  | { readonly kind: 'answer' }
  | { readonly kind: 'redirect' }
  | { readonly kind: 'trouble'; readonly trouble: Exclude<Trouble, { kind: 'not sent' }> }

const redirects = [301, 302, 307, 308]
const denials = [401, 402, 403]
/** Wrong address, wrong method, a proxy in between: about the settings, not about the orders. */
const misdirections = [404, 405, 407, 410, 501]

/** Whether a request that was answered with this status may have been processed although the answer may not say so. */
export const mayBeProcessed = (status: number): boolean =>
  status < 300 || status === 408 || (status >= 500 && status !== 501)

/** A gateway that gave up waiting says nothing about the server behind it, which may still be at work. */
export const isFromGateway = (trouble: Trouble): boolean =>
  trouble.kind === 'failing' && (trouble.status === 502 || trouble.status === 504)

/** Whether an answer of this status may be about orders at all: a list of messages under 401 is about the key. */
export const tellsOfOrders = (status: number): boolean =>
  status < 300 || (status >= 400 && status < 500 && ![...denials, 408, 429].includes(status))

/** What is asked of an answer. */
export interface Reading {
  /** whether an answer of 2xx or 4xx says something about what was asked */
  isReadable(response: ShopResponse): boolean
  /** the answer as it may be quoted, without customers' data */
  readonly kept: ShopResponse
}

/** Judges one answer by its status and its words. */
export function verdictOf(response: ShopResponse, { isReadable, kept }: Reading, nowMs: number): Verdict {
  const { status } = response
  const trouble = (trouble: Exclude<Trouble, { kind: 'not sent' }>): Verdict => ({ kind: 'trouble', trouble })
  if (redirects.includes(status)) return { kind: 'redirect' }
  if (denials.includes(status)) return trouble(denied(kept))
  if (status === 429) return trouble(limited(response, nowMs))
  if (status === 408) return trouble(unreadable(kept))
  if (tellsOfOrders(status) && isReadable(response)) return { kind: 'answer' }
  if (misdirections.includes(status) || (status >= 300 && status < 400)) return trouble(misdirected(status))
  if (status < 500 && speaksOfKey(kept)) return trouble(denied(kept))
  if (status < 300) return trouble(unreadable(kept))
  if (status >= 500) {
    return trouble({
      kind: 'failing',
      status,
      message: `The shop failed (${status}, ${excerpt(kept)}).`,
    })
  }
  return trouble({
    kind: 'refused',
    status,
    message: `the shop refused the request as a whole (${excerpt(kept)})`,
  })
}

const denied = (response: ShopResponse) => ({
  kind: 'denied' as const,
  status: response.status,
  message: `The shop refused the credentials (${response.status}, ${excerpt(response)}).`,
  ...(response.status === 403 && isPage(response) && !speaksOfKey(response) ? { isPage: true as const } : {}),
})

const isPage = ({ body }: ShopResponse): boolean => /^\s{0,100}</.test(body)

const unreadable = (response: ShopResponse) => ({
  kind: 'unreadable' as const,
  message: `The shop's answer to the request cannot be read (${response.status}, ${excerpt(response)}).`,
})

function limited(response: ShopResponse, nowMs: number) {
  const notBeforeMs = retryAfterMs(response.headers, nowMs)
  const message = `The allowance of requests is used up until ${new Date(notBeforeMs).toISOString()}.`
  return { kind: 'limited' as const, notBeforeMs, message }
}

const wrongAddress = 'Check "project", "server" or "url" of "upgates" in the settings.'

const misdirected = (status: number) => ({
  kind: 'misdirected' as const,
  status,
  message: `The shop does not know this address or method (${status}). ${wrongAddress}`,
})

/** A redirect to where a key must not go. */
export const unsafeRedirect = (status: number): Verdict & { kind: 'trouble' } => ({
  kind: 'trouble',
  trouble: {
    kind: 'misdirected',
    status,
    message: `The shop redirects to an address that is not https under .upgates.com, so the request does not follow. ${wrongAddress}`,
  },
})

const longestExcerpt = 120
/** Looked at, so that no answer of many megabytes is searched for its first words. */
const longestLook = 4_000

/** The beginning of an answer, for a message: one line of plain characters. */
function excerpt({ body }: ShopResponse): string {
  const line = body
    .slice(0, longestLook)
    .replaceAll(/<[^<>]*>|[^\P{C}]|\s+/gu, ' ')
    .replaceAll(/ +/g, ' ')
    .trim()
  if (line === '') return body === '' ? 'an empty answer' : 'an unreadable answer'
  return line.length > longestExcerpt ? `${line.slice(0, longestExcerpt - 1)}…` : line
}
