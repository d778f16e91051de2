import { createHash } from 'node:crypto'
import type { Feed } from '../../settings/settings.ts'
import type { StoredObject } from '../../storage/store.ts'
import type { FeedState } from '../state/head.ts'
import { nameOrder } from './name-order.ts'
import { compareNaturally } from './natural.ts'

/** Short hash of one version of an export. */
export const versionHash = (object: Pick<StoredObject, 'key' | 'etag'>): string =>
  createHash('sha256').update(`${object.key}\n${object.etag}`).digest('base64url').slice(0, 12)

/** An export with the time that it counts from. */
export interface DatedExport {
  readonly object: StoredObject
  /** ISO 8601 */
  readonly time: string
  /** its own time lies ahead of the clock, or did when it was seen first */
  readonly ahead: boolean
}

/** The exports of a feed in the order in which they were written, as far as their names and times tell. */
export interface Order {
  /** oldest first: where names tell the order, by them, otherwise by the time of the upload */
  readonly sorted: readonly DatedExport[]
  /** by name and by time, each below 0 where the left one is older, 0 where it does not tell */
  compare(left: DatedExport, right: DatedExport): { readonly name: number; readonly time: number }
  /** names tell the place of this one among others */
  isNamed(one: DatedExport): boolean
}

/** What ordering the exports of a feed depends on. */
export interface OrderInput {
  readonly feed: Pick<Feed, 'order' | 'contents'>
  /** what its exports' keys begin with */
  readonly prefix: string
  readonly state: FeedState | undefined
  /** the last export that was imported */
  readonly last: DatedExport | undefined
}

/** Of equal times (S3 has whole seconds) names decide, numbers in them by their value. */
export function byTime(left: DatedExport, right: DatedExport): number {
  if (left.time !== right.time) return left.time < right.time ? -1 : 1
  // of those that were ahead of the clock, their own times tell
  const [before, after] = [left.object.lastModified, right.object.lastModified]
  if ((left.ahead || right.ahead) && before !== after) return before < after ? -1 : 1
  return compareNaturally(left.object.key, right.object.key)
}

/** Orders the exports of a feed. @param present sorted by time */
export function orderOf({ feed, prefix, state, last }: OrderInput, present: readonly DatedExport[]): Order {
  const nameOf = ({ object }: DatedExport): string => object.key.slice(prefix.length)
  const lately = new Set(feed.contents === 'changes' ? state?.lately : [])
  const isReused = ({ object }: DatedExport): boolean =>
    lately.has(object.key) && state?.taken?.includes(versionHash(object)) !== true
  const isListed = present.some(({ object }) => object.key === last?.object.key)
  const all = last === undefined || isListed ? present : [...present, last]
  const names = nameOrder(
    all.map((one) => ({ name: nameOf(one), time: one.time, isReused: isReused(one) })),
    feed.order,
  )
  const byName = (left: DatedExport, right: DatedExport): number =>
    left.object.key === right.object.key ? 0 : names.compare(nameOf(left), nameOf(right))
  return {
    sorted: sortFamilies(present, (one) => names.familyOf(nameOf(one)), byName),
    compare(left, right) {
      const name = byName(left, right)
      return { name, time: name !== 0 && left.time === right.time ? 0 : byTime(left, right) }
    },
    isNamed: (one) => names.familyOf(nameOf(one)) !== undefined,
  }
}

/** Sorts each family among the places that its members have; everything else stays where it is. */
function sortFamilies(
  present: readonly DatedExport[],
  familyOf: (one: DatedExport) => string | undefined,
  byName: (left: DatedExport, right: DatedExport) => number,
): readonly DatedExport[] {
  const places = Map.groupBy(present.keys(), (place) => familyOf(present[place] as DatedExport))
  const sorted = [...present]
  for (const [family, mine] of places) {
    if (family === undefined) continue
    const members = mine.map((place) => present[place] as DatedExport).sort(byName)
    for (const [index, place] of mine.entries()) sorted[place] = members[index] as DatedExport
  }
  return sorted
}
