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
    for (const { order_number } of [...(isOfChanges(name.to) ? ledger.lines() : ledger.open())])
      ledger.update(order_number, (line) => withNewName(line, name))
}

function withNewName(line: Line, name: NewName): Line {
  const { seen, wanted, rejected } = line
  const after = {
    ...line,
    ...(seen?.[name.from] === undefined ? {} : { seen: seenUnder(seen, name) }),
    ...(wanted === undefined ? {} : { wanted: wishesOf(wanted, name) }),
    ...(rejected === undefined ? {} : { rejected: wishesOf(rejected, name) }),
  }
  return JSON.stringify(after) === JSON.stringify(line) ? line : after
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
