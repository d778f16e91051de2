import { describe, expect, it } from 'vitest'
import { fieldsOf } from '../support/mapping.ts'

const read = async (p: string, date?: string, timeZone?: string): Promise<unknown> => {
  const fields = await fieldsOf({ paid_date: date === undefined ? 'p' : { from: 'p', date } }, { p }, { timeZone })
  return typeof fields === 'string' ? fields : ((fields as Record<string, unknown>).paid_date ?? 'blank')
}

describe('a time in UTC', () => {
  it.each([
    ['2026-03-02T23:00:00.000Z', '2026-03-03'],
    ['2026-03-02T22:59:59Z', '2026-03-02'],
    ['2026-03-02T23:00Z', '2026-03-03'],
    ['2026-03-02T23:00:00+00:00', '2026-03-03'],
    ['2026-03-02T23:00:00+0000', '2026-03-03'],
    ['2026-03-02T23:00:00-00:00', '2026-03-03'],
    ['2026-03-02T23:00:00+00', '2026-03-03'],
    ['2026-03-02 23:00:00 UTC', '2026-03-03'],
    ['2026-03-02 23:00:00 GMT', '2026-03-03'],
    ['2026-03-02t23:00:00z', '2026-03-03'],
    ['2026-03-02T23:00:00Z[UTC]', '2026-03-03'],
    ['2.3.2026 23:00:00 UTC', '2026-03-03'],
    ['2.3.2026 11:00 PM UTC', '2026-03-03'],
    ['2026-03-02T00:00:00Z', '2026-03-02'],
    ['2026-07-02T21:59:59Z', '2026-07-02'],
    ['2026-07-02T22:00:00Z', '2026-07-03'],
    ['2025-12-31T22:59:59Z', '2025-12-31'],
    ['2025-12-31T23:00:00Z', '2026-01-01'],
    ['2026-03-28T23:30:00Z', '2026-03-29'],
    ['2026-03-29T22:00:00Z', '2026-03-30'],
    ['2026-10-24T22:00:00Z', '2026-10-25'],
    ['2026-10-25T22:30:00Z', '2026-10-25'],
    ['2026-10-25T23:00:00Z', '2026-10-26'],
    ['2024-02-28T23:00:00Z', '2024-02-29'],
  ])('is the day of the shop: %s', async (p, day) => {
    expect(await read(p)).toBe(day)
  })
  it.each([
    ['Europe/Bratislava', '2026-03-02T23:00:00Z', '2026-03-03'],
    ['UTC', '2026-03-02T23:00:00Z', '2026-03-02'],
    ['America/New_York', '2026-03-02T04:59:59Z', '2026-03-01'],
    ['Asia/Kathmandu', '2026-03-02T18:15:00Z', '2026-03-03'],
    ['Asia/Kathmandu', '2026-03-02T18:14:59Z', '2026-03-02'],
  ])('is the day in %s: %s', async (zone, p, day) => {
    expect(await read(p, undefined, zone)).toBe(day)
  })
  it.each([
    ['2026-07-03T00:00:00+02:00', '2026-07-03'],
    ['2026-03-02T23:30:00+01:00', '2026-03-02'],
    ['2026-03-02T23:30:00-05:00', '2026-03-02'],
    ['2026-03-02T23:30:00+01:00[Europe/Prague]', '2026-03-02'],
    ['2026-03-02T23:30:00', '2026-03-02'],
    ['2026-03-02 23:30', '2026-03-02'],
    ['2026-03-02Z', '2026-03-02'],
    ['2026-03-02+00:00', '2026-03-02'],
    ['2017-09-10+02:00', '2017-09-10'],
    ['2.3.2026 23:30:00', '2026-03-02'],
    ['2.3.2026 11:30 PM', '2026-03-02'],
  ])('is not meant by another offset, by none, nor by a day alone: %s', async (p, day) => {
    expect(await read(p)).toBe(day)
  })
  it.each(['2026-03-02T25:00:00Z', '2026-03-02T23:60:00Z', '2026-03-02T23:00:00 CET', '2026-03-02T23:00:00X'])(
    'is refused as %s',
    async (p) => {
      expect(await read(p)).toContain('expected a date')
    },
  )
})

