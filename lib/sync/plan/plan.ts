import { type FieldName, type FieldValue, fieldEntries, isStatus, sameStatus, sameValue } from '../../order.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Shop } from '../../upgates/shop.ts'
import { isUnasked } from '../ledger/drift.ts'
import { had } from '../ledger/earlier.ts'
import type { LedgerView } from '../ledger/ledger.ts'
import { type Line, mayClear, takesBack, type Wanted } from '../ledger/line.ts'
import type { Part } from '../options.ts'
import { type FeedStates, isToCome, type KnownWords } from '../state/head.ts'
import { requestsOf } from './batches.ts'
import type { Change, FieldChange, LeftOut, Plan } from './change.ts'
import { type AtGate, atGate, type WantedEntry } from './gate.ts'
import { judge } from './guard.ts'
import { isApproved, type MailSettings, mailing, mayNotifyAbout, tiredUntil } from './mailing.ts'
import { restricted } from './part.ts'
import { planHash } from './plan-hash.ts'
import { nothingSpent, type Spent, type Weight } from './spent.ts'

/** The settings that shape a plan. */
export type PlanSettings = Pick<Settings, 'finalStatuses' | 'firstRun' | 'statusOrder' | 'waitFor'> & MailSettings

/** What a plan depends on beside the ledger and the settings. */
export interface PlanOptions {
  /** milliseconds since 1970 */
  readonly nowMs: number
  /** no customer is mailed, whatever the settings say */
  readonly quiet?: boolean
  /** orders that one request may carry */
  readonly batchSize: number
  /** the shop can be asked what it shows, so nothing is sent again before it was asked about its last sending */
  readonly canRead: boolean
  /** feeds with a new export that could not be read this time */
  readonly unread?: readonly string[]
  /** custom fields that the shop does not have, as far as it was asked */
  readonly absent?: ReadonlySet<string>
}

export type { Weight } from './spent.ts'

/** A plan that the guard has not seen yet. */
export type Draft = Omit<Plan, 'verdict'>

/**
 * Compares what the exports want with what the shop has acknowledged, field by field.
 * Pure: the same ledger, settings and time give the same plan.
 */
export function draftPlan(ledger: LedgerView, settings: PlanSettings, options: PlanOptions): Draft {
  const changes: Change[] = []
  const leftOut: LeftOut[] = []
  const weigh = createWeigh(settings, options)
  for (const line of ledger.open()) {
    const { change, left } = weigh(line)
    if (change !== undefined) changes.push(change)
    leftOut.push(...left)
  }
  const requests = requestsOf(changes, options.batchSize)
  return { hash: planHash(changes), changes, leftOut, requests }
}

function createWeigh(settings: PlanSettings, options: PlanOptions) {
  const leaveOut = createLeaveOut(settings, options)
  return (line: Line): { readonly change?: Change; readonly left: readonly LeftOut[] } => {
    const { order_number } = line
    const left = unheardOf(line)
    const ready = fieldEntries(line.wanted).filter((entry) => {
      const why = takesBack(line, ...entry) ? takenBack : leaveOut(line, entry[0])
      if (why !== undefined) left.push({ order_number, ...leftField(entry), ...why })
      return why === undefined
    })
    const { nowMs, absent } = options
    const gate = atGate({ line, ready, ...(absent && { absent }) }, settings.waitFor, nowMs)
    const wanted = gate?.waits ? ready.filter(([name]) => name !== gate.status) : ready
    if (gate?.waits) left.push(...ready.filter(([name]) => name === gate.status).map(waitingOf(line, gate)))
    if (wanted.length === 0) return { left }
    const ended = gate === undefined || gate.missing.length === 0 ? undefined : gate.end
    const mayNotify = ended !== 'quiet' && mayNotifyAbout(wanted, settings, options)
    const isMailing = mailing(mayNotify, settings)
    const mails = wanted.filter(([name, { value }]) => isMailing([name, value]))
    const tired = tiredUntil(line, mails, { settings, nowMs })
    if (tired !== undefined) return { left: [...left, ...tiredOf(line, wanted, tired)] }
    const mailed = new Set(mails.map(([name]) => name))
    const fields = wanted.map(([name, field]) => [
      name,
      fieldChange(field, {
        before: line.acknowledged[name],
        approved: isApproved(field, mailed.has(name)),
        reverts: field.undo === undefined && had(line.earlier, name, field.value),
        incomplete: ended === 'hold' && name === gate?.status,
      }),
    ])
    const change = { order_number, fields: Object.fromEntries(fields), mails: [...mailed], mayNotify }
    return { change: { ...change, failedBatches: line.failedBatches ?? 0, ...togetherOf(gate) }, left }
  }
}

