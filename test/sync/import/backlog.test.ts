import { describe, expect, it } from 'vitest'
import { createBudget, progressOf, tellReading } from '../../../lib/sync/import/backlog.ts'
import type { FeedSelection, SelectedExport } from '../../../lib/sync/import/select.ts'
import { iso } from '../../support/lines.ts'

const objects = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: `${index}`, etag: 'e', size: 1, lastModified: iso() }))
const feed = (waiting: number, present = waiting): FeedSelection => ({
  feed: 'orders',
  exports: objects(waiting).map((object): SelectedExport => ({ object, time: iso(), olderThanLast: false })),
  present: objects(present).map((object) => ({ object, time: iso(), ahead: false })),
})

it('the progress of a feed counts what had been read before', () => {
  expect(progressOf(feed(30, 100), 10)).toEqual({ read: 80, of: 100 })
})

it('reading is told now and then, and not at its beginning', () => {
  const told: string[] = []
  const limits = { selections: [], reading: (read: number, of: number) => void told.push(`${read} of ${of}`) }
  for (let done = 0; done <= 250; done++) tellReading(limits, feed(250, 300), done)
  expect(told).toEqual(['150 of 300', '250 of 300'])
  expect(() => tellReading({ selections: [] }, feed(250), 100)).not.toThrow()
})

describe('how much is read before it is kept', () => {
  /** How many exports of feeds with so many are read, each of which takes a second. */
  function readOf(waiting: readonly number[], seconds?: number): number[] {
    let nowMs = 5000
    const untilMs = seconds === undefined ? {} : { untilMs: nowMs + seconds * 1000 }
    const selections = waiting.map((count) => feed(count))
    const mayRead = createBudget({ selections, ...untilMs }, { now: () => nowMs })
    return waiting.map((count) => {
      let done = 0
      while (done < count && mayRead(done)) {
        done++
        nowMs += 1000
      }
      return done
    })
  }

  it.each<[string, readonly number[], number | undefined, readonly number[]]>([
    ['all where there is no end', [2000], undefined, [2000]],
    ['500 where there is time', [2000], 10_000, [500]],
    ['as much as there is time for', [2000], 7, [7]],
    ['the first of each, whatever the time', [9, 9], 0, [1, 1]],
    ['an equal share of each feed', [20, 20], 10, [5, 5]],
    ['more of the last one where the others took less', [2, 20], 10, [2, 8]],
    ['all of the time where other feeds have nothing', [0, 20, 0], 10, [0, 10, 0]],
  ])('%s', (_what, waiting, seconds, read) => {
    expect(readOf(waiting, seconds)).toEqual(read)
  })
})
