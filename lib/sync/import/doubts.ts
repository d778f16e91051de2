import type { FieldName } from '../../order.ts'
import type { Settings } from '../../settings/settings.ts'
import { forgetDoubtful, hasDoubt } from '../ledger/doubtful.ts'
import type { Ledger } from '../ledger/ledger.ts'

/** Whether anything waits that only suspicious exports of a feed have said, and nobody has decided about. */
export const hasDoubtful = (ledger: Ledger, feed: string): boolean =>
  [...ledger.open()].some((line) =>
    hasDoubt(line, ({ cause, decided }) => cause.feed === feed && decided === undefined),
  )

/** What only suspicious exports of the feed, or of one that is gone, said of its fields, ends with a sound full export. */
export function endDoubts(
  ledger: Ledger,
  feed: string,
  { settings, owned }: { readonly settings: Settings; readonly owned: ReadonlySet<FieldName> },
): void {
  const isGone = (name: string): boolean => !Object.hasOwn(settings.feeds, name)
  for (const { order_number } of [...ledger.open()].filter((line) => hasDoubt(line)))
    ledger.update(order_number, (line) =>
      forgetDoubtful(line, ({ cause }, name) => cause.feed === feed || (isGone(cause.feed) && owned.has(name))),
    )
}