/** Which fields go with a status that has waited for them. */
const togetherOf = (gate: AtGate | undefined): Pick<Change, 'together'> =>
  gate === undefined || gate.waits || gate.together.length === 0 ? {} : { together: gate.together }

const endings = {
  send: 'goes out without it then',
  quiet: 'goes out then, mailing nobody',
  hold: 'is held for a person then',
} as const

const waitingOf =
  ({ order_number }: Line, { missing, until, end }: AtGate) =>
  (entry: WantedEntry): LeftOut => ({
    order_number,
    ...leftField(entry),
    kind: 'waits',
    reason: `it waits for ${missing.join(' and ')} until ${until}, and ${endings[end]}`,
    until,
    missing,
    end,
  })

interface Standing {
  readonly before: FieldValue | undefined
  readonly approved: boolean
  readonly reverts: boolean
  readonly incomplete: boolean
}

function fieldChange(wanted: Wanted, { before, approved, reverts, incomplete }: Standing): FieldChange {
  const { value: after, because, since, cause, undo } = wanted
  // most of them: nothing is put together for what is not there
  const isPlain = because === undefined && undo === undefined && !reverts && !incomplete
  if (isPlain && before !== undefined) return { before, after, since, cause, approved }
  return {
    ...(before === undefined ? {} : { before }),
    after,
    ...(because === undefined ? {} : { because }),
    since,
    cause,
    approved,
    ...(reverts ? { reverts: true } : {}),
    ...(undo === undefined ? {} : { undo: true }),
    ...(incomplete ? { incomplete: true } : {}),
  }
}

const leftField = ([field, { value, cause, decided }]: WantedEntry) => ({
  field,
  value,
  cause,
  approved: decided?.kind === 'approved',
})

/** The order waits as a whole, so that its mail leaves complete. */
const tiredOf = ({ order_number, mailed = [] }: Line, wanted: readonly WantedEntry[], until: string): LeftOut[] =>
  wanted.map((entry) => ({
    order_number,
    ...leftField(entry),
    kind: 'mailed',
    reason: `the customer was mailed ${mailed.length} times within 24 hours (guard.perOrder); it waits until ${until}`,
    until,
  }))

type Why = Pick<LeftOut, 'kind' | 'reason' | 'until'>

const rejectedBy = ({ decided }: Wanted): Why =>
  decided?.kind === 'rejected' && decided.shown === true
    ? {
        kind: 'accepted',
        reason: 'a person has accepted what somebody has set in the shop; it waits for another value from the export',
      }
    : { kind: 'rejected', reason: 'a person rejected this value; it waits for another one from the export' }

/** What a person has decided about, so that it is not heard. */
const unheardOf = (line: Line): LeftOut[] =>
  line.rejected === undefined && line.pinned === undefined
    ? []
    : [
        ...fieldEntries(line.rejected).map((entry) => ({
          order_number: line.order_number,
          ...leftField(entry),
          ...rejectedBy(entry[1]),
        })),
        ...pinnedOf(line),
      ]

