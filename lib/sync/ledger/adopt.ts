import { type FieldName, type FieldValue, fieldEntries } from '../../order.ts'
import { isUnderWay, type Line, mapWanted, withWanted } from './line.ts'
import { unpin } from './undone.ts'

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

/**
 * Takes everything that the exports say as acknowledged, without posting, also what was not heard because a person had taken
 * it back or rejected it. What is still under way is waited for first, and not sent again.
 */
export function adoptAllOf(line: Line): Line {
  const { failedBatches: _, ...rest } = line
  const rejected = fieldEntries(line.rejected).map(([name, { value }]) => [name, value] as const)
  const wanted = fieldEntries(line.wanted).map(([name, { value }]) => [name, value] as const)
  const taken = [...wanted, ...fieldEntries(line.pinned), ...rejected]
    .filter(([name]) => !isUnderWay(line, name))
    .reduce((after, [name, value]) => {
      const { [name]: _, ...others } = after.wanted ?? {}
      return withWanted({ ...unpin(after, name), acknowledged: { ...after.acknowledged, [name]: value } }, others)
    }, rest)
  return mapWanted(taken, (field) => ({ ...field, decided: { kind: 'rejected' } }))
}
