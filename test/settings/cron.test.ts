import { describe, expect, it } from 'vitest'
import { cronProblem, parseCron } from '../../lib/settings/cron.ts'
import { rhythmOf } from '../../lib/settings/rhythm.ts'
import { settingsOf } from '../support/world.ts'

describe('a cron expression that AWS takes', () => {
  it.each([
    '0/10 6-20 ? * MON-FRI *',
    '* * * * ? *',
    '*/15 * ? * mon-fri *',
    '0,30 8-18/2 ? JAN-JUN,DEC 2-6 2026-2199',
    '0 18 L * ? *',
    '0 18 LW * ? *',
    '0 8 1W * ? *',
    '0 8 ? * 6L *',
    '0 8 ? * FRIL *',
    '0 8 ? * 2#1 *',
    '0 8 ? * L *',
    '0 0 29 2 ? *',
  ])('%s', (written) => {
    expect(cronProblem(written)).toBeUndefined()
  })
})

describe('a cron expression that AWS refuses', () => {
  it.each([
    ['0 8 * * *', 'six fields (minutes, hours, day of month, month, day of week, year), not 5'],
    ['cron(0 8 * * ? *)', 'the minutes as 0 to 59, not "cron(0"'],
    ['0 8 * * * *', 'a "?" as either the day of month or the day of week'],
    ['0 8 ? * ? *', 'a "?" as either the day of month or the day of week'],
    ['60 8 ? * MON *', 'the minutes as 0 to 59, not "60"'],
    ['0 24 ? * MON *', 'the hours as 0 to 23, not "24"'],
    ['0 22-6 ? * MON *', 'does not run backwards, as 22-6 does; say it as two'],
    ['0 8 ? * FRI-MON *', 'does not run backwards'],
    ['0 8 0 * ? *', 'the day of month as 1 to 31, not "0"'],
    ['0 8 32 * ? *', 'the day of month as 1 to 31, not "32"'],
    ['0 8 ? 13 MON *', 'the month as 1 to 12 or JAN to DEC, not "13"'],
    ['0 8 ? * 0-4 *', 'the day of week as 1 to 7 or SUN to SAT, not "0"'],
    ['0 8 ? * MONDAY *', 'the day of week'],
    ['0 8 ? * MON/2 *', 'the day of week'],
    ['0 8 ? * 2#6 *', 'the day of week'],
    ['0/0 8 ? * MON *', 'the minutes'],
    ['0/60 8 ? * MON *', 'the minutes'],
    ['? 8 ? * MON *', 'the minutes'],
    ['0 8, ? * MON *', 'the hours'],
    ['0 8 ? * MON 26', 'the year as 1970 to 2199, not "26"'],
    ['0 8 30 2 ? *', 'this one never comes'],
    ['0 8 31 4,6 ? *', 'this one never comes'],
    ['0 8 ? * MON 2025', 'this one never comes'],
  ])('%s: %s', (written, expected) => {
    expect(cronProblem(written)).toContain(expected)
    expect(() => settingsOf({ schedule: { cron: written, timeZone: 'Europe/Prague' } })).toThrow('schedule')
  })
})

describe('the days of a cron expression', () => {
  const daysOf = (written: string, month: string) => {
    const { isOn } = parseCron(written)
    return Array.from({ length: 31 }, (_, day) => day + 1).filter((day) => {
      const date = new Date(`${month}-${String(day).padStart(2, '0')}T00:00:00Z`)
      return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(month) && isOn(date)
    })
  }
  it.each([
    ['0 8 L * ? *', '2027-02', [28]],
    ['0 8 LW * ? *', '2027-02', [26]],
    ['0 8 15W * ? *', '2027-08', [16]],
    ['0 8 1W * ? *', '2027-05', [3]],
    ['0 8 ? * FRIL *', '2027-01', [29]],
    ['0 8 ? * 2#1 *', '2027-01', [4]],
    ['0 8 1-31/10 * ? *', '2027-01', [1, 11, 21, 31]],
  ])('%s in %s', (written, month, expected) => {
    expect(daysOf(written, month)).toEqual(expected)
  })
})

describe('the rhythm of a schedule', () => {
  const day = 24 * 60
  it.each([
    ['0/10 * ? * * *', { interval: 10, longest: 10, rests: [] }],
    ['0 6 ? * * *', { interval: day, longest: day, rests: [] }],
    [
      '0/10 6-20 ? * MON-FRI *',
      {
        interval: 10,
        longest: 2 * day + 9 * 60 + 10,
        rests: [0, 1, 2, 3, 4].map((weekday) => ({
          from: weekday * day + 20 * 60 + 50,
          minutes: weekday === 4 ? 2 * day + 9 * 60 + 10 : 9 * 60 + 10,
        })),
      },
    ],
  ])('%s', (written, expected) => {
    expect(rhythmOf(parseCron(written))).toEqual(expected)
  })

  it('knows no weekly rests where it rests by the month', () => {
    expect(rhythmOf(parseCron('0/10 8-16 1-5 * ? *'))).toEqual({ interval: 10, longest: expect.any(Number) })
  })
})
