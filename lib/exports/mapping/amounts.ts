import { trimmed } from '../../settings/words.ts'

const space = /[\s\u00a0\u2000-\u200a\u202f\u205f'’_]+/g
const minus = /[-−–—‐‑‒―﹣－]/g
const currency =
  '(?:\\p{Sc}|[A-Z]{3}|(?:kč|kc|czk|eur|euro|usd|gbp|pln|zł|zl|huf|ft|sk|skk|chf|lei|ron|kr)\\.?|korun[ay]?)'
const before = new RegExp(`^([-+(]?) ?${currency} ?`, 'iu')
const after = new RegExp(` ?${currency} ?([-+)]?)$`, 'iu')
/** A space between digits which does not part thousands. */
const stray = /\d (?!\d{3}(?!\d))\d/

/**
 * An amount as people and programs write it: `1 250,00 Kč`, `-1.250,00`, `1,250.00 USD`, `(1 250)`, `1250,-`, `1.25E3`.
 * A comma or point that stands alone is a decimal one: `1,234` and `1.234` are a little more than one.
 * `undefined`: it is not an amount.
 */
export function parseAmount(text: string): number | undefined {
  const amount = amountIn(text)
  return amount === undefined ? undefined : Math.round(amount * precision) / precision
}

/** No currency has more decimals; what is beyond them comes of calculating, as 1.13E-13 and 0.30000000000000004. */
const precision = 1e6

function amountIn(text: string): number | undefined {
  const plain = trimmed(text).replace(minus, '-').replace(space, ' ')
  if (/^[+-]?\d+(?:\.\d+)?E[+-]?\d+$/i.test(plain)) return Number(plain)
  if (stray.test(plain)) return undefined
  const bare = plain.replace(before, '$1').replace(after, '$1').replaceAll(' ', '')
  const bracketed = /^\((.+)\)$/.exec(bare)?.[1]
  return bracketed === undefined ? signed(bare) : negated(signed(bracketed))
}

const negated = (amount: number | undefined): number | undefined => (amount === undefined ? undefined : -amount)

/** One sign, before or behind the digits, on either side of the currency. */
function signed(text: string): number | undefined {
  const cents = text.replace(/[.,]-{1,2}$/, '')
  const [, sign = '', digits = '', behind = ''] = /^([+-]?)([\d.,]+)([+-]?)$/.exec(cents) ?? []
  if (digits === '' || (sign !== '' && behind !== '')) return undefined
  const amount = unsigned(digits)
  return sign === '-' || behind === '-' ? negated(amount) : amount
}

function unsigned(digits: string): number | undefined {
  const marks = digits.replaceAll(/\d/g, '')
  const decimal = marks.at(-1) ?? ''
  const groups = marks.slice(0, -1)
  const isGroups = groups !== '' && decimal === groups.charAt(0)
  if (new Set(groups).size > 1) return undefined
  if (isGroups) return wellGrouped(digits, decimal) ? number(digits.replaceAll(decimal, '')) : undefined
  const [whole = '', fraction = ''] = decimal === '' ? [digits] : digits.split(decimal)
  if (groups !== '' && !wellGrouped(whole, groups.charAt(0))) return undefined
  return number(`${groups === '' ? whole : whole.replaceAll(groups.charAt(0), '')}.${fraction}`)
}

const wellGrouped = (digits: string, mark: string): boolean => {
  const [first = '', ...others] = digits.split(mark)
  return /^\d{1,3}$/.test(first) && others.every((group) => /^\d{3}$/.test(group))
}

const number = (text: string): number | undefined => (/\d/.test(text) ? Number(text.replace(/\.$/, '')) : undefined)