describe('a date as programs format it', () => {
  it.each([
    ['2.\u00a03.\u00a02026', undefined, '2026-03-02'],
    ['2.\u00a03.\u00a02026 10:15:00', undefined, '2026-03-02'],
    ['2. 3. 2026, 10:15:00', undefined, '2026-03-02'],
    ['2.  3.  2026', undefined, '2026-03-02'],
    ['\u200e2\u200e.\u200e3\u200e.\u200e2026', undefined, '2026-03-02'],
    ['2026-03-02\u00a010:15', undefined, '2026-03-02'],
    ['3/2/2026, 9:15:00\u202fAM', 'M/d/yyyy', '2026-03-02'],
    ['3/2/2026,\u00a09:15 p.m.', 'M/d/yyyy', '2026-03-02'],
  ])('is read whatever its spaces: %j', async (p, form, day) => expect(await read(p, form)).toBe(day))
})

describe('a date in a form of the settings', () => {
  it.each([
    ['yyyyMMdd', '20260303', '2026-03-03'],
    ['yyyyMMdd', '20260303140500', '2026-03-03'],
    ['yyyyMMdd', '20260303T140500', '2026-03-03'],
    ['yyyyMMdd', '20260302T230000Z', '2026-03-03'],
    ['yyyyMMdd', '20260303 14:05', '2026-03-03'],
    ['ddMMyyyy', '03032026', '2026-03-03'],
    ['yyMMdd', '260303', '2026-03-03'],
    ['d.M.yy', '3.3.26', '2026-03-03'],
    ['dd.MM.yy', '03.03.26 14:05', '2026-03-03'],
    ['d.M.yy', '3.3.00', '2000-03-03'],
    ['d.M.yy', '30.12.99', 'blank'],
    ['M/d/yyyy', '3/5/2026 11:30 PM', '2026-03-05'],
    ['MM/dd/yyyy', '02/05/2026 14:49:28', '2026-02-05'],
    ['yyyy/MM/dd', '2026/03/05', '2026-03-05'],
    ['unix', '1772492400', '2026-03-03'],
    ['unix', '1772492399', '2026-03-02'],
    ['unix', '1772492400.5', '2026-03-03'],
    ['unix', '0', 'blank'],
    ['unix', '-62135596800', 'blank'],
    ['unix-ms', '1772492400000', '2026-03-03'],
    ['unix-ms', '1772492399999', '2026-03-02'],
    ['unix-ms', '0', 'blank'],
    ['/Date()/', '/Date(1772492400000)/', '2026-03-03'],
    ['/Date()/', '/Date(1772492400000+0000)/', '2026-03-03'],
    ['/Date()/', '/Date(1772487000000+0100)/', '2026-03-02'],
    ['/Date()/', '/Date(1772492400000+0200)/', '2026-03-03'],
    ['yyyyMMdd', '00010101', 'blank'],
    ['yyyyMMdd', '99991231', 'blank'],
    ['yyyyMMdd', '17530101', 'blank'],
  ])('%s reads %s', async (date, p, day) => {
    expect(await read(p, date)).toBe(day)
  })
  it('/Date(…)/ is read without being asked for', async () => {
    expect(await read('/Date(1772492400000)/')).toBe('2026-03-03')
  })
  it.each([
    ['yyyyMMdd', '2026-03-03'],
    ['yyyyMMdd', '20261303'],
    ['yyyyMMdd', '2026033'],
    ['yyyyMMdd', '2026030314'],
    ['d.M.yy', '3.3.2026'],
    ['d.M.yyyy', '3.3.26'],
    ['MM/dd/yyyy', '2026-01-07T00:00:00'],
    ['MM/dd/yyyy', '13/01/2026'],
    ['unix', '1772492400000'],
    ['unix', '2026-03-03'],
    ['unix', '12'],
    ['unix-ms', '1772492400'],
    ['unix-ms', '1772492400000000'],
    ['unix', '46084'],
    ['/Date()/', '2026-03-03'],
    ['/Date()/', '/Date(x)/'],
    ['/Date()/', '/Date(1772492400)/'],
  ])('%s refuses %s', async (date, p) => {
    expect(await read(p, date)).toContain(`expected a date as ${date}`)
  })
  it.each(['20260303', '46084', '1772492400', '3.3.26', '3/3/2026', '2026-3-3'])('is not guessed: %s', async (p) => {
    expect(await read(p)).toContain('expected a date as d.M.yyyy or yyyy-MM-dd; ')
  })
  it.each([
    ['20260303', 'say so in "date" of the field'],
    ['46084', 'a number of days, as spreadsheets keep dates'],
    ['46084.5', 'a number of days, as spreadsheets keep dates'],
    ['neuvedeno', 'name it in "nothing" of the feed'],
    ['########', "a spreadsheet's error"],
    ['Err:502', "a spreadsheet's error"],
  ])('is refused with what to do: %s', async (p, hint) => {
    expect(await read(p)).toContain(hint)
  })
})
