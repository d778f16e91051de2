import { describe, expect, it } from 'vitest'
import { dateIn } from '../../../lib/sync/import/name-dates.ts'

/** The numbers of names that share everything else. */
function numbersOf(names: readonly string[]) {
  const rows = names.map((name) => name.match(/\d+/g) ?? [])
  const differing = [...(rows[0] ?? []).keys()].filter((place) => new Set(rows.map((row) => row[place])).size > 1)
  return { rows, gaps: names[0]?.split(/\d+/) ?? [], differing }
}

/** What of the first name tells its place, the weightiest first, `?` behind it where more differs; `undefined` where no date does. */
function dateOf(...names: readonly string[]): string | undefined {
  const numbers = numbersOf(names)
  const date = dateIn(numbers)
  return date && `${date.order(numbers.rows[0] ?? []).join(' ')}${date.isAlone ? '' : '?'}`
}

describe('a date in names', () => {
  it.each([
    ['year, month, day', ['2026-11-24', '2026-11-25'], '2026 11 24'],
    ['in folders', ['2026/11/24/x', '2026/11/25/x'], '2026 11 24'],
    ['of the last century', ['1989-1-2', '1989-1-3'], '1989 1 2'],
    ['day, month, year', ['24.11.2026', '25.11.2026'], '2026 11 24'],
    ['without zeros', ['4.1.2026', '5.1.2026'], '2026 1 4'],
    ['month, day, year, where no month has so many days', ['11-24-2026', '11-25-2026'], '2026 11 24'],
    ['day first where all of them may be either', ['01-02-2026', '02-02-2026'], '2026 02 01'],
    ['day, month, short year, with points', ['24.11.26', '25.11.26'], '26 11 24'],
    ['year, month', ['inv 2026-11', 'inv 2026-12'], '2026 11'],
    ['month, year', ['inv 11 2026', 'inv 12 2026'], '2026 11'],
    ['in one number', ['o20261124', 'o20261125'], '20261124'],
    ['in one number with its hour', ['o2026112423', 'o2026112500'], '2026112423'],
    ['in one number with hour and minute', ['o202611242359', 'o202611250000'], '202611242359'],
    ['in one number to the millisecond', ['o20261124235959999', 'o20261125000000000'], '20261124235959999'],
    ['in one number, day first', ['o24112026', 'o25112026'], '20261124'],
    ['in one number, day first, with its time', ['o241120261530', 'o251120261530'], '202611241530'],
    ['as seconds since 1970', ['o1795514399', 'o1795514400'], '1795514399'],
    ['as milliseconds since 1970', ['o1795514399123', 'o1795514400000'], '1795514399123'],
    ['behind a number that is always the same', ['12 2026-11-24', '12 2026-11-25'], '2026 11 24'],
  ])('is found: %s', (_what, names, date) => {
    expect(dateOf(...names)).toBe(date)
  })

  it.each([
    ['a month that no year has', ['2026-13-01', '2026-13-02']],
    ['a month 0', ['2026-00-01', '2026-00-02']],
    ['one of them has none', ['2026-11-24', '2026-13-24']],
    ['one that is the same in all', ['2026-11-24 shop 7', '2026-11-24 shop 8']],
    ['a short year with dashes', ['24-11-26', '25-11-26']],
    ['a short year of one digit', ['24.11.6', '25.11.6']],
    ['words between its parts', ['2026a11a24', '2026a11a25']],
    ['too long a sign between them', ['2026--11--24', '2026--11--25']],
    ['a year before there were such exports', ['1979-11-24', '1979-11-25']],
    ['a year to come in a hundred years', ['2126-11-24', '2126-11-25']],
    ['an hour that no day has', ['o2026112424', 'o2026112425']],
    ['a minute that no hour has', ['o202611242360', 'o202611242361']],
    ['seconds long ago', ['o1499999999', 'o1499999998']],
    ['seconds far ahead', ['o2000000000', 'o2000000001']],
    ['a number of another length', ['o179551439', 'o179551440']],
    ['a count', ['o-1', 'o-2']],
    ['no numbers', ['a', 'a']],
  ])('is not found: %s', (_what, names) => {
    expect(dateOf(...names)).toBeUndefined()
  })

  it.each([
    ['its time', ['2026-11-24T09-59-00', '2026-11-24T10-00-00'], '2026 11 24 09 59 00'],
    ['a time with letters', ['2026-11-24_09h59m00s', '2026-11-25_09h59m00s'], '2026 11 24 09 59 00'],
    ['a time behind a space', ['24.11.2026 9.59', '25.11.2026 9.59'], '2026 11 24 9 59'],
    ['a time of another number', ['20261124_235959', '20261125_000000'], '20261124 235959'],
    ['a count', ['2026-11-24-9', '2026-11-24-10'], '2026 11 24 9'],
    ['not what stands behind a word', ['2026-11-24 shop 7', '2026-11-25 shop 7'], '2026 11 24'],
  ])('is told with %s', (_what, names, date) => {
    expect(dateOf(...names)).toBe(date)
  })

  it.each([
    ['a day that no month has', ['2026-11-32', '2026-11-33']],
    ['a day 0', ['2026-11-00', '2026-11-01']],
    ['one of several that is none', ['2026-11-24', '2026-11-25', '2026-11-99']],
    ['a day behind another sign', ['2026-11.24', '2026-11.25']],
  ])('is a month with a count: %s', (_what, names) => {
    expect(dateOf(...names)).toBe(names[0]?.match(/\d+/g)?.join(' '))
  })

  it.each([
    ['before it', ['1-2026-11-24', '2-2026-11-25'], '2026 11 24?'],
    ['before it, in one number', ['1_20261124', '2_20261125'], '20261124?'],
    ['behind what follows it', ['2026-11-24 shop 7', '2026-11-25 shop 8'], '2026 11 24?'],
    ['before it: no month', ['01-2026-11-24', '01-2026-11-25', '02-2026-11-25'], '2026 11 24?'],
    ['before a month', ['x1 2026-11', 'x2 2026-12'], '2026 11?'],
  ])('tells not all where something else differs %s', (_what, names, date) => {
    expect(dateOf(...names)).toBe(date)
  })

  it('is the one that differs, of several', () => {
    expect(dateOf('from 01.01.2020 to 30.11.2026', 'from 01.01.2020 to 01.12.2026')).toBe('2026 11 30')
  })
})
