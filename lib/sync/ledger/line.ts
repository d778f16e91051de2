import {
  type Cause,
  type FieldName,
  type Fields,
  type FieldValue,
  fieldEntries,
  fieldNames,
  isStatus,
  sameValue,
} from '../../order.ts'
import { isToCome } from '../state/head.ts'
import { type Earlier, remember } from './earlier.ts'
import { isSetByUs, languageName, namesLanguage, saysSame, setNames, shows } from './values.ts'

/** A field that the exports want otherwise than the shop acknowledged it. Kept in the snapshot until it is acknowledged. */
export interface Wanted {
  readonly value: FieldValue
  /** time of the export that first said so, ISO 8601 */
  readonly since: string
  readonly cause: Cause
  /** the condition that decided, where one did */
  readonly because?: string
  /** what a person decided about exactly this value */
  readonly decided?: Decided
  /** the shop keeps refusing exactly this value */
  readonly parked?: Parked
  /** a person takes back what a run has set; without `notify`, nobody is mailed of it */
  readonly undo?: { readonly run: string; readonly notify?: true }
  /** it was sent before, and may have mailed its customer: sent again, it mails nobody */
  readonly silent?: true
  /** only a suspicious export says so; `instead` is what waited before it */
  readonly doubtful?: { readonly instead?: Wanted }
}

/** Stands for a feed where no export but a person wants a value; no feed can be called so. */
export const undoFeed = '(undo)'

/** A person's word about one wanted value. An approval binds what it showed: also whether the customer is mailed. */
export type Decided = (
  | { readonly kind: 'approved'; readonly mails: boolean; readonly quiet?: true }
  /** `shown`: it was left at what somebody has set in the shop */
  | { readonly kind: 'rejected'; readonly shown?: true }
) & {
  /** of the decision; absent where an older version has written it */
  readonly id?: string
}

type Approved = Extract<Decided, { kind: 'approved' }>

/** Why a value is not sent, and until when. */
export interface Parked {
  /**
   * `rejected`: the order was refused; `skipped`: the order was taken, this field was not; `unanswered`: the shop
   * answered, but said nothing usable about the order; `edited`: somebody has set another value in the shop, and a
   * person has to decide; `shop`: the same, and by the settings the shop wins
   */
  readonly kind: 'rejected' | 'skipped' | 'unanswered' | 'edited' | 'shop'
  readonly messages: readonly string[]
  readonly attempts: number
  /** ISO 8601 */
  readonly nextTry: string
}

/** Wanted fields of one order by name. */
export type WantedFields = { readonly [name in FieldName]?: Wanted }

/** What was sent without a readable answer. */
export interface Unconfirmed {
  readonly fields: Fields
  /** until then the shop may still process it, ISO 8601: nothing is sent before, and what the shop shows is not final */
  readonly until: string
  /** the last mail of the line was counted for this sending */
  readonly mailed?: true
  /** how often the shop has refused to say what became of it */
  readonly asked?: number
}

/** One line of a snapshot: one order. */
export interface Line {
  readonly order_number: string
  /** per field, the last value that the shop acknowledged, or that was adopted */
  readonly acknowledged: Fields
  /** fields that this sync has set itself, a language of a custom field as `metas.note[cs]`; only those may be cleared */
  readonly setByUs?: readonly string[]
  /** per feed of changes, the time of the export that mentioned the order last, ISO 8601 */
  readonly seen?: Readonly<Record<string, string>>
  readonly wanted?: WantedFields
  /** what waited of fields that no feed gives any more: nothing of it goes out before one does again */
  readonly unowned?: WantedFields
  /** its values were taken out on request: nothing of what the exports say about it is heard any more */
  readonly forgotten?: true
  /** fields that a person has taken back: this word of the exports about them is not heard, another one is */
  readonly pinned?: Fields
  /**
   * words that a person has rejected and that do not wait: not heard either. Doubtful ones were said by a suspicious export
   * alone, or by none that was read
   */
  readonly rejected?: WantedFields
  /** fields that the next valid record adopts, because the first one could not be mapped */
  readonly adoptNext?: readonly FieldName[]
  readonly unconfirmed?: Unconfirmed
  /** when the shop was allowed to mail the customer, within 24 hours before the last time, ISO 8601 */
  readonly mailed?: readonly string[]
  /** what the shop had acknowledged before that, of fields that have changed */
  readonly earlier?: Earlier
  /** how often a request with this order was refused as a whole; its next batch holds at most 100 / 2^n orders */
  readonly failedBatches?: number
}

