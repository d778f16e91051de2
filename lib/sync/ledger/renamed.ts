import { fieldEntries } from '../../order.ts'
import type { Ledger } from './ledger.ts'
import type { Line, Wanted, WantedFields } from './line.ts'

/** A feed is called otherwise by now: whatever a line knows of it, it knows of that name. */
interface NewName {
  readonly from: string
  readonly to: string
}

/**
 * Calls feeds by their new names, wherever lines tell of them.
 * @param isOfChanges whether a feed of this name tells changes: then all lines may know when it has mentioned them
 */
export function renameFeeds(ledger: Ledger, renamed: readonly NewName[], isOfChanges: (feed: string) => boolean): void {
  for (const name of renamed)
    for (const line of isOfChanges(name.to) ? ledger.lines() : [...ledger.open()]) {
      const after = withNewName(line, name)
      if (after !== line) ledger.update(line.order_number, () => after)
    }
}

function withNewName(line: Line, name: NewName): Line {
  const { seen, wanted, unowned, rejected } = line
  const isSeen = seen?.[name.from] !== undefined
  if (!isSeen && wanted === undefined && unowned === undefined && rejected === undefined) return line
  return {
    ...line,
    ...(isSeen ? { seen: seenUnder(seen, name) } : {}),
    ...(wanted === undefined ? {} : { wanted: wishesOf(wanted, name) }),
    ...(unowned === undefined ? {} : { unowned: wishesOf(unowned, name) }),
    ...(rejected === undefined ? {} : { rejected: wishesOf(rejected, name) }),
  }
}

function seenUnder({ ...seen }: NonNullable<Line['seen']>, { from, to }: NewName): NonNullable<Line['seen']> {
  const { [from]: time = '', ...others } = seen
  return { ...others, [to]: [others[to] ?? '', time].sort().at(-1) ?? time }
}

const wishesOf = (fields: WantedFields, name: NewName): WantedFields =>
  Object.fromEntries(fieldEntries(fields).map(([field, wish]) => [field, wishOf(wish, name)]))

function wishOf(wish: Wanted, name: NewName): Wanted {
  const { cause, doubtful } = wish
  const instead = doubtful?.instead
  return {
    ...wish,
    ...(cause.feed === name.from ? { cause: { ...cause, feed: name.to } } : {}),
    ...(instead === undefined ? {} : { doubtful: { instead: wishOf(instead, name) } }),
  }
}
