import { describe, expect, it } from 'vitest'
import { nameOrder, namesOrder } from '../../../lib/sync/import/name-order.ts'

/** Names with the minute in which each was uploaded. */
type Uploads = readonly (readonly [name: string, minute: number])[]

const exportsOf = (uploads: Uploads) =>
  uploads.map(([name, minute]) => ({ name, time: new Date(Date.UTC(2026, 10, 24, 10, minute)).toISOString() }))

/** Names as they come, one a minute. */
const inTurn = (...names: readonly string[]): Uploads => names.map((name, minute) => [name, minute])

const told = (uploads: Uploads, order?: 'name' | 'time'): readonly (number | undefined)[] => {
  const names = uploads.map(([name]) => name)
  const { compare } = nameOrder(exportsOf(uploads), order)
  return names.slice(1).map((name, index) => Math.sign(compare(names[index] ?? '', name)))
}

describe('two exports are ordered by their names, whenever they were uploaded', () => {
  it.each<[string, string, string]>([
    ['a date', 'orders-2026-11-24.csv', 'orders-2026-11-25.csv'],
    ['a date of another month', 'orders-2026-11-24.csv', 'orders-2026-12-01.csv'],
    ['a date of another year', 'orders_2026_12_31.csv', 'orders_2027_01_01.csv'],
    ['a date in one number', 'orders20261130.csv', 'orders20261201.csv'],
    ['a Czech date', 'orders 24.11.2026.csv', 'orders 01.12.2026.csv'],
    ['a Czech date without zeros', 'orders 24.11.2026.csv', 'orders 1.12.2026.csv'],
    ['a Czech date with a short year', 'orders 31.12.26.csv', 'orders 01.01.27.csv'],
    ['a day first with dashes', '30-11-2026.xml', '01-12-2026.xml'],
    ['a day first in one number', 'export31122026.xml', 'export01012027.xml'],
    ['a month first, as its days tell', '12-31-2026.csv', '01-01-2027.csv'],
    ['a month', 'invoices-2026-11.csv', 'invoices-2026-12.csv'],
    ['a month before its year', 'invoices 12-2026.csv', 'invoices 01-2027.csv'],
    ['a short year first', 'o-261231.csv', 'o-270101.csv'],
    ['a date with its time', 'orders-2026-11-24T09-59-00.csv', 'orders-2026-11-24T10-00-00.csv'],
    ['a date and time in one number', 'orders20261124095959.csv', 'orders20261124100000.csv'],
    ['a date and time in two numbers', 'orders_20261124_235959.csv', 'orders_20261125_000000.csv'],
    ['a Czech date with its time', '24.11.2026 9.59.csv', '01.12.2026 8.00.csv'],
    ['a time without zeros', 'orders 24.11.2026 9-59.csv', 'orders 24.11.2026 10-00.csv'],
    ['a date with a count', 'orders-2026-11-24-9.csv', 'orders-2026-11-24-10.csv'],
    ['a date in folders', '2026/11/30/orders.csv', '2026/12/01/orders.csv'],
    ['seconds since 1970', 'orders-1795514399.csv', 'orders-1795514400.csv'],
    ['milliseconds since 1970', 'orders.1795514399999.csv', 'orders.1795514400000.csv'],
    ['a running number', 'orders-9.csv', 'orders-10.csv'],
    ['a running number with zeros', 'orders-0009.csv', 'orders-0010.csv'],
    ['a running number that grows out of its zeros', 'orders-999.csv', 'orders-1000.csv'],
    ['a running number before its date', '0009_20261124.csv', '0010_20261125.csv'],
    ['a running number before the same date', '9_20261124.csv', '10_20261124.csv'],
    ['a date behind the number of a branch', '12 2026-11-30.csv', '12 2026-12-01.csv'],
    ['a count within a year', 'export-2026-99.csv', 'export-2026-100.csv'],
    ['a count within a year, of another year', 'export-2026-100.csv', 'export-2027-1.csv'],
    [
      'a date behind a number that is always the same',
      'shop-12-orders-2026-11-24.csv',
      'shop-12-orders-2026-11-25.csv',
    ],
    ['the second of two dates', 'from 01.01.2020 to 30.11.2026.csv', 'from 01.01.2020 to 01.12.2026.csv'],
  ])('%s', (_what, older, newer) => {
    expect(told(inTurn(older, newer)), 'as they came').toEqual([-1])
    expect(
      told([
        [older, 9],
        [newer, 3],
      ]),
      'the newer one overtook',
    ).toEqual([-1])
    expect(
      told([
        [newer, 3],
        [older, 9],
      ]),
      'the other way round',
    ).toEqual([1])
  })
})

