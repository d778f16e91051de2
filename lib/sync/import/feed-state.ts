import type { ExportSummary } from '../../exports/record.ts'
import { compareWritten } from '../../exports/written.ts'
import type { Feed } from '../../settings/settings.ts'
import type { StoredObject } from '../../storage/store.ts'
import type { FeedState } from '../state/head.ts'
import { namesOrder } from './name-order.ts'
import { type DatedExport, type SelectedExport, versionHash } from './select.ts'

/** The part of an object's description that the head keeps. */
const reference = ({ key, etag, size, lastModified }: StoredObject) => ({ key, etag, size, lastModified })

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
  /** of an export of changes whose name says that it is newer: orders about which one that was uploaded later says otherwise */
  readonly overtaken: number
  /** the only order that it speaks about, where it is only one */
  readonly only: string | undefined
  /** something that only suspicious exports of the feed have said still waits */
  readonly speaks: boolean
  /** a person takes what it says as acknowledged, whatever looks wrong; default: nobody does */
  readonly adopts?: boolean
}

type StoredSuspicion = NonNullable<FeedState['suspicions']>[number]
/** Something odd about an export. */
export type Suspicion = Omit<StoredSuspicion, 'version'>

/** The same words about another export are another suspicion. */
const versioned = (suspicions: readonly Suspicion[], object: StoredObject): StoredSuspicion[] =>
  suspicions.map((suspicion) => ({ ...suspicion, version: versionHash(object) }))

/** How many names are remembered of exports that were imported last. */
const mostLately = 4

/** What the head knows of a feed once an export was imported, with what is suspicious about that export. */
export function nextFeedState(state: FeedState | undefined, imported: ImportedExport): FeedState {
  const { feed, hash, object, present, selected, summary } = imported
  const suspicions = [...stillSuspected(state, imported), ...versioned(suspicionsOf(state, imported), object)]
  const usual = suspicions.length === 0 ? summary.records : state?.usualRecords
  const { lineEnd, filled, layout } = suspicions.length === 0 ? usualForm(state, summary) : (state ?? {})
  const ahead = stillAhead(present)
  const { records, written } = summary
  const last = defined({ ...reference(object), lastModified: selected.time, records, written })
  const odd = isOutOfTurn(state, imported)
  // an export that came out of its turn does not become the last one; what has replaced it under its name does
  const isPassed = odd && state?.last !== undefined && (feed.contents === 'changes' || state.last.key !== object.key)
  const taken = feed.contents === 'changes' || isPassed ? takenNow(state, object, present) : state?.taken
  return defined({
    settingsHash: hash,
    last: isPassed ? state?.last : last,
    readWith: isPassed ? readWithOf(state, hash) : undefined,
    orderedBy: feed.contents === 'full' && taken !== undefined ? (feed.order ?? 'found') : undefined,
    disputed: isPassed && isDisputed(state, imported) ? last : suspicions.length > 0 ? state?.disputed : undefined,
    taken,
    lately: feed.contents === 'changes' ? latelyNow(state, object.key) : undefined,
    dismissed: stillDismissed(state, present),
    ahead,
    usualRecords: usual,
    lineEnd,
    filled,
    layout,
    suspicions: suspicions.length === 0 ? undefined : suspicions,
  })
}

/** An export that could not be used. */
export interface RefusedExport extends Pick<ImportedExport, 'hash' | 'selected' | 'present'> {
  /** ISO 8601, and when it is tried again by itself, milliseconds since 1970 */
  readonly why: {
    readonly reason: string
    readonly at: string
    readonly againMs: number | undefined
    readonly isFirst: boolean
  }
}

/** What the head knows of a feed once an export of it was refused. */
export const refusedFeedState = (
  state: FeedState | undefined,
  { hash, selected, present, why: { againMs, isFirst, ...why } }: RefusedExport,
): FeedState =>
  defined({
    ...state,
    settingsHash: hash,
    readWith: readWithOf(state, hash),
    refused: {
      ...reference(selected.object),
      ...why,
      ...(againMs === undefined ? {} : { again: new Date(againMs).toISOString() }),
      ...(isFirst ? { first: true } : {}),
    },
    alsoRefused: refusedBefore(state, hash, { selected, present }),
    ahead: stillAhead(present) ?? state?.ahead,
  })

