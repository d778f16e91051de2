import { type FieldName, fieldEntries, sameValue } from '../../order.ts'
import { type Line, soundWish, takesBack, type Wanted, want, withWanted } from './line.ts'

/**
 * A suspicious export says a value: it is wanted until a sound export, or a person, ends that. What waited before it is
 * kept behind it.
 */
export function wantDoubtfully(line: Line, name: FieldName, wanted: Wanted): Line {
  const before = line.wanted?.[name]
  const instead = soundWish(before)
  if (before !== undefined && sameValue(before.value, wanted.value)) return line
  if (instead === undefined) {
    const { [name]: _, ...others } = line.wanted ?? {}
    const after = want(withWanted(line, others), name, wanted)
    const field = after.wanted?.[name]
    return field === undefined ? after : withWanted(after, { ...after.wanted, [name]: { ...field, doubtful: {} } })
  }
  const next = sameValue(instead.value, wanted.value) ? instead : { ...wanted, doubtful: { instead } }
  return withWanted(line, { ...line.wanted, [name]: next })
}

/** A sound export says a value: whatever was doubtful about it is over. */
export function wantSoundly(line: Line, name: FieldName, wanted: Wanted): Line {
  const before = line.wanted?.[name]
  if (before?.doubtful === undefined) return want(line, name, wanted)
  if (!sameValue(before.value, wanted.value)) return want(endDoubt(line, name), name, wanted)
  const { doubtful: _, ...field } = before
  const { [name]: __, ...others } = line.wanted ?? {}
  // it may be what the shop has, and only took back what waited
  return want(withWanted(line, others), name, { ...field, cause: wanted.cause })
}

/** Whether only suspicious exports say anything that is wanted, and such. */
export function hasDoubt({ wanted }: Line, isSuch: (field: Wanted) => boolean = () => true): boolean {
  for (const name in wanted) {
    const field = wanted[name as FieldName]
    if (field?.doubtful !== undefined && isSuch(field)) return true
  }
  return false
}

/** Nothing but a suspicious export said it: what waited before it waits again. */
export function endDoubt(line: Line, name: FieldName): Line {
  const { [name]: field, ...others } = line.wanted ?? {}
  const instead = soundWish(field)
  return instead === undefined ? withWanted(line, others) : want(withWanted(line, others), name, instead)
}

/** Takes doubtful wishes for sound ones. What a person has rejected of them gives way to the sound one that it had replaced. */
export const clearDoubt = (line: Line, which: (field: Wanted) => boolean): Line =>
  fieldEntries(line.wanted)
    .filter(([, field]) => field.doubtful !== undefined && which(field))
    .reduce(withoutDoubt, line)

function withoutDoubt(line: Line, [name, wanted]: readonly [FieldName, Wanted]): Line {
  const { [name]: _, ...others } = line.wanted ?? {}
  const { doubtful, ...field } = wanted
  if (field.decided?.kind === 'rejected' && doubtful?.instead !== undefined)
    return { ...want(withWanted(line, others), name, doubtful.instead), rejected: { ...line.rejected, [name]: field } }
  return withWanted(line, takesBack(line, name, wanted) ? others : { ...others, [name]: field })
}

/** Ends the doubtful wishes that a sound export has not repeated. What a person has rejected of them is not heard later either. */
export const forgetDoubtful = (line: Line, ends: (field: Wanted, name: FieldName) => boolean): Line =>
  fieldEntries(line.wanted)
    .filter(([name, field]) => field.doubtful !== undefined && ends(field, name))
    .reduce((after, [name, field]) => {
      const ended = endDoubt(after, name)
      if (field.decided?.kind !== 'rejected') return ended
      return { ...ended, rejected: { ...ended.rejected, [name]: { ...field, doubtful: {} } } }
    }, line)
