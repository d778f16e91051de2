import { countUnknownWords, toldWords } from '../../exports/mapping/unknown-words.ts'
import type { InvalidRecord, MappedRecord, ValidRecord } from '../../exports/record.ts'
import type { StoredObject } from '../../storage/store.ts'
import type { Problem, ProblemKind } from '../problems.ts'
import type { FeedState, FeedStates } from '../state/head.ts'
import type { Conflict } from './merge.ts'
import { type DatedExport, type FeedSelection, feedPrefix } from './select.ts'
import type { Withheld } from './withheld.ts'

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
  const unknown = countUnknownWords()
  const more = (kind: ProblemKind, number: number, what: string): Problem[] =>
    number <= 0 ? [] : [{ kind, subject: key, message: `${key}: ${number} more ${what}.` }]
  return {
    tell(record: MappedRecord): void {
      unknown.add(record)
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
          ...toldWords(unknown.list()).map(
            (told): Problem => ({ kind: 'unknown words', subject: key, message: `${key}: ${told}.` }),
          ),
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

/** Values that are left alone because another record of the same order does not give them. */
export function withheldProblems(key: string, withheld: readonly Withheld[]): Problem[] {
  const kind = 'withheld value'
  const more = withheld.length - toldRecords
  return [
    ...withheld.slice(0, toldRecords).map(
      ({ order_number, field, value, record, by }): Problem => ({
        kind,
        subject: order_number,
        message:
          `${key}: record ${record} gives order ${order_number} the ${field} ${JSON.stringify(value)}, which ${by} withholds: ` +
          `every record of an order must give it ("duplicates": "every").`,
      }),
    ),
    ...(more > 0 ? [{ kind, subject: key, message: `${key}: ${more} more values were withheld.` } as const] : []),
  ]
}

/** A refused export that is still the newest, or stops its feed. */
export const standingRefusal = (feed: string, refused: NonNullable<FeedState['refused']>): Problem => ({
  kind: 'refused export',
  subject: refused.key,
  message: `${refused.reason} The feed "${feed}" waits for a new export, or for: npx order-sync dismiss ${refused.key}`,
})

/** Problems that stand although nothing new came: refused exports that are still the newest. */
export const standingProblems = (selections: readonly FeedSelection[]): Problem[] =>
  selections.flatMap(({ feed, refused }) => (refused === undefined ? [] : [standingRefusal(feed, refused)]))

/** Suspicious exports as problems, for reports. */
export const suspicionProblems = (feeds: FeedStates): Problem[] =>
  Object.entries(feeds).flatMap(([feed, state]) =>
    (state.suspicions ?? []).map(({ message }) => ({
      kind: 'suspicious export',
      subject: state.last?.key ?? feed,
      message: `The last export of the feed "${feed}" looks wrong: ${message}`,
    })),
  )

/** Before the first run: no export is there at all, or only where no feed looks for it. */
export function missingExports(listing: readonly StoredObject[], selections: readonly FeedSelection[]): Problem[] {
  if (selections.some(({ present }) => present.length > 0)) return []
  const places = selections.map(({ feed }) => feedPrefix(feed))
  const elsewhere = listing.find(({ key }) => !places.some((place) => key.startsWith(place)))
  const but = elsewhere === undefined ? '' : ` There is ${elsewhere.key}, which no feed reads.`
  const message = `There is no export yet in ${places.join(' or ')}.${but}`
  return [{ kind: 'no export', subject: places[0] ?? 'exports/', message }]
}

/** Exports whose time lies ahead of the clock, when they are imported. */
export const aheadProblem = ({ object, time }: DatedExport): Problem => ({
  kind: 'time ahead',
  subject: object.key,
  message:
    `${object.key} has the time ${object.lastModified}, which is still to come. It counts as dropped at ${time}. ` +
    'Correct the clock of the machine that writes it.',
})
