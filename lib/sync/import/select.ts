import { type Feed, feedHash, type Settings } from '../../settings/settings.ts'
import type { StoredObject } from '../../storage/store.ts'
import { dayMs } from '../../units.ts'
import type { FeedState, FeedStates } from '../state/head.ts'
import { byTime, type DatedExport, type Order, orderOf, versionHash } from './order.ts'

export { type DatedExport, versionHash } from './order.ts'

/** An export that is to be imported, with what is odd about it before it was opened. */
export interface SelectedExport {
  readonly object: StoredObject
  /** when it counts as dropped: its own time, but never ahead of the clock; ISO 8601 */
  readonly time: string
  /** by its name or its time, it is older than the last export that was imported */
  readonly olderThanLast: boolean
  /** by the other of the two it is newer */
  readonly disputed?: boolean
  /** names tell its place among the others, whatever the times of their uploads say */
  readonly named?: boolean
}

/** What a feed has to import in this run. */
export interface FeedSelection {
  readonly feed: string
  readonly exports: readonly SelectedExport[]
  /** all exports of the feed, oldest first */
  readonly present: readonly DatedExport[]
  /** an export that was refused before, is still there, and stops or shadows this feed */
  readonly refused?: NonNullable<FeedState['refused']>
  /** the last export that was imported counts from a time that is still to come: a clock was wrong when it was */
  readonly lastAhead?: NonNullable<FeedState['last']>
  /** of a first full export: others, of which one may say that it was written later; oldest first */
  readonly rivals?: readonly SelectedExport[]
}

const unfinished =
  /(^|\/)(\.|~\$)[^/]*$|\.(part|partial|tmp|temp|filepart|crdownload|download|opdownload|crswap|uploading|writing|lock|swp|bak|old|orig)$|~$/i
/** What operating systems and file managers leave in a folder. */
const litter = /(^|\/)(thumbs\.db|desktop\.ini|ehthumbs\.db|icon\r)$/i

/** Prefix that a feed's exports are dropped under. */
export const feedPrefix = (feed: string): string => `exports/${feed}/`

/** Whether an object is an export at all: no folder, litter, or half-written file. */
export const isExport = ({ key, size }: StoredObject): boolean =>
  !key.endsWith('/') &&
  !unfinished.test(key) &&
  !litter.test(key) &&
  !(size === 0 && /(^|\/)[^/]*\$folder\$$/.test(key))

/**
 * Exports of a feed in the order of the times that they count from; folders, litter and half-written files are left out. A
 * time ahead of the clock counts as the moment when it was seen first. Of equal times (S3 has whole seconds) names decide,
 * numbers in them by their value.
 */
export function exportsOf(feed: string, listing: readonly StoredObject[], clock: FeedClock): DatedExport[] {
  const prefix = feedPrefix(feed)
  return listing
    .filter((object) => object.key.startsWith(prefix) && isExport(object))
    .map((object) => dated(object, clock))
    .sort(byTime)
}

/** The time, and what a feed's state remembers of exports that were ahead of it. */
export interface FeedClock {
  /** milliseconds since 1970 */
  readonly nowMs: number
  readonly ahead?: FeedState['ahead']
}

/** How far ahead of ours another clock may be without being told. */
const clockSkewMs = 120_000
/** What lies further ahead was dated by a clock that was wrong: nobody waits until then. */
export const wrongByMs = dayMs

function dated(object: StoredObject, { nowMs, ahead = {} }: FeedClock): DatedExport {
  const seen = Object.keys(ahead).length === 0 ? undefined : ahead[versionHash(object)]
  if (seen !== undefined) return { object, time: seen, ahead: true }
  const isAhead = Date.parse(object.lastModified) > nowMs + clockSkewMs
  return { object, time: isAhead ? new Date(nowMs).toISOString() : object.lastModified, ahead: isAhead }
}

/** What selecting depends on beside the listing. */
export interface SelectInput {
  readonly settings: Settings
  readonly feeds: FeedStates
  /** milliseconds since 1970 */
  readonly nowMs: number
}

/** Selects for every feed what it has to import. */
export const selectExports = (
  { settings, feeds, nowMs }: SelectInput,
  listing: readonly StoredObject[],
): FeedSelection[] =>
  Object.entries(settings.feeds).map(([name, feed]) => {
    const state = feeds[name]
    const { last, ahead = {} } = state ?? {}
    // where the clock has been put back, nothing that comes counts as older than what was taken before
    const present = exportsOf(name, listing, {
      nowMs: Math.max(nowMs, last === undefined ? 0 : Date.parse(last.lastModified)),
      ahead,
    })
    const isAhead = last !== undefined && Date.parse(last.lastModified) > nowMs + clockSkewMs
    return { ...selectOf({ name, feed, state, nowMs }, present), ...(isAhead ? { lastAhead: last } : {}) }
  })

interface FeedInput {
  readonly name: string
  readonly feed: Feed
  readonly state: FeedState | undefined
  /** milliseconds since 1970 */
  readonly nowMs: number
}

/**
 * With `contents: full` the newest export if it is new, or once more if the settings changed; with `contents: changes`
 * all that were not imported before, oldest first. A refused export of a `changes` feed stops it until it is replaced.
 */
