import { type FieldName, type FieldValue, fieldEntries, sameValue } from '../../order.ts'
import { endDoubt } from './doubtful.ts'
import { isUnderWay, type Line, mapWanted, type Wanted, want } from './line.ts'
import { saysSame } from './values.ts'

/** Takes back what a person decided about values that still wait, or do so again. */
export function undecide(line: Line, id: string): Line {
  const rejected = fieldEntries(line.rejected).filter(([, { decided }]) => decided?.id === id)
  const again = rejected.reduce((after, [name, field]) => {
    const heard = unpin(after, name)
    return field.doubtful === undefined ? want(heard, name, field) : heard
  }, line)
  return fieldEntries(again.wanted).some(([, { decided }]) => decided?.id === id)
    ? mapWanted(again, (field) => {
        const { decided, ...rest } = field
        return decided?.id === id ? rest : field
      })
    : again
}

/** One field that a person takes back. */
export interface Undone {
  readonly name: FieldName
  /** what the run has set */
  readonly set: FieldValue
  /** the wish for what was there before */
  readonly back: Wanted
  /** the word of the exports about it is not heard until it is another one */
  readonly pin: boolean
}

/**
 * A person takes back what a run has set, where the shop still has just that; what the exports say otherwise by now wins.
 * Where it is back already, as after a run that died, only the pin is left to be set.
 */
export function undo(line: Line, { name, set, back, pin }: Undone): Line {
  const acknowledged = line.acknowledged[name]
  const isBack = acknowledged !== undefined && sameValue(acknowledged, back.value)
  if (!isBack && (acknowledged === undefined || !sameValue(acknowledged, set))) return line
  const pinned = pin ? { ...line, pinned: { ...line.pinned, [name]: set } } : line
  const { [name]: wish, ...others } = line.wanted ?? {}
  if (wish !== undefined && !sameValue(wish.value, back.value)) {
    // after a run that died, the exports were heard before the pin
    if (!pin || !sameValue(wish.value, set)) return line
    return isBack
      ? mapWanted(pinned, (field, other) => (other === name ? undefined : field))
      : { ...pinned, wanted: { ...others, [name]: back } }
  }
  if (isBack) return pinned
  const marked = back.undo === undefined ? {} : { undo: back.undo }
  return { ...pinned, wanted: { ...others, [name]: wish === undefined ? back : { ...wish, ...marked } } }
}

/** Whether an export's word about a field is not heard, because a person has taken back, or rejected, just that. */
export function isPinned(line: Line, name: FieldName, said: FieldValue): boolean {
  const unheard = [line.pinned?.[name], line.rejected?.[name]?.value]
  return unheard.some((value) => value !== undefined && saysSame(value, said))
}

/**
 * A sound export says again what is not heard of it: whatever waited instead is older by now. What a person had rejected
 * waits rejected in its place; what a person takes back goes on.
 */
export function sayUnheard(line: Line, name: FieldName): Line {
  const rejected = line.rejected?.[name]
  const sound = line.wanted?.[name]?.doubtful === undefined ? line : endDoubt(line, name)
  if (rejected === undefined || sound.wanted?.[name]?.undo !== undefined) return sound
  const { doubtful: _, ...field } = rejected
  const { rejected: words, ...rest } = sound
  return want({ ...rest, ...kept('rejected', words, name) }, name, field)
}

/**
 * A suspicious export says what a person has rejected, and no sound one has said: it waits rejected, as long as that export
 * counts. What waits instead goes on.
 */
export function sayUnheardDoubtfully(line: Line, name: FieldName, said: FieldValue): Line {
  const { [name]: field } = line.rejected ?? {}
  if (field?.doubtful === undefined || line.wanted?.[name] !== undefined || !saysSame(field.value, said)) return line
  const { rejected, ...rest } = line
  return { ...rest, ...kept('rejected', rejected, name), wanted: { ...line.wanted, [name]: field } }
}

/** A value that a person rejects as it was shown: what it would have changed, and who says it. */
export interface RejectedValue {
  readonly name: FieldName
  readonly before: FieldValue | undefined
  readonly field: Wanted
}

/**
 * A person rejects a value that does not wait: it is not heard until an export says another one. Something newer has been
 * said where the shop has taken another value than was shown since, where another one waits since later, or where the feed
 * of changes that had said it has spoken of the order since.
 */
export function rejectUnsaid(given: Line, { name, before, field }: RejectedValue): Line {
  const line = withoutAside(given, name, field.value)
  const waits = line.wanted?.[name]
  const isOver =
    line.forgotten === true ||
    isUnderWay(line, name) ||
    !saysSame(line.acknowledged[name], before ?? '') ||
    (line.seen?.[field.cause.feed] ?? '') >= field.since ||
    saysSame(before, field.value) ||
    (waits !== undefined && (sameValue(waits.value, field.value) || waits.since >= field.since))
  return isOver ? line : { ...line, rejected: { ...line.rejected, [name]: { ...field, doubtful: {} } } }
}

/** What is set aside of a field that no feed gives does not wait again once one does. */
function withoutAside(line: Line, name: FieldName, value: FieldValue): Line {
  const { unowned, ...rest } = line
  const wish = unowned?.[name]
  return wish !== undefined && sameValue(wish.value, value) ? { ...rest, ...kept('unowned', unowned, name) } : line
}

/** Another word of an export about a field ends what was not heard of it. */
export function unpin(line: Line, name: FieldName): Line {
  if (line.pinned?.[name] === undefined && line.rejected?.[name] === undefined) return line
  const { pinned, rejected, ...rest } = line
  return { ...rest, ...kept('pinned', pinned, name), ...kept('rejected', rejected, name) }
}

/** What is left of some fields without one of them. */
function kept(of: 'pinned' | 'rejected' | 'unowned', fields: Line[typeof of] = {}, name: FieldName): Partial<Line> {
  const { [name]: _, ...others } = fields
  return Object.keys(others).length === 0 ? {} : { [of]: others }
}

/** Takes all values of an order out. It stays known, so that the exports do not make it a new one. */
export const forget = (line: Line): Line =>
  line.forgotten === true ? line : { order_number: line.order_number, acknowledged: {}, forgotten: true }