/** A line that has something to say about what waits; all others only say what the shop acknowledged. */
export const isOpen = ({ wanted, unowned, rejected, pinned, unconfirmed, adoptNext }: Line): boolean =>
  [wanted, unowned, rejected, pinned, unconfirmed, adoptNext].some((part) => part !== undefined)

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** Pauses after the first, second … refusal, then daily: the next tick of a schedule (but not a run at once), 1 h, 6 h, 24 h. */
const pausesMs = [minuteMs, hourMs, 6 * hourMs, 24 * hourMs]

type MutableFields = { [name in FieldName]?: FieldValue }
type MutableWanted = { [name in FieldName]?: Wanted }

const iso = (ms: number): string => new Date(ms).toISOString()

/** A line of an order that nothing is known about. */
export const newLine = (order_number: string): Line => ({ order_number, acknowledged: {} })

const pick = (fields: Fields, keep: (name: FieldName) => boolean): Fields =>
  Object.fromEntries(fieldEntries(fields).filter(([name]) => keep(name)))

/** A line with these wanted fields, or without any. */
export function withWanted(line: Line, wanted: MutableWanted): Line {
  const { wanted: _, ...rest } = line
  return Object.keys(wanted).length === 0 ? rest : { ...rest, wanted }
}

/** Changes what is wanted, field by field; `undefined` ends a wish. */
export const mapWanted = (line: Line, change: (field: Wanted, name: FieldName) => Wanted | undefined): Line => {
  const entries = fieldEntries(line.wanted).flatMap(([name, field]) => {
    const changed = change(field, name)
    return changed === undefined ? [] : [[name, changed] as const]
  })
  return withWanted(line, Object.fromEntries(entries))
}

/** What the exports said last about a field, as far as the line knows. */
export const knownValue = (line: Line, name: FieldName): FieldValue | undefined =>
  line.wanted?.[name] === undefined ? line.acknowledged[name] : line.wanted[name].value

/**
 * Whether a value is what the shop has, as far as the line knows. Nothing acknowledged and a blank are the same, but where
 * this sync has set the field: then it was forgotten what the shop has.
 */
export const agrees = (line: Line, name: FieldName, value: FieldValue): boolean =>
  saysSame(line.acknowledged[name], value) && (line.acknowledged[name] !== undefined || !isSetByUs(line.setByUs, name))

/**
 * An export says a value: it is wanted where it differs from what the shop acknowledged, or where nobody knows what the
 * shop shows. A value that was wanted already keeps its time, cause, decision and pause.
 */
export function want(line: Line, name: FieldName, wanted: Wanted): Line {
  const { [name]: before, ...others } = line.wanted ?? {}
  const open = line.unconfirmed !== undefined && name in line.unconfirmed.fields
  if (agrees(line, name, wanted.value) && !open) return before === undefined ? line : withWanted(line, others)
  if (before === undefined || !sameValue(before.value, wanted.value))
    return withWanted(line, { ...others, [name]: wanted })
  // what a person takes back, and an export says by now, is its word too
  return before.cause.feed === undoFeed && wanted.undo === undefined
    ? withWanted(line, { ...others, [name]: { ...before, cause: wanted.cause } })
    : line
}

/** What waits of a field, without what only a suspicious export says. */
export const soundWish = (field: Wanted | undefined): Wanted | undefined =>
  field?.doubtful === undefined ? field : field.doubtful.instead

/**
 * A run that died had sent a value: it knew newer exports than whatever waits of the field by now. Where that waits behind
 * a doubtful word, a person may have rejected the word, and is heard again.
 */
export function wantSent(line: Line, name: FieldName, wanted: Wanted): Line {
  const before = line.wanted?.[name]
  const isThere = [before, soundWish(before)].some((field) => sameValue(field?.value, wanted.value))
  return isThere ? line : withWanted(line, { ...line.wanted, [name]: wanted })
}

/** Whether a field was sent without a readable answer. */
export const isUnderWay = ({ unconfirmed }: Line, name: FieldName): boolean =>
  unconfirmed !== undefined && name in unconfirmed.fields

/**
 * Whether a suspicious export takes back what waited: then nothing of the field is sent, neither the older value nor this
 * one, until a sound export or a person ends the doubt.
 */
export const takesBack = (line: Line, name: FieldName, { value, doubtful }: Wanted): boolean =>
  doubtful?.instead !== undefined && agrees(line, name, value) && !isUnderWay(line, name)

function withoutFailures(line: Line): Line {
  const { failedBatches: _, ...rest } = line
  return rest
}

