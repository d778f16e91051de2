import { joinMore, joinValues, type Parts } from '../../exports/mapping/several.ts'
import type { MappedRecord, ValidRecord } from '../../exports/record.ts'
import { type FieldName, type Fields, type FieldValue, fieldEntries, fieldNames } from '../../order.ts'
import type { Feed, Several } from '../../settings/settings.ts'
import { adoptAtOnce, adopted, adoptLater } from '../ledger/adopt.ts'
import { agreesWith, isNoNews, isQuiet } from '../ledger/agreement.ts'
import { wantDoubtfully, wantSoundly } from '../ledger/doubtful.ts'
import { isLeftAlone } from '../ledger/drift.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { knownValue, type Line, mayClearLanguage, see, soundWish, type Wanted } from '../ledger/line.ts'
import { isPinned, sayUnheard, sayUnheardDoubtfully, unpin } from '../ledger/undone.ts'
import { saysSame, wantedValue } from '../ledger/values.ts'
import { type Agreeing, createAgreeing, createMarks, type Marks } from './agreeing.ts'
import { type Bulk, createBulk } from './bulk.ts'
import { type Claim, type Claims, claimedLines, createClaims, type Lines } from './claims.ts'
import { createWithholding, type Withheld } from './withheld.ts'

/** How one export is merged into the ledger. */
export interface MergeOptions {
  readonly feed: string
  readonly key: string
  /** time of the export, ISO 8601 */
  readonly time: string
  /** fields whose values are taken as acknowledged without posting */
  readonly adopting: ReadonlySet<FieldName>
  /** a later export that an order was seen in was dated by a clock that was wrong, ISO 8601; default: none is */
  readonly latest?: string
  /** all fields that the feed owns */
  readonly owned: ReadonlySet<FieldName>
  readonly duplicates: Feed['duplicates']
  /** what several different values of a field mean, where its mapping says so */
  readonly several: (name: FieldName) => Several | undefined
  /** `changes`: an export that is older than what was seen of an order leaves that order alone */
  readonly contents: Feed['contents']
  /** its name says that it is newer than what was imported before, also where it was uploaded earlier */
  readonly isNewerByName?: boolean
}

/** An order that one export mentions twice with different values. */
export interface Conflict {
  readonly order_number: string
  readonly field: FieldName
  readonly records: readonly [number, number]
  readonly values: readonly [FieldValue, FieldValue]
}

/** What an export did to the ledger. */
export interface Merged {
  /** orders that adopted at least one value, by their places in the ledger */
  readonly adopted: readonly number[]
  readonly conflicts: readonly Conflict[]
  /** values that would have been news */
  readonly withheld: readonly Withheld[]
  /** orders that were left alone because a newer export of the feed has spoken about them */
  readonly stale: number
  /** @param lines how many the export has */
  claims(lines: number): Claims
}

/** What the records of one order say together. */
interface PendingOrder {
  /** where its line is in the ledger; -1: nowhere yet */
  place: number
  readonly record: number
  readonly fields: Fields
  readonly because: ValidRecord['because']
  readonly conflict?: Conflict
  /** a later record cannot be mapped, and the last one counts: nobody knows what the order's is */
  readonly isOvertaken?: true
  /** what the texts are made of that were joined */
  readonly parts?: Parts
  /** the lines that say it, where they are one record and nothing else says it */
  readonly lines?: Lines | undefined
}

/** Merges one export; nothing touches the ledger before `finish`. */
export interface Merge {
  /** Takes records in the order of the file. */
  add(records: readonly MappedRecord[]): void
  /** orders that the export names twice with different values */
  conflicts(): number
  /** whether a record names one of these orders, by their places in the ledger */
  namesAny(orders: Uint8Array): boolean
  /** whether more than one record names one of these orders */
  namesTwice(orders: Uint8Array): boolean
  /** orders about which an export that was uploaded later has spoken, and says otherwise, although its name is older */
  overtaken(): number
  /**
   * the only order that the records speak about, where it is only one
   * @param others whether other records were passed over
   */
  only(others: boolean): string | undefined
  /**
   * Commits the whole export to the ledger. Not called for an export that turned out to be unusable.
   * @param isDoubtful the export is suspicious: what it says counts only until a sound one, or a person, ends it
   */
  finish(isDoubtful: boolean): Merged
}