/** Listed exports that were refused before this one by the same settings: they are not read again and again. */
function refusedBefore(
  state: FeedState | undefined,
  hash: string,
  { selected, present }: Pick<ImportedExport, 'selected' | 'present'>,
): string[] | undefined {
  if (state?.refused === undefined || state.settingsHash !== hash) return undefined
  const listed = new Set(present.map(({ object }) => versionHash(object)))
  const before = [...(state.alsoRefused ?? []), versionHash(state.refused)]
  const others = [...new Set(before)].filter((one) => listed.has(one) && one !== versionHash(selected.object))
  return others.length === 0 ? undefined : others
}

/** By which settings the last export was read, where these are others: it is still to be read by these. */
function readWithOf(state: FeedState | undefined, hash: string): string | undefined {
  const readWith = state?.readWith ?? state?.settingsHash
  return state?.last === undefined || readWith === hash ? undefined : readWith
}

type Named = { readonly [name: string]: unknown }
type Defined<T extends Named> = { [K in keyof T]: Exclude<T[K], undefined> }

/** Without the names that have no value. */
const defined = <T extends Named>(values: T): Defined<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>

const latelyNow = (state: FeedState | undefined, key: string): string[] =>
  [...(state?.lately ?? []).filter((one) => one !== key), key].slice(-mostLately)

/** By name, time or its own words it is older than the last export that was imported. */
export function isOutOfTurn(state: FeedState | undefined, { selected, summary, ...imported }: Judged): boolean {
  if (compareWritten(summary.written, state?.last?.written) < 0) return true
  return selected.olderThanLast && !(selected.disputed === true && isOfItsOrder(selected, imported))
}

/** Older than the last one by one sign, and newer by another. */
function isDisputed(state: FeedState | undefined, { selected, summary }: Judged): boolean {
  const said = compareWritten(summary.written, state?.last?.written)
  return selected.disputed === true || said > 0 || (said < 0 && !selected.olderThanLast)
}

/** The number in its name is that of the one order which it is about, and says nothing of when it was written. */
const isOfItsOrder = ({ object }: SelectedExport, { only }: Pick<Judged, 'only'>): boolean =>
  only !== undefined && namesOrder(object.key, only)

/** When exports whose time lies ahead of the clock were seen first, as long as they are listed. */
function stillAhead(present: readonly DatedExport[]): FeedState['ahead'] {
  const ahead = present.filter((one) => one.ahead).map(({ object, time }) => [versionHash(object), time] as const)
  return ahead.length === 0 ? undefined : Object.fromEntries(ahead)
}

/** Exports that people gave up, as long as they are listed. */
function stillDismissed(state: FeedState | undefined, present: readonly DatedExport[]): FeedState['dismissed'] {
  const dismissed = (state?.dismissed ?? []).filter((hash) => listedOf(present).has(hash))
  return dismissed.length === 0 ? undefined : dismissed
}

/** Hashes of the exports that were imported and are still listed. */
function takenNow(state: FeedState | undefined, object: StoredObject, present: readonly DatedExport[]): string[] {
  const listed = listedOf(present)
  return [...(state?.taken ?? []).filter((hash) => listed.has(hash)), versionHash(object)]
}

const listedBefore = new WeakMap<readonly DatedExport[], ReadonlySet<string>>()

/** Hashes of all that is listed: a feed with ten thousand exports asks for each of them. */
function listedOf(present: readonly DatedExport[]): ReadonlySet<string> {
  const listed = listedBefore.get(present) ?? new Set(present.map((one) => versionHash(one.object)))
  listedBefore.set(present, listed)
  return listed
}

