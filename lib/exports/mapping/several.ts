import { type FieldValue, sameValue } from '../../order.ts'
import type { Several } from '../../settings/settings.ts'

const mark = ', '

/**
 * One value out of the several that an order has: equal ones are one; of different ones the first, the last, or all
 * joined by ", ", each once. `undefined`: they differ, and nothing says what that means.
 * @param values in the order of the file; at least one
 */
export function joinValues(values: readonly FieldValue[], several: Several | undefined): FieldValue | undefined {
  const [first, ...others] = values
  if (others.every((other) => sameValue(first, other))) return first
  if (several === 'first') return first
  if (several === 'last') return values.at(-1)
  return several === 'join' ? joined(values) : undefined
}

function joined(values: readonly FieldValue[]): FieldValue | undefined {
  if (values.every((value) => typeof value === 'string')) return joinedTexts(values)
  const languages = values.filter((value) => typeof value === 'object')
  if (languages.length < values.length) return undefined
  const codes = [...new Set(languages.flatMap((value) => Object.keys(value)))]
  return Object.fromEntries(
    codes.map((code) => [code, joinedTexts(languages.flatMap((value) => value[code] ?? []))] as const),
  )
}

const joinedTexts = (texts: readonly string[]): string =>
  [...new Set(texts.flatMap((text) => text.split(mark)))].filter((text) => text !== '').join(mark)
