import type { MappedRecord, ValidRecord } from '../../exports/record.ts'
import { type Cause, type FieldName, type Fields, type FieldValue, fieldNames, sameValue } from '../../order.ts'
import type { Feed } from '../../settings/settings.ts'
import type { Line, Lines, WantedFields } from '../model.ts'
import { createWithholding, type Withheld } from './withheld.ts'

/** How one export is merged into the lines. */
export interface IntakeOptions {
  readonly feed: string
  readonly key: string
  /** time of the export, ISO 8601 */
  readonly time: string
  /** fields whose values are taken as acknowledged without posting */
  readonly adopting: ReadonlySet<FieldName>
  /** all fields that the feed owns */
  readonly owned: ReadonlySet<FieldName>
  readonly duplicates: Feed['duplicates']
  /** `changes`: an export that is older than what was seen of an order leaves that order alone */
  readonly contents: 'full' | 'changes'
}

/** An order that one export mentions twice with different values. */
export interface Conflict {
  readonly order_number: string
  readonly field: FieldName
  readonly records: readonly [number, number]
  readonly values: readonly [FieldValue, FieldValue]
}

/** What an export did to the lines. */
export interface IntakeResult {
  /** orders that adopted at least one value */
  readonly adopted: number
  readonly conflicts: readonly Conflict[]
  /** values that would have been news */
  readonly withheld: readonly Withheld[]
  /** whether the snapshot must be written: for a `full` feed, more than the time of being seen moved */
  readonly moved: boolean
}

interface Staged {
  readonly record: number
  readonly fields: Fields
  readonly because: ValidRecord['because']
  readonly conflict?: Conflict
}

/** Merges one export; nothing touches the lines before `finish`. */
export interface Intake {
  /** Takes records in the order of the file. */
  add(records: readonly MappedRecord[]): void
  /** Commits the whole export to the lines. Not called for an export that turned out to be refused. */
  finish(): IntakeResult
}

const sameMeaning = (left: FieldValue | undefined, right: FieldValue | undefined): boolean =>
  sameValue(left ?? '', right ?? '')

/** What the exports said last about a field, as far as the lines know. */
const knownValue = (line: Line, name: FieldName): FieldValue | undefined =>
  line.wanted?.[name] === undefined ? line.acknowledged[name] : line.wanted[name].value

/**
 * Starts to merge one export. Records that say what the lines know already cost no memory beyond one entry of a map;
 * only orders that differ are kept aside until the export has been read to its end.
 */
export function startIntake(lines: Lines, options: IntakeOptions): Intake {
  const agreeing = new Map<string, number>()
  const staged = new Map<string, Staged>()
  const unmapped = new Set<string>()
  const withholding = createWithholding(options.owned)

  const addValid = (record: ValidRecord): void => {
    const { order_number } = record
    const earlier = staged.get(order_number)
    if (earlier !== undefined) return void staged.set(order_number, merged(earlier, record, options.duplicates))
    const line = lines.get(order_number)
    const agrees = line !== undefined && isSettled(line) && agreesWith(line, record.fields)
    const first = agreeing.get(order_number)
    if (agrees) {
      if (first === undefined) agreeing.set(line.order_number, record.record)
      return
    }
    const base: Staged = { record: record.record, fields: record.fields, because: record.because }
    if (first === undefined || line === undefined) return void staged.set(order_number, base)
    staged.set(order_number, merged(agreedBefore(line, record.fields, first), record, options.duplicates))
  }

  return {
    add(records) {
      for (const record of records) {
        if (options.duplicates === 'every' && record.order_number !== undefined)
          withholding.add(record.order_number, record.valid ? record.fields : {}, record.place)
        if (record.valid) addValid(record)
        else if (record.order_number !== undefined) unmapped.add(record.order_number)
      }
    },
    finish: () => {
      const withheld = withholding.of(staged).filter(({ order_number, field, value }) => {
        const line = lines.get(order_number)
        return !sameMeaning(line && knownValue(line, field), value)
      })
      return { ...commit(lines, { agreeing, staged: withholding.without(staged), unmapped }, options), withheld }
    },
  }
}

/** Nothing is open about what the shop shows of this order. */
const isSettled = (line: Line): boolean => line.adopt === undefined && line.unsettled === undefined

const agreesWith = (line: Line, fields: Fields): boolean =>
  fieldNames(fields).every((name) => sameMeaning(knownValue(line, name), fields[name]))

/** An earlier record of the same order agreed with the line: it may have named any field that the line knows. */
function agreedBefore(line: Line, fields: Fields, record: number): Staged {
  const known = fieldNames(fields).filter((name) => knownValue(line, name) !== undefined)
  return { record, fields: Object.fromEntries(known.map((name) => [name, knownValue(line, name)])), because: undefined }
}

