import type { Effects } from '../../effects.ts'
import { UnusableExport } from '../../exports/record.ts'
import type { FieldName } from '../../order.ts'
import { severalOf } from '../../settings/mapping.ts'
import { type Feed, feedHash, ownedFields, type Settings, type Several } from '../../settings/settings.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Problem } from '../problems.ts'
import type { FeedState, FeedStates, Head } from '../state/head.ts'
import { isoNow } from '../state/keys.ts'
import type { Lease } from '../state/lease.ts'
import { type Backlog, createBudget, progressOf, type ReadingLimits, tellReading } from './backlog.ts'
import { endDoubts, hasDoubtful } from './doubts.ts'
import { isOutOfTurn, nextFeedState, refusedFeedState, type Suspicion, suspicionsOf } from './feed-state.ts'
import { firstOf } from './first.ts'
import { type Merge, startMerge } from './merge.ts'
import {
  aheadProblem,
  conflictProblem,
  remarkProblem,
  standingProblems,
  toldRecords,
  unreadableProblem,
  withheldProblems,
} from './problems.ts'
import { readAhead } from './read-ahead.ts'
import { type OneExport, type ReadOne, Refused, readOne, Unreadable } from './read-one.ts'
import { type FeedSelection, type SelectedExport, versionHash, wrongByMs } from './select.ts'
import { inFull, isPassing, isUnwitnessed, keepSieve, mayPass, type Sieving, sievingOf } from './sieving.ts'

/** One export in a run report. */
export interface ReportedExport {
  readonly feed: string
  readonly key: string
  readonly records: number
  readonly invalid: number
  /** how many of the invalid ones have no order number, as orders that did not come from the shop; absent: none */
  readonly unnumbered?: number
  /** why nothing of it was used, or `null` */
  readonly refused: string | null
}

/** What importing the new exports of all feeds gave. */
export interface Imported {
  readonly feeds: FeedStates
  /** fields whose first values have been adopted by now */
  readonly adoptedFields: readonly string[]
  readonly exports: readonly ReportedExport[]
  readonly adopted: number
  readonly problems: readonly Problem[]
  /** feeds of changes with more exports than could be read at once: the next run goes on */
  readonly backlog: readonly Backlog[]
  /** the store did not give an export: the run has failed, although it went on with the others */
  readonly unreadable: boolean
  /** feeds with a new export that could not be read this time: what older ones have said is not sent before it */
  readonly unread: readonly string[]
}

/** What importing depends on. */
export interface ImportInput extends ReadingLimits {
  readonly settings: Settings
  readonly head: Pick<Head, 'adoptedFields'>
  /** what the head knows of the feeds, without the exports that people gave up */
  readonly feeds: FeedStates
  /** feeds that the head knows by another name; default: none */
  readonly renamed?: readonly { readonly from: string }[]
  /** every record is read, also those that have not changed; default: false */
  readonly full?: boolean
  /** exports of so many bytes are sifted; default: 64 KiB */
  readonly siftedFrom?: number | undefined
  /** who remembers over which exports runs have died; absent where nothing is written, as in a dry run */
  readonly guardian?: Pick<Lease, 'deathsOver' | 'noteReading'>
  /** a person takes what the exports say as acknowledged, also what looks wrong: default: nobody does */
  readonly adopts?: boolean
  /** runs that died after they had read everything, so that they did not die over an export; default: none */
  readonly diedLater?: number
}

/** What the store does not give is asked for again after so long: rights may be given, archived objects restored. */
const refusedAgainMs = 3_600_000

/** After so many deaths over an export, it is refused: it must not stop the others. */
const mostDeaths = 2

/** Without chance nothing is kept for the next export, as in a dry run. */
type ReadEffects = Pick<Effects, 'store' | 'clock' | 'log'> & Partial<Pick<Effects, 'random'>>

