import type { Settings } from '../../settings/settings.ts'
import type { Store, StoredObject } from '../../storage/store.ts'
import type { Head } from '../state/head.ts'
import { feedPrefix } from './select.ts'

/** What a look at the exports gave. */
export interface Listing {
  readonly objects: readonly StoredObject[]
  /** whether it is all that there is; otherwise it only tells whether there may be news */
  readonly isWhole: boolean
}

/** What a look depends on. */
export interface Look {
  readonly settings: Settings
  readonly head: Head | undefined
  /** milliseconds since 1970 */
  readonly nowMs: number
  /** every drop wakes a run: then the places where nothing usually comes are looked at once an hour only */
  readonly isWoken: boolean
  /** key of the export whose drop has woken this run */
  readonly dropped?: string | undefined
}

/** S3 gives so many keys at once. */
const pageSize = 1000
/** Of a feed with more exports than this, a look begins behind most of them. */
const manyExports = pageSize - 100
/** So many of the last ones are looked at, for a late one often lies among them. */
const tailLength = 400

/**
 * Lists the exports. Where a feed has so many that listing them takes several requests, only what comes behind most of them
 * is listed, but for once an hour and where the drop of another one has woken the run.
 */
export async function listExports(look: Look, store: Pick<Store, 'list'>): Promise<Listing> {
  const tails = look.isWoken ? look.head?.tails : undefined
  if (tails === undefined || mustSeeAll(look, tails)) return { objects: await store.list('exports/'), isWhole: true }
  const lists = await Promise.all(
    Object.keys(look.settings.feeds).map((feed) => store.list(feedPrefix(feed), tails[feed])),
  )
  return { objects: lists.flat(), isWhole: false }
}

function mustSeeAll({ settings, head, nowMs, dropped }: Look, tails: NonNullable<Head['tails']>): boolean {
  const waits = Object.values(head?.feeds ?? {}).some(
    ({ refused, ahead }) => refused !== undefined || ahead !== undefined,
  )
  const isBefore = Object.entries(tails).some(
    ([feed, tail]) => dropped?.startsWith(feedPrefix(feed)) === true && !isBehind(dropped, tail),
  )
  return waits || isBefore || isHourly(settings, nowMs)
}

const isBehind = (key: string, tail: string): boolean => Buffer.compare(Buffer.from(key), Buffer.from(tail)) > 0

/** One tick of an hour looks at everything; with a schedule of another kind, every tick does. */
function isHourly({ schedule }: Settings, nowMs: number): boolean {
  if (!('everyMinutes' in schedule)) return true
  const ticks = Math.max(1, Math.round(60 / schedule.everyMinutes))
  return Math.floor(nowMs / (schedule.everyMinutes * 60_000)) % ticks === 7 % ticks
}

/** Behind which key the next look may begin, of feeds with many exports; `undefined` where there are none. */
export function tailsOf(listing: readonly StoredObject[], feeds: readonly string[]): Head['tails'] {
  if (listing.length <= manyExports) return undefined
  const tails = feeds.flatMap((feed) => {
    const keys = listing.filter(({ key }) => key.startsWith(feedPrefix(feed))).map(({ key }) => key)
    const tail = keys.length > manyExports ? keys.at(-tailLength) : undefined
    return tail === undefined ? [] : [[feed, tail] as const]
  })
  return tails.length === 0 ? undefined : Object.fromEntries(tails)
}
