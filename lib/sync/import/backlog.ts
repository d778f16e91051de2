import type { Now } from '../state/keys.ts'
import { type FeedSelection, mostAtOnce } from './select.ts'

/** How far the exports of a feed have been read. */
export interface Backlog {
  readonly feed: string
  readonly read: number
  readonly of: number
}

/** What limits how much is read at once. */
export interface ReadingLimits {
  readonly selections: readonly FeedSelection[]
  /** when reading ends for this time, in milliseconds since 1970, and what was read is kept; default: never */
  readonly untilMs?: number
  /** told now and then how many exports of a feed have been read, of how many */
  readonly reading?: (read: number, of: number) => void
}

const toldEvery = 100

/** Tells how far the reading of a feed has come, now and then. */
export function tellReading({ reading }: ReadingLimits, selection: FeedSelection, done: number): void {
  const { read, of } = progressOf(selection, done)
  if (done > 0 && done % toldEvery === 0) reading?.(read, of)
}

/** How many of a feed's exports have been read once so many of those that waited have been. */
export const progressOf = ({ exports, present }: FeedSelection, done: number): Omit<Backlog, 'feed'> => ({
  read: present.length - exports.length + done,
  of: present.length,
})

/** Whether another export of a feed may be read before what was read is kept; the first of each always may. */
export function createBudget({ selections, untilMs }: ReadingLimits, clock: Now): (done: number) => boolean {
  const feeds = selections.filter(({ exports }) => exports.length > 0).length
  const startMs = clock.now()
  let begun = 0
  return (done) => {
    if (done === 0) begun++
    if (done === 0 || untilMs === undefined) return true
    const shareMs = startMs + ((untilMs - startMs) * begun) / feeds
    return done < mostAtOnce && clock.now() < shareMs
  }
}