function selectOf({ name, feed, state, nowMs }: FeedInput, present: readonly DatedExport[]): FeedSelection {
  const hash = feedHash(feed)
  const refused = stillRefused({ state, nowMs }, hash, present)
  const last = lastOf(state, present)
  const { dismissed = [] } = state ?? {}
  const open =
    dismissed.length === 0 ? present : present.filter(({ object }) => !dismissed.includes(versionHash(object)))
  const order = orderOf({ feed, prefix: feedPrefix(name), state, last }, open)
  const isWrong = last !== undefined && Date.parse(last.time) > nowMs + wrongByMs
  const known = { state, last, hash }
  const exports =
    feed.contents === 'full' ? newestFull({ ...known, feed }, order) : newChanges({ ...known, isWrong }, order)
  const rivals = feed.contents === 'full' && last === undefined ? order.sorted.slice(-mostRead, -1).map(selected) : []
  if (refused === undefined) return { feed: name, present, exports, ...(rivals.length === 0 ? {} : { rivals }) }
  if (feed.contents === 'changes') return { feed: name, present, exports: [], refused }
  const tried = new Set([versionHash(refused), ...(state?.alsoRefused ?? [])])
  const newer = exports.filter(({ object }) => !tried.has(versionHash(object)))
  return newer.length > 0 ? { feed: name, present, exports: newer } : { feed: name, present, exports: [], refused }
}

function stillRefused(
  { state, nowMs }: Pick<FeedInput, 'state' | 'nowMs'>,
  hash: string,
  present: readonly DatedExport[],
) {
  const refused = state?.refused
  if (refused === undefined || state?.settingsHash !== hash) return undefined
  if (refused.again !== undefined && Date.parse(refused.again) <= nowMs) return undefined
  return present.some(({ object }) => isVersion(object, refused)) ? refused : undefined
}

const isVersion = (object: StoredObject, other: Pick<StoredObject, 'key' | 'etag'>): boolean =>
  object.key === other.key && object.etag === other.etag

/** The last export that was imported, with the time that it counted from; its own time is known as long as it is listed. */
function lastOf(state: FeedState | undefined, present: readonly DatedExport[]): DatedExport | undefined {
  const last = state?.last
  if (last === undefined) return undefined
  const listed = present.find(({ object }) => isVersion(object, last))
  return { object: listed?.object ?? last, time: last.lastModified, ahead: listed?.ahead ?? false }
}

interface KnownFeed extends Pick<FeedInput, 'state'> {
  readonly last: DatedExport | undefined
  /** of the feed's settings */
  readonly hash: string
}

/**
 * What was passed over stays so whatever else the settings say by now: only who says what the order of exports is (`order`)
 * wants them looked at again.
 */
function newestFull(
  { state, last, hash, feed }: KnownFeed & Pick<FeedInput, 'feed'>,
  order: Order,
): readonly SelectedExport[] {
  const newest = order.sorted.at(-1)
  if (newest === undefined) return []
  if (last === undefined) return [selected(newest)]
  const { taken: passedOver, orderedBy = feed.order ?? 'found' } = state ?? {}
  const weighed = orderedBy === (feed.order ?? 'found') ? passedOver : undefined
  const standing = (one: DatedExport) => ({ one, place: placeOf(one, last, order) })
  const others = order.sorted.filter(({ object }) => !isVersion(object, last.object)).map(standing)
  const newer = others.filter(({ place, one }) => place === 'newer' && !isTaken(weighed, one))
  // only who has read them knows which of several was written last
  if (newer.length > 0)
    return newer.slice(state?.last?.written === undefined ? -1 : -mostRead).map(({ one }) => selected(one))
  const again = order.sorted.find(({ object }) => isVersion(object, last.object))
  if (again !== undefined && isReadByOthers(state, hash)) return [selected(again)]
  // what lies under the same name has replaced the last one; another one that is older in every respect is yesterday's
  const odd = others.findLast(
    ({ one, place }) => (place === 'disputed' || one.object.key === last.object.key) && !isTaken(weighed, one),
  )
  return odd === undefined ? [] : [{ ...selected(odd.one), olderThanLast: true, disputed: odd.place === 'disputed' }]
}

/** Whether other settings have read the last export, and no person is to decide first about one that these have read since. */
function isReadByOthers(state: FeedState | undefined, hash: string): boolean {
  if (state?.last === undefined || state.settingsHash !== hash) return true
  const { last, readWith = hash, suspicions = [] } = state
  return readWith !== hash && suspicions.every(({ version }) => version === versionHash(last))
}

/** So many exports of changes are read before what was read is kept. */
export const mostAtOnce = 500

/** So many new exports of a feed of full ones are read to find the newest, where they say inside when they were written. */
const mostRead = 5

const selected = ({ object, time }: DatedExport): SelectedExport => ({ object, time, olderThanLast: false })

const isTaken = (taken: FeedState['taken'], { object }: DatedExport): boolean =>
  taken?.includes(versionHash(object)) === true

/** Where an export stands beside another one: newer or older by all that tells, or disputed. */
function placeOf(one: DatedExport, other: DatedExport, { compare }: Order): 'newer' | 'older' | 'disputed' {
  const { name, time } = compare(one, other)
  if (name !== 0 && time !== 0 && name > 0 !== time > 0) return 'disputed'
  return (name === 0 ? time : name) > 0 ? 'newer' : 'older'
}

interface KnownChanges extends KnownFeed {
  /** a clock that was wrong has dated the last export: a person's word about the next one ends that */
  readonly isWrong: boolean
}

function newChanges({ state, last, isWrong }: KnownChanges, order: Order): readonly SelectedExport[] {
  const taken = new Set(state?.taken)
  return order.sorted
    .filter(({ object }) => !taken.has(versionHash(object)))
    .map((one) => {
      const { name, time } = last === undefined ? { name: 0, time: 0 } : order.compare(one, last)
      const isLate = name < 0 || (name === 0 && time < 0)
      return {
        ...selected(one),
        olderThanLast: isLate,
        ...(isLate && (time > 0 || isWrong) ? { disputed: true } : {}),
        ...(order.isNamed(one) ? { named: true } : {}),
      }
    })
}