/** Reads the selected exports and merges them into the ledger. An export that is unusable leaves the ledger as it was. */
export async function importExports(input: ImportInput, ledger: Ledger, effects: ReadEffects): Promise<Imported> {
  const { settings, head, selections } = input
  const feeds: Record<string, FeedState> = {}
  // one that is gone is remembered as long as its files have not moved to its new name, and as long as something waits that
  // only its suspicious exports have said
  const isMoving = (name: string): boolean => input.renamed?.some(({ from }) => from === name) === true
  for (const [name, state] of Object.entries(input.feeds))
    if (Object.hasOwn(settings.feeds, name) || isMoving(name) || hasDoubtful(ledger, name)) feeds[name] = state
  const adoptedFields = new Set(head.adoptedFields)
  const done: ImportedOne[] = []
  const standing: Problem[] = []
  const unread = new Set<string>()
  const backlog: Backlog[] = []
  const mayGoOn = createBudget(input, effects.clock)
  let unreadable = false
  for (const selectedFirst of selections) {
    const feed = settings.feeds[selectedFirst.feed]
    if (feed === undefined) continue
    const selection = await firstOf(selectedFirst, feed, effects)
    standing.push(...standingProblems([selection]))
    const importOne = createImporter({ ...input, feed, selection }, ledger, effects)
    let isUsable = false
    let isThrough = true
    for (const [index, selected] of selection.exports.entries()) {
      if (!mayGoOn(index)) {
        isThrough = false
        backlog.push({ feed: selection.feed, ...progressOf(selection, index) })
        unread.add(selection.feed)
        break
      }
      tellReading(input, selection, index)
      await noteReading(selected, input.guardian)
      const one = await importOne(selected, feeds[selection.feed])
      if (one === 'later') break
      if (one === undefined || one instanceof Unreadable) unread.add(selection.feed)
      if (one === undefined) continue
      if (one instanceof Unreadable) {
        standing.push(unreadableProblem(selected.object.key, one.message))
        unreadable = true
        break
      }
      feeds[selection.feed] = one.state
      done.push(one)
      isUsable ||= one.usable
      if (one.reported.refused !== null && feed.contents === 'changes') break
    }
    // what waited when a feed began is its beginning, also where it takes several runs to read
    if (isUsable && isThrough) for (const name of ownedFields(feed)) adoptedFields.add(name)
  }
  if (selections.some(({ exports }) => exports.some((one) => isDeadly(one, input.guardian))))
    await input.guardian?.noteReading([])
  return {
    feeds,
    adoptedFields: [...adoptedFields].sort(),
    exports: done.map(({ reported }) => reported),
    adopted: ordersOf(done.map(({ adopted }) => adopted)),
    problems: [...standing, ...done.flatMap(({ problems }) => problems)],
    backlog,
    unreadable,
    unread: [...unread],
  }
}

/** How many orders these are: one that several feeds adopt is one. */
function ordersOf(places: readonly (readonly number[])[]): number {
  const [first = [], ...others] = places.filter((some) => some.length > 0)
  return others.length === 0 ? first.length : new Set([first, ...others].flat()).size
}

const isDeadly = ({ object }: SelectedExport, guardian: ImportInput['guardian']): boolean =>
  (guardian?.deathsOver(versionHash(object)) ?? 0) > 0

/** Where somebody may have died over an export, it is written down before it is opened. */
async function noteReading(selected: SelectedExport, guardian: ImportInput['guardian']): Promise<void> {
  if (isDeadly(selected, guardian)) await guardian?.noteReading([versionHash(selected.object)])
}

interface ImportedOne {
  /** at least one record of it says something: an empty export, or one that no mapping fits, is nobody's first */
  readonly usable: boolean
  readonly state: FeedState
  readonly reported: ReportedExport
  /** orders by their places in the ledger */
  readonly adopted: readonly number[]
  readonly problems: readonly Problem[]
}

interface OneFeed extends ImportInput {
  readonly feed: Feed
  readonly selection: FeedSelection
}

/** Imports one export; `undefined` where it vanished or is still being written, `later` where its turn comes in the next run. */
type Importer = (
  selected: SelectedExport,
  state: FeedState | undefined,
) => Promise<ImportedOne | Unreadable | 'later' | undefined>