describe('names tell nothing', () => {
  it.each<[string, Uploads]>([
    ['of one name', inTurn('orders.csv', 'orders.csv')],
    ['where they differ in words', inTurn('orders-a-2026-11-25.csv', 'orders-b-2026-11-24.csv')],
    ['where they differ in two numbers', inTurn('shop-2-orders-2026-11-24.csv', 'shop-1-orders-2026-11-25.csv')],
    ['where a number behind the date is something else', inTurn('2026-11-24-shop-2.csv', '2026-11-25-shop-1.csv')],
    [
      'of a count that begins anew every day before its date',
      inTurn('1-2026-11-24.csv', '2-2026-11-24.csv', '1-2026-11-25.csv'),
    ],
    ['of one in one number', inTurn('1_20261124.csv', '2_20261124.csv', '1_20261125.csv')],
    ['of one before a day first', inTurn('1 24.11.2026.csv', '2 24.11.2026.csv', '1 25.11.2026.csv')],
    ['of one before a month', inTurn('1 2026-11.csv', '2 2026-11.csv', '1 2026-12.csv')],
    ['of ids by chance', inTurn('orders-3f2a.csv', 'orders-1b9c.csv')],
    ['of long numbers by chance', inTurn('o-918273645546372819.csv', 'o-118273645546372819.csv')],
    ['of copies', inTurn('orders (2).csv', 'orders.csv')],
    [
      'of numbers that come in any order',
      inTurn('o-26017.csv', 'o-26003.csv', 'o-26029.csv', 'o-26001.csv', 'o-26011.csv', 'o-26024.csv'),
    ],
  ])('%s', (_what, uploads) => {
    expect(new Set(told(uploads))).toEqual(new Set([0]))
  })

  it('where the settings say that the time of the upload counts', () => {
    expect(told(inTurn('orders-2026-11-25.csv', 'orders-2026-11-24.csv'), 'time')).toEqual([0])
  })
})

describe('a running number', () => {
  const name = (number: number): string => `orders-${number}.csv`

  it('is one although four uploads at once overtake each other', () => {
    const uploads: Uploads = Array.from({ length: 40 }, (_, at) => [name(100 + at), at - (at % 4) + ((at * 3) % 4)])
    expect(nameOrder(exportsOf(uploads)).compare(name(105), name(106))).toBeLessThan(0)
  })

  it('is one although the newest was uploaded first', () => {
    const uploads: Uploads = Array.from({ length: 12 }, (_, at) => [name(100 - at), at])
    expect(nameOrder(exportsOf(uploads)).compare(name(90), name(91))).toBeLessThan(0)
  })
})

describe('with "order": "name"', () => {
  it.each<[string, string, string]>([
    ['numbers by chance count', 'o-26003.csv', 'o-26017.csv'],
    ['words count in their natural order', 'orders-a9.csv', 'orders-b1.csv'],
    ['two numbers count from the left', 'shop-1-2026-11-25.csv', 'shop-2-2026-11-24.csv'],
  ])('%s', (_what, older, newer) => {
    expect(told(inTurn(older, newer), 'name')).toEqual([-1])
    expect(told(inTurn(newer, older), 'name')).toEqual([1])
  })
})

describe('the number of an order in a name', () => {
  it.each([
    ['objednavka-26001234.csv', '26001234', true],
    ['objednavka-0026001234.xml', 'O26001234', true],
    ['objednavka-26001234-2.csv', '26001234', true],
    ['orders-0017.csv', '26001234', false],
    ['orders.csv', '26001234', false],
    ['orders-1.csv', 'ABC', false],
  ])('%s, order %s: %s', (name, order_number, is) => {
    expect(namesOrder(name, order_number)).toBe(is)
  })
})

describe('few names that are used again', () => {
  it.each([
    ['are those of shops or machines where they differ in a number', 'shop-1.csv', 'shop-2.csv', 0],
    ['are dates all the same', 'orders-2026-11-24.csv', 'orders-2026-11-25.csv', -1],
  ])('%s', (_what, left, right, expected) => {
    const [one, two] = exportsOf(inTurn(left, right))
    const uploads = [
      { name: left, time: '', ...one, isReused: true },
      { name: right, time: '', ...two },
    ]
    expect(Math.sign(nameOrder(uploads).compare(left, right))).toBe(expected)
  })
})
