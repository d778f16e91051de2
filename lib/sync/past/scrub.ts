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
  const text = (said: string): string => (said !== order_number && mentions.test(said) ? forgottenValue : said)
  const walk = (inner: unknown, name = ''): unknown => {
    if (typeof inner === 'string') return places.has(name) ? inner : text(inner)
    if (Array.isArray(inner)) return inner.map((one) => walk(one))
    if (typeof inner !== 'object' || inner === null) return inner
    const isIts = 'order_number' in inner && String(inner.order_number) === order_number
    const isAbout = 'subject' in inner && inner.subject === order_number
    const entries = Object.entries(inner).map(([key, one]) => {
      if (isIts) return [key, proof.has(key) ? one : blanked(one)]
      return [key, isAbout && key === 'message' ? forgottenValue : walk(one, key)]
    })
    return Object.fromEntries(entries)
  }
  return walk(value)
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
