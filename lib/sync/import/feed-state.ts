import type { ExportSummary } from '../../exports/record.ts'
import type { Feed } from '../../settings/settings.ts'
import type { StoredObject } from '../../storage/store.ts'
import type { FeedState } from '../state/head.ts'
import { type DatedExport, type SelectedExport, versionHash } from './select.ts'

/** The part of an object's description that the head keeps. */
export const reference = ({ key, etag, size, lastModified }: StoredObject) => ({ key, etag, size, lastModified })

/** What a feed's new state depends on. */
export interface ImportedExport {
  readonly feed: Feed
  /** hash of the feed's settings */
  readonly hash: string
  readonly selected: SelectedExport
  /** the object as it was read */
  readonly object: StoredObject
  readonly present: readonly DatedExport[]
  readonly summary: ExportSummary
  /** orders that it names twice with different values */
  readonly conflicts: number
  readonly allowedConflicts: number
  /** of an older export of changes: orders about which a newer one has spoken already */
  readonly stale: number
  /** something that only suspicious exports of the feed have said still waits */
  readonly speaks: boolean
}

type StoredSuspicion = NonNullable<FeedState['suspicions']>[number]
/** Something odd about an export. */
export type Suspicion = Omit<StoredSuspicion, 'version'>

/** The same words about another export are another suspicion. */
const versioned = (suspicions: readonly Suspicion[], object: StoredObject): StoredSuspicion[] =>
  suspicions.map((suspicion) => ({ ...suspicion, version: versionHash(object) }))

/** What the head knows of a feed once an export was imported, with what is suspicious about that export. */
export function nextFeedState(state: FeedState | undefined, imported: ImportedExport): FeedState {
  const { feed, hash, object, present, selected, summary } = imported
  const suspicions = [...stillSuspected(state, imported), ...versioned(suspicionsOf(state, imported), object)]
  const usual = suspicions.length === 0 ? summary.records : state?.usualRecords
  const { lineEnd, filled } = suspicions.length === 0 ? summary : (state ?? {})
  const ahead = stillAhead(present)
  const last = { ...reference(object), lastModified: selected.time, records: summary.records }
  // an older export of changes does not become the last one
  const kept = feed.contents === 'changes' && selected.olderThanLast && state?.last !== undefined ? state.last : last
  return {
    settingsHash: hash,
    last: kept,
    ...(feed.contents === 'changes' ? { taken: takenNow(state, object, present) } : {}),
    ...(ahead === undefined ? {} : { ahead }),
    ...(usual === undefined ? {} : { usualRecords: usual }),
    ...(lineEnd === undefined ? {} : { lineEnd }),
    ...(filled === undefined ? {} : { filled }),
    ...(suspicions.length === 0 ? {} : { suspicions }),
  }
}

/** When exports whose time lies ahead of the clock were seen first, as long as they are listed. */
export function stillAhead(present: readonly DatedExport[]): FeedState['ahead'] {
  const ahead = present.filter((one) => one.ahead).map(({ object, time }) => [versionHash(object), time] as const)
  return ahead.length === 0 ? undefined : Object.fromEntries(ahead)
}

/** Hashes of the exports that were imported and are still listed. */
function takenNow(state: FeedState | undefined, object: StoredObject, present: readonly DatedExport[]): string[] {
  const listed = new Set(present.map((one) => versionHash(one.object)))
  return [...(state?.taken ?? []).filter((hash) => listed.has(hash)), versionHash(object)]
}

/** A full export says anew what a suspicious one said; one of changes does not, so that the suspicion stays. */
const stillSuspected = (state: FeedState | undefined, { feed, speaks }: ImportedExport): readonly StoredSuspicion[] =>
  feed.contents === 'changes' && speaks ? (state?.suspicions ?? []) : []

/** What is odd about an export, before anything of it is used. */
export function suspicionsOf(
  state: FeedState | undefined,
  imported: Omit<ImportedExport, 'hash' | 'object' | 'present' | 'speaks'>,
): Suspicion[] {
  const { feed, summary, selected, conflicts, allowedConflicts, stale } = imported
  const odd = summary.suspicions.map((message) => ({ message, figure: 1, limit: 0 }))
  if (conflicts > allowedConflicts) {
    const message = `it names ${conflicts} orders twice with different values; guard.conflicts allows ${allowedConflicts}.`
    odd.push({ message, figure: conflicts, limit: allowedConflicts })
  }
  if (state?.lineEnd === true && summary.lineEnd === false) {
    const message = 'its last line has no end, which it always had; it may be cut off.'
    odd.push({ message, figure: 1, limit: 0 })
  }
  if (state?.filled === true && summary.filled === false) {
    const message = 'none of its rows is as wide as its header, which they always were; its columns may have slipped.'
    odd.push({ message, figure: 1, limit: 0 })
  }
  if (selected.olderThanLast) odd.push(olderExport(selected, stale))
  return feed.contents === 'full' ? [...odd, ...shrunk(state, summary.records)] : odd
}

const olderExport = ({ object }: SelectedExport, stale: number): Suspicion => ({
  message:
    `${object.key} is older than the export that was taken in before.` +
    (stale === 0
      ? ''
      : ` What it says about ${stale} orders was left alone, for a newer export has spoken about them.`),
  figure: 1,
  limit: 0,
})

function shrunk(state: FeedState | undefined, records: number): Suspicion[] {
  const usual = state?.usualRecords ?? 0
  if (records === 0 && usual > 0) {
    return [{ message: `it is empty; the last one had ${usual} records.`, figure: 0, limit: 1 }]
  }
  if (records * 2 >= usual) return []
  const message = `it has ${records} records; the last one had ${usual}.`
  return [{ message, figure: records, limit: Math.ceil(usual / 2) }]
}