/**
 * Starts to merge one export. Records that say what the ledger knows already cost no memory beyond one entry of a map;
 * only orders that differ are kept aside until the export has been read to its end.
 */
export function startMerge(ledger: Ledger, options: MergeOptions): Merge {
  const marks = createMarks(options.owned)
  const claims = createClaims(ledger.size)
  const agreeing = createAgreeing(ledger.size)
  const pending = new Map<string, PendingOrder>()
  const unmapped = new Set<string>()
  const withholding = createWithholding(options.owned)
  const bulk = isAdoptedAtOnce(ledger, options) ? createBulk(options.owned) : undefined

  const earlierOf = (order_number: string): PendingOrder | undefined => {
    const earlier = pending.get(order_number)
    const said = earlier === undefined ? bulk?.takeOut(order_number) : undefined
    return said === undefined ? earlier : { ...said, because: undefined }
  }

  const addValid = (record: ValidRecord, place: number): void => {
    const { order_number } = record
    const earlier = earlierOf(order_number)
    if (earlier !== undefined) return void pending.set(order_number, joined(earlier, record, options))
    if (bulk?.add(record)) return
    const line = place === -1 ? undefined : ledger.at(place)
    const first = place === -1 ? undefined : agreeing.get(place)
    if (line !== undefined && isQuiet(line) && agreesWith(line, record.fields)) {
      agreeing.set(place, marks.add(first, record))
      claims.agree(place, record)
      return
    }
    if (line !== undefined) ledger.hold(place, line)
    const { fields, because } = record
    const base: PendingOrder = { place, record: record.record, fields, because, lines: claimedLines(record) }
    if (first === undefined || line === undefined) return void pending.set(order_number, base)
    pending.set(order_number, joined({ place, ...agreedBefore(line, marks, first) }, record, options))
  }

  return {
    add(records) {
      for (const record of records) {
        const { order_number } = record
        if (order_number === undefined) continue
        const place = ledger.placeOf(order_number)
        if (place !== -1 && ledger.at(place).forgotten === true) continue
        if (options.duplicates === 'every')
          withholding.add(order_number, record.valid ? record.fields : {}, record.place)
        claims.name(place)
        if (record.valid) addValid(record, place)
        else {
          unmapped.add(order_number)
          const earlier = options.duplicates === 'last' ? earlierOf(order_number) : undefined
          if (earlier !== undefined) pending.set(order_number, { ...earlier, isOvertaken: true })
        }
      }
    },
    namesAny: claims.namesAny,
    namesTwice: claims.namesTwice,
    conflicts: () => [...pending.values()].filter(({ conflict }) => conflict !== undefined).length,
    overtaken: () =>
      options.isNewerByName === true
        ? [...pending].filter(([number, { fields }]) => isOvertaken(ledger.get(number), fields, options)).length
        : 0,
    only(others) {
      if (others) return undefined
      if (agreeing.count() + pending.size + unmapped.size + (bulk?.size() ?? 0) > 3) return undefined
      const agreed = agreeing.count() === 0 ? [] : [...agreeing.places()].map((place) => ledger.at(place).order_number)
      const numbers = new Set([
        ...agreed,
        ...pending.keys(),
        ...unmapped,
        ...[...(bulk?.others() ?? [])].map(([one]) => one),
      ])
      return numbers.size === 1 ? [...numbers][0] : undefined
    },
    finish(isDoubtful) {
      const withheld = withholding.of(pending).filter(({ order_number, field, value }) => {
        const line = ledger.get(order_number)
        return line === undefined || !saysSame(knownValue(line, field), value)
      })
      if (isDoubtful) mergeAll(pending, bulk)
      else bulk?.moveInto(ledger)
      const applied = apply(ledger, { agreeing, pending: withholding.without(pending), unmapped, isDoubtful }, options)
      return {
        ...applied,
        adopted: isDoubtful || bulk === undefined ? applied.adopted : bulk.places().concat(applied.adopted),
        withheld,
        claims: (lines) =>
          claims.settle(lines, (claim) => {
            if (!isDoubtful) bulk?.claim(claim, unmapped)
            claimAgreeing(claim, { ledger, pending, unmapped })
          }),
      }
    },
  }
}

