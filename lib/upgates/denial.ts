import { jsonOf } from './named.ts'
import type { Batch, Outcome, ShopResponse } from './shop.ts'

const longestLook = 20_000

const key = '(?:key|token|login|klic|kluc|heslo)'
/** Words about the key itself, in English, Czech or Slovak; whatever page says them, it is about the key. */
const keyWords = new RegExp(`\\bapi[\\s-]*${key}|\\b(?:klic|kluc)\\w* (?:k |pre |pro )?api\\b`)

const secret = '(?:klic|kluc|token|hesl|prihlasovaci|prihlaseni|udaj)'
const bad = 'neplatn|chybn|spatn|nespravn|neznam|chybejici|chybajuc'
const access = 'pristup|prihlaseni|overeni|autorizac|autentizac|autentifikac'
/** Words about credentials in general; a web page may say them about somebody else's login. */
const credentialWords = new RegExp(
  [
    /\b(un|not |ne)auth?ori[sz](ed|ovan)|\bunauthenticated\b|\bnot allowed to (access|use)\b/,
    /\bnot authenticated|\bauthentication (failed|required|error)|\bauthori[sz]ation (failed|required|error)/,
    /\b(access|permission) (is )?(denied|forbidden)|\bforbidden\b|\blogin (failed|is locked|is inactive)/,
    /\b(invalid|bad|wrong|incorrect|unknown|missing|expired|revoked) (key|token|credentials|login|username|password)\b(?! at\b)/,
    /\b(key|token|login|credentials) (is|are|was|were|has|have) (not |been )?(\w+ )?(invalid|valid|wrong|incorrect|unknown|missing|expired|revoked|locked)\b/,
    `\\b(${bad})\\w* ((?!stav|status)\\w+ )?${secret}`,
    /\b(klic|kluc|token|hesl)\w* (\w+ )?(neni|nie je|je|nebyl|nebol|chybi|chyba)\b ?(\w+ )?(platn|neplatn|chybn|spatn|nespravn|spravn|neznam|zadan|$)/,
    `\\b(chybi|chyba|nezadan\\w*|neby\\w* zadan\\w*|nebol\\w* zadan\\w*) (\\w+ )?${secret}`,
    /\bplatnost (\w+ )?(klic|kluc|token|hesl)\w* (\w+ )?(vyprs|skoncil|uplynul)|\b(klic|kluc|token)\w* (\w+ )?(vyprs|expiroval)/,
    `\\b(${access})\\w* (byl\\w* |bol\\w* )?(odepren|zamitnut|zamietnut|odmitnut|odmietnut|zakazan|selhal|zlyhal|se nezdaril|se nepodaril|sa nepodaril)`,
    /\bnemate (\w+ )?(opravneni|pristup|prav)|\bneopravnen|\bnedostat\w* opravneni|\bprihlasovaci\w* udaj/,
  ]
    .map((part) => (typeof part === 'string' ? part : part.source))
    .join('|'),
)

/**
 * Whether an answer that is not about orders is about the key: the page of `state-update` does not say how a wrong key
 * is answered, so any form counts: an object, a list of messages, plain text, in English, Czech or Slovak.
 */
export function speaksOfKey({ body }: Pick<ShopResponse, 'body'>): boolean {
  const value = jsonOf(body)
  const isPage = value === undefined && body.trimStart().startsWith('<')
  const text = plain(isPage ? shownBy(body) : value === undefined ? body : wordsIn(value).join('\n'))
  return keyWords.test(text) || (!isPage && credentialWords.test(text))
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

/** What a web page shows: its scripts and attributes may have keys of their own. */
const shownBy = (page: string): string =>
  page
    .slice(0, longestLook)
    .replaceAll(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)|<!--[\s\S]*?(?:-->|$)|<[^<>]*>/gi, ' ')
    .replaceAll(/\s+/g, ' ')

/** Lower case, without diacritics, and without what is quoted but the name of the key. */
const plain = (text: string): string =>
  text
    .slice(0, longestLook)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('_', ' ')
    .replaceAll(quotation, (_, before: string, quoted: string) =>
      isKeyName.test(quoted) && !namesField.test(before) ? `${before}${quoted}` : before,
    )

const quotation =
  /((?:^|[\s(:=,])(?:[\w-]{1,30}\s)?)(?:['"`‘’‚“”„«»]|&quot;|&#0?39;)([^'"`‘’‚‛“”„«»&\n]{1,200})(?:['"`‘’“”«»]|&quot;|&#0?39;)(?=$|[\s.,;:!?)])/g
const isKeyName = new RegExp(`^(?:api[\\s-]*)?${key}$|^authorization$|^credentials$`)
/** What is quoted behind these words is a status or a custom field, whatever it is called. */
const namesField = /(?:\bstat\w*|\bstav\w*|\bmetas?|\bkey|\bfield|\bpol[ei]\w*)\s$/

const denials = ['401', '402', '403']

/** The texts of an answer, a few levels deep, with the names of what is false or has a text: `apiKey: "invalid"`. */
function wordsIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || depth > 4) return []
  if (Array.isArray(value)) return value.slice(0, 100).flatMap((inner) => wordsIn(inner, depth + 1))
  return Object.entries(value)
    .slice(0, 100)
    .flatMap(([name, inner]) => {
      if (/^(http_?)?(status|code|status_?code|error_?code)$/i.test(name) && denials.includes(String(inner)))
        return ['unauthorized']
      const words = inner === false ? ['is wrong'] : wordsIn(inner, depth + 1)
      if (/^(api_?key|authorization)$/i.test(name)) return words.map((word) => `api key ${word}`)
      return inner === false ? [] : words
    })
}
