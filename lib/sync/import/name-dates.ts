/** The numbers of a name that tell its place, the weightiest first: of `24.11.2026` the year, the month, the day. */
export type NumberOrder = (numbers: readonly string[]) => readonly string[]

/** The numbers of names that share everything else. */
export interface Numbers {
  readonly rows: readonly (readonly string[])[]
  /** what stands before, between and behind the numbers */
  readonly gaps: readonly string[]
  /** places of the numbers that are not the same in all names */
  readonly differing: readonly number[]
}

type Check = (text: string) => boolean

const isYear: Check = (text) => /^(19[89]|20\d)\d$/.test(text)
const isMonth: Check = (text) => /^(0?[1-9]|1[0-2])$/.test(text)
const isDay: Check = (text) => /^(0?[1-9]|[12]\d|3[01])$/.test(text)
const isShortYear: Check = (text) => /^\d\d$/.test(text)
const isClock: Check = (text) => /^(?:([01]\d|2[0-3])(?:[0-5]\d(?:[0-5]\d(?:\d{3})?)?)?)?$/.test(text)

/** A date of one or several numbers. */
interface Layout {
  readonly checks: readonly Check[]
  readonly separators: RegExp
  /** its parts from the weightiest; default: as they stand */
  readonly order?: (parts: readonly string[]) => readonly string[]
}

const usual = /^[-_./ ]$/
const cut = (text: string, ...ends: readonly number[]): string[] =>
  ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end))

const isYearFirst: Check = (text) => {
  const [year = '', month = '', day = ''] = cut(text, 4, 6, 8)
  return text.length >= 8 && isYear(year) && isMonth(month) && isDay(day) && isClock(text.slice(8))
}
const isDayFirst: Check = (text) => {
  const [day = '', month = '', year = ''] = cut(text, 2, 4, 8)
  return text.length >= 8 && isDay(day) && isMonth(month) && isYear(year) && isClock(text.slice(8))
}
/** Seconds or milliseconds since 1970, from 2017 to 2033. */
const isEpoch: Check = (text) => /^1[5-9]\d{8}(\d{3})?$/.test(text)

const wholeDates: readonly Layout[] = [
  { checks: [isYear, isMonth, isDay], separators: usual },
  {
    checks: [isDay, isMonth, isYear],
    separators: usual,
    order: ([day = '', month = '', year = '']) => [year, month, day],
  },
  {
    checks: [isMonth, isDay, isYear],
    separators: usual,
    order: ([month = '', day = '', year = '']) => [year, month, day],
  },
  {
    checks: [isDay, isMonth, isShortYear],
    separators: /^\.$/,
    order: ([day = '', month = '', year = '']) => [year, month, day],
  },
  { checks: [isYearFirst], separators: usual },
  {
    checks: [isDayFirst],
    separators: usual,
    order: ([text = '']) => [`${cut(text, 2, 4, 8).reverse().join('')}${text.slice(8)}`],
  },
  { checks: [isEpoch], separators: usual },
]

/** Days tell more than months, and of these a number before the year may be something else. */
const kinds: readonly (readonly Layout[])[] = [
  wholeDates,
  [{ checks: [isYear, isMonth], separators: usual }],
  [{ checks: [isMonth, isYear], separators: usual, order: ([month = '', year = '']) => [year, month] }],
]

/** What may stand between a date and its time, and inside of a time. */
const timeSeparators = /^(?:[-_. :+~/]{1,2}|[-_ ]?[tThHmMsSzZ][-_ ]?)$/

/** A date that all names hold at one place, and that is not the same in all. */
export interface DateInNames {
  /** by it, with the time or count behind it */
  readonly order: NumberOrder
  /** the names differ in nothing else */
  readonly isAlone: boolean
}

/** The date in names; `undefined` where they do not all hold the same kind of date at one place. */
export function dateIn(numbers: Numbers): DateInNames | undefined {
  for (const layouts of kinds) {
    const dates = datesIn(numbers, layouts)
    const date = dates.find(({ isAlone }) => isAlone) ?? dates[0]
    if (date !== undefined) return date
  }
  return undefined
}

const datesIn = (numbers: Numbers, layouts: readonly Layout[]): DateInNames[] =>
  [...(numbers.rows[0] ?? []).keys()].flatMap((start) => layouts.flatMap((layout) => dateAt(numbers, layout, start)))

function dateAt({ rows, gaps, differing }: Numbers, layout: Layout, start: number): DateInNames[] {
  const { checks, separators, order = (parts: readonly string[]) => parts } = layout
  const end = start + checks.length
  const isDate = (row: readonly string[]): boolean => checks.every((check, index) => check(row[start + index] ?? ''))
  if (!isJoinedBy(gaps.slice(start + 1, end), separators) || !rows.every(isDate)) return []
  const last = endOfTime(gaps, end)
  const others = differing.filter((place) => place < start || place >= last)
  if (others.length === differing.length) return []
  const byDate: NumberOrder = (numbers) => [...order(numbers.slice(start, end)), ...numbers.slice(end, last)]
  return [{ order: byDate, isAlone: others.length === 0 }]
}

/** The same sign stands between all parts of a date. */
const isJoinedBy = (gaps: readonly string[], separators: RegExp): boolean =>
  gaps.every((gap) => gap === gaps[0] && separators.test(gap))

/** Behind which number the time ends that follows a date: hours, minutes, seconds, a count. */
function endOfTime(gaps: readonly string[], from: number): number {
  let end = from
  while (end < gaps.length - 1 && timeSeparators.test(gaps[end] ?? '')) end++
  return end
}
