import { jsonOf } from './named.ts'
import type { Batch, Outcome, ShopResponse } from './shop.ts'

const longestLook = 20_000

/** Words about the key itself, with or without diacritics; whatever page says them, it is about the key. */
const keyWords = /\bapi[\s_-]*(key|klic|token|login|heslo)|\bklic\w* (k )?api\b|\bapikey/

/** Words about credentials in general; a web page may say them about somebody else's login. */
const credentialWords = new RegExp(
  [
    /\b(un|not |ne)auth?ori[sz](ed|ovan)/,
    /\bnot authenticated|\bauthentication (failed|required|error)|\bauthori[sz]ation (failed|required|error)/,
    /\b(access|permission) (is )?(denied|forbidden)|\bforbidden\b|\blogin (failed|is locked|is inactive)/,
    /\b(invalid|bad|wrong|incorrect|unknown|missing|expired|revoked) (key|token|credentials|login|username|password)\b/,
    /\b(key|token|login|credentials) (is|are|was|were) (not )?(\w+ )?(invalid|valid|wrong|incorrect|unknown|missing|expired|revoked|locked)\b/,
    /\b(neplatn|chybn|spatn|nespravn|neznam|chybejici)\w* (\w+ )?(klic|token|login|hesl|prihlasovaci|prihlaseni|udaj)/,
    /\b(klic|token|hesl)\w* (\w+ )?(neni|je|nebyl) (\w+ )?(platn|neplatn|chybn|spatn|nespravn|spravn|neznam)/,
    /\b(pristup|prihlaseni|overeni)\w* (\w+ )?(byl\w* )?(odepren|zamitnut|odmitnut|zakazan|selhal|se nezdaril|se nepodaril)/,
    /\bnemate (\w+ )?(opravneni|pristup)|\bneopravnen|\bnedostatecn\w* opravneni|\bprihlasovaci\w* udaj/,
  ]
    .map(({ source }) => source)
    .join('|'),
)

/**
 * Whether an answer that is not about orders is about the key: the page of `state-update` does not say how a wrong key
 * is answered, so any form counts: an object, a list of messages, plain text, in English or Czech.
 */
export function speaksOfKey({ body }: Pick<ShopResponse, 'body'>): boolean {
  const value = jsonOf(body)
  const text = plain(value === undefined ? body : wordsIn(value).join('\n'))
  return keyWords.test(text) || (!body.trimStart().startsWith('<') && credentialWords.test(text))
}

/**
 * The outcomes of an answer, or all `unknown` where every order is refused for the key's sake: that is an answer about
 * the key. A custom field may be called like it.
 */
export function unlessForTheKey({ updates }: Batch, outcomes: Outcome[]): Outcome[] {
  const forTheKey = ({ kind, messages }: Outcome & { messages?: readonly string[] }): boolean =>
    kind === 'rejected' &&
    (messages ?? []).some((message) => keyWords.test(plain(message)) && !/\bmetas?\b/i.test(message))
  if (outcomes.length === 0 || !outcomes.every(forTheKey)) return outcomes
  return updates.map(({ order_number }) => ({
    order_number,
    kind: 'unknown',
    messages: ['the answer is about the key'],
  }))
}

/** Lower case, without diacritics. */
const plain = (text: string): string =>
  text.slice(0, longestLook).normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** The texts of an answer, a few levels deep, with the names of what is false or has a text: `apiKey: "invalid"`. */
function wordsIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || depth > 4) return []
  if (Array.isArray(value)) return value.slice(0, 100).flatMap((inner) => wordsIn(inner, depth + 1))
  return Object.entries(value)
    .slice(0, 100)
    .flatMap(([name, inner]) => {
      const words = wordsIn(inner, depth + 1)
      return /^(api_?key|authorization)$/i.test(name) ? words.map((word) => `api key ${word}`) : words
    })
}
