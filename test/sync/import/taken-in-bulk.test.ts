import { describe, expect, it } from 'vitest'
import type { ValidRecord } from '../../../lib/exports/record.ts'
import type { FieldName, Fields } from '../../../lib/order.ts'
import { type Bulk, createBulk } from '../../../lib/sync/import/bulk.ts'
import { ledgerOf } from '../../support/lines.ts'

const owned = new Set<FieldName>(['status', 'paid_date', 'metas.n'])

const record = (order_number: string, fields: Fields, more: Partial<ValidRecord> = {}): ValidRecord => ({
  valid: true,
  record: 1,
  place: 'line 2',
  order_number,
  fields,
  ...more,
})

const full = (...records: readonly ValidRecord[]): Bulk => {
  const bulk = createBulk(owned)
  if (bulk === undefined) throw new Error('there is no bulk')
  for (const one of records) expect(bulk.add(one)).toBe(true)
  return bulk
}
const three = () =>
  full(
    record('A', { status: 'sent', paid_date: '' }, { record: 1, line: 0, lines: 2 }),
    record('B', { paid_date: '2026-11-01' }, { record: 2, line: 2 }),
    record('C', { status: '', 'metas.n': '' }, { record: 3 }),
  )
const ledgerFrom = (bulk: Bulk) => {
  const ledger = ledgerOf()
  bulk.moveInto(ledger)
  return [...ledger.lines()]
}
const claimsOf = (bulk: Bulk, but: readonly string[] = []) => {
  const made: string[] = []
  bulk.claim((place, { first, count }) => void made.push(`${place}: ${first}+${count}`), new Set(but))
  return made
}

describe('orders that are taken in bulk', () => {
  it('become lines that say what was acknowledged, without what is blank', () => {
    const bulk = three()
    expect(bulk.size()).toBe(3)
    expect(ledgerFrom(bulk)).toEqual([
      { order_number: 'A', acknowledged: { status: 'sent' } },
      { order_number: 'B', acknowledged: { paid_date: '2026-11-01' } },
      { order_number: 'C', acknowledged: {} },
    ])
    expect(bulk.places()).toEqual([0, 1, 2])
  })

  it('are none where their record says nothing', () => {
    const bulk = full()
    expect(bulk.add(record('A', {}))).toBe(false)
    expect(bulk.size()).toBe(0)
  })

  it('are taken out with what was said of them, blanks too, once', () => {
    const bulk = three()
    expect(bulk.takeOut('A')).toEqual({ place: 0, record: 1, fields: { status: 'sent', paid_date: '' } })
    expect(bulk.takeOut('A')).toBeUndefined()
    expect(bulk.takeOut('X')).toBeUndefined()
    expect(bulk.takeOut('C')).toEqual({ place: 2, record: 3, fields: { status: '', 'metas.n': '' } })
    expect(bulk.places()).toEqual([1])
    expect([...bulk.others()]).toEqual([['B', { place: 1, record: 2, fields: { paid_date: '2026-11-01' } }]])
  })

  it('begin with nothing in the ledger where they were taken out', () => {
    const bulk = three()
    bulk.takeOut('B')
    expect(ledgerFrom(bulk)[1]).toEqual({ order_number: 'B', acknowledged: {} })
  })

  it('claim their lines, but for those without any, those that were taken out, and those that are told', () => {
    const bulk = three()
    expect(claimsOf(bulk)).toEqual(['0: 0+2', '1: 2+1'])
    expect(claimsOf(bulk, ['B', 'X'])).toEqual(['0: 0+2'])
    bulk.takeOut('A')
    expect(claimsOf(bulk)).toEqual(['1: 2+1'])
  })

  it('are noted however many there are', () => {
    const many = Array.from({ length: 3000 }, (_, at) =>
      record(`N${at}`, at % 2 === 0 ? { status: '' } : { paid_date: '' }, { record: at + 1, line: at }),
    )
    const bulk = full(...many)
    expect(bulk.takeOut('N2999')).toEqual({ place: 2999, record: 3000, fields: { paid_date: '' } })
    expect(bulk.takeOut('N1024')).toEqual({ place: 1024, record: 1025, fields: { status: '' } })
    expect(claimsOf(bulk)).toHaveLength(2998)
  })
})

it.each([
  [31, true],
  [32, false],
])('so many fields are taken in bulk: %d: %s', (count, is) => {
  const names = Array.from({ length: count }, (_, at): FieldName => `metas.f${at}`)
  const bulk = createBulk(new Set(names))
  expect(bulk !== undefined).toBe(is)
  bulk?.add(record('A', { [names[count - 1] as FieldName]: '' }))
  if (is) expect(bulk?.takeOut('A')?.fields).toEqual({ [names[count - 1] as FieldName]: '' })
})
