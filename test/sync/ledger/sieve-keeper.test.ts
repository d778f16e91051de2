import { describe, expect, it } from 'vitest'
import { createMoves, createSieveKeeper } from '../../../lib/sync/ledger/sieve-keeper.ts'
import type { Sieve } from '../../../lib/sync/ledger/sieves.ts'
import { iso } from '../../support/lines.ts'

describe('moves of lines', () => {
  it('are counted, and each line knows its last one', () => {
    const moves = createMoves()
    for (const place of [5, 2, 5, 0]) moves.note(place)
    expect([moves.count(), ...[0, 1, 2, 5, 9999].map(moves.lastOf)]).toEqual([4, 4, 0, 2, 3, 0])
  })

  it('are noted however many lines there are', () => {
    const moves = createMoves()
    for (const place of [3, 1023, 1024, 1_000_000]) moves.note(place)
    expect([3, 1023, 1024, 1025, 999_999, 1_000_000].map(moves.lastOf)).toEqual([1, 2, 3, 0, 0, 4])
  })
})

const sieveOf = (...places: readonly number[]): Sieve => ({
  readBy: 'r',
  today: '2026-11-24',
  fullAt: iso(),
  seed: [1, 2, 3, 4],
  layout: 'l',
  encoding: 'utf-8',
  hashes: Uint32Array.from(places.flatMap((place) => [place * 10, place * 10 + 1])),
  places: Uint32Array.from(places),
})

describe('the sieves of a run', () => {
  it('are those of the snapshot, until others take their place', () => {
    const moves = createMoves()
    const keeper = createSieveKeeper(new Map([['orders', sieveOf(1)]]), moves)
    expect([keeper.of('orders')?.places, keeper.of('other')]).toEqual([Uint32Array.of(1), undefined])
    keeper.put('orders', sieveOf(7), 0)
    keeper.put('other', sieveOf(8), 0)
    expect([keeper.of('orders'), keeper.of('other')].map((sieve) => sieve?.places[0])).toEqual([7, 8])
    keeper.forget('orders')
    expect([keeper.of('orders'), [...keeper.toKeep().keys()]]).toEqual([undefined, ['other']])
  })

  it('are worth writing once somebody says so', () => {
    const keeper = createSieveKeeper(new Map(), createMoves())
    keeper.put('orders', sieveOf(1), 0)
    expect(keeper.isWorthWriting()).toBe(false)
    keeper.noteWorth()
    expect(keeper.isWorthWriting()).toBe(true)
  })

  it('are kept without the records of orders that were moved since they were put', () => {
    const moves = createMoves()
    const keeper = createSieveKeeper(new Map([['old', sieveOf(1, 2, 3)]]), moves)
    moves.note(1)
    keeper.put('orders', sieveOf(1, 2, 3), moves.count())
    expect(keeper.toKeep().get('orders')?.places).toEqual(Uint32Array.of(1, 2, 3))
    moves.note(2)
    const kept = keeper.toKeep()
    expect(kept.get('orders')).toMatchObject({ places: Uint32Array.of(1, 3), hashes: Uint32Array.of(10, 11, 30, 31) })
    expect(kept.get('old')?.places).toEqual(Uint32Array.of(3))
  })
})
