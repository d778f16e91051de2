import type { Effects } from '../../effects.ts'
import { type Cause, type FieldName, type Fields, type FieldValue, fieldEntries } from '../../order.ts'
import { askAtOnce } from '../../storage/at-once.ts'
import { dayMs } from '../../units.ts'
import { interpretAsked } from '../../upgates/interpret.ts'
import type { Outcome, Shop } from '../../upgates/shop.ts'
import { shows } from '../ledger/values.ts'
import { type ArchivedEntry, type ArchiveEntry, batchOfEntry, readEntry, responseOfEntry } from '../post/archive.ts'
import { archiveFolder, dayAt, dayOf, isPassOf } from '../state/keys.ts'

/** One value that was sent about an order. */
export interface SentValue {
  readonly order_number: string
  readonly field: FieldName
  /** what the shop had acknowledged before; `undefined`: nothing was known */
  readonly before: FieldValue | undefined
  /** the archive says what was there before: older versions did not */
  readonly tellsBefore: boolean
  readonly after: FieldValue
  /** `set`: the shop took it; `unknown`: no answer says so; `refused`: it did not */
  readonly became: 'set' | 'unknown' | 'refused'
  /** the shop took the order, if perhaps not this field of it */
  readonly isTaken: boolean
  /** ISO 8601 */
  readonly at: string
  readonly run: string
  /** key of the archived exchange */
  readonly archived: string
  readonly cause?: Cause
  /** this change mails the customer, as far as the settings said */
  readonly mails: boolean
  /** the request allowed the shop to mail */
  readonly mayNotify: boolean
  /** the decision that approved it */
  readonly approved?: string
}

type ArchiveShop = Pick<Shop, 'api' | 'interpret' | 'shownIn'>

/** Reads the exchanges of a run, in their order; fences are left out. */
export async function entriesOf(run: string, { store }: Pick<Effects, 'store'>): Promise<ArchivedEntry[]> {
  const keys = (await store.list(archiveFolder(run))).map(({ key }) => key)
  return (await askAtOnce(keys, (key) => readEntry(key, store))).flat()
}

/** A run and the later passes of it that have sent something, in their order. */
export async function passesOf(run: string, { store }: Pick<Effects, 'store'>): Promise<string[]> {
  const days = [dayOf(run), dayAt(Date.parse(dayOf(run).replaceAll('/', '-')) + dayMs)]
  const keys = (await Promise.all(days.map((day) => store.list(`archive/${day}/`)))).flat()
  const runs = new Set(keys.map(({ key }) => key.split('/')[4] ?? ''))
  return [run, ...[...runs].filter((other) => isPassOf(other, run)).sort()]
}

/**
 * What several passes of a run have sent, as one: from what was there before the first that the shop took, to what the last
 * has set.
 */
export function sentTogether(passes: readonly (readonly SentValue[])[]): SentValue[] {
  const together = new Map<string, SentValue>()
  for (const value of passes.flat()) {
    const first = together.get(idOf(value))
    if (first === undefined || first.became === 'refused') together.set(idOf(value), value)
    else if (value.became !== 'refused')
      together.set(idOf(value), { ...value, before: first.before, tellsBefore: first.tellsBefore })
  }
  return [...together.values()]
}

/**
 * Every value that these exchanges of one run sent, with what became of it, as far as the run itself learnt it: by the
 * answer, or by what the shop showed when it was asked after a lost one. Of several sendings of a value, the last counts.
 */
export function sentIn(entries: readonly ArchivedEntry[], shop: ArchiveShop): SentValue[] {
  const sent = new Map<string, SentValue>()
  for (const archived of entries) {
    if (archived.entry.changes === undefined) confirm(sent, archived.entry, shop)
    else for (const value of sentBy(archived, shop)) sent.set(idOf(value), value)
  }
  return [...sent.values()]
}

const idOf = ({ order_number, field }: Pick<SentValue, 'order_number' | 'field'>): string => `${order_number}\n${field}`

function sentBy({ key, entry }: ArchivedEntry, shop: ArchiveShop): SentValue[] {
  const outcomes = outcomesOf(entry, shop)
  return (entry.changes ?? []).flatMap(({ order_number, fields, causes, before, mails = [], approved = {} }) => {
    const outcome = outcomes?.get(order_number)
    return fieldEntries(fields as Fields).map(([field, after]): SentValue => {
      const [cause, decision] = [causes[field], approved[field]]
      return {
        order_number,
        field,
        before: before?.[field] as FieldValue | undefined,
        tellsBefore: before !== undefined,
        after,
        became: outcomes === undefined ? 'unknown' : becameOf(field, outcome),
        isTaken: outcome?.kind === 'accepted' || outcome?.kind === 'accepted with warnings',
        at: entry.request.sentAt,
        run: entry.run,
        archived: key,
        mails: mails.includes(field),
        mayNotify: entry.mayNotify ?? false,
        ...(cause === undefined ? {} : { cause: { feed: cause.feed, key: cause.key, record: cause.record } }),
        ...(decision === undefined ? {} : { approved: decision }),
      }
    })
  })
}

/** `undefined` where no answer tells whether anything of the request was processed. */
function outcomesOf(entry: ArchiveEntry, shop: ArchiveShop): Map<string, Outcome> | undefined {
  const [batch, response] = [batchOfEntry(entry), responseOfEntry(entry)]
  if (batch === undefined || response === undefined || response.status >= 500 || response.status === 408)
    return undefined
  const outcomes = interpretAsked(entry.request, shop)(batch, response)
  const said = outcomes.filter(({ kind }) => response.status < 300 || kind !== 'unknown')
  return new Map(said.map((outcome) => [outcome.order_number, outcome]))
}

function becameOf(field: FieldName, outcome: Outcome | undefined): SentValue['became'] {
  if (outcome === undefined || outcome.kind === 'rejected') return 'refused'
  if (outcome.kind === 'unknown') return 'unknown'
  return outcome.kind === 'accepted with warnings' && outcome.skipped.includes(field) ? 'refused' : 'set'
}

/** What the shop showed of orders whose answer was lost. An order that shows all that was sent was taken. */
function confirm(sent: Map<string, SentValue>, entry: ArchiveEntry, shop: ArchiveShop): void {
  const response = responseOfEntry(entry)
  const shown = response === undefined ? undefined : shop.shownIn?.(entry.orders, response)
  if (shown === undefined) return
  const open = [...sent.values()].filter(({ became, order_number }) => became === 'unknown' && shown.has(order_number))
  const isShown = ({ order_number, field, after }: SentValue): boolean =>
    shows(shown.get(order_number)?.[field], after, field)
  const partly = new Set(open.filter((value) => !isShown(value)).map(({ order_number }) => order_number))
  for (const value of open.filter(isShown))
    sent.set(idOf(value), { ...value, became: 'set', isTaken: !partly.has(value.order_number) })
}
