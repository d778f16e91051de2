import { describe, expect, it } from 'vitest'
import { settingsHash } from '../../../lib/settings/settings.ts'
import type { StoredObject } from '../../../lib/storage/store.ts'
import { standingProblems } from '../../../lib/sync/import/problems.ts'
import { exportsOf, type FeedSelection, selectExports, versionHash } from '../../../lib/sync/import/select.ts'
import type { FeedState, FeedStates } from '../../../lib/sync/state/head.ts'
import { iso, nowMs } from '../../support/lines.ts'
import { settingsOf, simpleFeed } from '../../support/world.ts'

const minuteMs = 60_000
const full = settingsOf()
const changes = settingsOf({ feeds: { orders: { ...simpleFeed, contents: 'changes' } } })
const hashOf = (settings: typeof full) => settingsHash(settings.feeds.orders)

/** An export of the feed `orders`, dropped so many minutes ago. */
const dropped = (name: string, minutesAgo: number, more: Partial<StoredObject> = {}): StoredObject => ({
  key: `exports/orders/${name}`,
  etag: `"${name}"`,
  size: 10,
  lastModified: iso(-minutesAgo * minuteMs),
  ...more,
})
const one = dropped('1.csv', 30)
const two = dropped('2.csv', 20)
const three = dropped('3.csv', 10)

const lastOf = (object: StoredObject): FeedState['last'] => ({ ...object, records: 5 })
const refusedOf = (object: StoredObject): FeedState['refused'] => ({ ...object, reason: 'no', at: iso() })
const stateOf = (settings: typeof full, more: Partial<FeedState>): FeedState => ({
  settingsHash: hashOf(settings),
  ...more,
})

function select(settings: typeof full, state: FeedState | undefined, listing: readonly StoredObject[]): FeedSelection {
  const feeds: FeedStates = state === undefined ? {} : { orders: state }
  const [selection] = selectExports({ settings, feeds, nowMs }, listing)
  if (selection === undefined) throw new Error('no feed')
  return selection
}
const told = ({ exports, refused }: FeedSelection) => ({
  read: exports.map(({ object, olderThanLast }) => `${object.key.slice(15)}${olderThanLast ? ' older' : ''}`),
  ...(refused === undefined ? {} : { refused: refused.key.slice(15) }),
})

describe('an imported export whose time is still to come', () => {
  it.each([
    ['is told, for no other one counts as newer', dropped('3.csv', -60), true],
    ['is nothing to tell of where clocks differ by seconds', dropped('3.csv', -1), false],
  ])('%s', (_what, last, isTold) => {
    const selection = select(full, stateOf(full, { last: lastOf(last) }), [last, two])
    expect(told(selection).read).toEqual([])
    expect(selection.lastAhead !== undefined).toBe(isTold)
    expect(standingProblems([selection]).map(({ kind }) => kind)).toEqual(isTold ? ['time ahead'] : [])
  })
})

describe('of a feed of full exports is read', () => {
  const at = (last: StoredObject, more: Partial<FeedState> = {}) => stateOf(full, { last: lastOf(last), ...more })

  it.each<[string, FeedState | undefined, readonly StoredObject[], string[]]>([
    ['nothing where there is none', undefined, [], []],
    ['the newest of all at first', undefined, [two, three, one], ['3.csv']],
    ['a newer one', at(two), [one, two, three], ['3.csv']],
    ['nothing where the newest was read', at(three), [one, two, three], []],
    ['nothing where the newest was deleted: an older one is yesterday’s', at(three), [one, two], []],
    ['nothing where all were deleted', at(three), [], []],
    ['a newer one under the same name', at(one), [dropped('1.csv', 5, { etag: '"new"' })], ['1.csv']],
    [
      'an older one under the same name, with a suspicion',
      at(two),
      [dropped('2.csv', 25, { etag: '"x"' })],
      ['2.csv older'],
    ],
    ['nothing where only its time changed', at(one), [dropped('1.csv', 5)], []],
    ['a later name of the same second', at(two), [two, dropped('10.csv', 20)], ['10.csv']],
    ['nothing of an earlier name of the same second', at(two), [two, dropped('1.csv', 20)], []],
    ['the newest once more where the settings changed', { ...at(three), settingsHash: 'old' }, [two, three], ['3.csv']],
    [
      'nothing of the older ones where the settings changed and the newest is gone',
      { ...at(three), settingsHash: 'old' },
      [two],
      [],
    ],
  ])('%s', (_what, state, listing, read) => {
    expect(told(select(full, state, listing))).toEqual({ read })
  })

  it.each<[string, FeedState, readonly StoredObject[], ReturnType<typeof told>]>([
    [
      'nothing while it is the newest',
      at(two, { refused: refusedOf(three) }),
      [two, three],
      { read: [], refused: '3.csv' },
    ],
    ['a newer one', at(one, { refused: refusedOf(two) }), [one, two, three], { read: ['3.csv'] }],
    [
      'what replaced it',
      at(two, { refused: refusedOf(three) }),
      [two, { ...three, etag: '"new"' }],
      { read: ['3.csv'] },
    ],
    ['nothing once it was deleted', at(two, { refused: refusedOf(three) }), [two], { read: [] }],
    [
      'it once more where the settings were mended',
      { ...at(two, { refused: refusedOf(three) }), settingsHash: 'old' },
      [two, three],
      { read: ['3.csv'] },
    ],
    [
      'nothing where it was the first',
      stateOf(full, { refused: refusedOf(one) }),
      [one],
      { read: [], refused: '1.csv' },
    ],
  ])('after a refused export %s', (_what, state, listing, expected) => {
    expect(told(select(full, state, listing))).toEqual(expected)
  })
})

