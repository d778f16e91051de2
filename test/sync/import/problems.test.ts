import { describe, expect, it } from 'vitest'
import type { InvalidRecord, ValidRecord } from '../../../lib/exports/record.ts'
import {
  aheadProblem,
  conflictProblem,
  createProblems,
  missingExports,
  standingProblems,
  suspicionProblems,
} from '../../../lib/sync/import/problems.ts'
import type { FeedSelection } from '../../../lib/sync/import/select.ts'
import { iso } from '../../support/lines.ts'

const key = 'exports/orders/1.csv'
const invalid = (record: number, more: Partial<InvalidRecord> = {}): InvalidRecord => ({
  valid: false,
  record,
  place: `record ${record}`,
  order_number: `O${record}`,
  field: 'paid_date',
  column: 'Datum',
  value: 'soon',
  reason: 'expected a date',
  ...more,
})
const unnumbered = (record: number): InvalidRecord => {
  const { order_number: _, ...rest } = invalid(record, {
    field: 'order_number',
    column: 'Číslo',
    value: '',
    stranger: 'no number',
  })
  return rest
}
const noted = (record: number, ...notes: readonly string[]): ValidRecord => ({
  valid: true,
  record,
  place: `record ${record}`,
  order_number: `O${record}`,
  fields: {},
  notes,
})

function told(...records: readonly (InvalidRecord | ValidRecord)[]) {
  const problems = createProblems(key)
  for (const record of records) problems.tell(record)
  return problems.end()
}
const many = <T>(count: number, one: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => one(index + 1))

describe('records that cannot be used', () => {
  it('are told with their place, order, column, value and reason', () => {
    const { order_number: _, ...nameless } = invalid(8, { field: 'order_number', value: '1,5E+12' })
    expect(told(invalid(7), nameless).problems).toEqual([
      {
        kind: 'invalid record',
        subject: 'O7',
        message: `${key}, record 7 (order O7), Datum = "soon": expected a date`,
      },
      {
        kind: 'invalid record',
        subject: `${key}, record 8`,
        message: `${key}, record 8, Datum = "1,5E+12": expected a date`,
      },
    ])
  })

  it.each([
    [100, 100, undefined],
    [101, 101, `${key}: 1 more records could not be mapped.`],
    [250, 101, `${key}: 150 more records could not be mapped.`],
  ])('are told one by one as far as a hundred: %i', (count, problems, last) => {
    const result = told(...many(count, invalid))
    expect([result.invalid, result.problems.length]).toEqual([count, problems])
    if (last !== undefined) expect(result.problems.at(-1)).toMatchObject({ subject: key, message: last })
  })

  it.each([
    [1, `${key}: 1 record without an order number in "Číslo" (the first is record 1)`],
    [300, `${key}: 300 records without an order number in "Číslo" (the first is record 1)`],
  ])('for want of a number are told together: %i', (count, message) => {
    const result = told(...many(count, unnumbered), invalid(999))
    expect([result.invalid, result.unnumbered, result.problems.length]).toEqual([count + 1, count, 2])
    expect(result.problems.at(-1)?.message).toContain(message)
  })

  it('are none where all can be used', () => {
    expect(told(noted(1))).toEqual({ invalid: 0, unnumbered: 0, problems: [] })
  })
})

describe('odd values', () => {
  it('are told twenty times, and then by their number', () => {
    const { problems, invalid: none } = told(...many(15, (record) => noted(record, 'one', 'two')))
    expect([problems.length, none]).toEqual([21, 0])
    expect(problems[0]).toEqual({ kind: 'odd value', subject: 'O1', message: `${key}, record 1 (order O1): one` })
    expect(problems.at(-1)).toEqual({
      kind: 'odd value',
      subject: key,
      message: `${key}: 10 more odd values were accepted.`,
    })
  })
})

describe('what is told of an export as a whole', () => {
  const refused = { key, etag: '"1"', size: 1, lastModified: iso(), reason: 'It is a web page.', at: iso() }
  const selection = (more: Partial<FeedSelection> = {}): FeedSelection => ({
    feed: 'orders',
    exports: [],
    present: [],
    ...more,
  })
  const object = { key, etag: '"1"', size: 1, lastModified: '2027-01-01T00:00:00.000Z' }
  const dated = { object, time: iso(), ahead: true }

  it('names both records of a contradiction, and the way on', () => {
    const conflict = { order_number: 'A', field: 'metas.n', records: [1, 2], values: ['x', { cs: 'y' }] } as const
    expect(conflictProblem(key, conflict)).toEqual({
      kind: 'conflicting records',
      subject: 'A',
      message: `${key}, records 1 and 2: order A has metas.n "x" and then {"cs":"y"}; none of it was used. Set "duplicates": "last" in the feed if the last one is right.`,
    })
  })

  it('repeats a refusal that stands, with the command that gives it up', () => {
    expect(standingProblems([selection(), selection({ refused })])).toEqual([
      {
        kind: 'refused export',
        subject: key,
        message: `It is a web page. The feed "orders" waits for a new export, or for: order-sync dismiss ${key}`,
      },
    ])
  })

  it('names the export that looks wrong', () => {
    const suspicions = [{ message: 'it is empty.', figure: 0, limit: 1, version: 'v' }]
    const last = { ...object, records: 0 }
    expect(suspicionProblems({ a: { settingsHash: '' }, b: { settingsHash: '', last, suspicions } })).toEqual([
      { kind: 'suspicious export', subject: key, message: 'The last export of the feed "b" looks wrong: it is empty.' },
    ])
  })

  it('says what clock is to be corrected', () => {
    expect(aheadProblem(dated).message).toBe(
      `${key} has the time 2027-01-01T00:00:00.000Z, which is still to come. It counts as dropped at ${iso()}. Correct the clock of the machine that writes it.`,
    )
  })

  it.each([
    ['nothing where one is there', [object], [selection({ present: [dated] })], undefined],
    [
      'where none is',
      [],
      [selection(), selection({ feed: 'parcels' })],
      'There is no export yet in exports/orders/ or exports/parcels/.',
    ],
    [
      'what lies where no feed looks',
      [{ ...object, key: 'exports/order/1.csv' }],
      [selection()],
      'There is no export yet in exports/orders/. There is exports/order/1.csv, which no feed reads.',
    ],
    [
      'that litter is not an export',
      [{ ...object, key: 'exports/orders/Thumbs.db' }],
      [selection()],
      'There is no export yet in exports/orders/.',
    ],
  ])('before the first run tells %s', (_what, listing, selections, message) => {
    expect(missingExports(listing, selections).map((problem) => problem.message)).toEqual(
      message === undefined ? [] : [message],
    )
  })
})
