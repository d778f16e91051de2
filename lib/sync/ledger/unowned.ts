import { type FieldName, fieldEntries } from '../../order.ts'
import { isQuietly, type Line, soundWish, type Wanted, type WantedFields, want, withWanted } from './line.ts'
import { unpin } from './undone.ts'

/** What the settings say of feeds, as far as a line depends on it. */
export interface Owners {
  readonly fields: ReadonlySet<FieldName>
  /** feeds that say a value once, in an export of changes: nobody reads that export again */
  readonly ofChanges: ReadonlySet<string>
}

/**
 * Nothing waits of fields that no feed gives. What an export of changes has said of them is set aside, and waits again once
 * a feed gives the field; a full one says anew what it wants.
 */
export function heedOwners(line: Line, owners: Owners): Line {
  const rejected = fieldEntries(line.rejected).filter(([name]) => !owners.fields.has(name))
  const gone = fieldEntries(line.wanted).filter(([name]) => !owners.fields.has(name))
  const back = fieldEntries(line.unowned).filter(([name]) => owners.fields.has(name))
  if (rejected.length + gone.length + back.length === 0) return line
  const heard = [...rejected, ...gone].reduce((after, [name]) => unpin(after, name), line)
  const owned = fieldEntries(line.wanted).filter(([name]) => owners.fields.has(name))
  const aside = gone.flatMap(([name, field]) => {
    const kept = toKeep(field, owners)
    return kept === undefined ? [] : [[name, kept] as const]
  })
  const others = fieldEntries(line.unowned).filter(([name]) => !owners.fields.has(name))
  const after = withUnowned(withWanted(heard, Object.fromEntries(owned)), Object.fromEntries([...others, ...aside]))
  return back.reduce((awake, [name, field]) => (awake.wanted?.[name] ? awake : want(awake, name, field)), after)
}

/**
 * A wish as an export said it; what people decided about it was about other settings, and what they rejected is over. What
 * they approved quietly stays quiet.
 */
function toKeep(field: Wanted, { ofChanges }: Owners): Wanted | undefined {
  const sound = soundWish(field)
  if (sound === undefined || sound.decided?.kind === 'rejected' || !ofChanges.has(sound.cause.feed)) return undefined
  const { decided: _, undo: __, ...kept } = sound
  return isQuietly(sound) ? { ...kept, decided: sound.decided } : kept
}

/** A line with this set aside, or nothing. */
function withUnowned(line: Line, unowned: WantedFields): Line {
  const { unowned: _, ...rest } = line
  return Object.keys(unowned).length === 0 ? rest : { ...rest, unowned }
}
