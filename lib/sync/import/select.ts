import { createHash } from 'node:crypto'
import { type Feed, type Settings, settingsHash } from '../../settings/settings.ts'
import type { StoredObject } from '../../storage/store.ts'
import type { FeedState } from '../state/head.ts'

/** An export to be taken in, with what is odd about it before it was opened. */
export interface ChosenExport {
  readonly object: StoredObject
  /** its time is older than that of the last export taken in under the same name */
  readonly olderThanLast: boolean
}

/** What a feed has to do in this run. */
export interface Choice {
  readonly feed: string
  readonly exports: readonly ChosenExport[]
  /** an export that was refused before, is still there, and stops or shadows this feed */
  readonly refused?: NonNullable<FeedState['refused']>
}

const unfinished = /(^|\/)(\.|~\$)[^/]*$|\.(part|partial|tmp|temp|filepart|crdownload|swp)$/i

/** Prefix that a feed's exports are dropped under. */
export const feedPrefix = (feed: string): string => `exports/${feed}/`

/** Short hash of one version of an export. */
export const versionHash = (object: Pick<StoredObject, 'key' | 'etag'>): string =>
  createHash('sha256').update(`${object.key}\n${object.etag}`).digest('base64url').slice(0, 12)

/** Exports of a feed in the order in which they were dropped; folders and half-written files are left out. */
export function exportsOf(feed: string, listing: readonly StoredObject[]): StoredObject[] {
  const prefix = feedPrefix(feed)
  return listing.filter(({ key }) => key.startsWith(prefix) && !key.endsWith('/') && !unfinished.test(key)).sort(byTime)
}

const byTime = (left: StoredObject, right: StoredObject): number =>
  left.lastModified < right.lastModified || (left.lastModified === right.lastModified && left.key < right.key) ? -1 : 1

/**
 * Chooses what a feed takes in: with `contents: full` the newest export if it is new, with `contents: changes` all that
 * were not taken in before, oldest first. A refused export of a `changes` feed stops the feed until it is replaced.
 * @param settings hash of the feed's settings; where it differs from the state's, a `full` export is read once more
 */
export function chooseExports(
  name: string,
  feed: Pick<Feed, 'contents'>,
  settings: string,
  state: FeedState | undefined,
  listing: readonly StoredObject[],
): Choice {
  const present = exportsOf(name, listing)
  const refused = stillRefused(state, settings, present)
  const exports = feed.contents === 'full' ? newestFull(state, settings, present) : newChanges(state, present)
  if (refused === undefined) return { feed: name, exports }
  if (feed.contents === 'changes') return { feed: name, exports: [], refused }
  const newer = exports.filter(({ object }) => object.key !== refused.key || object.etag !== refused.etag)
  return newer.length > 0 ? { feed: name, exports: newer } : { feed: name, exports: [], refused }
}

function stillRefused(state: FeedState | undefined, settings: string, present: readonly StoredObject[]) {
  const refused = state?.refused
  if (refused === undefined || state?.settings !== settings) return undefined
  return present.some(({ key, etag }) => key === refused.key && etag === refused.etag) ? refused : undefined
}

function newestFull(state: FeedState | undefined, settings: string, present: readonly StoredObject[]): ChosenExport[] {
  const newest = present.at(-1)
  if (newest === undefined) return []
  const last = state?.last
  if (last === undefined) return [{ object: newest, olderThanLast: false }]
  const sameVersion = newest.key === last.key && newest.etag === last.etag
  if (sameVersion) return state?.settings === settings ? [] : [{ object: newest, olderThanLast: false }]
  if (byTime(newest, last) > 0) return [{ object: newest, olderThanLast: false }]
  return newest.key === last.key ? [{ object: newest, olderThanLast: true }] : []
}

function newChanges(state: FeedState | undefined, present: readonly StoredObject[]): ChosenExport[] {
  const taken = new Set(state?.taken)
  return present
    .filter((object) => !taken.has(versionHash(object)))
    .map((object) => ({ object, olderThanLast: state?.last !== undefined && byTime(object, state.last) < 0 }))
}

/** Chooses for every feed what it has to take in. */
export function chooseAll(
  settings: Settings,
  feeds: Readonly<Record<string, FeedState>>,
  listing: readonly StoredObject[],
): Choice[] {
  return Object.entries(settings.feeds).map(([name, feed]) =>
    chooseExports(name, feed, settingsHash(feed), feeds[name], listing),
  )
}
