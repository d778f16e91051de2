import { type DateForm, type DatePart, parseDateForm } from '../../settings/date-forms.ts'
import { tidyWord } from '../../settings/words.ts'

/** How dates are read: in which forms, for messages in which words, and in whose day a time in UTC lies. */
export interface DateReading {
  readonly timeZone: string
  /** form of the settings; the usual ones by default */
  readonly form?: string | undefined
  /** whether yyyy-MM-dd is meant beside that form, as where the file has dates that are no texts */
  readonly hasDates?: boolean
}

/** Reads a date as `yyyy-mm-dd`; `''` for those that stand for nothing; `undefined`: it is not a date. */
export type ReadDay = (text: string) => string | undefined

const zone = '(?<zone>Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)(?:\\[[\\w/+-]+\\])?'
const time =
  '(?<hour>\\d{1,2})[:.](?<minute>\\d{2})(?:[:.](?<second>\\d{2})(?:[.,]\\d+)?)?(?: ?(?<half>[AP])\\.?M\\.?)?'
const compactTime = '(?<hour>\\d{2}):?(?<minute>\\d{2})(?::?(?<second>\\d{2})(?:[.,]\\d+)?)?'
const afterDate = `(?:(?:T|,? )${time})?(?: ?${zone})?$`
const afterDigits = `(?:[T ]?${compactTime})?(?: ?${zone})?$`

const tokens: Readonly<Record<string, string>> = {
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  yy: '(?<year>\\d{2})',
  yyyy: '(?<year>\\d{4})',
}

function expression(parts: readonly DatePart[]): RegExp {
  const body = parts.map((part) => ('token' in part ? tokens[part.token] : escaped(part.text))).join('')
  const isDigits = parts.every((part) => 'token' in part)
  return new RegExp(`^${body}${isDigits ? afterDigits : afterDate}`, 'i')
}

const escaped = (text: string): string => text.replaceAll(/[.\-/\\]/g, '\\$&')

const isoDate = new RegExp(`^(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})${afterDate}`, 'i')
const usual = [isoDate, new RegExp(`^(?<day>\\d{1,2})\\. ?(?<month>\\d{1,2})\\. ?(?<year>\\d{4})${afterDate}`, 'i')]

/** The forms of dates in words, for messages. */
export const toldForm = (form: string | undefined): string => form ?? 'd.M.yyyy or yyyy-MM-dd'

/** Makes ready the reading of dates. */
export function dayReader({ timeZone, form, hasDates = false }: DateReading): ReadDay {
  const dayOf = dayIn(timeZone)
  const parsed: DateForm | undefined = form === undefined ? undefined : parseDateForm(form)
  if (parsed?.kind === 'unix' || parsed?.kind === 'unix-ms') return epochReader(parsed.kind, dayOf)
  const named = parsed?.kind === 'pattern' ? [expression(parsed.parts), ...(hasDates ? [isoDate] : [])] : []
  const patterns = parsed === undefined ? usual : named
  const readsNet = parsed === undefined || parsed.kind === 'net'
  return (written) => {
    // by spaces that do not break, as browsers format dates
    const text = tidyWord(written)
    for (const pattern of patterns) {
      const groups = pattern.exec(text)?.groups
      if (groups !== undefined) return standsForNothing(text) ? '' : wallOrZone(groups, dayOf)
    }
    if (text.startsWith('/Date(')) {
      const day = netDay(text, dayOf)
      return readsNet || day === '' ? day : undefined
    }
    return standsForNothing(text) ? '' : undefined
  }
}

const farthest = 2900

/** Three numbers, one of them a year. */
const anyDate = /^(\d{1,4})[-./ ] ?(\d{1,2})[-./ ] ?(\d{1,4})(?=$|[T Z+-])/
const compactNothing =
  /^(?:00010101|16010101|17530101|18991230|18991231|1900010[01]|19700101|99981231|99991231)(?=$|[T ]|0{4,6}$)/

/**
 * Whether a date in any form is one of those that programs write for nothing: of a year before 2000 or after 2900
 * (0001-01-01, 1753-01-01, 30.12.1899, 1/0/1900, 1970-01-01, 9999-12-31), or the last one that a type can hold.
 */
