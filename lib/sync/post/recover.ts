import type { Effects } from '../../effects.ts'
import { fieldNames } from '../../order.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Batch } from '../../upgates/shop.ts'
import { type ArchiveEntry, batchOfEntry, recoverArchive, responseOfEntry } from './archive.ts'
import { mayMail, type ShopEvent } from './events.ts'
import { lateMarginMs } from './send.ts'

/** What the archives of runs that did not commit had to say. */
export interface Recovered {
  /** what counts before the exports are imported, so that those are compared with what the shop shows by now */
  readonly acknowledgements: readonly ShopEvent[]
  /** what counts once exports and decisions are known, for only then is it known what is wanted */
  readonly refusals: readonly ShopEvent[]
}

/**
 * Reads the archives of runs that posted but did not commit, and makes sure that they cannot post any more.
 * Answers that they got count as theirs; orders that were sent without an answer are unconfirmed, until the request
 * cannot be processed late any more.
 */
export async function recover(
  runs: readonly string[],
  settings: Settings,
  effects: Pick<Effects, 'store' | 'shop' | 'clock'>,
): Promise<Recovered> {
  const events: ShopEvent[] = []
  for (const run of runs) {
    for (const entry of await recoverArchive(effects.store, run)) events.push(...eventsOf(entry, settings, effects))
  }
  const isRefusal = (event: ShopEvent): boolean => event.kind === 'outcome' && event.outcome.kind === 'rejected'
  return {
    acknowledgements: events.filter((event) => !isRefusal(event)),
    refusals: events.filter(isRefusal),
  }
}

function eventsOf(
  entry: ArchiveEntry,
  settings: Settings,
  effects: Pick<Effects, 'shop' | 'clock'>,
): readonly ShopEvent[] {
  const batch = batchOfEntry(entry)
  if (batch === undefined) return []
  const sent = { ...batch, updates: batch.updates.filter(({ fields }) => fieldNames(fields).length > 0) }
  const response = responseOfEntry(entry)
  const sentMs = Date.parse(entry.request.sentAt)
  if (response === undefined) return lost(sent, sentMs + settings.upgates.timeoutSeconds * 1000 + lateMarginMs, effects)
  if (response.status === 502 || response.status === 504) return lost(sent, sentMs + lateMarginMs, effects)
  if (response.status >= 500) return lost(sent, sentMs, effects)
  const outcomes = effects.shop.interpret(batch, response)
  const updates = new Map(sent.updates.map((update) => [update.order_number, update]))
  return outcomes.flatMap((outcome): ShopEvent[] => {
    const update = updates.get(outcome.order_number)
    // refused as a whole: nothing is open about what the answer does not name
    const open = outcome.kind !== 'unknown' || response.status < 300
    return update === undefined || !open
      ? []
      : [{ kind: 'outcome', atMs: effects.clock.now(), update, outcome, mayMail: mayMail(update, sent) }]
  })
}

const lost = (batch: Batch, untilMs: number, { clock }: Pick<Effects, 'clock'>): ShopEvent[] =>
  batch.updates.map((update) => ({
    kind: 'lost',
    atMs: clock.now(),
    update,
    untilMs,
    mayMail: mayMail(update, batch),
  }))
