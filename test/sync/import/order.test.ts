import { describe, expect, it } from 'vitest'
import { byTime, type DatedExport, type OrderInput, orderOf, versionHash } from '../../../lib/sync/import/order.ts'
import type { FeedState } from '../../../lib/sync/state/head.ts'
import { iso } from '../../support/lines.ts'

const prefix = 'exports/orders/'

/** An export by its name, so many minutes after the first. */
const at = (name: string, minute: number, more: Partial<DatedExport> & { readonly own?: number } = {}): DatedExport => {
  const { own = minute, ...rest } = more
  return {
    object: { key: `${prefix}${name}`, etag: `e ${name}`, size: 1, lastModified: iso(own * 60_000) },
    time: iso(minute * 60_000),
    ahead: false,
    ...rest,
  }
}

it('the hash of a version is short, and another one for another name or another content', () => {
  const hash = versionHash({ key: 'a', etag: 'b' })
  expect(hash).toMatch(/^[\w-]{12}$/)
  expect(versionHash({ key: 'a', etag: 'b' })).toBe(hash)
  const others = [
    { key: 'a', etag: 'c' },
    { key: 'b', etag: 'b' },
    { key: 'a\nb', etag: '' },
    { key: 'ab', etag: '' },
  ]
  expect(new Set(others.map(versionHash)).add(hash).size).toBe(5)
})

describe('by their times', () => {
  it.each([
    ['the later one is newer', at('b', 1), at('a', 2), -1],
    ['of equal times names decide, by the value of their numbers', at('o-9', 1), at('o-10', 1), -1],
    [
      'of those ahead of the clock their own times tell',
      at('b', 1, { own: 5, ahead: true }),
      at('a', 1, { own: 9 }),
      -1,
    ],
    ['also where only the other one is', at('b', 1, { own: 5 }), at('a', 1, { own: 9, ahead: true }), -1],
    ['their own times tell nothing otherwise', at('b', 1, { own: 5 }), at('a', 1, { own: 9 }), 1],
    ['nor where they are the same', at('b', 1, { own: 5, ahead: true }), at('a', 1, { own: 5 }), 1],
    ['an export is as old as itself', at('a', 1), at('a', 1), 0],
  ])('%s', (_what, left, right, sign) => {
    expect([Math.sign(byTime(left, right)), Math.sign(byTime(right, left))]).toEqual([sign, sign === 0 ? 0 : -sign])
  })
})

const order = (present: readonly DatedExport[], more: Partial<OrderInput> = {}) =>
  orderOf({ feed: { contents: 'full' }, prefix, state: undefined, last: undefined, ...more }, present)
const names = (sorted: readonly DatedExport[]) => sorted.map(({ object }) => object.key.slice(prefix.length))

describe('the exports of a feed', () => {
  const [first, second, third] = [at('o-2026-11-01.csv', 9), at('o-2026-11-02.csv', 5), at('o-2026-11-03.csv', 7)]
  const odd = at('other.csv', 6)

  it('are sorted by their names where these tell, among the places that they have by time', () => {
    const sorted = [second, odd, third, first]
    expect(names(order(sorted).sorted)).toEqual(names([first, odd, second, third]))
  })

  it('are sorted by time alone where the settings say so', () => {
    const sorted = [second, odd, third, first]
    expect(names(order(sorted, { feed: { contents: 'full', order: 'time' } }).sorted)).toEqual(names(sorted))
  })

  it('know which of them names tell the place of', () => {
    const { isNamed } = order([second, odd, third, first])
    expect([first, odd].map(isNamed)).toEqual([true, false])
  })

  it.each<[string, DatedExport, DatedExport, OrderInput['feed'], { name: number; time: number }]>([
    ['by name and by time', first, second, { contents: 'full' }, { name: -1, time: 1 }],
    ['by time where names tell nothing', first, odd, { contents: 'full' }, { name: 0, time: 1 }],
    ['by time where the settings say so', first, second, { contents: 'full', order: 'time' }, { name: 0, time: 1 }],
    [
      'in their natural order where nothing else tells',
      at('b-10.csv', 5),
      at('b-9.csv', 5),
      { contents: 'full' },
      { name: 0, time: 1 },
    ],
    ['not by a time that is the same', at('o-2026-11-01.csv', 5), second, { contents: 'full' }, { name: -1, time: 0 }],
    [
      'another version of the same one by time',
      at('other.csv', 2),
      odd,
      { contents: 'full', order: 'name' },
      { name: 0, time: -1 },
    ],
  ])('are compared %s', (_what, left, right, feed, signs) => {
    const { compare } = order([second, odd, third, first], { feed })
    const { name, time } = compare(left, right)
    expect({ name: Math.sign(name), time: Math.sign(time) }).toEqual(signs)
  })

  it('are ordered beside the last one that was imported, also where it is gone', () => {
    const last = at('o-2026-11-01.csv', 1)
    const [only] = [at('o-2026-11-02.csv', 0)]
    expect(order([only]).isNamed(only)).toBe(false)
    const { compare, isNamed, sorted } = order([only], { last })
    expect([isNamed(only), Math.sign(compare(only, last).name), names(sorted)]).toEqual([true, 1, names([only])])
  })

  it('count the last one once where it is still there', () => {
    const [one, two] = [at('1.csv', 1), at('2.csv', 2)]
    expect(names(order([one, two], { last: two }).sorted)).toEqual(['1.csv', '2.csv'])
  })

  describe('of changes whose names come again', () => {
    const state = (more: Partial<FeedState>): FeedState => ({ settingsHash: 'h', ...more })
    const files = [at('pos-1.csv', 1), at('pos-2.csv', 2)]
    const [one] = files as [DatedExport, DatedExport]
    const named = (contents: 'changes' | 'full', more: Partial<FeedState>) =>
      order(files, { feed: { contents }, state: state(more) }).isNamed(one)

    it.each<[string, 'changes' | 'full', Partial<FeedState>, boolean]>([
      ['tell their place where none has come before', 'changes', {}, true],
      ['tell none where another version of one has been imported', 'changes', { lately: [one.object.key] }, false],
      [
        'tell it where it is that very version',
        'changes',
        { lately: [one.object.key], taken: [versionHash(one.object)] },
        true,
      ],
      ['tell it in a feed of full exports', 'full', { lately: [one.object.key] }, true],
    ])('%s', (_what, contents, more, isNamed) => {
      expect(named(contents, more)).toBe(isNamed)
    })
  })
})