function createImporter(
  { settings, head, feed, selection, guardian, adopts = false, full = false, siftedFrom, diedLater = 0 }: OneFeed,
  ledger: Ledger,
  effects: ReadEffects,
): Importer {
  const hash = feedHash(feed)
  const owned = new Set<FieldName>(ownedFields(feed))
  const isNew = (name: FieldName): boolean => !head.adoptedFields.includes(name)
  const adopting = new Set(settings.firstRun === 'adopt' ? [...owned].filter(isNew) : [])
  const name = selection.feed
  const isForgotten = (order: string): boolean => ledger.get(order)?.forgotten === true
  const reader = readAhead(
    selection.exports.map(({ object }) => object),
    effects.store,
  )
  let isRead = false
  /** it has given its fields their first values in this very run */
  let hasBegun = false

  return async (selected, state) => {
    const { key } = selected.object
    const { time } = selected
    const { contents, duplicates } = feed
    const several = (field: FieldName): Several | undefined => {
      const mapping = feed.fields.mappings[field]
      return mapping === undefined ? undefined : severalOf(mapping)
    }
    const isNewerByName = selected.named === true && !selected.olderThanLast
    const latest = new Date(effects.clock.now() + wrongByMs).toISOString()
    const how = { feed: name, key, time, latest, adopting, owned, duplicates, several, contents, isNewerByName }
    const { object: dropped } = selected
    const deaths = (guardian?.deathsOver(versionHash(dropped)) ?? 0) - diedLater
    const sieving = sievingOf({ name, feed, hash, object: dropped, full, siftedFrom }, ledger, effects)
    const start = (): Merge => startMerge(ledger, how)
    const { read, merge, sifted } =
      deaths >= mostDeaths
        ? { read: diedOver(key, deaths), merge: start(), sifted: undefined }
        : await readAndMerge({ feed, object: dropped, reader, sieving, isForgotten }, start, effects)
    if (read === undefined) return undefined
    if (read instanceof Unreadable) return read
    const refuse = (unusable: UnusableExport, isFirst = false): ImportedOne => {
      const againMs = unusable instanceof Refused ? effects.clock.now() + refusedAgainMs : undefined
      const why = { reason: unusable.message, at: isoNow(effects.clock), againMs, isFirst }
      return {
        usable: false,
        adopted: [],
        reported: { feed: name, key, records: 0, invalid: 0, refused: unusable.message },
        problems: [{ kind: 'refused export', subject: key, message: unusable.message }],
        state: refusedFeedState(state, { hash, selected, present: selection.present, why }),
      }
    }
    if (read instanceof UnusableExport) return refuse(read)
    const { summary, object, invalid, unnumbered, problems } = read
    const { present } = selection
    const odd = { feed, selected, summary, allowedConflicts: settings.guard.conflicts }
    const found = { overtaken: merge.overtaken(), only: merge.only(isPassing(sifted, summary.sifted)) }
    const judged = { ...odd, ...found, conflicts: merge.conflicts(), stale: 0, adopts }
    // what came out of its turn waits until what the newer one says has gone out
    if (contents === 'full' && isRead && isOutOfTurn(state, judged)) return 'later'
    isRead = true
    const suspicions = suspicionsOf(state, judged)
    const isDoubtful = suspicions.length > 0
    const usable = summary.records > invalid
    if (isDoubtful && adopting.size > 0 && !hasBegun) return refuse(notAdopted(key, suspicions), true)
    hasBegun ||= usable
    const merged = merge.finish(isDoubtful)
    const { claims } = merged
    const odder = keepSieve({ name, key, sieving: sifted, summary, claims, namesTwice: merge.namesTwice }, ledger)
    const conflicts = merged.conflicts.length
    const speaks = hasDoubtful(ledger, name)
    const ahead = present.filter((one) => one.ahead && one.object.key === key)
    const { stale } = merged
    const next = nextFeedState(state, { ...judged, hash, object, present, conflicts, stale, speaks })
    // what only suspicious exports have said ends with the first sound one
    if (!isDoubtful && contents === 'full') endDoubts(ledger, name, { settings, owned })
    return {
      usable,
      adopted: merged.adopted,
      reported: {
        feed: name,
        key,
        records: summary.records,
        invalid: invalid + conflicts,
        ...(unnumbered === 0 ? {} : { unnumbered }),
        refused: null,
      },
      problems: [
        ...ahead.map(aheadProblem),
        ...problems,
        ...summary.remarks.map((remark) => remarkProblem(key, remark)),
        ...merged.conflicts.slice(0, toldRecords).map((conflict) => conflictProblem(key, conflict)),
        ...withheldProblems(key, merged.withheld),
        ...odder,
      ],
      state: next,
    }
  }
}

/** What is wrong with a first export would be taken for what the shop shows. */
const notAdopted = (key: string, suspicions: readonly Suspicion[]): UnusableExport =>
  new UnusableExport(
    key,
    `what it says first would count as what the shop shows, and it looks wrong: ${suspicions
      .map(({ message }) => message.replace(/\.$/, ''))
      .join('; ')}`,
    'A sound one replaces it; if this one is right, "order-sync adopt" takes it as it is.',
  )

const diedOver = (key: string, deaths: number): UnusableExport =>
  new UnusableExport(
    key,
    `${deaths} runs died while they were reading it`,
    'It may be too large for the memory or the time that a run has: raise "memoryMb", or export less at a time.',
  )

interface SiftedOne extends Omit<OneExport, 'sieve'> {
  readonly sieving: Sieving | undefined
}

/** What an export came to, with the merge that has taken its records, and how they were sifted. */
interface ReadAndMerged {
  readonly read: ReadOne | UnusableExport | Unreadable | undefined
  readonly merge: Merge
  readonly sifted: Sieving | undefined
}

/**
 * Reads one export, passing over what has not changed. Where a record names an order whose own record was passed over, all
 * of it is read once more: only both together tell what they say. The same where it is refused, so that what is said of
 * it is what somebody finds who reads it from its beginning.
 */
async function readAndMerge(
  { sieving, ...one }: SiftedOne,
  start: () => Merge,
  effects: ReadEffects,
): Promise<ReadAndMerged> {
  const merge = start()
  const read = await readOne({ ...one, sieve: sieving?.options }, merge.add, effects)
  const sifted = read !== undefined && 'summary' in read ? read.summary.sifted : undefined
  const isRefused = read instanceof UnusableExport && !(read instanceof Refused) && mayPass(sieving)
  const isNamedAgain = sifted !== undefined && isPassing(sieving, sifted) && merge.namesAny(sifted.orders)
  const isUntold = read !== undefined && 'summary' in read && isUnwitnessed(sieving, read.summary)
  if (sieving === undefined || !(isRefused || isNamedAgain || isUntold)) return { read, merge, sifted: sieving }
  const again = inFull(sieving, effects)
  return readAndMerge({ ...one, sieving: again }, start, effects)
}
