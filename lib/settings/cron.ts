import { dayMs } from '../units.ts'

/**
 * Cron expressions as EventBridge Scheduler has them: minutes, hours, day of month, month, day of week, year. What they
 * may say is AWS's reference of schedule types; `L`, `W` and `#` included.
 */

/** A cron expression that AWS takes. */
export interface Cron {
  readonly minutes: ReadonlySet<number>
  readonly hours: ReadonlySet<number>
  /** whether it fires on a day, given in UTC */
  isOn(day: Date): boolean
}

/** No combination of weekday, month and leap year is further away. */
const farthestDays = 366 * 40

interface FieldRules {
  readonly name: string
  readonly least: number
  readonly most: number
  readonly names?: readonly string[]
  /** `/` is no part of AWS's day of week */
  readonly steps: boolean
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

const rules = {
  minutes: { name: 'the minutes', least: 0, most: 59, steps: true },
  hours: { name: 'the hours', least: 0, most: 23, steps: true },
  dayOfMonth: { name: 'the day of month', least: 1, most: 31, steps: true },
  month: { name: 'the month', least: 1, most: 12, names: months, steps: true },
  dayOfWeek: { name: 'the day of week', least: 1, most: 7, names: weekdays, steps: false },
  year: { name: 'the year', least: 1970, most: 2199, steps: true },
} as const satisfies Readonly<Record<string, FieldRules>>

/** What is wrong with a cron expression, as "…; …"; `undefined` where AWS takes it. */
export function cronProblem(written: string): string | undefined {
  try {
    parseCron(written)
    return undefined
  } catch (error) {
    if (error instanceof CronProblem) return error.message
    throw error
  }
}

class CronProblem extends Error {
  override name = 'CronProblem'
}

/**
 * Reads a cron expression.
 * @throws Error naming the field that AWS would refuse
 */
export function parseCron(written: string): Cron {
  const fields = written.trim().split(/\s+/)
  if (fields.length !== 6)
    throw new CronProblem(`six fields (minutes, hours, day of month, month, day of week, year), not ${fields.length}`)
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields
  if ((dayOfMonth === '?') === (dayOfWeek === '?'))
    throw new CronProblem('a "?" as either the day of month or the day of week, and not as both')
  const [minutes, hours] = [valuesOf(minute, rules.minutes), valuesOf(hour, rules.hours)]
  const [inMonth, inYear] = [valuesOf(month, rules.month), valuesOf(year, rules.year)]
  const isDay = dayOfMonth === '?' ? dayOfWeekTest(dayOfWeek) : dayOfMonthTest(dayOfMonth)
  const isOn = (day: Date) => inMonth.has(day.getUTCMonth() + 1) && inYear.has(day.getUTCFullYear()) && isDay(day)
  if (!everFires(isOn, inYear)) throw new CronProblem('a day that there is: this one never comes')
  return { minutes, hours, isOn }
}

function everFires(isOn: Cron['isOn'], years: ReadonlySet<number>): boolean {
  const from = Date.UTC(Math.max(2026, Math.min(...years)), 0, 1)
  for (let day = 0; day < farthestDays; day++) if (isOn(new Date(from + day * dayMs))) return true
  return false
}

/** A list of values, ranges and steps as the numbers that it names. */
function valuesOf(written: string, field: FieldRules): ReadonlySet<number> {
  return new Set(written.split(',').flatMap((part) => partOf(part, field)))
}

function partOf(part: string, field: FieldRules): number[] {
  const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? []
  if (range === '' || (step !== undefined && !field.steps)) throw wrong(part, field)
  const stepBy = step === undefined ? 1 : Number(step)
  if (stepBy < 1 || stepBy > field.most) throw wrong(part, field)
  const [from, to] = endsOf(range, step !== undefined, field)
  if (from > to)
    throw new CronProblem(`a range of ${field.name} that does not run backwards, as ${part} does; say it as two`)
  return Array.from({ length: Math.floor((to - from) / stepBy) + 1 }, (_, index) => from + index * stepBy)
}

function endsOf(range: string, open: boolean, field: FieldRules): readonly [from: number, to: number] {
  if (range === '*') return [field.least, field.most]
  const [first = '', last, more] = range.split('-')
  if (more !== undefined) throw wrong(range, field)
  const from = numberOf(first, field)
  if (last !== undefined) return [from, numberOf(last, field)]
  return [from, open ? field.most : from]
}

function numberOf(written: string, field: FieldRules): number {
  const named = field.names?.indexOf(written.toUpperCase()) ?? -1
  if (named >= 0) return named + 1
  const number = /^\d{1,4}$/.test(written) ? Number(written) : Number.NaN
  if (number >= field.least && number <= field.most) return number
  throw wrong(written, field)
}

const wrong = (part: string, { name, least, most, names }: FieldRules): CronProblem =>
  new CronProblem(
    `${name} as ${least} to ${most}${names === undefined ? '' : ` or ${names[0]} to ${names.at(-1)}`}, not "${part}"`,
  )

type DayTest = (day: Date) => boolean

function dayOfMonthTest(written: string): DayTest {
  if (written === 'L') return (day) => day.getUTCDate() === lastOf(day)
  if (written === 'LW') return (day) => day.getUTCDate() === nearestWorkday(day, lastOf(day))
  const [, workday] = /^(\d{1,2})W$/.exec(written) ?? []
  if (workday === undefined) {
    const days = valuesOf(written, rules.dayOfMonth)
    return (day) => days.has(day.getUTCDate())
  }
  const wanted = numberOf(workday, rules.dayOfMonth)
  return (day) => wanted <= lastOf(day) && day.getUTCDate() === nearestWorkday(day, wanted)
}

function dayOfWeekTest(written: string): DayTest {
  if (written === 'L') return (day) => day.getUTCDay() === 6
  const [, last] = /^([1-7]|[A-Z]{3})L$/i.exec(written) ?? []
  const [, counted, times] = /^([1-7]|[A-Z]{3})#([1-5])$/i.exec(written) ?? []
  const only = last ?? counted
  if (only === undefined) {
    const days = valuesOf(written, rules.dayOfWeek)
    return (day) => days.has(day.getUTCDay() + 1)
  }
  const weekday = numberOf(only, rules.dayOfWeek) - 1
  const isRight = (date: number, of: Date) =>
    times === undefined ? date > lastOf(of) - 7 : Math.ceil(date / 7) === Number(times)
  return (day) => day.getUTCDay() === weekday && isRight(day.getUTCDate(), day)
}

const lastOf = (day: Date): number => new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate()

/** The workday of the same month that is nearest to a date. */
function nearestWorkday(month: Date, date: number): number {
  const weekday = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth(), date)).getUTCDay()
  if (weekday === 6) return date > 1 ? date - 1 : date + 2
  if (weekday === 0) return date < lastOf(month) ? date + 1 : date - 2
  return date
}
