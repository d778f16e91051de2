import { countUnknownWords, toldWords, type WordCounter } from '../../exports/mapping/unknown-words.ts'
import type { InvalidRecord, MappedRecord, ValidRecord } from '../../exports/record.ts'
import type { StoredObject } from '../../storage/store.ts'
import type { Problem, ProblemKind } from '../problems.ts'
import type { FeedState, FeedStates } from '../state/head.ts'
import type { Backlog } from './backlog.ts'
import type { Conflict } from './merge.ts'
import { type DatedExport, type FeedSelection, feedPrefix, isExport } from './select.ts'
import type { Withheld } from './withheld.ts'

/** How many invalid records of one export are told one by one. */
export const toldRecords = 100

/** How many odd values of one export are told one by one. */
const toldNotes = 20

/**
 * Gathers what is to be told about the records of one export: invalid ones, odd values, and words that no map knows.
 * @param isForgotten orders whose records are counted, and told nothing of; default: none
 */
export function createProblems(key: string, isForgotten: (order_number: string) => boolean = () => false) {
  const problems: Problem[] = []
  const words = countUnknownWords()
  const strangers = new Map<Stranger, { readonly first: InvalidRecord; count: number }>()
  let invalid = 0
  let told = 0
  let notes = 0
  const more = (kind: ProblemKind, number: number, what: string): Problem[] =>
    number <= 0 ? [] : [{ kind, subject: key, message: `${key}: ${number} more ${what}.` }]
  const tellInvalid = (record: InvalidRecord): void => {
    invalid++
    const { stranger } = record
    const known = stranger === undefined ? undefined : strangers.get(stranger)
    if (known !== undefined) known.count++
    else if (stranger !== undefined) strangers.set(stranger, { first: record, count: 1 })
    else if (++told <= toldRecords) problems.push(invalidProblem(key, record))
  }
  return {
    tell(record: MappedRecord): void {
      if (record.valid && record.notes === undefined && record.unknownWords === undefined) return
      if (record.order_number !== undefined && isForgotten(record.order_number)) {
        if (!record.valid) invalid++
        return
      }
      words.add(record)
      if (!record.valid) {
        tellInvalid(record)
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
        unnumbered: [...strangers.values()].reduce((sum, { count }) => sum + count, 0),
        problems: [
          ...problems,
          ...[...strangers].map(([kind, { first, count }]) => strangerProblem(key, { kind, first, count })),
          ...more('invalid record', told - toldRecords, 'records could not be mapped'),
          ...more('odd value', notes - toldNotes, 'odd values were accepted'),
          ...wordProblems(key, words),
        ],
      }
    },
  }
}

type Stranger = NonNullable<InvalidRecord['stranger']>

interface Strangers {
  readonly kind: Stranger
  readonly first: InvalidRecord
  readonly count: number
}

/** Records that are about no order of the shop are told together. */
function strangerProblem(key: string, { kind, first, count }: Strangers): Problem {
  const [records, cannot, orders] =
    count === 1 ? ['1 record', 'it cannot be used', 'An order'] : [`${count} records`, 'they cannot be used', 'Orders']
  const what =
    kind === 'no number'
      ? `${records} without an order number in "${first.column}"`
      : `${records} whose "${first.column}" is no order number of the shop`
  return {
    kind: 'not an order',
    subject: key,
    message:
      `${key}: ${what} (the first is ${first.place}); ${cannot}. ${orders} that did not come from the shop may look so; ` +
      'if these did, correct "order_number" of the feed.',
  }
}

const wordProblems = (key: string, words: WordCounter): Problem[] =>
  toldWords(words.list()).map((message) => ({ kind: 'unknown words', subject: key, message: `${key}: ${message}.` }))

const noteProblem = (key: string, { place, order_number }: ValidRecord, note: string): Problem => ({
  kind: 'odd value',
  subject: order_number,
  message: `${key}, ${place} (order ${order_number}): ${note}`,
})

const invalidProblem = (key: string, { place, order_number, column, value, reason }: InvalidRecord): Problem => ({
  kind: 'invalid record',
  subject: order_number ?? `${key}, ${place}`,
  message: `${key}, ${place}${order_number === undefined ? '' : ` (order ${order_number})`}${column === '' ? '' : `, ${column} = "${value}"`}: ${reason}`,
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

/** Something about a whole export that harms nothing. */
export const remarkProblem = (key: string, remark: string): Problem => ({
  kind: 'odd value',
  subject: key,
  message: `${key}: ${remark}`,
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
const standingRefusal = (feed: string, refused: NonNullable<FeedState['refused']>): Problem => ({
  kind: 'refused export',
  subject: refused.key,
  message: `${refused.reason} The feed "${feed}" waits for a new export, or for: order-sync dismiss ${refused.key}`,
})

/** Problems that stand although nothing new came: refused exports that are still the newest. */
export const standingProblems = (selections: readonly FeedSelection[]): Problem[] =>
  selections.flatMap(({ feed, refused, lastAhead }) => [
    ...(refused === undefined ? [] : [standingRefusal(feed, refused)]),
    ...(lastAhead === undefined ? [] : [lastAheadProblem(feed, lastAhead)]),
  ])

/** Until the time of the last export has come, no other one is newer. */
const lastAheadProblem = (feed: string, { key, lastModified }: NonNullable<FeedState['last']>): Problem => ({
  kind: 'time ahead',
  subject: key,
  message:
    `The last export of the feed "${feed}", ${key}, counts from ${lastModified}, which is still to come: a clock was wrong ` +
    'when it was imported. Until then no other export counts as newer. Drop the next one under the same name: it is held, ' +
    'and "approve" lets it go.',
})

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

/** Exports of changes that wait because there are so many of them. */
export const backlogProblem = ({ feed, read, of }: Backlog): Problem => ({
  kind: 'backlog',
  subject: feed,
  message: `${read} of ${of} exports of the feed "${feed}" have been read. The next run goes on; until all are read, nothing of this feed is sent.`,
})

/** When the newest export of each feed was uploaded, read before or not: the same bytes again are fresh. */
export const newestOf = (selections: readonly FeedSelection[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    selections.flatMap(({ feed, present }) => {
      const newest = present
        .map(({ time }) => time)
        .sort()
        .at(-1)
      return newest === undefined ? [] : [[feed, newest] as const]
    }),
  )

/** Files that lie where no feed looks for them, told together. */
export function strayProblems(listing: readonly StoredObject[], selections: readonly FeedSelection[]): Problem[] {
  const places = selections.map(({ feed }) => feedPrefix(feed))
  const stray = listing.filter((object) => isExport(object) && !places.some((place) => object.key.startsWith(place)))
  const [first] = stray
  if (first === undefined) return []
  const more = stray.length === 1 ? '' : `, and ${stray.length - 1} more,`
  const message = `${first.key}${more} lies where no feed looks for it: feeds read ${places.join(' and ')}. Move it there, or delete it.`
  return [{ kind: 'stray export', subject: first.key, message }]
}

/** An export that the store did not give. */
export const unreadableProblem = (key: string, reason: string): Problem => ({
  kind: 'unreadable export',
  subject: key,
  message: `${key} could not be opened (${reason}). Its feed waits; the others go on. It is tried again in the next run.`,
})

/** Exports whose time lies ahead of the clock, when they are imported. */
export const aheadProblem = ({ object, time }: DatedExport): Problem => ({
  kind: 'time ahead',
  subject: object.key,
  message:
    `${object.key} has the time ${object.lastModified}, which is still to come. It counts as dropped at ${time}. ` +
    'Correct the clock of the machine that writes it.',
})
