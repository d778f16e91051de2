import { feedHash, ownedFields, type Settings } from '../../settings/settings.ts'
import type { StoredObject } from '../../storage/store.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { renameFeeds } from '../ledger/renamed.ts'
import type { FeedState, FeedStates, Head } from '../state/head.ts'
import { compareNaturally } from './natural.ts'
import { feedPrefix, isExport, versionHash } from './select.ts'

/** A feed that goes on under another name. */
export interface Renamed {
  readonly from: string
  readonly to: string
  /** its new folder has exports; before that, nothing is taken over */
  readonly isMoved: boolean
}

/** What tells which feeds have been renamed. */
export interface RenameInput {
  readonly settings: Pick<Settings, 'feeds'>
  readonly head: Pick<Head, 'feeds' | 'adoptedFields'> | undefined
  readonly listing: readonly StoredObject[]
}

/**
 * Feeds that are known by a name which the settings do not have any more: `was` says so, or one that is new has the same
 * settings, or is the only new one and gives no field that would be new.
 */
export function renamedIn({ settings, head, listing }: RenameInput): Renamed[] {
  const gone = Object.keys(head?.feeds ?? {}).filter((name) => !Object.hasOwn(settings.feeds, name))
  if (head === undefined || gone.length === 0) return []
  const fresh = Object.entries(settings.feeds).filter(([name]) => !Object.hasOwn(head.feeds, name))
  const found = new Map<string, string>()
  const open = (names: readonly string[]) => names.filter((name) => ![...found.values()].includes(name))
  for (const [to, { was }] of fresh) if (was !== undefined && gone.includes(was)) found.set(to, was)
  const others = fresh.filter(([to]) => !found.has(to))
  for (const [to, feed] of others) {
    const hash = feedHash(feed)
    const [from, ...more] = open(gone).filter((name) => head.feeds[name]?.settingsHash === hash)
    if (from !== undefined && more.length === 0) found.set(to, from)
  }
  const [left, ...more] = others.filter(([to]) => !found.has(to))
  const [from, ...manyGone] = open(gone)
  const isOnly = left !== undefined && from !== undefined && more.length + manyGone.length === 0
  if (isOnly && ownedFields(left[1]).every((name) => head.adoptedFields.includes(name))) found.set(left[0], from)
  return [...found].map(([to, was]) => ({ from: was, to, isMoved: hasExports(listing, to) }))
}

const hasExports = (listing: readonly StoredObject[], feed: string): boolean =>
  listing.some((object) => object.key.startsWith(feedPrefix(feed)) && isExport(object))

/** Calls feeds in the ledger by the names that they have by now. */
export const takeOverNames = (
  ledger: Ledger,
  { renamed }: { readonly renamed: readonly Renamed[] },
  { feeds }: Pick<Settings, 'feeds'>,
): void =>
  renameFeeds(
    ledger,
    renamed.filter(({ isMoved }) => isMoved),
    (feed) => feeds[feed]?.contents === 'changes',
  )

/** What is known of the feeds, under the names that they have by now. */
export function withNewNames(feeds: FeedStates, { renamed, listing }: NewNames): FeedStates {
  const moved = renamed.filter(({ isMoved }) => isMoved)
  if (moved.length === 0) return feeds
  return Object.fromEntries(
    Object.entries(feeds).map(([name, state]) => {
      const rename = moved.find(({ from }) => from === name)
      return rename === undefined ? [name, state] : [rename.to, carriedOver(state, rename, listing)]
    }),
  )
}

interface NewNames extends Pick<RenameInput, 'listing'> {
  readonly renamed: readonly Renamed[]
}

/** The same files lie in another folder: whatever names them names them there. */
function carriedOver(state: FeedState, rename: Renamed, listing: readonly StoredObject[]): FeedState {
  const files = filesOf(state, rename, listing)
  const { referenceNow, hashNow, keyNow } = files
  const { last, disputed, refused, lately, taken, dismissed, alsoRefused, ahead, suspicions } = state
  const read = [...(taken ?? []).map(hashNow), ...files.copiesOfRead]
  return {
    ...state,
    ...(last && { last: referenceNow(last) }),
    ...(disputed && { disputed: referenceNow(disputed) }),
    ...(refused && { refused: referenceNow(refused) }),
    ...(lately && { lately: lately.map(keyNow) }),
    ...(read.length === 0 ? {} : { taken: read }),
    ...(dismissed && { dismissed: dismissed.map(hashNow) }),
    ...(alsoRefused && { alsoRefused: alsoRefused.map(hashNow) }),
    ...(ahead && { ahead: Object.fromEntries(Object.entries(ahead).map(([hash, at]) => [hashNow(hash), at])) }),
    ...(suspicions && { suspicions: suspicions.map((one) => ({ ...one, version: hashNow(one.version) })) }),
  }
}

interface Reference {
  readonly key: string
  readonly etag: string
  readonly size: number
}

/** Where the files of a feed are by now. Those that were copied may have got other etags: then their names tell. */
function filesOf({ last, taken = [] }: FeedState, { from, to }: Renamed, listing: readonly StoredObject[]) {
  const [before, now] = [feedPrefix(from), feedPrefix(to)]
  const keyNow = (key: string): string => (key.startsWith(before) ? `${now}${key.slice(before.length)}` : key)
  const there = listing.filter((object) => object.key.startsWith(now) && isExport(object))
  const hashBefore = (object: StoredObject): string =>
    versionHash({ ...object, key: `${before}${object.key.slice(now.length)}` })
  const hashes = new Map(there.map((object) => [hashBefore(object), versionHash(object)]))
  const known = new Set([...taken, ...(last === undefined ? [] : [versionHash(last)])])
  const strangers = there.filter((object) => !known.has(hashBefore(object)))
  const referenceNow = <T extends Reference>(reference: T): T => {
    const key = keyNow(reference.key)
    const copy = strangers.find((object) => object.key === key && object.size === reference.size)
    return { ...reference, key, etag: copy?.etag ?? reference.etag }
  }
  return {
    keyNow,
    referenceNow,
    hashNow: (hash: string): string => hashes.get(hash) ?? hash,
    copiesOfRead:
      last === undefined || referenceNow(last).etag === last.etag
        ? []
        : copiesOfRead(strangers, { key: keyNow(last.key), taken: taken.filter((hash) => !hashes.has(hash)).length }),
  }
}

/** Of copies, those of exports that were read: of changes so many as had been, of full ones what its name puts before the last. */
function copiesOfRead(
  copies: readonly StoredObject[],
  { key, taken }: { readonly key: string; readonly taken: number },
): string[] {
  const sorted = copies.toSorted((left, right) => compareNaturally(left.key, right.key))
  const read = taken > 0 ? sorted.slice(0, taken) : sorted.filter((one) => compareNaturally(one.key, key) < 0)
  return read.map(versionHash)
}
