import type { FieldName, FieldValue } from '../../order.ts'
import { type Line, withWanted } from './line.ts'

/** Takes a value as acknowledged without posting; a blank says nothing. */
export function adopt(line: Line, name: FieldName, value: FieldValue): Line {
  const { [name]: _, ...wanted } = line.wanted ?? {}
  const acknowledged = value === '' ? line.acknowledged : { ...line.acknowledged, [name]: value }
  return withWanted({ ...line, acknowledged }, wanted)
}

/** Remembers fields that the first valid record will adopt. */
export const adoptLater = (line: Line, names: readonly FieldName[]): Line => ({
  ...line,
  adoptNext: [...new Set([...(line.adoptNext ?? []), ...names])],
})

/** The feed that owns these fields has given a valid record of the order: nothing of them is left to be adopted. */
export function adopted(line: Line, names: ReadonlySet<FieldName>): Line {
  const { adoptNext, ...rest } = line
  if (adoptNext === undefined) return line
  const still = adoptNext.filter((name) => !names.has(name))
  return still.length === 0 ? rest : { ...rest, adoptNext: still }
}