/** The values of which nothing that the exports say is heard. */
const pinnedOf = ({ order_number, pinned }: Line): LeftOut[] =>
  fieldEntries(pinned).flatMap(([field, value]) =>
    value === undefined
      ? []
      : [
          {
            ...{ order_number, field, value, approved: false, kind: 'pinned' },
            reason: 'a person has taken it back and pinned that; it is not heard until the export says something else',
          },
        ],
  )

function createLeaveOut(settings: PlanSettings, options: PlanOptions) {
  return (line: Line, name: FieldName): Why | undefined => {
    const wanted = line.wanted?.[name]
    if (wanted === undefined) return undefined
    if (wanted.decided?.kind === 'rejected') return rejectedBy(wanted)
    return (
      unconfirmedRule(line, [name, wanted], options) ??
      unreadRule(wanted, options) ??
      (settings.firstRun === 'shop' && options.canRead && isUnasked(line, name)
        ? (parkedRule(wanted, options) ?? unasked(options))
        : undefined) ??
      ruleOf(line, [name, wanted], settings) ??
      parkedRule(wanted, options)
    )
  }
}

/** What is taken back goes back: no status is too late or too final for that. */
function ruleOf(line: Line, [name, wanted]: WantedEntry, settings: PlanSettings): Why | undefined {
  if (!isStatus(name)) return clearRule(line, name, wanted)
  return wanted.undo === undefined ? statusRule(line.acknowledged[name], wanted.value, settings) : undefined
}

function unconfirmedRule(
  { unconfirmed }: Line,
  [name, { value, parked }]: WantedEntry,
  { canRead, nowMs }: PlanOptions,
): Why | undefined {
  if (unconfirmed === undefined) return undefined
  const { until, asked, fields } = unconfirmed
  // where the shop refused to say, its values are parked until it is asked again, and so is one that came back meanwhile
  const isBack = parked === undefined && sameValue(fields[name], value)
  if (canRead && asked !== undefined && !isBack && isToCome(Date.parse(until), nowMs)) return undefined
  if (canRead) {
    const reason = 'it was sent without a readable answer; the shop is asked first what it shows'
    return { kind: 'unconfirmed', reason, until }
  }
  if (!isToCome(Date.parse(until), nowMs)) return undefined
  return {
    kind: 'unconfirmed',
    reason: `it was sent without a readable answer, which the shop may still process; it is sent again at ${until}`,
    until,
  }
}

/** With `"firstRun": "shop"`, what the shop shows is asked before anything is compared with it. */
const unasked = ({ nowMs }: PlanOptions): Why => ({
  kind: 'unasked',
  reason: 'the shop is asked first what it shows ("firstRun")',
  until: new Date(nowMs).toISOString(),
})

/** An export that looks wrong takes back what waited: neither word is sent. */
const takenBack: Why = {
  kind: 'doubtful',
  reason: 'only an export that looks wrong says so, and takes back what waited; it waits for a sound one',
}

/** Nothing old goes out while something newer is there that nobody has read; the next run reads it. */
const unreadRule = ({ cause }: Wanted, { unread = [], nowMs }: PlanOptions): Why | undefined =>
  unread.includes(cause.feed)
    ? {
        kind: 'unread',
        reason: `the feed "${cause.feed}" has a newer export, which could not be read yet`,
        until: new Date(nowMs).toISOString(),
      }
    : undefined

/** Why a status is never changed to another one, if it is not: it is final, or would fall back. */
export function statusRule(
  before: FieldValue | undefined,
  after: FieldValue,
  settings: Pick<PlanSettings, 'finalStatuses' | 'statusOrder'>,
): Why | undefined {
  if (typeof before !== 'string' || typeof after !== 'string') return undefined
  if (settings.finalStatuses.some((final) => sameStatus(final, before))) {
    return { kind: 'final', reason: `the status "${before}" is final and is not changed to "${after}"` }
  }
  const order = settings.statusOrder ?? []
  const [from = -1, to = -1] = [before, after].map((status) => order.findIndex((one) => sameStatus(one, status)))
  if (from === -1 || to === -1 || to >= from) return undefined
  return { kind: 'regress', reason: `the status would fall back from "${before}" to "${after}"` }
}