describe('of a feed of changes is read', () => {
  const afterTaking = (...taken: readonly StoredObject[]) => {
    const last = taken.at(-1)
    return stateOf(changes, { taken: taken.map(versionHash), ...(last === undefined ? {} : { last: lastOf(last) }) })
  }

  it.each<[string, FeedState | undefined, readonly StoredObject[], string[]]>([
    ['all of them at first, oldest first', undefined, [three, one, two], ['1.csv', '2.csv', '3.csv']],
    ['what came after the last one', afterTaking(one), [one, two, three], ['2.csv', '3.csv']],
    ['nothing where all were read', afterTaking(one, two, three), [one, two, three], []],
    ['one that came late, with a suspicion', afterTaking(one, three), [one, two, three], ['2.csv older']],
    [
      'another version under the same name',
      afterTaking(one),
      [{ ...one, etag: '"new"', lastModified: iso() }],
      ['1.csv'],
    ],
    ['nothing again where the settings changed', { ...afterTaking(one), settingsHash: 'old' }, [one], []],
    ['nothing where they were deleted', afterTaking(one, two), [], []],
    [
      'names of one second in their natural order',
      undefined,
      ['b.csv', 'a10.csv', 'a9.csv'].map((name) => dropped(name, 5)),
      ['a9.csv', 'a10.csv', 'b.csv'],
    ],
  ])('%s', (_what, state, listing, read) => {
    expect(told(select(changes, state, listing))).toEqual({ read })
  })

  it.each<[string, FeedState, readonly StoredObject[], ReturnType<typeof told>]>([
    [
      'nothing behind it',
      { ...afterTaking(one), refused: refusedOf(two) },
      [one, two, three],
      { read: [], refused: '2.csv' },
    ],
    [
      'what replaced it, and all behind',
      { ...afterTaking(one), refused: refusedOf(two) },
      [one, { ...two, etag: '"n"' }, three],
      { read: ['2.csv', '3.csv'] },
    ],
    [
      'what lies behind once it was deleted',
      { ...afterTaking(one), refused: refusedOf(two) },
      [one, three],
      { read: ['3.csv'] },
    ],
    [
      'it once more where the settings were mended',
      { ...afterTaking(one), refused: refusedOf(two), settingsHash: 'old' },
      [one, two, three],
      { read: ['2.csv', '3.csv'] },
    ],
  ])('after a refused export %s', (_what, state, listing, expected) => {
    expect(told(select(changes, state, listing))).toEqual(expected)
  })
})

