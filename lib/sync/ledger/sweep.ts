import { ownedFields, type Settings } from '../../settings/settings.ts'
import type { Ledger } from './ledger.ts'
import { adoptWanted, forgetUnowned } from './line.ts'

/** Forgets what was wanted of fields that no feed of the settings owns any more. */
export function forgetUnownedFields(ledger: Ledger, { feeds }: Pick<Settings, 'feeds'>): void {
  const owned = new Set<string>(Object.values(feeds).flatMap((feed) => ownedFields(feed)))
  for (const { order_number } of [...ledger.open()]) ledger.update(order_number, (line) => forgetUnowned(line, owned))
}

/** Takes everything that is wanted as acknowledged, without posting. Returns the number of orders. */
export function adoptAll(ledger: Ledger): number {
  const wanted = [...ledger.open()].filter((line) => line.wanted !== undefined)
  for (const { order_number } of wanted) ledger.update(order_number, adoptWanted)
  return wanted.length
}
