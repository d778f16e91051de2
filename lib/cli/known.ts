import { openLedger } from '../sync/ledger/ledger.ts'
import { loadHead } from '../sync/state/head.ts'
import type { Workspace } from './workspace.ts'

/** Whether an export has ever named an order. */
export async function isKnownOrder(
  order_number: string,
  { settings, effects }: Pick<Workspace, 'settings' | 'effects'>,
): Promise<boolean> {
  const { head } = (await loadHead(effects.store, settings)) ?? {}
  return head !== undefined && (await openLedger(head, effects)).get(order_number) !== undefined
}
