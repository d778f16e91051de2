import type { Effects } from '../../effects.ts'
import type { Settings } from '../../settings/settings.ts'
import { dayMs } from '../../units.ts'
import { type Drifted, driftOf } from '../ledger/drift.ts'
import type { LedgerView } from '../ledger/ledger.ts'
import { budgetAt, paceSettings } from '../plan/pace.ts'
import type { Head } from '../state/head.ts'
import { isoNow } from '../state/keys.ts'
import type { Connection } from './connection.ts'
import type { Stop } from './read-back.ts'

/** Clocks of the shop and of this machine differ by less. */
const overlapMs = 300_000
/** A look is worth so many requests, at a hundred orders each. */
const mostRequests = 10

/** What the daily look depends on. */
export interface AroundInput {
  readonly ledger: LedgerView
  readonly settings: Settings
  readonly head: Pick<Head, 'at' | 'lookedAt' | 'lookedTo'>
  readonly isWanted: boolean
}

/** What the daily look came to; all names are absent where it was not time, or there was no room. */
export interface LookedAround {
  /** when it was begun, however it ended: the next one is a day later; ISO 8601 */
  readonly at?: string
  /** up to when all that has changed was looked at, where that is not all; ISO 8601 */
  readonly to?: string
  /** more was changed since this time than one look reads; ISO 8601 */
  readonly partSince?: string
  readonly drifted: readonly Drifted[]
  /** the shop refuses the key, or wants to be left alone */
  readonly stop?: Stop
}

const nothing: LookedAround = { drifted: [] }

/**
 * Once a day, after everything else, asks the shop which orders were changed since the last such look, and tells what it
 * shows otherwise than it had acknowledged. Takes no request that changes may need in this hour; a shop where nothing was
 * changed costs one. Changes nothing, and stops nothing but what a refused key or a pause must stop.
 */
export async function lookAround(
  { ledger, settings, head, isWanted }: AroundInput,
  connection: Connection,
  { shop, clock }: Effects,
): Promise<LookedAround> {
  const nowMs = clock.now()
  const at = isoNow(clock)
  if (!isWanted || shop.changed === undefined || ledger.size === 0) return nothing
  // who has never looked begins a day after the last run
  const lastMs = Date.parse(head.lookedAt ?? head.at)
  if (lastMs <= nowMs && nowMs - lastMs < dayMs) return head.lookedAt === undefined ? { at, drifted: [] } : nothing
  const room = budgetAt(connection.told().allowance, paceSettings(settings), nowMs).now
  const session = room < 1 ? undefined : await connection.open()
  if (session === undefined) return nothing
  const since = new Date(Math.min(head.lookedAt === undefined ? nowMs - dayMs : toMs(head), nowMs) - overlapMs)
  const before = connection.told().requests
  const reply = await shop.changed(since.toISOString(), session, Math.min(room, mostRequests))
  if (connection.told().requests === before) return nothing
  if (reply.kind === 'trouble') {
    const { trouble } = reply
    const stops = trouble.kind === 'denied' || trouble.kind === 'limited'
    return { at, to: new Date(toMs(head)).toISOString(), drifted: [], ...(stops ? { stop: trouble } : {}) }
  }
  const { orders, isWhole } = reply.value
  return { at, drifted: driftIn(ledger, orders), ...(isWhole ? {} : { partSince: since.toISOString() }) }
}

const toMs = ({ at, lookedAt = at, lookedTo = lookedAt }: AroundInput['head']): number => Date.parse(lookedTo)

/** What orders show otherwise than the shop had acknowledged it; of orders that are not known, nothing is. */
export const driftIn = (ledger: LedgerView, orders: ReadonlyMap<string, Parameters<typeof driftOf>[1]>): Drifted[] =>
  [...orders].flatMap(([order_number, shown]) => {
    const line = ledger.get(order_number)
    return line === undefined ? [] : driftOf(line, shown)
  })
