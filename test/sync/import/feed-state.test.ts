import { describe, expect, it } from 'vitest'
import type { StoredObject } from '../../../lib/storage/store.ts'
import { type ImportedExport, nextFeedState } from '../../../lib/sync/import/feed-state.ts'
import { versionHash } from '../../../lib/sync/import/select.ts'
import type { FeedState } from '../../../lib/sync/state/head.ts'
import { iso } from '../../support/lines.ts'
import { settingsOf, simpleFeed } from '../../support/world.ts'

const full = settingsOf().feeds.orders
const changes = settingsOf({ feeds: { orders: { ...simpleFeed, contents: 'changes' } } }).feeds.orders
if (full === undefined || changes === undefined) throw new Error('no feed')

const object: StoredObject = { key: 'exports/orders/2.csv', etag: '"2"', size: 10, lastModified: iso() }
const older: StoredObject = { key: 'exports/orders/1.csv', etag: '"1"', size: 9, lastModified: iso(-1000) }
const dated = (one: StoredObject, ahead = false) => ({ object: one, time: one.lastModified, ahead })

const imported = (more: Partial<ImportedExport> = {}): ImportedExport => ({
  feed: full,
  hash: 'h',
  selected: { object, time: iso(), olderThanLast: false },
  object,
  present: [dated(older), dated(object)],
  summary: { records: 100, encoding: 'utf-8', suspicions: [], remarks: [] },
  conflicts: 0,
  allowedConflicts: 5,
  stale: 0,
  overtaken: 0,
  only: undefined,
  speaks: true,
  ...more,
})
const summaryOf = (more: Partial<ImportedExport['summary']>) => ({
  summary: { records: 100, encoding: 'utf-8', suspicions: [], remarks: [], ...more },
})
const last = { ...older, records: 100 }
const usual: FeedState = { settingsHash: 'h', last, usualRecords: 100 }
const messages = (state: FeedState) => (state.suspicions ?? []).map(({ message }) => message)

describe('after an export, the head knows', () => {
  it('which one it was, what it held, and by which settings', () => {
    expect(nextFeedState(undefined, imported())).toEqual({
      settingsHash: 'h',
      last: { ...object, records: 100 },
      usualRecords: 100,
    })
  })

  it('the time that it counted from, not the one that it claims', () => {
    const claimed = { ...object, lastModified: iso(3_600_000) }
    const state = nextFeedState(usual, imported({ object: claimed, present: [dated(claimed)] }))
    expect(state.last?.lastModified).toBe(iso())
  })

  it('the version that was read, not the one that was listed', () => {
    expect(nextFeedState(usual, imported({ object: { ...object, etag: '"3"' } })).last?.etag).toBe('"3"')
  })

  it('nothing of a refusal any more', () => {
    const refused = { ...older, reason: 'no', at: iso() }
    expect(nextFeedState({ ...usual, refused }, imported()).refused).toBeUndefined()
  })

  it('when exports that lie ahead were seen first, as long as they are there', () => {
    const gone = { abc: iso(-5) }
    expect(nextFeedState({ ...usual, ahead: gone }, imported()).ahead).toBeUndefined()
    const present = [dated(older), dated(object, true)]
    expect(nextFeedState({ ...usual, ahead: gone }, imported({ present })).ahead).toEqual({
      [versionHash(object)]: iso(),
    })
  })

  it.each([
    ['is read', true],
    ['is cut off', false],
  ])('whether its last line had an end, where it %s', (_what, lineEnd) => {
    expect(nextFeedState(undefined, imported(summaryOf({ lineEnd }))).lineEnd).toBe(lineEnd)
  })
})

describe('an export none of whose rows is as wide as its header', () => {
  const slipped = 'none of its rows is as wide as its header, which they always were; its columns may have slipped.'

  it.each([
    ['is suspicious where rows always were', true, [slipped], true],
    ['is none where they never were', false, [], false],
    ['is none where nobody knows', undefined, [], false],
  ])('%s', (_what, before, told, after) => {
    const state = nextFeedState(
      { ...usual, ...(before === undefined ? {} : { filled: before }) },
      imported(summaryOf({ filled: false })),
    )
    expect([messages(state), state.filled]).toEqual([told, after])
  })
})

describe('an export whose rows fit its header no more', () => {
  type Layout = NonNullable<FeedState['layout']>
  const fits = (columns: number, surplus = 0): Layout => ({ header: `${columns} names`, columns, surplus })
  const uneven = (columns: number) => ({ header: `${columns} names`, columns })
  const told = [
    'its header, of 9 columns, is another one (8 before), which not all of its rows fit; its columns may have slipped.',
  ]

  it.each<[string, Layout | undefined, ReturnType<typeof uneven> | undefined, string[], Layout | undefined]>([
    ['is suspicious where its header is another one', fits(8), uneven(9), told, fits(8)],
    ['is suspicious where its rows end in a delimiter', fits(8, 1), fits(9), told, fits(8, 1)],
    [
      'is suspicious where it has as many columns of other names',
      fits(9),
      { ...uneven(9), header: 'others' },
      [told[0]?.replace('(8 before)', '(9 before)') ?? ''],
      fits(9),
    ],
    ['is none where the rows are as the header', fits(8), fits(9), [], fits(9)],
    ['is none where the header is the same', fits(8), uneven(8), [], fits(8)],
    ['is none where rows never were alike', undefined, uneven(9), [], undefined],
    ['is none where nobody knows', undefined, fits(9), [], fits(9)],
    ['is none where it is no table', fits(8), undefined, [], fits(8)],
  ])('%s', (_what, before, layout, messagesTold, after) => {
    const given = before === undefined ? usual : { ...usual, layout: before }
    const state = nextFeedState(given, imported(summaryOf(layout === undefined ? {} : { layout })))
    expect([messages(state), state.layout]).toEqual([messagesTold, after])
  })
})

