import type { InvalidRecord, MappedRecord, ValidRecord } from '../exports/record.ts'
import type { StoredObject } from '../storage/store.ts'
import { type Choice, feedPrefix } from './choose.ts'
import type { FeedState, Head } from './head.ts'
import type { Conflict } from './intake.ts'
import type { Problem } from './model.ts'

/** How many invalid records of one export are told one by one. */
export const toldRecords = 100

/** How many odd values of one export are told one by one. */
const toldNotes = 20

/** Gathers what is to be told about the records of one export: invalid ones, and odd values that were accepted. */
export function createProblems(key: string) {
  const problems: Problem[] = []
  let invalid = 0
  let notes = 0
  let unnumbered = 0
  let firstUnnumbered: InvalidRecord | undefined
  const more = (kind: string, number: number, what: string): Problem[] =>
    number <= 0 ? [] : [{ kind, subject: key, message: `${key}: ${number} more ${what}.` }]
  return {
    tell(record: MappedRecord): void {
      if (!record.valid) {
        invalid++
        if (hasNoNumber(record)) {
          unnumbered++
          firstUnnumbered ??= record
        } else if (invalid - unnumbered <= toldRecords) problems.push(invalidProblem(key, record))
        return
      }
      for (const note of record.notes ?? []) {
        notes++
        if (notes <= toldNotes) problems.push(noteProblem(key, record, note))
      }
    },
    end(): { invalid: number; unnumbered: number; problems: Problem[] } {
      return {
        invalid,
        unnumbered,
        problems: [
          ...problems,
          ...(firstUnnumbered === undefined ? [] : [unnumberedProblem(key, unnumbered, firstUnnumbered)]),
          ...more('invalid record', invalid - unnumbered - toldRecords, 'records could not be mapped'),
          ...more('odd value', notes - toldNotes, 'odd values were accepted'),
        ],
      }
    },
  }
}

const hasNoNumber = ({ field, value }: InvalidRecord): boolean => field === 'order_number' && value === ''

const unnumberedProblem = (key: string, number: number, { record, column }: InvalidRecord): Problem => ({
  kind: 'invalid record',
  subject: key,
  message:
    `${key}: ${number === 1 ? '1 record has' : `${number} records have`} no order number in "${column}" (the first is record ${record}) ` +
    'and cannot be used. Orders that did not come from the shop have none; if these did, correct "order_number" of the feed.',
})

const noteProblem = (key: string, { record, order_number }: ValidRecord, note: string): Problem => ({
  kind: 'odd value',
  subject: order_number,
  message: `${key}, record ${record} (order ${order_number}): ${note}`,
})

const invalidProblem = (key: string, { record, order_number, column, value, reason }: InvalidRecord): Problem => ({
  kind: 'invalid record',
  subject: order_number ?? `${key}, record ${record}`,
  message: `${key}, record ${record}${order_number === undefined ? '' : ` (order ${order_number})`}, ${column} = "${value}": ${reason}`,
})

/** An order that one export mentions twice with different values. */
export const conflictProblem = (key: string, conflict: Conflict): Problem => ({
  kind: 'conflicting records',
  subject: conflict.order_number,
  message:
    `${key}, records ${conflict.records.join(' and ')}: order ${conflict.order_number} has ${conflict.field} ` +
    `${conflict.values.map((value) => JSON.stringify(value)).join(' and then ')}; none of it was used. ` +
    'Set "duplicates": "last" in the feed if the last one is right.',
})

/** A refused export that is still the newest, or stops its feed. */
export const standingRefusal = (feed: string, refused: NonNullable<FeedState['refused']>): Problem => ({
  kind: 'refused export',
  subject: refused.key,
  message: `${refused.reason} The feed "${feed}" waits for a new export, or for: order-sync dismiss ${refused.key}`,
})

/** Problems that stand although nothing new came: refused exports that are still the newest. */
export const standingProblems = (choices: readonly Choice[]): Problem[] =>
  choices.flatMap((choice) => (choice.refused === undefined ? [] : [standingRefusal(choice.feed, choice.refused)]))

/** Suspicious exports as problems, for reports. */
export const suspicionProblems = (feeds: Readonly<Record<string, FeedState>>): Problem[] =>
  Object.entries(feeds).flatMap(([feed, state]) =>
    (state.suspicions ?? []).map(({ message }) => ({
      kind: 'suspicious export',
      subject: state.last?.key ?? feed,
      message: `The last export of the feed "${feed}" looks wrong: ${message}`,
    })),
  )

/** Before the first run: no export is there at all, or only where no feed looks for it. */
export function missingExports(
  head: Head | undefined,
  listing: readonly StoredObject[],
  choices: readonly Choice[],
): Problem[] {
  if (head !== undefined) return []
  const places = choices.map(({ feed }) => feedPrefix(feed))
  const elsewhere = listing.find(({ key }) => !places.some((place) => key.startsWith(place)))
  const but = elsewhere === undefined ? '' : ` There is ${elsewhere.key}, which no feed reads.`
  const message = `There is no export yet in ${places.join(' or ')}.${but}`
  return [{ kind: 'no export', subject: places[0] ?? 'exports/', message }]
}
