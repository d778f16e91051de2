import { describe, expect, it } from 'vitest'
import { feedHash } from '../../../lib/settings/settings.ts'
import type { StoredObject } from '../../../lib/storage/store.ts'
import { renamedIn, takeOverNames, withNewNames } from '../../../lib/sync/import/renamed.ts'
import { versionHash } from '../../../lib/sync/import/select.ts'
import type { FeedState, FeedStates } from '../../../lib/sync/state/head.ts'
import { headOf } from '../../support/facts.ts'
import { iso, ledgerOf, lineOf, wanted } from '../../support/lines.ts'
import { settingsOf, simpleFeed } from '../../support/world.ts'

const object = (key: string, etag = `e ${key.split('/').at(-1)}`, size = 1): StoredObject => ({
  key,
  etag,
  size,
  lastModified: iso(),
})

/** Two kinds of feeds, of which the second one gives other fields. */
const parcels = { ...simpleFeed, fields: { order_number: 'n', internal_note: 'note' } }
const [hash = '', parcelHash = ''] = [simpleFeed, parcels].map((feed) =>
  feedHash(settingsOf({ feeds: { x: feed } }).feeds.x as Parameters<typeof feedHash>[0]),
)
const state = (settingsHash: string, more: Partial<FeedState> = {}): FeedState => ({ settingsHash, ...more })

const renames = (known: FeedStates | undefined, feeds: object, more: object = {}) =>
  renamedIn({
    settings: settingsOf({ feeds }),
    head: known === undefined ? undefined : headOf({ feeds: known, adoptedFields: ['status'], ...more }),
    listing: [object('exports/fresh/1.csv')],
  }).map(({ from, to, isMoved }) => `${from} → ${to}${isMoved ? '' : ' (not yet)'}`)

describe('a feed is called otherwise', () => {
  it.each<[string, FeedStates | undefined, object, readonly string[]]>([
    ['where one that is new has its settings', { old: state(hash) }, { fresh: simpleFeed }, ['old → fresh']],
    ['and its new folder may be empty yet', { old: state(hash) }, { new: simpleFeed }, ['old → new (not yet)']],
    ['not where it is still there', { old: state(hash) }, { old: simpleFeed, fresh: parcels }, []],
    ['not before the first run', undefined, { fresh: simpleFeed }, []],
    [
      'where the settings say so, whatever else they say',
      { old: state('x') },
      { fresh: { ...parcels, was: 'old' } },
      ['old → fresh'],
    ],
    [
      'not where the settings name one that nobody knows',
      { old: state(hash) },
      { fresh: { ...parcels, was: 'older' } },
      [],
    ],
    ['not where one of two may be meant', { a: state(hash), b: state(hash) }, { fresh: simpleFeed }, []],
    [
      'where the settings tell which of two is meant',
      { a: state(hash), b: state(hash) },
      { fresh: { ...simpleFeed, was: 'b' } },
      ['b → fresh'],
    ],
    [
      'each where several are, by their settings',
      { a: state(hash), b: state(parcelHash) },
      { fresh: parcels, new: simpleFeed },
      ['b → fresh', 'a → new (not yet)'],
    ],
    [
      'one by its word, and the other by being the only one left',
      { a: state(hash), b: state(parcelHash) },
      { fresh: { ...parcels, was: 'a' }, new: { ...simpleFeed, fields: { order_number: 'n', status: 's2' } } },
      ['a → fresh', 'b → new (not yet)'],
    ],
    ['not where it is the only one, but gives what would be new', { old: state('x') }, { fresh: parcels }, []],
  ])('%s', (_what, known, feeds, found) => {
    expect(renames(known, feeds)).toEqual(found)
  })

  it('where it is the only one, and all that it gives is known', () => {
    expect(renames({ old: state('x') }, { fresh: parcels }, { adoptedFields: ['internal_note'] })).toEqual([
      'old → fresh',
    ])
    const two = { fresh: parcels, other: { ...simpleFeed, fields: { order_number: 'n', status: 's' } } }
    expect(renames({ old: state('x') }, two, { adoptedFields: ['internal_note', 'status'] })).toEqual([])
    const gone = { old: state('x'), older: state('y') }
    expect(renames(gone, two, { adoptedFields: ['internal_note', 'status'] })).toEqual([])
    expect(renames(gone, { fresh: parcels }, { adoptedFields: ['internal_note'] })).toEqual([])
  })

  it('not by one that has had its name before', () => {
    const known = { old: state('x'), fresh: state('y') }
    expect(renames(known, { fresh: parcels }, { adoptedFields: ['internal_note'] })).toEqual([])
  })

  it('and moved only once an export lies in its new folder, which litter is not', () => {
    const settings = settingsOf({ feeds: { fresh: simpleFeed } })
    const head = headOf({ feeds: { old: state(hash) } })
    const moved = (key: string) => renamedIn({ settings, head, listing: [object(key)] })[0]?.isMoved
    expect(['exports/fresh/1.csv', 'exports/fresh/1.csv.part', 'exports/fresh2/1.csv'].map(moved)).toEqual([
      true,
      false,
      false,
    ])
  })
})