function standsForNothing(text: string): boolean {
  if (compactNothing.test(text)) return true
  const [, first = '', middle = '', last = ''] = anyDate.exec(text) ?? []
  const year = [first, last].find((part) => part.length === 4)
  if (year === undefined) return false
  const others = [middle, year === first ? last : first].map(Number)
  if (others.some((part) => part > 31)) return false
  return isNoYear(Number(year)) || lastOfType(Number(year), others)
}

const isNoYear = (year: number): boolean => year < 2000 || year >= farthest

/** 2079-06-06 of SQL Server's smalldatetime. */
const lastOfType = (year: number, others: readonly number[]): boolean =>
  year === 2079 && others.every((part) => part === 6)

type DayOf = (ms: number) => string

const quarter = 900_000

/**
 * The day of a moment in a time zone; offsets change at quarters of an hour at most, so each quarter is asked for once.
 * A format takes a millisecond to make, and few exports need it.
 */
function dayIn(timeZone: string): DayOf {
  let format: Intl.DateTimeFormat | undefined
  const known = new Map<number, string>()
  return (ms) => {
    const key = Math.floor(ms / quarter)
    format ??= new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    const day = known.get(key) ?? format.format(ms)
    if (known.size < 10_000) known.set(key, day)
    return day
  }
}

const isUtc = /^(?:Z|UTC|GMT|[+-]00(?::?00)?)$/i

type Groups = Readonly<Record<string, string | undefined>>

/** The day as it is written; of a time in UTC, the day of the shop. */
function wallOrZone({ year = '', month = '', day = '', hour, minute, second, half, zone: at }: Groups, dayOf: DayOf) {
  const date = `${fullYear(year)}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (!isDay(date)) return undefined
  if (isNoYear(Number(fullYear(year)))) return ''
  if (hour === undefined) return date
  const hours = hoursOf(Number(hour), half)
  if (hours > 24 || Number(minute) > 59 || Number(second ?? 0) > 60) return undefined
  if (at === undefined || !isUtc.test(at)) return date
  return dayOf(Date.parse(`${date}T00:00:00Z`) + (hours * 60 + Number(minute)) * 60_000)
}

/** 20yy up to 69, as POSIX has it; before that, a date of the last century, which stands for nothing. */
const fullYear = (year: string): string => (year.length === 2 ? `${Number(year) < 70 ? '20' : '19'}${year}` : year)

const hoursOf = (hour: number, half: string | undefined): number =>
  half === undefined ? hour : (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0)

const daysOf = (year: number, month: number): number => {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
}

function isDay(date: string): boolean {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
}

const year2000 = Date.UTC(2000, 0, 1)
const year2100 = Date.UTC(2100, 0, 1)
const year9999 = Date.UTC(9999, 0, 1)

/** A moment within this century; what stands for nothing lies before 1970 or at the end of time. */
function dayOfMoment(ms: number, dayOf: DayOf): string | undefined {
  if (ms <= 0 || ms >= year9999) return ms < -1e14 || ms > 1e15 ? undefined : ''
  return ms >= year2000 && ms < year2100 ? dayOf(ms) : undefined
}

/** Seconds or milliseconds since 1970; those of the one never pass for the other. */
function epochReader(kind: 'unix' | 'unix-ms', dayOf: DayOf): ReadDay {
  const factor = kind === 'unix' ? 1000 : 1
  return (text) =>
    /^-?\d+(?:[.,]\d+)?$/.test(text) ? dayOfMoment(Number(text.replace(',', '.')) * factor, dayOf) : undefined
}

/** `/Date(1772406000000)/` and `/Date(1772406000000+0100)/` of .NET: milliseconds since 1970, shown in an offset. */
function netDay(text: string, dayOf: DayOf): string | undefined {
  const [, ms = '', sign, hours, minutes] = /^\/Date\((-?\d+)(?:([+-])(\d{2}):?(\d{2}))?\)\/$/.exec(text) ?? []
  if (ms === '') return undefined
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -60_000 : 60_000)
  return dayOfMoment(Number(ms), offset === 0 ? dayOf : (at) => new Date(at + offset).toISOString().slice(0, 10))
}
