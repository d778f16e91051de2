import type { Effects } from '../../effects.ts'
import type { Settings } from '../../settings/settings.ts'
import { type Drifted, driftOf } from '../ledger/drift.ts'
import type { LedgerView } from '../ledger/ledger.ts'
import { budgetAt, paceSettings } from '../plan/pace.ts'
import type { Head } from '../state/head.ts'
import { isoNow } from '../state/keys.ts'
import type { Connection } from './connection.ts'

const dayMs = 24 * 3_600_000
/** Clocks of the shop and of this machine differ by less. */
const overlapMs = 300_000

/** What the daily look depends on. */
export interface AroundInput {
  readonly ledger: LedgerView
  readonly settings: Settings
  readonly head: Pick<Head, 'lookedAt'>
  readonly isWanted: boolean
}

/** What the daily look found; nothing where it was not time, there was no room, or the shop did not say. */
export interface LookedAround {
  /** ISO 8601 */
  readonly at?: string
  readonly drifted: readonly Drifted[]
}

/**
 * Once a day, after everything else, asks the shop which orders were changed since the last such look, and tells what it
 * shows otherwise than it had acknowledged. Takes no request that changes may need in this hour; a shop where nothing was
 * changed costs one. Stops nothing, and changes nothing.
 */
export async function lookAround(
  { ledger, settings, head, isWanted }: AroundInput,
  connection: Connection,
  { shop, clock }: Effects,
): Promise<LookedAround> {
  const nowMs = clock.now()
  const lastMs = head.lookedAt === undefined ? nowMs - dayMs : Date.parse(head.lookedAt)
  const isDue = head.lookedAt === undefined || nowMs - lastMs >= dayMs || lastMs > nowMs
  const hasRoom = budgetAt(connection.told().allowance, paceSettings(settings), nowMs).now >= 1
  if (!isWanted || !isDue || !hasRoom || shop.changed === undefined || ledger.size === 0) return { drifted: [] }
  const session = await connection.open()
  const at = isoNow(clock)
  const since = new Date(Math.min(lastMs, nowMs) - overlapMs).toISOString()
  const reply = session === undefined ? undefined : await shop.changed(since, session)
  if (reply?.kind !== 'answered') return { drifted: [] }
  return { at, drifted: driftIn(ledger, reply.value) }
}

/** What orders show otherwise than the shop had acknowledged it; of orders that are not known, nothing is. */
export const driftIn = (ledger: LedgerView, orders: ReadonlyMap<string, Parameters<typeof driftOf>[1]>): Drifted[] =>
  [...orders].flatMap(([order_number, shown]) => {
    const line = ledger.get(order_number)
    return line === undefined ? [] : driftOf(line, shown)
  })
