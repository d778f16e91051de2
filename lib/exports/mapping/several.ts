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

const joinedTexts = (texts: readonly string[]): string => [...new Set(texts.flatMap(partsOf))].join(mark)

/** What a text that grows is made of, by the name of the text, so that nobody looks through all of it for each further part. */
export type Parts = Map<string, Set<string>>

/**
 * A text, or the texts of each language, joined with what was joined before, as {@link joinValues} does.
 * @param parts of what was joined before under these names; filled at the first time
 */
export function joinMore(
  name: string,
  [before, value]: readonly [FieldValue, FieldValue],
  parts: Parts,
): FieldValue | undefined {
  if (typeof before === 'string' && typeof value === 'string') return joinText(name, [before, value], parts)
  if (typeof before !== 'object' || typeof value !== 'object') return undefined
  const texts = Object.entries(value).map(
    ([code, text]) => [code, joinText(`${name}[${code}]`, [before[code] ?? '', text], parts)] as const,
  )
  return { ...before, ...Object.fromEntries(texts) }
}

function joinText(name: string, [before, more]: readonly [string, string], parts: Parts): string {
  const known = parts.get(name) ?? new Set(partsOf(before))
  const text = parts.has(name) ? before : [...known].join(mark)
  parts.set(name, known)
  const added = [...new Set(partsOf(more))].filter((part) => !known.has(part))
  for (const part of added) known.add(part)
  const rest = added.join(mark)
  // the first text is not copied: it may be long
  return text === '' || rest === '' ? text + rest : `${text}${mark}${rest}`
}

const partsOf = (text: string): string[] => text.split(mark).filter((part) => part !== '')