describe('exports', () => {
  const names = (listing: readonly StoredObject[]) =>
    exportsOf('orders', listing, { nowMs }).map(({ object }) => object.key)

  it.each([
    ['a hidden file', '.DS_Store'],
    ['a hidden file in a folder', 'a/.hidden.csv'],
    ['a lock of an office program', '~$orders.xlsx'],
    ['an unfinished upload', 'orders.csv.part'],
    ['an unfinished upload of WinSCP', 'orders.csv.filepart'],
    ['an unfinished download', 'orders.csv.crdownload'],
    ['an unfinished download of Safari', 'orders.csv.download'],
    ['a lock', 'orders.csv.lock'],
    ['a copy that an editor keeps', 'orders.csv~'],
    ['a copy that was put aside', 'orders.csv.BAK'],
    ['a partial one', 'orders.csv.partial'],
    ['a temporary one', 'orders.tmp'],
    ['a temporary one by another name', 'orders.TEMP'],
    ['what an editor leaves', 'orders.csv.swp'],
    ['what Windows leaves', 'Thumbs.db'],
    ['what Windows leaves in a folder', 'a/desktop.ini'],
    ['what Windows leaves in capitals', 'THUMBS.DB'],
    ['a folder as S3’s console marks it', 'a/'],
    ['the folder of the feed itself', ''],
    ['a folder as Hadoop marks it', 'a_$folder$', 0],
  ])('are not: %s', (_what, name, size = 10) => {
    expect(names([dropped(name, 1, { size })])).toEqual([])
  })

  it.each([
    ['one in a folder of its own', 'a/b.csv'],
    ['one without an extension', 'orders'],
    ['an empty one, which must be told', 'orders.csv', 0],
    ['one with a dot in its name', 'a.b.csv'],
    ['one whose name contains what litter ends with', 'parts.tmp.csv'],
    ['one with a tilde', '~orders.csv'],
  ])('are: %s', (_what, name, size = 10) => {
    expect(names([dropped(name, 1, { size })])).toEqual([`exports/orders/${name}`])
  })

  it('of other feeds are not of this one', () => {
    expect(names([dropped('', 1, { key: 'exports/orders2/1.csv' }), dropped('', 1, { key: 'exports/1.csv' })])).toEqual(
      [],
    )
  })
})

describe('an export whose time lies ahead of the clock', () => {
  const ahead = dropped('0.csv', -60)
  const timeOf = (object: StoredObject, seen?: FeedState['ahead']) =>
    exportsOf('orders', [object], { nowMs, ...(seen === undefined ? {} : { ahead: seen }) })[0]

  it.each([
    ['counts as dropped when it was seen first', ahead, { [versionHash(ahead)]: iso(-5) }, iso(-5), true],
    ['counts as dropped now when it is seen first', ahead, undefined, iso(), true],
    ['keeps its time within two minutes, as clocks differ', dropped('1.csv', -2), undefined, iso(2 * minuteMs), false],
    ['does not beyond', dropped('1.csv', -2, { lastModified: iso(2 * minuteMs + 1) }), undefined, iso(), true],
    ['of another version was not seen', { ...ahead, etag: '"x"' }, { [versionHash(ahead)]: iso(-5) }, iso(), true],
  ] as const)('%s', (_what, object, seen, time, isAhead) => {
    expect(timeOf(object, seen)).toEqual({ object, time, ahead: isAhead })
  })

  it('counts as newer than what was taken before the clock was put back', () => {
    const taken = dropped('z.csv', -60)
    const state = (settings: typeof full) => stateOf(settings, { last: lastOf(taken), taken: [versionHash(taken)] })
    const listing = [dropped('b.csv', -70), dropped('a.csv', -80), taken]
    expect(told(select(full, state(full), listing)).read).toEqual(['a.csv'])
    expect(told(select(changes, state(changes), listing)).read).toEqual(['b.csv', 'a.csv'])
  })

  it('is not read again and again beside another one that was ahead, too', () => {
    const [first, second] = [dropped('a.csv', -61), dropped('b.csv', -60)]
    const ahead = { [versionHash(first)]: iso(), [versionHash(second)]: iso() }
    expect(told(select(full, undefined, [first, second])).read).toEqual(['a.csv'])
    const state = stateOf(full, { last: lastOf({ ...first, lastModified: iso() }), ahead })
    expect(told(select(full, state, [first, second])).read).toEqual([])
  })

  it('is older than what is dropped after it was seen', () => {
    const state = stateOf(full, {
      last: { ...ahead, lastModified: iso(-15 * minuteMs), records: 1 },
      ahead: { [versionHash(ahead)]: iso(-15 * minuteMs) },
    })
    expect(told(select(full, state, [ahead, three]))).toEqual({ read: ['3.csv'] })
    expect(told(select(full, state, [ahead, dropped('one.csv', 20)]))).toEqual({ read: [] })
  })
})