function merged(earlier: Staged, { fields: own, ...record }: ValidRecord, duplicates: Feed['duplicates']): Staged {
  const later = duplicates === 'every' ? { ...own, ...latestPayment(earlier.fields, own) } : own
  const differing = fieldNames(later).find(
    (name) =>
      name in earlier.fields &&
      !sameMeaning(earlier.fields[name], later[name]) &&
      !(duplicates === 'every' && name === 'paid_date'),
  )
  const because = { ...earlier.because, ...record.because }
  const fields = { ...earlier.fields, ...later }
  if (duplicates === 'last') return { record: record.record, fields, because }
  if (earlier.conflict !== undefined) return earlier
  if (differing === undefined) return { record: earlier.record, fields, because }
  const conflict: Conflict = {
    order_number: record.order_number,
    field: differing,
    records: [earlier.record, record.record],
    values: [earlier.fields[differing] ?? '', later[differing] ?? ''],
  }
  return { ...earlier, conflict }
}

/** An order is paid when the last of its invoices is. */
function latestPayment({ paid_date: one }: Fields, { paid_date: other }: Fields): Fields {
  return typeof one === 'string' && typeof other === 'string' ? { paid_date: one > other ? one : other } : {}
}

interface Gathered {
  readonly agreeing: ReadonlyMap<string, number>
  readonly staged: ReadonlyMap<string, Staged>
  readonly unmapped: ReadonlySet<string>
}

function commit(lines: Lines, gathered: Gathered, options: IntakeOptions): Omit<IntakeResult, 'withheld'> {
  const see = createSee(options)
  const conflicts: Conflict[] = []
  let adopted = 0
  let moved = false
  for (const [order_number, entry] of gathered.staged) {
    if (entry.conflict !== undefined) {
      conflicts.push(entry.conflict)
      moved = keepForAdoption(lines, order_number, options) || moved
      continue
    }
    const line = lines.get(order_number) ?? { order_number, acknowledged: {}, seen: {} }
    if (isStale(line, options)) continue
    const taken = takeIn(line, entry, options)
    lines.set(order_number, { ...taken.line, seen: see(line.seen) })
    if (taken.adopted) adopted++
    moved = true
  }
  for (const order_number of gathered.unmapped) moved = keepForAdoption(lines, order_number, options) || moved
  for (const order_number of gathered.agreeing.keys()) {
    const line = lines.get(order_number)
    if (line === undefined || isStale(line, options)) continue
    Object.assign(line, { seen: see(line.seen) })
    moved ||= options.contents === 'changes'
  }
  return { adopted, conflicts, moved }
}

/** A later export of the same feed has spoken about this order already. */
const isStale = (line: Line, options: IntakeOptions): boolean =>
  options.contents === 'changes' && (line.seen[options.feed] ?? '') > options.time

function createSee(options: IntakeOptions): (seen: Line['seen']) => Line['seen'] {
  const known = new Map<Line['seen'], Line['seen']>()
  const first = { [options.feed]: options.time }
  return (seen) => {
    if (Object.keys(seen).length === 0) return first
    const after = known.get(seen) ?? { ...seen, ...first }
    known.set(seen, after)
    return after
  }
}

/** An order whose first record could not be used adopts the first one that can. */
function keepForAdoption(lines: Lines, order_number: string, options: IntakeOptions): boolean {
  if (options.adopting.size === 0) return false
  const line = lines.get(order_number)
  const adopt = [...options.adopting].filter((name) => line === undefined || knownValue(line, name) === undefined)
  if (adopt.length === 0) return false
  const all = new Set([...(line?.adopt ?? []), ...adopt])
  lines.set(order_number, { order_number, acknowledged: {}, seen: {}, ...line, adopt: [...all] })
  return true
}

function takeIn(line: Line, entry: Staged, options: IntakeOptions): { line: Line; adopted: boolean } {
  const acknowledged: { [name in FieldName]?: FieldValue } = { ...line.acknowledged }
  const wanted: { [name in FieldName]?: NonNullable<WantedFields[FieldName]> } = { ...line.wanted }
  let adopted = false
  for (const name of fieldNames(entry.fields)) {
    const value = entry.fields[name]
    if (value === undefined) continue
    if (options.adopting.has(name) || line.adopt?.includes(name)) {
      if (value !== '') acknowledged[name] = value
      delete wanted[name]
      adopted = true
    } else if (sameMeaning(acknowledged[name], value) && !(name in (line.unsettled ?? {}))) delete wanted[name]
    else if (!sameMeaning(wanted[name]?.value, value)) wanted[name] = want(value, name, entry, options)
  }
  const { wanted: _wanted, adopt, ...rest } = line
  const stillToAdopt = adopt?.filter((name) => !options.owned.has(name))
  return {
    adopted,
    line: {
      ...rest,
      acknowledged,
      ...(Object.keys(wanted).length === 0 ? {} : { wanted }),
      ...(stillToAdopt === undefined || stillToAdopt.length === 0 ? {} : { adopt: stillToAdopt }),
    },
  }
}

function want(value: FieldValue, name: FieldName, entry: Staged, options: IntakeOptions) {
  const cause: Cause = { feed: options.feed, key: options.key, record: entry.record }
  const because = entry.because?.[name]
  return { value, since: options.time, cause, ...(because === undefined ? {} : { because }) }
}
