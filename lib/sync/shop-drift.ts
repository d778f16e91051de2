import type { Effects } from '../effects.ts'
import { OrderSyncError } from '../errors.ts'
import type { Settings } from '../settings/settings.ts'
import { textOf } from '../storage/read.ts'
import { hourMs } from '../units.ts'
import type { Drifted } from './ledger/drift.ts'
import { createLedger, openLedger } from './ledger/ledger.ts'
import { availableAt, paceSettings } from './plan/pace.ts'
import { driftIn } from './post/look-around.ts'
import { createSession } from './reading-session.ts'
import { loadHead } from './state/head.ts'
import { isoNow } from './state/keys.ts'

const lookKey = 'state/looked.json'
/** Clocks of the shop and of this machine differ by less. */
const overlapMs = 300_000

/** What people, or the shop itself, have changed there. */
export interface ShopDrift {
  /** since when the shop was asked for changes, ISO 8601 */
  readonly since: string
  readonly requests: number
  /** orders that were changed there since, by whomever, this sync included */
  readonly changed: number
  /** what they show otherwise than the shop had acknowledged it */
  readonly drifted: readonly Drifted[]
  /** there are more than were read */
  readonly isPart?: true
}

/**
 * Asks the shop which orders were changed since the last such look, a request for 100, and compares what it shows with what
 * it had acknowledged. Changes and posts nothing, and keeps nothing but the time of the look.
 * @param hours how far to look back; default: to the last look, at first 24 hours
 * @throws OrderSyncError where the shop cannot be asked, or does not answer
 */
export async function shopDrift(
  settings: Settings,
  effects: Pick<Effects, 'store' | 'shop' | 'secrets' | 'clock'>,
  hours?: number,
): Promise<ShopDrift> {
  const { store, shop, secrets, clock } = effects
  const fail = (ended: string, hint: string): OrderSyncError =>
    new OrderSyncError({ attempted: 'ask what was changed in', subject: `the shop ${settings.shop}`, ended, hint })
  if (shop.changed === undefined)
    throw fail('the API "state-update" cannot be asked what it shows', 'Use the API in service: "api": "v2".')
  const { head } = (await loadHead(store, settings)) ?? {}
  const key = await secrets.apiKey()
  if (head?.blocked?.keyVersion === key.version)
    throw fail('it refused this key before', 'Store the right key, or, if the login was unlocked: order-sync unblock')
  const at = isoNow(clock)
  const room = availableAt(head?.allowance, paceSettings(settings).reserved, clock.now())
  const last = await store.get(lookKey)
  const lastMs = last === undefined ? Number.NaN : timeIn(await textOf(last.body))
  const since = sinceOf({ lastMs, hours }, clock.now())
  const { session, told } = createSession(key, settings, room)
  const reply = await shop.changed(since, session)
  if (reply.kind === 'trouble') {
    const { trouble } = reply
    throw fail(
      'message' in trouble ? trouble.message : trouble.refusal,
      'Nothing was changed. Try again later, or with fewer --hours.',
    )
  }
  const ledger = head === undefined ? createLedger() : await openLedger(head, effects)
  // who looked at the same time has seen the same
  const condition = last === undefined ? ({ ifAbsent: true } as const) : { ifMatch: last.etag }
  if (head !== undefined) await store.put(lookKey, `${JSON.stringify({ at })}\n`, condition)
  const { orders, isWhole } = reply.value
  const part = isWhole ? {} : { isPart: true as const }
  return { since, requests: told().requests, changed: orders.size, drifted: driftIn(ledger, orders), ...part }
}

interface Back {
  /** time of the last look, milliseconds since 1970; NaN: there was none */
  readonly lastMs: number
  readonly hours: number | undefined
}

function sinceOf({ lastMs, hours }: Back, nowMs: number): string {
  const fromMs = hours !== undefined || Number.isNaN(lastMs) ? nowMs - (hours ?? 24) * hourMs : lastMs - overlapMs
  return new Date(Math.min(fromMs, nowMs)).toISOString()
}

/** A look that cannot be read is none. */
function timeIn(content: string): number {
  try {
    const value: unknown = JSON.parse(content)
    return typeof value === 'object' && value !== null && 'at' in value ? Date.parse(String(value.at)) : Number.NaN
  } catch {
    return Number.NaN
  }
}