/** Nothing is open about these fields any more; what was sent of others may still be. */
function confirmed(line: Line, fields: Fields): Line {
  const { unconfirmed, ...rest } = line
  if (unconfirmed === undefined) return rest
  const open = pick(unconfirmed.fields, (name) => !(name in fields))
  return fieldNames(open).length === 0 ? rest : { ...rest, unconfirmed: { ...unconfirmed, fields: open } }
}

/** The shop has taken these values. */
export function acknowledge(line: Line, taken: Fields, nowMs: number): Line {
  if (fieldNames(taken).length === 0) return line
  const wanted: MutableWanted = { ...line.wanted }
  const acknowledged: MutableFields = { ...line.acknowledged }
  let { earlier } = line
  for (const [name, value] of fieldEntries(taken)) {
    earlier = remember(earlier, { name, before: acknowledged[name], after: value })
    acknowledged[name] = value
    if (wanted[name] !== undefined && sameValue(wanted[name].value, value)) delete wanted[name]
  }
  const setByUs = setBy(line, taken)
  const sent = confirmed(withoutFailures(line), taken)
  const after = { ...sent, acknowledged, setByUs, ...(earlier === undefined ? {} : { earlier }) }
  return tryRefusedAgain(withWanted(after, wanted), nowMs)
}

/** What this sync has set of an order once it has set these values. */
function setBy({ setByUs = [], acknowledged }: Line, taken: Fields): readonly string[] {
  const names = setNames(taken, acknowledged).filter((name) => !setByUs.includes(name))
  return names.length === 0 ? setByUs : [...new Set([...setByUs, ...names])].sort()
}

/** What was refused together with the order deserves a new try once the shop takes anything of it. */
const tryRefusedAgain = (line: Line, nowMs: number): Line =>
  line.wanted === undefined
    ? line
    : mapWanted(line, (field) =>
        isRefused(field.parked) && field.parked.kind !== 'skipped' && field.parked.nextTry > iso(nowMs)
          ? { ...field, parked: { ...field.parked, nextTry: iso(nowMs) } }
          : field,
      )

/** Why values are not taken, and since when. */
export type Refusal = Pick<Parked, 'kind' | 'messages'> & { readonly atMs: number }

/** The shop does not take these values: they wait, longer after every refusal. */
export function park(line: Line, refused: Fields, { kind, messages, atMs }: Refusal): Line {
  return mapWanted(withoutFailures(line), (field, name) => {
    const value = refused[name]
    if (value === undefined || !sameValue(field.value, value)) return field
    const attempts = (field.parked?.attempts ?? 0) + 1
    const nextTry = iso(atMs + (pausesMs[attempts - 1] ?? 24 * hourMs))
    return { ...field, parked: { kind, messages, attempts, nextTry } }
  })
}

/**
 * No readable answer came: nobody knows what the shop shows, or will show until that time. What was asked, and perhaps mailed,
 * of another status does not count for this one.
 */
export function loseAnswer(line: Line, sent: Fields, untilMs: number): Line {
  const { fields = {}, until: before = '', ...told } = line.unconfirmed ?? {}
  const until = [before, iso(untilMs)].sort().at(-1) ?? ''
  const isOther = fieldEntries(sent).some(([name, value]) => isStatus(name) && !sameValue(fields[name], value))
  return { ...line, unconfirmed: { ...(isOther ? {} : told), fields: { ...fields, ...sent }, until } }
}

/**
 * The shop was asked what it shows, which is as good as its word. What it shows as it was sent is acknowledged. What it
 * shows otherwise may still be processed before the sending's time is over; after that it is what the shop has.
 */
export function recordShown(line: Line, shown: Fields, nowMs: number): Line {
  const { unconfirmed } = line
  if (unconfirmed === undefined) return line
  const taken = pick(unconfirmed.fields, (name) => shows(shown[name], unconfirmed.fields[name], name))
  const after = withoutAgreeing(acknowledge(line, taken, nowMs))
  if (after.unconfirmed === undefined || isToCome(Date.parse(unconfirmed.until), nowMs)) return after
  const others = fieldNames(after.unconfirmed.fields)
  const ended = confirmed(after, unconfirmed.fields)
  const settled = unconfirmed.mailed === true ? mailedNobody(ended, others) : ended
  const values = Object.fromEntries(others.map((name) => [name, shown[name] ?? '']))
  const edited = others.filter((name) => {
    const before = line.acknowledged[name]
    return before !== undefined && !shows(shown[name], before, name)
  })
  const known = { ...settled, acknowledged: { ...settled.acknowledged, ...values } }
  return withoutAgreeing(leaveToPerson(known, edited))
}

