import { describe, expect, it } from 'vitest'
import type { Fields } from '../../../lib/order.ts'
import { createWithholding } from '../../../lib/sync/import/withheld.ts'

/** What is left of the order A, and what is withheld, after records that each give so much; the last value of a field counts. */
function after(...records: readonly Fields[]) {
  const withholding = createWithholding(new Set(['paid_date', 'tracking_code']))
  for (const [index, fields] of records.entries()) withholding.add('A', fields, `line ${index + 1}`)
  const orders = new Map([['A', { record: records.length, fields: Object.assign({}, ...records) as Fields }]])
  return { left: withholding.without(orders).get('A')?.fields, withheld: withholding.of(orders) }
}

const paid = '2026-11-24'
const withheld = { order_number: 'A', field: 'paid_date', value: paid }

describe('where every record of an order has to give a field', () => {
  it.each<[string, readonly Fields[], Fields, readonly object[]]>([
    [
      'what all give counts',
      [
        { paid_date: paid, tracking_code: 'Z' },
        { paid_date: paid, tracking_code: 'Z' },
      ],
      { paid_date: paid, tracking_code: 'Z' },
      [],
    ],
    [
      'what the second one lacks is left alone, and the second one is named',
      [{ paid_date: paid, tracking_code: 'Z' }, { tracking_code: 'Z' }],
      { tracking_code: 'Z' },
      [{ ...withheld, record: 2, by: 'line 2' }],
    ],
    [
      'what the first one lacks, too',
      [{ tracking_code: 'Z' }, { paid_date: paid, tracking_code: 'Z' }],
      { tracking_code: 'Z' },
      [{ ...withheld, record: 2, by: 'line 1' }],
    ],
    [
      'the first record that lacks it is named',
      [{ paid_date: paid, tracking_code: 'Z' }, { tracking_code: 'Z' }, { tracking_code: 'Z' }],
      { tracking_code: 'Z' },
      [{ ...withheld, record: 3, by: 'line 2' }],
    ],
    [
      'one that would clear it withholds the value of another',
      [
        { paid_date: '', tracking_code: 'Z' },
        { paid_date: paid, tracking_code: 'Z' },
      ],
      { tracking_code: 'Z' },
      [{ ...withheld, record: 2, by: 'line 1' }],
    ],
    [
      'where all clear it, it is cleared',
      [
        { paid_date: '', tracking_code: 'Z' },
        { paid_date: '', tracking_code: 'Z' },
      ],
      { paid_date: '', tracking_code: 'Z' },
      [],
    ],
    ['a field that not every record has to give counts', [{ status: 'sent' }], { status: 'sent' }, []],
  ])('%s', (_what, records, left, told) => {
    expect(after(...records)).toEqual({ left, withheld: told })
  })

  it('one order withholds nothing of another', () => {
    const withholding = createWithholding(new Set(['paid_date']))
    withholding.add('A', { status: 'sent' }, 'line 1')
    withholding.add('B', { paid_date: paid }, 'line 2')
    const orders = new Map([['B', { record: 2, fields: { paid_date: paid } }]])
    expect([withholding.of(orders), withholding.without(orders)]).toEqual([[], orders])
  })
})