const clearRule = (line: Line, name: FieldName, { value }: Wanted): Why | undefined =>
  value !== '' || mayClear(line, name)
    ? undefined
    : { kind: 'clear', reason: 'only a value that this sync has set itself is cleared' }

const parkedWhy = {
  rejected: 'the shop refused it',
  edited: 'the shop refused it',
  skipped: 'the shop skipped it',
  unanswered: 'the shop does not say what became of it',
} as const

function parkedRule({ parked }: Wanted, { nowMs }: PlanOptions): Why | undefined {
  if (parked === undefined) return undefined
  const { messages, nextTry, kind } = parked
  if (kind === 'edited' && nextTry > new Date(nowMs).toISOString()) {
    const reason = `somebody has set another value in the shop (${messages.join('; ')}); order-sync accept leaves it, order-sync overrule lets this one go out all the same`
    return { kind, reason }
  }
  if (kind === 'shop')
    return { kind, reason: `the shop has another value (${messages.join('; ')}), which wins by the settings ("drift")` }
  if (!isToCome(Date.parse(nextTry), nowMs)) return undefined
  const reason = `${parkedWhy[kind]} (${messages.join('; ')}); next try at ${nextTry}`
  return { kind: kind === 'rejected' || kind === 'edited' ? 'parked' : kind, reason, until: nextTry }
}

/** What planning depends on beside the ledger. */
export interface Planning {
  readonly settings: Settings
  readonly feeds: FeedStates
  readonly shop: Pick<Shop, 'batchSize' | 'read'>
  readonly quiet?: boolean
  /** feeds with a new export that could not be read this time; default: none */
  readonly unread?: readonly string[]
  /** what the shop said of its custom fields last; default: nothing */
  readonly words?: KnownWords | undefined
  /** only a part of what differs is weighed and posted; default: all */
  readonly part?: Part | undefined
  /** what was sent lately; default: nothing */
  readonly spent?: Spent
  /** what this run has sent already; default: nothing */
  readonly earlier?: Weight | undefined
}

/** Plans and asks the guard, which sees exactly what is to be posted. */
export function planOf(ledger: LedgerView, planning: Planning, nowMs: number): Plan {
  const { settings, feeds, shop, quiet = false, unread = [], spent = [], earlier = nothingSpent } = planning
  const { batchSize, read } = shop
  const absent = absentFields(settings, planning.words)
  const whole = draftPlan(ledger, settings, { nowMs, quiet, batchSize, canRead: read !== undefined, unread, absent })
  const draft = planning.part === undefined ? whole : partDraft(whole, planning.part, batchSize)
  const view = { changes: draft.changes, known: ledger.size, feeds, spent, earlier, nowMs }
  return { ...draft, verdict: judge(view, settings.guard) }
}

/** Whether what the shop has said of its words since makes a plan another one. */
export function isPlannedAnew(settings: Settings, before: KnownWords | undefined, now: KnownWords): boolean {
  const [known, absent] = [absentFields(settings, before), absentFields(settings, now)]
  return known.size !== absent.size || [...absent].some((name) => !known.has(name))
}

/** The custom fields of the gates that the shop does not have: by their names, where it was asked about them. */
const absentFields = ({ waitFor }: Pick<Settings, 'waitFor'>, words: KnownWords | undefined): ReadonlySet<string> =>
  new Set(
    Object.values(waitFor)
      .flatMap(({ fields }) => fields)
      .filter((name) => name.startsWith('metas.') && words?.fields?.includes(name.slice('metas.'.length)) === false),
  )

function partDraft(whole: Draft, part: Part, batchSize: number): Draft {
  const { changes, leftOut } = restricted(whole, part)
  return { hash: planHash(changes), changes, leftOut, requests: requestsOf(changes, batchSize) }
}
