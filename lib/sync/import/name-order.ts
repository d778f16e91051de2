import { type DateInNames, dateIn, type NumberOrder } from './name-dates.ts'
import { compareNaturally } from './natural.ts'

/** The name of an export and when it was uploaded, ISO 8601. */
export interface NamedExport {
  readonly name: string
  readonly time: string
  /** another version of it was imported before under the same name */
  readonly isReused?: boolean
}

/** What the names of a feed's exports tell of their order. */
export interface NameOrder {
  /**
   * Compares two exports by a date or number in their names: below 0 where the left one is older, above 0 where it is
   * newer, 0 where the names do not tell.
   */
  compare(left: string, right: string): number
  /** what all names have in common that tell a place among each other; `undefined` where a name tells none */
  familyOf(name: string): string | undefined
}

const digits = /\d+/g

/** A name without its numbers: exports of one kind share it. */
const shapeOf = (name: string): string => name.replaceAll(digits, '#')
const numbersOf = (name: string): string[] => name.match(digits) ?? []

/**
 * Finds out what the names of a feed's exports tell of their order. Names tell something where they differ in nothing but
 * one date, with its time, or one running number. With `order: "name"` they always do, with `"time"` never.
 */
export function nameOrder(exports: readonly NamedExport[], order?: 'name' | 'time'): NameOrder {
  if (order === 'time') return { compare: () => 0, familyOf: () => undefined }
  const families = new Map<string, NumberOrder>()
  for (const [shape, members] of Map.groupBy(exports, ({ name }) => shapeOf(name))) {
    const family = orderOf(members, order === 'name')
    if (family !== undefined) families.set(shape, family)
  }
  return {
    compare(left, right) {
      const shape = shapeOf(left)
      const family = shape === shapeOf(right) ? families.get(shape) : undefined
      if (family !== undefined) return compareNumbers(family(numbersOf(left)), family(numbersOf(right)))
      return order === 'name' ? compareNaturally(left, right) : 0
    },
    familyOf(name) {
      if (order === 'name') return ''
      const shape = shapeOf(name)
      return families.has(shape) ? shape : undefined
    },
  }
}

/** Whether a name holds the number of an order: then its numbers tell nothing of when it was written. */
export function namesOrder(name: string, order_number: string): boolean {
  const numbers = numbersOf(order_number).map(withoutZeros)
  return numbers.length > 0 && numbersOf(name).some((number) => numbers.includes(withoutZeros(number)))
}

function compareNumbers(left: readonly string[], right: readonly string[]): number {
  for (const [place, text] of left.entries()) {
    const [one, other] = [withoutZeros(text), withoutZeros(right[place] ?? '')]
    if (one.length !== other.length) return one.length - other.length
    if (one !== other) return one < other ? -1 : 1
  }
  return 0
}

const withoutZeros = (number: string): string => number.replace(/^0+(?=\d)/, '')

/** More digits than a count or a time has: an id by chance. */
const longestNumber = 17

/** How the numbers of names of one shape order them; `undefined` where they do not. */
function orderOf(members: readonly NamedExport[], isSure: boolean): NumberOrder | undefined {
  const rows = members.map(({ name }) => numbersOf(name))
  const first = rows[0] ?? []
  const differing = [...first.keys()].filter((place) => rows.some((row) => row[place] !== first[place]))
  const isLong = (place: number): boolean => rows.some((row) => (row[place]?.length ?? 0) > longestNumber)
  if (differing.length === 0 || differing.some(isLong)) return undefined
  const gaps = gapsOf(members[0]?.name ?? '')
  const date = dateIn({ rows, gaps, differing })
  if (date?.isAlone === true) return date.order
  const counted: NumberOrder = (numbers) => differing.map((place) => numbers[place] ?? '')
  const isOne = differing.every((place, index) => index === 0 || isJoined(gaps, differing[index - 1] ?? 0, place))
  const isCounting = isOne && isRunning(members, counted) && (date === undefined || isSameOrder(rows, counted, date))
  return isSure || isCounting ? counted : undefined
}

/** Whether a count and the date beside it agree: one that begins anew every day tells nothing of days. */
function isSameOrder(rows: readonly (readonly string[])[], counted: NumberOrder, { order }: DateInNames): boolean {
  const byCount = rows.toSorted((left, right) => compareNumbers(counted(left), counted(right))).map(order)
  return byCount.every((date, place) => place === 0 || compareNumbers(byCount[place - 1] ?? [], date) <= 0)
}

/** What stands before, between and behind the numbers of a name. */
const gapsOf = (name: string): string[] => name.split(digits)

/** Two numbers that belong together, as a year and a count in it. */
const isJoined = (gaps: readonly string[], left: number, right: number): boolean =>
  right === left + 1 && /^[-_./]$/.test(gaps[right] ?? '')

/** So few names cannot tell whether their numbers run on. */
const fewNames = 3

/**
 * Whether numbers run on as the exports come, forwards or backwards, but for uploads that overtake each other. Numbers by
 * chance, or those of orders, come in any order.
 */
function isRunning(members: readonly NamedExport[], numbers: NumberOrder): boolean {
  // numbers of shops or machines, whose files are written again and again
  if (members.length <= fewNames) return !members.some(({ isReused }) => isReused === true)
  const byName = members
    .map(({ name, time }) => ({ time, numbers: numbers(numbersOf(name)) }))
    .sort((left, right) => compareNumbers(left.numbers, right.numbers))
  const ranks = new Map(byName.map((row, rank) => [row, rank]))
  const byTime = byName.toSorted((left, right) => (left.time === right.time ? 0 : left.time < right.time ? -1 : 1))
  const moved = (rankOf: (rank: number) => number): number =>
    byTime.reduce((sum, row, rank) => sum + Math.abs(rankOf(rank) - (ranks.get(row) ?? 0)), 0) / byTime.length
  const most = Math.max(1, members.length / 6)
  return moved((rank) => rank) <= most || moved((rank) => members.length - 1 - rank) <= most
}