/** Whether an empty ledger adopts everything that the export says, each order by one record. */
const isAdoptedAtOnce = ({ size }: Ledger, { contents, duplicates, owned, adopting }: MergeOptions): boolean =>
  size === 0 && contents === 'full' && duplicates !== 'every' && [...owned].every((name) => adopting.has(name))

/** Nothing of a suspicious export is adopted: its orders are merged one by one. */
function mergeAll(pending: Map<string, PendingOrder>, bulk: Bulk | undefined): void {
  for (const [order_number, said] of bulk?.others() ?? []) pending.set(order_number, { ...said, because: undefined })
  if (bulk !== undefined) for (const entry of pending.values()) entry.place = -1
}

interface Merging extends Pick<Gathered, 'pending' | 'unmapped'> {
  readonly ledger: Ledger
}

/** Claims the orders that the ledger agrees with now that the export is merged, each said by one record alone. */
function claimAgreeing(claim: Claim, { ledger, pending, unmapped }: Merging): void {
  for (const [order_number, { lines, fields, conflict, ...told }] of pending) {
    if (lines === undefined || conflict !== undefined || unmapped.has(order_number)) continue
    const place = told.place === -1 ? ledger.placeOf(order_number) : told.place
    const known = place === -1 ? undefined : ledger.at(place)
    if (known !== undefined && isQuiet(known) && agreesWith(known, fields)) claim(place, lines)
  }
}

/** Earlier records of the same order agreed with the line: what they named is what it knows. */
function agreedBefore(line: Line, marks: Marks, mark: number): Omit<PendingOrder, 'place'> {
  const known = marks.fieldsOf(mark).filter((name) => knownValue(line, name) !== undefined)
  const fields = Object.fromEntries(known.map((name) => [name, knownValue(line, name)]))
  return { record: marks.recordOf(mark), fields, because: undefined }
}

/** What two records of one order say together; where they contradict each other, the order is left alone. */
function joined(earlier: PendingOrder, record: ValidRecord, { duplicates, several }: MergeOptions): PendingOrder {
  const because = { ...earlier.because, ...record.because }
  const { place } = earlier
  if (duplicates === 'last') {
    return { place, record: record.record, fields: { ...earlier.fields, ...record.fields }, because }
  }
  if (earlier.conflict !== undefined) return earlier
  const { parts = new Map() } = earlier
  const fields: { [name in FieldName]?: FieldValue } = { ...earlier.fields }
  for (const [name, value] of fieldEntries(record.fields)) {
    const before = earlier.fields[name]
    const together = before === undefined ? value : bothValues([before, value], { name, duplicates, several, parts })
    if (together !== undefined) fields[name] = together
    else {
      const records = [earlier.record, record.record] as const
      const { order_number } = record
      return { ...earlier, conflict: { order_number, field: name, records, values: [before ?? '', value] } }
    }
  }
  return { place, record: earlier.record, fields, because, ...(parts.size > 0 && { parts }) }
}

interface HowToJoin extends Pick<MergeOptions, 'duplicates' | 'several'> {
  readonly name: FieldName
  readonly parts: Parts
}

/** One value out of two of the same field; `undefined` where they contradict each other. */
function bothValues(values: readonly [FieldValue, FieldValue], { name, duplicates, several, parts }: HowToJoin) {
  const [before, value] = values
  if (saysSame(before, value)) return before
  // an order is paid when the last of its invoices is
  if (duplicates === 'every' && name === 'paid_date') return [before, value].toSorted().at(-1)
  // a blank that would clear does not contradict what another record gives: it withholds that
  if (duplicates === 'every' && (before === '' || value === '')) return before === '' ? value : before
  const rule = several(name)
  return rule === 'join' ? joinMore(name, values, parts) : joinValues(values, rule)
}

interface Gathered {
  readonly agreeing: Agreeing
  readonly pending: ReadonlyMap<string, PendingOrder>
  /** orders of invalid records */
  readonly unmapped: ReadonlySet<string>
  readonly isDoubtful: boolean
}

