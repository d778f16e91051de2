import { describe, expect, it } from 'vitest'
import type { FieldName, Fields } from '../../../lib/order.ts'
import { createShapes } from '../../../lib/sync/ledger/shapes.ts'

const fields = (...names: readonly FieldName[]): Fields => Object.fromEntries(names.map((name) => [name, 'x']))

describe('the lists of fields of lines', () => {
  it('are kept once, in the order in which they came', () => {
    const shapes = createShapes()
    const lists = [
      ['status', 'paid_date'],
      ['status'],
      ['paid_date', 'status'],
      [],
      ['status', 'paid_date'],
      ['status', 'paid_date'],
      ['status'],
    ] as const
    expect(lists.map((names) => shapes.numberOf(fields(...names)))).toEqual([0, 1, 2, 3, 0, 0, 1])
    expect(shapes.all()).toEqual([['status', 'paid_date'], ['status'], ['paid_date', 'status'], []])
    expect([shapes.at(2), shapes.at(9)]).toEqual([['paid_date', 'status'], undefined])
  })

  it('go on from those that are known', () => {
    const shapes = createShapes([['status'], ['paid_date']])
    expect([fields('paid_date'), fields('status', 'paid_date'), fields('status')].map(shapes.numberOf)).toEqual([
      1, 2, 0,
    ])
  })

  it('are not the caller’s', () => {
    const known: (readonly FieldName[])[] = [['status']]
    createShapes(known).numberOf(fields('paid_date'))
    expect(known).toHaveLength(1)
  })

  it('are a thousand at the most; those that are kept stay', () => {
    const shapes = createShapes()
    for (let at = 0; at < 1000; at++) expect(shapes.numberOf(fields(`metas.n${at}`))).toBe(at)
    expect([fields('metas.more'), fields('metas.n0'), fields('metas.n999'), fields()].map(shapes.numberOf)).toEqual([
      -1, 0, 999, -1,
    ])
    expect(shapes.all()).toHaveLength(1000)
  })
})
