import type { Effects } from '../effects.ts'
import { askAtOnce } from '../storage/at-once.ts'
import { interpretAsked } from '../upgates/interpret.ts'
import type { Outcome, Shop } from '../upgates/shop.ts'
import { type ArchiveEntry, batchOfEntry, readEntryAbout, responseOfEntry } from './post/archive.ts'
import { exchangesOf, indexedDays } from './post/day-index.ts'
import { lastDays } from './state/keys.ts'

/** One sending about one order. */
export interface Sending {
  /** ISO 8601 */
  readonly time: string
  readonly run: string
  /** key of the archived exchange */
  readonly archived: string
  readonly fields: { readonly [name: string]: unknown }
  /** per field, the export record that caused it */
  readonly causes: { readonly [name: string]: { readonly feed: string; readonly key: string; readonly record: number } }
  /** whether the shop was allowed to mail the customer */
  readonly mayNotify: boolean
  /** HTTP status, or `null` where no answer came */
  readonly status: number | null
  /** `not taken`: the request as a whole was refused, or failed */
  readonly outcome: Outcome['kind'] | 'not taken'
  readonly messages: readonly string[]
}

/** The exchanges of the last days that may be about an order: of indexed days those that are, of others all. */
async function exchangesAbout(
  order_number: string,
  days: number,
  effects: Pick<Effects, 'store' | 'clock'>,
): Promise<string[]> {
  const indexed = await indexedDays(effects)
  const keysOf = async (day: string): Promise<readonly string[]> =>
    indexed.has(day)
      ? exchangesOf(day, order_number, effects)
      : (await effects.store.list(`archive/${day}/`)).map(({ key }) => key)
  return (await askAtOnce(lastDays(days, effects.clock.now()), keysOf)).flat()
}

/** Everything that was sent about an order in the last days and what the shop said, newest first. */
export async function historyOf(
  effects: Pick<Effects, 'store' | 'clock'> & { readonly shop: Pick<Shop, 'api' | 'interpret'> },
  order_number: string,
  days: number,
): Promise<Sending[]> {
  const keys = await exchangesAbout(order_number, days, effects)
  const sendings = await askAtOnce(keys, async (key) =>
    (await readEntryAbout(order_number, key, effects.store)).flatMap(
      (archived) => sendingOf({ ...archived, order_number }, effects.shop) ?? [],
    ),
  )
  return sendings.flat().sort((left, right) => (left.time < right.time ? 1 : -1))
}

/** An archived exchange, looked at for one order. */
export interface Archived {
  readonly key: string
  readonly entry: ArchiveEntry
  readonly order_number: string
}

/** What an archived exchange says about one order; `undefined` where it is about others. */
export function sendingOf(archived: Archived, shop: Pick<Shop, 'api' | 'interpret'>): Sending | undefined {
  const { key, entry, order_number } = archived
  const change = entry.changes?.find((one) => one.order_number === order_number)
  if (change === undefined) return undefined
  const { kind, messages } = outcomeOf(archived, shop)
  return {
    time: entry.request.sentAt,
    run: entry.run,
    archived: key,
    fields: change.fields,
    causes: change.causes,
    mayNotify: entry.mayNotify ?? false,
    status: entry.response?.status ?? null,
    outcome: kind,
    messages,
  }
}

function outcomeOf(
  { entry, order_number }: Archived,
  shop: Pick<Shop, 'api' | 'interpret'>,
): { kind: Sending['outcome']; messages: readonly string[] } {
  const [batch, response] = [batchOfEntry(entry), responseOfEntry(entry)]
  const outcome =
    batch === undefined || response === undefined
      ? undefined
      : interpretAsked(entry.request, shop)(batch, response).find((one) => one.order_number === order_number)
  if (outcome === undefined) return { kind: 'unknown', messages: ['no answer was archived'] }
  if (outcome.kind === 'unknown' && response !== undefined && response.status >= 300)
    return { kind: 'not taken', messages: [`the request as a whole was answered with ${response.status}`] }
  return { kind: outcome.kind, messages: 'messages' in outcome ? outcome.messages : [] }
}
