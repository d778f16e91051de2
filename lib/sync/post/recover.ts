import { fieldNames } from '../../order.ts'
import type { Store } from '../../storage/store.ts'
import type { Outcome, Shop } from '../../upgates/shop.ts'
import { settle } from '../ledger/line.ts'
import type { Lines } from '../model.ts'
import { type ArchiveEntry, batchOfEntry, recoverArchive, responseOfEntry } from './archive.ts'

/** What the archives of runs that did not commit had to say. */
export interface Recovered {
  /** orders that were sent by them */
  readonly orders: number
  /** Parks what they were refused. Called once the exports are taken in, for only then is it known what is wanted. */
  readonly refusals: () => void
}

/**
 * Reads the archives of runs that posted but did not commit, and makes sure that they cannot post any more.
 * Answers that they got count as acknowledged; orders that were sent without an answer are unsettled.
 * Comes before the exports are taken in, so that those are compared with what the shop shows by now.
 */
export async function recover(
  effects: { readonly store: Store; readonly shop: Shop },
  runs: readonly string[],
  lines: Lines,
  nowMs: number,
): Promise<Recovered> {
  const refused: (() => void)[] = []
  let orders = 0
  for (const run of runs) {
    for (const entry of await recoverArchive(effects.store, run)) {
      const batch = batchOfEntry(entry)
      if (batch === undefined) continue
      orders += batch.updates.length
      const sent = new Map(batch.updates.map((update) => [update.order_number, update]))
      for (const outcome of outcomesOf(effects.shop, entry)) {
        const update = sent.get(outcome.order_number)
        if (update === undefined || fieldNames(update.fields).length === 0) continue
        if (outcome.kind === 'rejected') refused.push(() => settle(lines, update, outcome, nowMs))
        else settle(lines, update, outcome, nowMs)
      }
    }
  }
  return { orders, refusals: () => refused.forEach((park) => void park()) }
}

/** The shop said that it did not process the request: nothing is open about what it does not name. */
const refusedAsWhole = (status: number): boolean => status >= 300 && status < 500

function outcomesOf(shop: Shop, entry: ArchiveEntry): readonly Outcome[] {
  const batch = batchOfEntry(entry)
  if (batch === undefined) return []
  const response = responseOfEntry(entry)
  if (response !== undefined) {
    const outcomes = shop.interpret(batch, response)
    return refusedAsWhole(response.status) ? outcomes.filter(({ kind }) => kind !== 'unknown') : outcomes
  }
  return batch.updates.map(({ order_number }) => ({
    order_number,
    kind: 'unknown',
    messages: ['no answer was archived'],
  }))
}