describe('what lines know of a feed', () => {
  const line = lineOf({ wanted: { status: wanted('sent') }, seen: { orders: iso(1) } })
  const quiet = lineOf({ order_number: 'B', seen: { orders: iso(1) } })
  const named = (isMoved: boolean, contents: 'full' | 'changes' = 'changes') => {
    const ledger = ledgerOf(line, quiet)
    const { feeds } = settingsOf({ feeds: { fresh: { ...simpleFeed, contents } } })
    takeOverNames(ledger, { renamed: [{ from: 'orders', to: 'fresh', isMoved }] }, { feeds })
    return [ledger.get('A')?.wanted?.status?.cause.feed, ...Object.keys(ledger.get('B')?.seen ?? {})]
  }
  it('is known of its new name, of changes in every line', () => {
    expect(named(true)).toEqual(['fresh', 'fresh'])
    expect(named(true, 'full')).toEqual(['fresh', 'orders'])
  })
  it('stays as it is as long as the new folder is empty', () => {
    expect(named(false)).toEqual(['orders', 'orders'])
  })
})

describe('what the head knows of a feed', () => {
  const [from, to] = ['exports/old', 'exports/new']
  const renamed = [{ from: 'old', to: 'new', isMoved: true }]
  const reference = (name: string, etag = `e ${name}`) => ({ ...object(`${from}/${name}`, etag), records: 2 })
  const now = (known: Partial<FeedState>, ...listing: readonly StoredObject[]): Partial<FeedState> => {
    const feeds = withNewNames({ old: state('h', known), other: state('o') }, { renamed, listing })
    expect(Object.keys(feeds).sort()).toEqual(['new', 'other'])
    return feeds.new ?? {}
  }
  const hashes = (folder: string, ...names: readonly string[]) =>
    names.map((name) => versionHash(object(`${folder}/${name}`)))

  it('stays under its old name before anything lies in the new folder, and of others under theirs', () => {
    const feeds = { old: state('h'), other: state('o') }
    expect(withNewNames(feeds, { renamed: [{ from: 'old', to: 'new', isMoved: false }], listing: [] })).toBe(feeds)
  })

  it('names its files in the new folder', () => {
    const known = {
      last: reference('2.csv'),
      disputed: reference('1.csv'),
      refused: { ...object(`${from}/3.csv`), reason: 'cut off', at: iso() },
      lately: [`${from}/1.csv`, 'elsewhere/1.csv'],
      usualRecords: 7,
    }
    const listing = ['1.csv', '2.csv', '3.csv'].map((name) => object(`${to}/${name}`))
    expect(now(known, ...listing)).toEqual({
      settingsHash: 'h',
      last: { ...known.last, key: `${to}/2.csv` },
      disputed: { ...known.disputed, key: `${to}/1.csv` },
      refused: { ...known.refused, key: `${to}/3.csv` },
      lately: [`${to}/1.csv`, 'elsewhere/1.csv'],
      usualRecords: 7,
    })
  })

  it('knows the versions of its files by their new names', () => {
    const listing = ['1.csv', '2.csv'].map((name) => object(`${to}/${name}`))
    const before = hashes(from, '1.csv', '2.csv', 'gone.csv')
    const [one = '', two = ''] = hashes(to, '1.csv', '2.csv')
    const gone = before[2] ?? ''
    const suspicion = { message: 'm', figure: 1, limit: 0 }
    expect(
      now(
        {
          taken: before,
          dismissed: before,
          alsoRefused: before,
          ahead: Object.fromEntries(before.map((hash) => [hash, iso()])),
          suspicions: before.map((version) => ({ ...suspicion, version })),
        },
        ...listing,
      ),
    ).toEqual({
      settingsHash: 'h',
      taken: [one, two, gone],
      dismissed: [one, two, gone],
      alsoRefused: [one, two, gone],
      ahead: { [one]: iso(), [two]: iso(), [gone]: iso() },
      suspicions: [one, two, gone].map((version) => ({ ...suspicion, version })),
    })
  })

  const copy = (name: string, size = 1) => object(`${to}/${name}`, `copied ${name}`, size)

  it('knows copies, which have other etags, by their names and sizes', () => {
    const { last } = now({ last: reference('2.csv') }, copy('2.csv'))
    expect(last).toMatchObject({ key: `${to}/2.csv`, etag: 'copied 2.csv' })
    expect(now({ last: reference('2.csv') }, copy('2.csv', 9)).last?.etag).toBe('e 2.csv')
  })

  it('takes copies of full exports that were read before the last one as read', () => {
    const copies = ['1.csv', '2.csv', '9.csv', '10.csv'].map((name) => copy(name))
    const { taken } = now({ last: reference('9.csv') }, object('exports/another/1.csv'), ...copies)
    expect(taken).toEqual(copies.slice(0, 2).map(versionHash))
  })

  it('takes as many copies of changes as read as had been', () => {
    const copies = ['1.csv', '2.csv', '3.csv'].map((name) => copy(name))
    const before = hashes(from, '1.csv', '2.csv')
    const { taken = [] } = now({ last: reference('2.csv'), taken: before }, ...copies.toReversed())
    expect(taken.slice(2)).toEqual(copies.slice(0, 2).map(versionHash))
  })

  it('takes nothing as read where files were moved, and nothing that is no export', () => {
    const moved = [object(`${to}/1.csv`, 'x'), object(`${to}/2.csv`)]
    expect(now({ last: reference('2.csv') }, ...moved)).not.toHaveProperty('taken')
    expect(now({ last: reference('9.csv') }, copy('9.csv'), copy('1.csv.part'))).not.toHaveProperty('taken')
  })

  it('knows no file of a feed that has read none', () => {
    expect(now({}, copy('1.csv'))).toEqual({ settingsHash: 'h' })
  })
})
