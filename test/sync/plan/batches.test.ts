import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  batchesOf,
  oldestOf,
  rankOf,
  requestsOf,
  sizeAfter,
  timesUntil,
  updateOf,
  wireBatch,
} from '../../../lib/sync/plan/batches.ts'
import { changeOf, changesOf, fieldChange } from '../../support/changes.ts'
import { iso } from '../../support/lines.ts'

const minute = (minutes: number) => iso(minutes * 60_000)
const numbersOf = (batches: ReturnType<typeof batchesOf>) =>
  batches.flatMap(({ changes }) => changes.map(({ order_number }) => order_number))

describe('batches', () => {
  it('never mix notification flags, are full, and take as few requests as can be', () => {
    fc.assert(
      fc.property(fc.nat({ max: 350 }), fc.nat({ max: 350 }), (loud, quiet) => {
        const batches = batchesOf([...changesOf(loud, { mayNotify: true }), ...changesOf(quiet)], 100)
        expect(batches).toHaveLength(Math.ceil(loud / 100) + Math.ceil(quiet / 100))
        expect(batches.flatMap(({ changes }) => changes)).toHaveLength(loud + quiet)
        for (const { changes, mayNotify, full } of batches) {
          expect(changes.every((change) => change.mayNotify === mayNotify)).toBe(true)
          expect(full).toBe(changes.length === 100)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('are counted without being made', () => {
    const failing = fc.tuple(fc.nat({ max: 350 }), fc.boolean(), fc.nat({ max: 8 }))
    fc.assert(
      fc.property(fc.array(failing, { maxLength: 5 }), (groups) => {
        const changes = groups.flatMap(([count, mayNotify, failedBatches]) =>
          changesOf(count, { mayNotify, failedBatches }),
        )
        expect(requestsOf(changes, 100)).toBe(batchesOf(changes, 100).length)
      }),
      { numRuns: 50 },
    )
  })

  it('take tracking codes first, then statuses, payments and the rest, the oldest first', () => {
    const changes = [
      changeOf('1', { 'metas.x': 'a' }),
      changeOf('2', { paid_date: '2026-11-01' }),
      changeOf('3', { status: 'a' }, { since: minute(-30) }),
      changeOf('4', { status: 'a' }, { since: minute(-60) }),
      changeOf('5', { status_id: '7' }, { since: minute(-90) }),
      changeOf('6', { paid_date: '2026-11-01', tracking_code: 'T' }, { since: minute(0) }),
    ]
    expect(numbersOf(batchesOf(changes, 2))).toEqual(['6', '4', '3', '5', '2', '1'])
  })

  it('lead with the most urgent request, whatever its flag', () => {
    const changes = [
      changeOf('1', { status: 'a' }, { mayNotify: true }),
      changeOf('2', { 'metas.x': 'a' }),
      changeOf('3', { tracking_code: 'T' }),
    ]
    expect(batchesOf(changes, 100).map((batch) => batch.changes[0]?.order_number)).toEqual(['3', '1'])
  })

  it('are smaller for orders that were refused together', () => {
    const sizes = (failedBatches: number) =>
      batchesOf(changesOf(100, { failedBatches }), 100).map(({ changes }) => changes.length)
    expect([sizes(0), sizes(1), sizes(2)]).toEqual([[100], [50, 50], [25, 25, 25, 25]])
    expect(sizes(7)).toHaveLength(100)
    expect(batchesOf(changesOf(50, { failedBatches: 1 }), 100)).toMatchObject([{ full: false }])
  })

  it('do not mix orders that were refused with others', () => {
    const changes = [...changesOf(10, { failedBatches: 1 }), ...changesOf(10)]
    expect(batchesOf(changes, 100).map((batch) => batch.changes.length)).toEqual([10, 10])
  })

  it('let those go first that were in no failed request', () => {
    const old = { since: minute(-9) }
    const changes = [
      changeOf('A', { tracking_code: 'T' }, { ...old, failedBatches: 1 }),
      changeOf('B', { status: 'a' }),
    ]
    expect(batchesOf(changes, 100).map((batch) => batch.changes[0]?.order_number)).toEqual(['B', 'A'])
  })

  it.each([
    [100, 100, 0],
    [100, 50, 1],
    [100, 13, 3],
    [100, 1, 6],
    [1, 1, 0],
  ])('of %i at most hold %i once %i have failed', (batchSize, size, times) => {
    expect(timesUntil(batchSize, size)).toBe(times)
  })

  it('are none for no change', () => {
    expect(batchesOf([], 100)).toEqual([])
  })

  it.each([
    [100, 0, 100],
    [100, 1, 50],
    [100, 3, 12],
    [100, 6, 1],
    [100, 30, 1],
    [1, 1, 1],
  ])('of %i after %i refusals hold %i', (batchSize, failed, size) => {
    expect(sizeAfter(batchSize, failed)).toBe(size)
  })
})

describe('a change', () => {
  it.each([
    [{ tracking_code: 'T', status: 'a' }, 0],
    [{ status: 'a', paid_date: 'x' }, 1],
    [{ status_id: '1' }, 2],
    [{ paid_date: 'x', resolved_yn: true }, 3],
    [{ resolved_yn: true }, 4],
    [{ 'metas.x': 'a' }, 4],
  ])('of %j has the rank %i', (values, rank) => {
    expect(rankOf(changeOf('A', values))).toBe(rank)
  })

  it('is as old as the oldest of its values', () => {
    const fields = {
      status: fieldChange('a', { since: minute(-5) }),
      paid_date: fieldChange('x', { since: minute(-9) }),
    }
    expect(oldestOf({ fields })).toBe(minute(-9))
  })

  it('goes out with its new values only', () => {
    const change = changeOf('A', { status: 'sent', 'metas.x': { cs: 'a' }, paid_date: '' })
    expect(updateOf(change)).toEqual({
      order_number: 'A',
      fields: { status: 'sent', 'metas.x': { cs: 'a' }, paid_date: '' },
    })
    expect(wireBatch({ changes: [change], mayNotify: true })).toEqual({ mayNotify: true, updates: [updateOf(change)] })
  })
})