function apply(
  ledger: Ledger,
  { agreeing, pending, unmapped, isDoubtful }: Gathered,
  options: MergeOptions,
): Omit<Merged, 'withheld' | 'claims'> {
  const how = { ...options, isDoubtful }
  const conflicts: Conflict[] = []
  const adopting: number[] = []
  let stale = 0
  const seen = (line: Line): Line =>
    options.contents === 'changes' && !wasSeenLater(line, options) ? see(line, options.feed, options.time) : line
  for (const [order_number, entry] of pending) {
    if (entry.conflict !== undefined) {
      conflicts.push(entry.conflict)
      unmappedOrder(ledger, order_number, options)
    } else if (entry.isOvertaken === true) continue
    else {
      const line = entry.place === -1 ? undefined : ledger.at(entry.place)
      if (isStale(line, options)) stale++
      else {
        const adopts = !isDoubtful && fieldNames(entry.fields).some((name) => isAdopted(line, name, options))
        const after = (before: Line): Line => seen(merge(before, entry, how))
        entry.place = ledger.update(order_number, after, entry.place)
        if (adopts) adopting.push(entry.place)
      }
    }
  }
  for (const order_number of unmapped) unmappedOrder(ledger, order_number, options)
  if (options.contents === 'changes') {
    for (const place of agreeing.places()) {
      const line = ledger.at(place)
      if (!isStale(line, options)) ledger.update(line.order_number, seen)
    }
  }
  return { adopted: adopting, conflicts, stale }
}

/** A later export of the same feed has spoken about this order already. */
const isStale = (line: Line | undefined, options: MergeOptions): boolean =>
  options.isNewerByName !== true && wasSeenLater(line, options)

function wasSeenLater(line: Line | undefined, { contents, feed, time, latest }: MergeOptions): boolean {
  const seen = contents === 'changes' ? line?.seen?.[feed] : undefined
  return seen !== undefined && seen > time && (latest === undefined || seen <= latest)
}

const isOvertaken = (line: Line | undefined, fields: Fields, options: MergeOptions): boolean =>
  line !== undefined && wasSeenLater(line, options) && !agreesWith(line, fields)

const isAdopted = (line: Line | undefined, name: FieldName, { adopting }: MergeOptions): boolean =>
  adopting.has(name) || (line?.adoptNext?.includes(name) === true && line.acknowledged[name] === undefined)

/** An order whose first record could not be used adopts the first one that can. */
function unmappedOrder(ledger: Ledger, order_number: string, { adopting }: MergeOptions): void {
  if (adopting.size === 0) return
  const line = ledger.get(order_number)
  const names = [...adopting].filter((name) => line === undefined || knownValue(line, name) === undefined)
  if (names.length > 0) ledger.update(order_number, (before) => adoptLater(before, names))
}

type MergingOptions = MergeOptions & Pick<Gathered, 'isDoubtful'>

function merge(before: Line, { fields, record, because }: PendingOrder, options: MergingOptions): Line {
  const { feed, key, time, isDoubtful } = options
  const wantAs = isDoubtful ? wantDoubtfully : wantSoundly
  const isTaken = (name: FieldName): boolean => !isDoubtful && isAdopted(before, name, options)
  let line = adoptAtOnce(before, fields, isTaken)
  for (const name of fieldNames(fields)) {
    const said = fields[name]
    if (said === undefined || isTaken(name) || (!isDoubtful && isNoNews(line, name, said))) continue
    if (isPinned(line, name, said)) {
      line = isDoubtful ? sayUnheardDoubtfully(line, name, said) : sayUnheard(line, name)
      continue
    }
    if (!isDoubtful) line = unpin(line, name)
    const texts = { known: before.acknowledged[name], wish: joinedWith(before.wanted?.[name], said, isDoubtful) }
    const value = wantedValue(texts, said, (code) => mayClearLanguage(before, name, code))
    const why = because?.[name]
    line = wantAs(line, name, {
      value,
      since: time,
      cause: { feed, key, record },
      ...(why === undefined ? {} : { because: why }),
    })
  }
  return isDoubtful ? line : adopted(line, options.owned)
}

/**
 * What waits of a custom field, so that texts in other languages are laid over it: but nothing that only a suspicious export
 * says, nor what a person has rejected, unless it is said again.
 */
function joinedWith(wish: Wanted | undefined, said: FieldValue, isDoubtful: boolean): FieldValue | undefined {
  const waits = isDoubtful ? wish : soundWish(wish)
  const mayGo = waits?.decided?.kind !== 'rejected' && !isLeftAlone(waits?.parked)
  return waits !== undefined && (mayGo || saysSame(waits.value, said)) ? waits.value : undefined
}