/** A full export says anew what a suspicious one said; one of changes does not, so that the suspicion stays. */
const stillSuspected = (state: FeedState | undefined, { feed, speaks }: ImportedExport): readonly StoredSuspicion[] =>
  feed.contents === 'changes' && speaks ? (state?.suspicions ?? []) : []

/** What is needed to tell what is odd about an export. */
export type Judged = Omit<ImportedExport, 'hash' | 'object' | 'present' | 'speaks'>

/** What is odd about an export, before anything of it is used. */
export function suspicionsOf(state: FeedState | undefined, imported: Judged): Suspicion[] {
  const { feed, summary, conflicts, allowedConflicts, overtaken, selected, adopts } = imported
  if (adopts === true) return []
  const odd = summary.suspicions.map((message) => ({ message, figure: 1, limit: 0 }))
  if (conflicts > allowedConflicts) {
    const message = `it names ${conflicts} orders twice with different values; guard.conflicts allows ${allowedConflicts}.`
    odd.push({ message, figure: conflicts, limit: allowedConflicts })
  }
  if (state?.lineEnd === true && summary.lineEnd === false) {
    const message = 'its last line has no end, which it always had; it may be cut off.'
    odd.push({ message, figure: 1, limit: 0 })
  }
  if (isOutOfTurn(state, imported)) odd.push(olderExport(state, imported))
  if (overtaken > 0) odd.push(overtakenExport(selected, overtaken))
  odd.push(...slipped(state, summary))
  return feed.contents === 'full' ? [...odd, ...shrunk(state, summary.records)] : odd
}

/** Rows that fit their header no more: the values of a column may stand under the name of another. */
export function slipped(state: Form | undefined, summary: Pick<ExportSummary, 'filled' | 'layout'>): Suspicion[] {
  const [before, now] = [state?.layout, summary.layout]
  const told = (message: string) => [{ message, figure: 1, limit: 0 }]
  if (state?.filled === true && summary.filled === false)
    return told('none of its rows is as wide as its header, which they always were; its columns may have slipped.')
  if (before === undefined || now === undefined || before.header === now.header) return []
  if (before.surplus === now.surplus) return []
  return told(
    `its header, of ${now.columns} columns, is another one (${before.columns} before), which not all of its rows fit; its columns may have slipped.`,
  )
}

type Form = Pick<FeedState, 'lineEnd' | 'filled' | 'layout'>

/** What the next exports are measured by; rows that differ among themselves say nothing of theirs. */
export function usualForm(state: Form | undefined, { lineEnd, filled, layout }: Pick<ExportSummary, keyof Form>): Form {
  const { surplus } = layout ?? {}
  const alike = layout === undefined || surplus === undefined ? state?.layout : { ...layout, surplus }
  return { lineEnd, filled, layout: alike }
}

/** What to do about names and times that contradict each other. */
const orderHint = 'If it is the newer one, approve; "order" in the settings of the feed says what counts.'

function olderExport(state: FeedState | undefined, imported: Judged): Suspicion {
  const { selected, summary, stale } = imported
  const { key } = selected.object
  const { last } = state ?? {}
  const inside = compareWritten(summary.written, last?.written) < 0
  const by = inside ? `, as it says itself (${summary.written}, after ${last?.written})` : ''
  const byName =
    !inside && selected.disputed === true ? ` (${last?.key}) by one of name and time, and newer by the other` : ''
  const hint = isDisputed(state, imported) ? ` ${orderHint}` : ''
  const left =
    stale === 0
      ? ''
      : ` What it says about ${stale === 1 ? '1 order' : `${stale} orders`} was left alone, for a newer export has spoken about ${stale === 1 ? 'it' : 'them'}.`
  const message = `${key} is older than the export that was taken in before${by}${byName}.${hint}${left}`
  return { message, figure: 1, limit: 0 }
}

const overtakenExport = ({ object }: SelectedExport, orders: number): Suspicion => ({
  message:
    `${object.key} is newer by its name than exports that were uploaded after it, and says something else about ` +
    `${orders === 1 ? '1 order' : `${orders} orders`} than they do. ${orderHint}`,
  figure: orders,
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
