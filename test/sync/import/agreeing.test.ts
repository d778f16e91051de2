import { describe, expect, it } from 'vitest'
import type { FieldName, Fields } from '../../../lib/order.ts'
import { createAgreeing, createMarks } from '../../../lib/sync/import/agreeing.ts'

const recordOf = (record: number, fields: Fields) =>
  ({ valid: true, record, place: `line ${record}`, order_number: 'A', fields }) as const

describe('marks of records that agree with the ledger', () => {
  it('keep the number of the first record, and the fields that any of them has named', () => {
    const marks = createMarks(new Set(['status', 'paid_date', 'tracking_code']))
    const first = marks.add(undefined, recordOf(1_000_000, { status: 'sent' }))
    expect([marks.recordOf(first), marks.fieldsOf(first)]).toEqual([1_000_000, ['status']])
    const both = marks.add(first, recordOf(1_000_001, { tracking_code: 'Z' }))
    expect([marks.recordOf(both), marks.fieldsOf(both)]).toEqual([1_000_000, ['status', 'tracking_code']])
  })

  it('take the last of very many fields for named', () => {
    const names = Array.from({ length: 22 }, (_, index): FieldName => `metas.m${index}`)
    const marks = createMarks(new Set(names))
    const mark = marks.add(undefined, recordOf(7, { 'metas.m19': 'x' }))
    expect([marks.recordOf(mark), marks.fieldsOf(mark)]).toEqual([7, ['metas.m19', 'metas.m20', 'metas.m21']])
  })

  it('are kept by the places of orders', () => {
    const agreeing = createAgreeing(3)
    expect([agreeing.get(0), agreeing.count(), [...agreeing.places()]]).toEqual([undefined, 0, []])
    agreeing.set(2, 8)
    agreeing.set(0, 4)
    agreeing.set(2, 9)
    expect([agreeing.get(2), agreeing.get(1), agreeing.count(), [...agreeing.places()]]).toEqual([
      9,
      undefined,
      2,
      [0, 2],
    ])
  })
})
