import { createHash, timingSafeEqual } from 'node:crypto'

/** What is known of a request before anything is done for it. */
export interface Incoming {
  readonly method: string
  /** path and query, as they came */
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** Who may ask: whoever knows the secret of the address, from this machine, and from no other page. */
export interface Door {
  /** secret part of every address */
  readonly token: string
  readonly port: number
}

/** Why nobody is let in: an HTTP status with a sentence. */
export interface Refused {
  readonly status: number
  readonly message: string
}

/**
 * Lets in who knows the console's address.
 *
 * - The host must be this machine by its number or as localhost: a name that somebody else made point here is refused.
 * - The secret of the address must be right; other pages cannot know it, so that they can neither read nor send.
 * - What changes something must come from a view of this console, as a plain form.
 */
export function refusalOf({ method, url, headers }: Incoming, { token, port }: Door): Refused | undefined {
  const host = String(headers.host ?? '')
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (!hosts.includes(host)) return { status: 421, message: 'The console answers on 127.0.0.1 only.' }
  const [, first = ''] = url.split(/[/?]/)
  if (!isSame(first, token))
    return { status: 404, message: 'Open the address that "order-sync console" has printed: it holds a secret.' }
  if (method === 'GET' || method === 'HEAD') return undefined
  if (method !== 'POST') return { status: 405, message: 'The console knows GET and POST only.' }
  if (headers.origin !== `http://${host}`) return { status: 403, message: 'Only a page of the console may do that.' }
  const type = String(headers['content-type'] ?? '').split(';')[0]
  if (type !== 'application/x-www-form-urlencoded') return { status: 415, message: 'The console takes forms only.' }
  return undefined
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const isSame = (text: string, secret: string): boolean => timingSafeEqual(digest(text), digest(secret))
