import type { Effects } from '../../effects.ts'
import { compareWritten, type Written } from '../../exports/written.ts'
import type { Feed } from '../../settings/settings.ts'
import { readOneByOne } from './read-ahead.ts'
import { readOne } from './read-one.ts'
import type { FeedSelection, SelectedExport } from './select.ts'

/** So many bytes are read at most to tell which of several is the first. */
const mostBytes = 32 * 1024 * 1024

/** Tables say nothing about themselves. */
const mayTell = ({ format, formats = [] }: Feed): boolean =>
  [format, ...formats].some(({ type }) => type !== 'csv' && type !== 'ndjson')

/**
 * Of several exports that a feed of full ones begins with, the one that says that it was written last: which that is, only
 * reading them tells. Where the one that was uploaded last does not say when it was written, that one counts.
 */
export async function firstOf(
  selection: FeedSelection,
  feed: Feed,
  effects: Pick<Effects, 'store' | 'clock' | 'log'>,
): Promise<FeedSelection> {
  const { exports, rivals = [] } = selection
  const [newest] = exports
  if (newest === undefined || rivals.length === 0 || !mayTell(feed)) return selection
  if ([...exports, ...rivals].reduce((sum, { object }) => sum + object.size, 0) > mostBytes) return selection
  let best: { readonly one: SelectedExport; readonly written: Written } | undefined
  for (const one of [newest, ...rivals.toReversed()]) {
    const written = await writtenOf(one, feed, effects)
    if (one === newest && written === undefined) return selection
    if (written === undefined) continue
    if (best === undefined || compareWritten(written, best.written) > 0) best = { one, written }
  }
  return best === undefined ? selection : { ...selection, exports: [best.one] }
}

async function writtenOf(
  { object }: SelectedExport,
  feed: Feed,
  effects: Pick<Effects, 'store' | 'clock' | 'log'>,
): Promise<Written | undefined> {
  const reader = readOneByOne(effects.store)
  const one = { feed, object, reader, sieve: undefined, isForgotten: () => true }
  const read = await readOne(one, () => undefined, effects)
  return read !== undefined && 'summary' in read ? read.summary.written : undefined
}
