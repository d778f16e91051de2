import type { Session, ShopResponse } from './shop.ts'

/** No answer of a shop is nested so deeply; JSON that is could not be written down again. */
const deepest = 500

/** An answer that anybody may read: it may echo the API key, and its JSON may be made to break whoever writes it down. */
export function cleaned({ status, headers, body }: ShopResponse, { redact }: Pick<Session, 'redact'>): ShopResponse {
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [redact(name), redact(value)])),
    body: isTooDeep(body) ? `an answer of ${body.length} characters, nested too deeply` : redact(body),
  }
}

const opening = new Set([...'[{'].map((sign) => sign.charCodeAt(0)))
const closing = new Set([...']}'].map((sign) => sign.charCodeAt(0)))

function isTooDeep(body: string): boolean {
  let depth = 0
  for (let at = 0; at < body.length && depth <= deepest; at++) {
    const sign = body.charCodeAt(at)
    if (opening.has(sign)) depth++
    else if (closing.has(sign)) depth--
  }
  return depth > deepest
}
