import { matcher } from '../../upgates/match.ts'

/** What stands where a value was. */
export const forgottenValue = '[forgotten]'

/** Names whose values tell that and how something was done, and nothing of the order but its number. */
const proof = new Set([
  'order_number',
  'updated_yn',
  'error',
  'level',
  'object',
  'property',
  'causes',
  'cause',
  'mails',
  'approved',
  'field',
  'kind',
  'order_url',
])
/** Names whose values are keys and addresses: they name orders, and hold no value of theirs. */
const places = new Set(['url', 'key', 'storedAs', 'archived', 'hash', 'id'])

/**
 * A JSON value without the values of an order: whatever an object that bears its number says of it, and whatever text
 * mentions it. Its number stays, so that what was done can still be shown.
 */
export function scrubbed(value: unknown, order_number: string): unknown {
  const mentions = mentioning(order_number)
  const isItsNumber = spellings(value, order_number)
  const words = quotedOf(value, mentions)
  const text = (said: string): string => (said !== order_number && mentions.test(said) ? forgottenValue : said)
  const walk = (inner: unknown, name = ''): unknown => {
    if (typeof inner === 'string') return places.has(name) ? inner : text(inner)
    if (Array.isArray(inner)) return inner.map((one) => walk(one))
    if (typeof inner !== 'object' || inner === null) return inner
    const isIts = 'order_number' in inner && isItsNumber(String(inner.order_number))
    const isAbout = ('subject' in inner && inner.subject === order_number) || countsAny(inner, words)
    const entries = Object.entries(inner).map(([key, one]) => {
      if (isIts) return [key, proof.has(key) ? one : blanked(one)]
      return [key, isAbout && key === 'message' ? forgottenValue : walk(one, key)]
    })
    return Object.fromEntries(entries)
  }
  return walk(value)
}

/** What texts that mention the order quote: the values that they tell of it. */
function quotedOf(value: unknown, mentions: RegExp): readonly string[] {
  if (typeof value === 'string')
    return mentions.test(value) ? [...value.matchAll(/"([^"]+)"/g)].map(([, word = '']) => word) : []
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap((inner) => quotedOf(inner, mentions))
    : []
}

/** Words that no map knows are counted over all orders, and told without their numbers. */
const countsAny = (problem: object, words: readonly string[]): boolean =>
  'kind' in problem &&
  problem.kind === 'unknown words' &&
  'message' in problem &&
  words.some((word) => String(problem.message).includes(`× ${word}`))

/** Of an exchange, also the numbers of the answer that stand for the order: the shop may spell them in its own way. */
function spellings(value: unknown, order_number: string): (number: string) => boolean {
  const asked = typeof value === 'object' && value !== null && 'orders' in value ? value.orders : undefined
  const find = matcher(Array.isArray(asked) ? asked.map(String) : [], (number) => number)
  return (number) => number === order_number || find(number) === order_number
}

/** Every value within is gone; the names stay. */
function blanked(value: unknown, name = ''): unknown {
  if (proof.has(name) || (name === 'key' && typeof value === 'string')) return value
  if (Array.isArray(value)) return value.map((one) => blanked(one))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, blanked(one, key)]))
  return value === null ? null : forgottenValue
}

/** The number as a word of its own: `O1` is not mentioned by `O12`. */
const mentioning = (order_number: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${order_number.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'u')
