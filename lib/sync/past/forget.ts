import type { Effects } from '../../effects.ts'
import { OrderSyncError } from '../../errors.ts'
import { textOf } from '../../storage/read.ts'
import { type DecideEffects, writeDecision } from '../decisions/decisions.ts'
import { openRunsNow } from '../state/lease.ts'
import { scrubbed } from './scrub.ts'

/** Where values of an order were found, or taken out. */
export interface Forgotten {
  readonly order_number: string
  /** archived requests and answers */
  readonly exchanges: number
  /** reports, pages and decisions of runs */
  readonly reports: number
  /** held plans */
  readonly holds: number
}

const prefixes = { exchanges: 'archive/', reports: 'runs/', holds: 'state/holds/' } as const

/**
 * Takes the values of an order out of archive, reports, decisions and held plans, and has the next run take them out of
 * the snapshot. That requests were made, when, and how they were answered stays. Reads the whole archive.
 * @param isMeant `false`: nothing is changed, only counted
 * @throws OrderSyncError where a run has died and its archive is still needed
 */
export async function forgetOrder(
  order_number: string,
  { isMeant }: { readonly isMeant: boolean },
  effects: DecideEffects,
): Promise<Forgotten> {
  const open = await openRunsNow(effects.store)
  if (open.length > 0) throw stillOpen(order_number, open)
  if (isMeant) await writeDecision({ kind: 'forget', orders: [order_number] }, effects)
  const counts = { exchanges: 0, reports: 0, holds: 0 }
  for (const [name, prefix] of Object.entries(prefixes) as [keyof typeof prefixes, string][])
    for (const { key } of await effects.store.list(prefix))
      if (await forgetIn(key, { order_number, isMeant }, effects)) counts[name]++
  return { order_number, ...counts }
}

const stillOpen = (order_number: string, runs: readonly string[]): OrderSyncError =>
  new OrderSyncError({
    attempted: 'forget',
    subject: `the order ${order_number}`,
    ended: `a run is at work, or has died and its archive is still to be read (${runs.join(', ')})`,
    hint: 'Nothing was changed. Let another run end first: order-sync run',
  })

interface Forgetting {
  readonly order_number: string
  readonly isMeant: boolean
}

/** Whether an object held values of the order. */
async function forgetIn(
  key: string,
  { order_number, isMeant }: Forgetting,
  { store }: Pick<Effects, 'store'>,
): Promise<boolean> {
  const content = await store.get(key)
  const before = content === undefined ? '' : await textOf(content.body)
  if (content === undefined || !before.includes(order_number)) return false
  // a page is made of the report, and of nothing else
  if (!key.endsWith('.json')) {
    if (isMeant) await store.delete(key)
    return true
  }
  const after = `${JSON.stringify(scrubbed(JSON.parse(before), order_number), null, 2)}\n`
  if (after === before || JSON.stringify(JSON.parse(before)) === JSON.stringify(JSON.parse(after))) return false
  const result = isMeant ? await store.put(key, after, { ifMatch: content.etag }) : { written: true }
  if (result.written) return true
  throw new OrderSyncError({ attempted: 'write', subject: key, ended: 'it was changed meanwhile', hint: 'Try again.' })
}
