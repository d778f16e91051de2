import { type FieldName, type Fields, type FieldValue, fieldEntries, fieldNames } from '../../order.ts'
import { isUnderWay, type Line, mapWanted, withWanted } from './line.ts'
import { unpin } from './undone.ts'

/** Takes values as acknowledged without posting; a blank says nothing. */
export function adoptAtOnce(line: Line, said: Fields, which: (name: FieldName) => boolean): Line {
  const names = fieldNames(said).filter(which)
  if (names.length === 0) return line
  const acknowledged: { [name in FieldName]?: FieldValue } = { ...line.acknowledged }
  for (const name of names) {
    const value = said[name]
    if (value !== undefined && value !== '') acknowledged[name] = value
  }
  const after = { ...line, acknowledged }
  if (line.wanted === undefined) return after
  const others = fieldEntries(line.wanted).filter(([name]) => !names.includes(name))
  return withWanted(after, Object.fromEntries(others))
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
 * it back or rejected it; they do not say what only a suspicious one has said. What is still under way is waited for first, and not sent again.
 */
export function adoptAllOf(line: Line): Line {
  const { failedBatches: _, unowned, ...rest } = line
  const aside = fieldEntries(unowned).map(([name, { value }]) => [name, value] as const)
  const rejected = fieldEntries(line.rejected).flatMap(([name, { value, doubtful }]) =>
    doubtful === undefined ? [[name, value] as const] : [],
  )
  const wanted = fieldEntries(line.wanted).map(([name, { value }]) => [name, value] as const)
  const taken = [...aside, ...wanted, ...fieldEntries(line.pinned), ...rejected]
    .filter(([name]) => !isUnderWay(line, name))
    .reduce((after, [name, value]) => {
      const { [name]: _, ...others } = after.wanted ?? {}
      return withWanted({ ...unpin(after, name), acknowledged: { ...after.acknowledged, [name]: value } }, others)
    }, rest)
  return mapWanted(taken, (field) => ({ ...field, decided: { kind: 'rejected' } }))
}
