import type { Effects } from '../../effects.ts'
import { oneByOne } from '../../exports/batches.ts'
import { readOrderStates } from '../../exports/read.ts'
import { UnusableExport } from '../../exports/record.ts'
import type { Cause, Fields } from '../../order.ts'
import type { Settings } from '../../settings/settings.ts'
import type { StoredObject } from '../../storage/store.ts'
import type { Seen } from '../check.ts'
import { isoNow } from '../state/keys.ts'

/** What the newest export of a feed says about an order. */
export interface SaidNow {
  readonly fields: Fields
  readonly cause: Cause
}

/** By feed of whole exports and by order, what its newest export says; `unknown` where that cannot be read any more. */
export type Sayings = ReadonlyMap<string, ReadonlyMap<string, SaidNow> | 'unknown'>

/**
 * Reads what the newest exports say about orders, though runs have read them already. Only feeds of whole exports: one of
 * changes says a thing once.
 */
export async function saidNow(
  orders: ReadonlySet<string>,
  { settings, seen }: { readonly settings: Settings; readonly seen: Seen },
  effects: Pick<Effects, 'store' | 'clock'>,
): Promise<Sayings> {
  const sayings = new Map<string, ReadonlyMap<string, SaidNow> | 'unknown'>()
  for (const [name, { contents }] of Object.entries(settings.feeds)) {
    if (contents !== 'full') continue
    const object = newestOf(name, seen)
    sayings.set(name, object === undefined ? 'unknown' : await read({ name, object, orders, settings }, effects))
  }
  return sayings
}

/** The export that the next run reads, or the one that was read last. */
function newestOf(name: string, { selections, feeds }: Seen): StoredObject | undefined {
  const selection = selections.find(({ feed }) => feed === name)
  const last = feeds[name]?.last
  const isLast = ({ object }: { readonly object: StoredObject }): boolean =>
    object.key === last?.key && object.etag === last.etag
  return (selection?.exports.at(-1) ?? selection?.present.find(isLast))?.object
}

interface Reading {
  readonly name: string
  readonly object: StoredObject
  readonly orders: ReadonlySet<string>
  readonly settings: Settings
}

async function read(
  { name, object, orders, settings }: Reading,
  { store, clock }: Pick<Effects, 'store' | 'clock'>,
): Promise<ReadonlyMap<string, SaidNow> | 'unknown'> {
  const feed = settings.feeds[name]
  if (feed === undefined) return 'unknown'
  const said = new Map<string, SaidNow>()
  const open = async (range?: { readonly start: number; readonly end: number }) => {
    const content = await store.get(object.key, range)
    if (content === undefined) throw new UnusableExport(object.key, 'it is gone', '')
    return content.body
  }
  try {
    const source = { key: object.key, size: object.size, open }
    for await (const records of oneByOne(readOrderStates(feed, source, { today: isoNow(clock).slice(0, 10) })))
      for (const record of records) {
        if (!record.valid || !orders.has(record.order_number)) continue
        const before = said.get(record.order_number)?.fields
        const cause = { feed: name, key: object.key, record: record.record }
        said.set(record.order_number, { fields: { ...before, ...record.fields }, cause })
      }
    return said
  } catch (error) {
    if (error instanceof UnusableExport) return 'unknown'
    throw error
  }
}
