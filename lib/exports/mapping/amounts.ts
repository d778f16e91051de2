import type { Condition } from '../../settings/settings.ts'
import { InvalidValue } from './values.ts'

const shape = /^([+-]?)(\d+)(?:[.,](\d+))?$/
const spaces = /[\s\u00a0\u2007\u202f']/g
const currency = /^(?:czk|kč|eur|€|usd|\$|,-)|(?:czk|kč|eur|€|usd|\$|,-)$/gi
const thousands = /([.,])(?=\d{3}(?:\1\d{3})*(?:[.,]\d+)?$)/g

/**
 * An amount as people and programs write it: `1250`, `1 250,00 Kč`, `-1.250,50`, `1,250.50`. `undefined`: it is none.
 * A single group of three digits after a point or a comma stays a fraction, as in `0.125`.
 */
export function readAmount(text: string): number | undefined {
  const bare = text.replaceAll(spaces, '').replaceAll(currency, '').replace('\u2212', '-')
  const separators = bare.replaceAll(/[^.,]/g, '')
  const plain = separators.length > 1 ? bare.replaceAll(thousands, '') : bare
  const [, sign, whole, fraction = '0'] = shape.exec(plain) ?? []
  return whole === undefined ? undefined : Number(`${sign}${whole}.${fraction}`)
}

/** Whether an amount fulfils a condition. Throws {@link InvalidValue} where the text is no amount; a blank fulfils none. */
export function amountHolds(condition: Extract<Condition, { amount: number }>, text: string): boolean {
  if (text === '') return false
  const found = readAmount(text)
  if (found === undefined) throw new InvalidValue(condition.path, text, 'expected an amount, as 1250 or 1 250,00 Kč')
  if (condition.test === 'amount') return found === condition.amount
  return condition.test === 'above' ? found > condition.amount : found < condition.amount
}