describe('after an export of changes, the head knows', () => {
  it('all that were imported and are still there', () => {
    const taken = [versionHash(older), 'gone']
    const state = nextFeedState({ ...usual, taken }, imported({ feed: changes }))
    expect(state.taken).toEqual([versionHash(older), versionHash(object)])
    expect(state.last?.key).toBe(object.key)
  })

  it('the newest, whatever came late', () => {
    const newest = { ...object, key: 'exports/orders/9.csv', records: 7 }
    const late = imported({ feed: changes, selected: { object, time: iso(), olderThanLast: true } })
    expect(nextFeedState({ ...usual, last: newest }, late).last).toEqual(newest)
    expect(nextFeedState(undefined, late).last?.key).toBe(object.key)
  })
})

describe('an export is suspicious', () => {
  it.each<[string, FeedState | undefined, Partial<ImportedExport>, string[]]>([
    ['not as it is', usual, {}, []],
    ['not with half of the usual records', usual, summaryOf({ records: 50 }), []],
    ['with less', usual, summaryOf({ records: 49 }), ['it has 49 records; the last one had 100.']],
    ['with none', usual, summaryOf({ records: 0 }), ['it is empty; the last one had 100 records.']],
    ['not with none at first', undefined, summaryOf({ records: 0 }), []],
    ['not with none where there never were any', { ...usual, usualRecords: 0 }, summaryOf({ records: 0 }), []],
    ['not for being short, where it holds changes', usual, { feed: changes, ...summaryOf({ records: 0 }) }, []],
    ['not with as many conflicts as are allowed', usual, { conflicts: 5 }, []],
    [
      'with more',
      usual,
      { conflicts: 6 },
      ['it names 6 orders twice with different values; guard.conflicts allows 5.'],
    ],
    [
      'without the line end that it always had',
      { ...usual, lineEnd: true },
      summaryOf({ lineEnd: false }),
      ['its last line has no end, which it always had; it may be cut off.'],
    ],
    ['not without one that it never had', { ...usual, lineEnd: false }, summaryOf({ lineEnd: false }), []],
    ['not in a format without lines', { ...usual, lineEnd: true }, {}, []],
    [
      'by what its reader says',
      usual,
      summaryOf({ suspicions: ['it is of another company.'] }),
      ['it is of another company.'],
    ],
    [
      'when it is older than the last one',
      usual,
      { selected: { object, time: iso(), olderThanLast: true } },
      ['exports/orders/2.csv is older than the export that was taken in before.'],
    ],
    [
      'and tells of what orders a newer one has spoken',
      usual,
      { selected: { object, time: iso(), olderThanLast: true }, stale: 3 },
      [
        'exports/orders/2.csv is older than the export that was taken in before. What it says about 3 orders was left alone, for a newer export has spoken about them.',
      ],
    ],
    [
      'for several reasons at once',
      { ...usual, lineEnd: true },
      { conflicts: 6, ...summaryOf({ records: 1, lineEnd: false, suspicions: ['odd.'] }) },
      ['odd.', 'it names 6', 'its last line', 'it has 1 records'],
    ],
  ])('%s', (_what, state, more, expected) => {
    const told = messages(nextFeedState(state, imported(more)))
    expect(told).toHaveLength(expected.length)
    for (const [index, message] of expected.entries()) expect(told[index]).toContain(message)
  })

  it('and does not become the usual one', () => {
    const state = nextFeedState({ ...usual, lineEnd: true }, imported(summaryOf({ records: 3, lineEnd: false })))
    expect(state).toMatchObject({ usualRecords: 100, lineEnd: true, last: { records: 3 } })
    expect(messages(nextFeedState(state, imported(summaryOf({ records: 60, lineEnd: true }))))).toEqual([])
  })

  it('with its figures', () => {
    expect(nextFeedState(usual, imported(summaryOf({ records: 49 }))).suspicions).toEqual([
      { message: expect.any(String), figure: 49, limit: 50, version: expect.any(String) },
    ])
  })
})

describe('a suspicion', () => {
  const suspicions = [{ message: 'odd.', figure: 1, limit: 0, version: 'v' }]

  it('about a full export ends with the next one, which says all anew', () => {
    expect(messages(nextFeedState({ ...usual, suspicions }, imported()))).toEqual([])
  })

  it('about changes stays while something of the feed waits, for the next export does not say it again', () => {
    const state = { ...usual, suspicions }
    expect(messages(nextFeedState(state, imported({ feed: changes })))).toEqual(['odd.'])
    expect(messages(nextFeedState(state, imported({ feed: changes, conflicts: 6 })))).toHaveLength(2)
    expect(messages(nextFeedState(state, imported({ feed: changes, speaks: false })))).toEqual([])
  })
})
