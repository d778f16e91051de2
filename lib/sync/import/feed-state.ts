import type { ExportSummary } from '../../exports/record.ts'
import type { FieldName } from '../../order.ts'
import type { Feed } from '../../settings/settings.ts'
import type { StoredObject } from '../../storage/store.ts'
import type { FeedState } from '../state/head.ts'
import { type ChosenExport, versionHash } from './select.ts'

/** What is known of an export that was read to its end. */
export interface ReadExport {
  readonly object: StoredObject
  readonly summary: ExportSummary
}

/** The part of an object's description that the head keeps. */
export const reference = ({ key, etag, size, lastModified }: StoredObject) => ({ key, etag, size, lastModified })

/** What a feed's new state depends on beside the export. */
export interface StateContext {
  readonly hash: string
  readonly owned: ReadonlySet<FieldName>
  readonly feed: Feed
  readonly present: readonly StoredObject[]
  readonly conflicts: number
  readonly allowed: number
}

/** What the head knows of a feed once an export was taken in, with what is suspicious about that export. */
export function nextState(
  state: FeedState | undefined,
  chosen: ChosenExport,
  read: ReadExport,
  context: StateContext,
): FeedState {
  const { feed, hash, owned, present } = context
  const suspicions = [
    ...oddities(read.summary),
    ...contradictions(context),
    ...cutOff(state, read.summary),
    ...(feed.contents === 'full' ? sizeAndAge(state, chosen, read.summary) : []),
  ]
  const usual = suspicions.length === 0 ? read.summary.records : state?.usualRecords
  const lineEnd = suspicions.length === 0 ? read.summary.lineEnd : state?.lineEnd
  const last = { ...reference(read.object), records: read.summary.records }
  return {
    settings: hash,
    fields: [...owned].sort(),
    last,
    ...(feed.contents === 'changes' ? { taken: takenNow(state, read.object, present) } : {}),
    ...(usual === undefined ? {} : { usualRecords: usual }),
    ...(lineEnd === undefined ? {} : { lineEnd }),
    ...(suspicions.length === 0 ? {} : { suspicions }),
  }
}

/** Hashes of the exports that were taken in and are still listed. */
function takenNow(state: FeedState | undefined, object: StoredObject, present: readonly StoredObject[]): string[] {
  const listed = new Set(present.map(versionHash))
  return [...(state?.taken ?? []).filter((hash) => listed.has(hash)), versionHash(object)]
}

type Suspicion = NonNullable<FeedState['suspicions']>[number]

const oddities = (summary: ExportSummary): Suspicion[] =>
  summary.suspicions.map((message) => ({ message, figure: 1, limit: 0 }))

/** A CSV may end without a line end; one that never did before was cut in its last value. */
const cutOff = (state: FeedState | undefined, summary: ExportSummary): Suspicion[] =>
  state?.lineEnd === true && summary.lineEnd === false
    ? [{ message: 'its last line has no end, which it always had; it may be cut off.', figure: 1, limit: 0 }]
    : []

const contradictions = ({ conflicts, allowed }: StateContext): Suspicion[] =>
  conflicts <= allowed
    ? []
    : [
        {
          message: `it names ${conflicts} orders twice with different values; guard.conflicts allows ${allowed}.`,
          figure: conflicts,
          limit: allowed,
        },
      ]

function sizeAndAge(state: FeedState | undefined, chosen: ChosenExport, summary: ExportSummary): Suspicion[] {
  const { records } = summary
  const usual = state?.usualRecords ?? 0
  const suspicions: Suspicion[] = []
  if (records === 0 && usual > 0)
    suspicions.push({ message: `it is empty; the last one had ${usual} records.`, figure: 0, limit: 1 })
  else if (records * 2 < usual) {
    suspicions.push({
      message: `it has ${records} records; the last one had ${usual}.`,
      figure: records,
      limit: Math.ceil(usual / 2),
    })
  }
  if (chosen.olderThanLast) {
    suspicions.push({
      message: `${chosen.object.key} is older than the export that was taken in before.`,
      figure: 1,
      limit: 0,
    })
  }
  return suspicions
}
