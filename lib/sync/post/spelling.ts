import { fieldEntries, isStatus, sameStatus } from '../../order.ts'
import type { Settings } from '../../settings/settings.ts'
import { usedWords } from '../../settings/used-words.ts'
import type { LedgerView } from '../ledger/ledger.ts'
import type { KnownWords } from '../state/head.ts'

/** How this sync calls a status of an order that the shop shows. */
export type Spelling = (order_number: string, shown: string) => string

/**
 * A shop takes a status by its name in any of its languages, and shows it in one of them, which nothing documents: it is
 * called here as the order's own values call it, or else as the settings do.
 * @param known the words of the shop as it was asked last
 */
export function spellingIn(ledger: LedgerView, settings: Settings, known: () => KnownWords | undefined): Spelling {
  let ours: readonly string[] | undefined
  return (order_number, shown) => {
    const meant = known()?.sameStatuses?.filter((group) => group.some((name) => sameStatus(name, shown))) ?? []
    const [names] = meant
    // one name of two statuses tells neither
    if (names === undefined || meant.length > 1) return shown
    ours ??= usedWords(settings).flatMap(({ kind, name }) => (kind === 'status' ? [name] : []))
    const called = [...valuesOf(ledger, order_number), ...ours]
    const own = called.find((name) => names.some((one) => sameStatus(one, name)))
    return own === undefined || sameStatus(own, shown) ? shown : own
  }
}

/** What was sent, is wanted, and was acknowledged of an order's status. */
function valuesOf(ledger: LedgerView, order_number: string): string[] {
  const { unconfirmed, wanted, acknowledged } = ledger.get(order_number) ?? {}
  const wishes = fieldEntries(wanted).map(([name, { value }]) => [name, value] as const)
  const all = [...fieldEntries(unconfirmed?.fields), ...wishes, ...fieldEntries(acknowledged)]
  return all.flatMap(([name, value]) => (isStatus(name) && typeof value === 'string' ? [value] : []))
}