/** When a value goes out that only a person can let go. */
export const notByItself = '9999-12-31T23:59:59.999Z'

/** What somebody has set in the shop is not overwritten by a wish from before; another value of the export is news. */
const leaveToPerson = (line: Line, edited: readonly FieldName[]): Line =>
  mapWanted(line, (field, name) => {
    if (!edited.includes(name)) return field
    const messages = [`it shows ${JSON.stringify(line.acknowledged[name] ?? '')}`]
    return { ...field, parked: { kind: 'edited', messages, attempts: 1, nextTry: notByItself } }
  })

/** The mail that a sending was counted for did not leave, for its status was not taken: the next one mails again. */
function mailedNobody(sent: Line, notTaken: readonly FieldName[]): Line {
  const line = mapWanted(sent, ({ silent, ...field }, name) =>
    silent === undefined || notTaken.includes(name) ? field : { ...field, silent },
  )
  if (line.mailed === undefined || !notTaken.some(isStatus)) return line
  const { mailed, ...rest } = line
  const others = mailed.slice(0, -1)
  return others.length === 0 ? rest : { ...rest, mailed: others }
}

/** Nobody knows what the shop has, so that whatever the exports say is sent; it may be what was sent, which may be cleared. */
export const forgetSent = (line: Line, { fields }: Unconfirmed): Line => ({
  ...confirmed(line, fields),
  acknowledged: pick(line.acknowledged, (name) => !(name in fields)),
  setByUs: setBy(line, fields),
})

/** While a sending was unconfirmed, values were wanted even if they agreed with what had been acknowledged before. */
const withoutAgreeing = (line: Line): Line =>
  mapWanted(line, (field, name) => {
    const isOver = !isUnderWay(line, name) && agrees(line, name, field.value) && !takesBack(line, name, field)
    return isOver ? undefined : field
  })

/** A request with this order was refused as a whole: its next one is smaller. */
export const failBatch = (line: Line, times: number): Line => ({ ...line, failedBatches: times })

/** Marks wanted values as a person decided about them. */
export const decide = (line: Line, decided: { readonly [name in FieldName]?: Decided }): Line =>
  mapWanted(line, (field, name) => {
    const said = decided[name]
    if (said === undefined) return field
    const word = staysQuiet(field, name, said) ? { ...said, quiet: true as const } : said
    const { doubtful, ...rest } = field
    return word.kind === 'approved' || doubtful === undefined ? { ...rest, decided: word } : { ...field, decided: word }
  })

/** What was approved quietly, and nobody was shown with a mail since, is approved quietly once more. */
const staysQuiet = (field: Wanted, name: FieldName, said: Decided): said is Approved =>
  isQuietly(field) && said.kind === 'approved' && !(isStatus(name) && said.mails)

/** Whether a person approved a value on condition that nobody is mailed. */
export const isQuietly = (wanted: Wanted): wanted is Wanted & { readonly decided: Approved } =>
  wanted.decided?.kind === 'approved' && wanted.decided.quiet === true

/** Whether the shop refuses a value, or says nothing of it: what somebody has edited there is not refused. */
export const isRefused = (parked: Parked | undefined): parked is Parked =>
  parked !== undefined && parked.kind !== 'edited' && parked.kind !== 'shop'

/** A feed of changes has mentioned the order: whatever it had said of fields that nobody reads now is older. */
export function see(line: Line, feed: string, time: string): Line {
  const { unowned, ...rest } = line
  const others = fieldEntries(unowned).filter(([, { cause }]) => cause.feed !== feed)
  if (line.seen?.[feed] === time && others.length === fieldEntries(unowned).length) return line
  const aside = others.length === 0 ? {} : { unowned: Object.fromEntries(others) }
  return { ...rest, ...aside, seen: { ...line.seen, [feed]: time } }
}

/** Whether a value may be cleared: this sync has set it, or has sent it without learning what became of it. */
export const mayClear = (line: Line, name: FieldName): boolean =>
  isSetByUs(line.setByUs, name) || (line.unconfirmed !== undefined && name in line.unconfirmed.fields)

/** The same of one language of a custom field. */
export const mayClearLanguage = ({ setByUs, unconfirmed }: Line, name: FieldName, code: string): boolean =>
  setByUs?.includes(languageName(name, code)) === true || namesLanguage(unconfirmed?.fields[name], code)
