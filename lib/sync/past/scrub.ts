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
/** Names whose values are keys, addresses and what else is no order's: they name orders, and hold no value of theirs. */
const places = new Set(['url', 'order_url', 'key', 'storedAs', 'archived', 'hash', 'id', 'run', 'of', 'feed'])
/** When something was done: `11` is not mentioned by the eleventh month. */
const time = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

/**
 * A JSON value without the values of an order: whatever an object that bears its number says of it, and whatever text
 * mentions it. Its number stays, so that what was done can still be shown.
 * @param itsValues values of the order that stand elsewhere: also texts go that tell of them without its number
 */
export function scrubbed(value: unknown, order_number: string, itsValues: readonly string[] = []): unknown {
  const mentions = mentioning(order_number)
  const isItsNumber = spellings(value, order_number)
  const words = [...quotedOf(value, mentions), ...itsValues]
  const text = (said: string): string =>
    said !== order_number && !time.test(said) && mentions.test(said) ? forgottenValue : said
  const walk = (inner: unknown, name = ''): unknown => {
    if (name === 'headers') return inner
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

/** What the exports say and no map knows, or the shop has not, is told of all orders together, without their numbers. */
const countsAny = (problem: object, words: readonly string[]): boolean => {
  if (!('kind' in problem) || !('message' in problem)) return false
  const message = String(problem.message)
  if (problem.kind === 'unknown words') return words.some((word) => message.includes(`× ${word}`))
  return problem.kind === 'not in the shop' && words.some((word) => message.includes(`"${word}" (exports/`))
}

/** The values that objects which bear the number of an order hold, whatever they are. */
export function valuesOf(value: unknown, order_number: string): string[] {
  const isItsNumber = spellings(value, order_number)
  const within = (inner: unknown, isIts: boolean, name = ''): string[] => {
    if (typeof inner === 'string') return isIts && inner !== '' && !proof.has(name) ? [inner] : []
    if (typeof inner !== 'object' || inner === null) return []
    const isToo = isIts || ('order_number' in inner && isItsNumber(String(inner.order_number)))
    return Object.entries(inner).flatMap(([key, one]) => (isToo && proof.has(key) ? [] : within(one, isToo, key)))
  }
  return [...new Set(within(value, false))]
}

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
