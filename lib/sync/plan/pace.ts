import { parseCron } from '../../settings/cron.ts'
import { rhythmOf } from '../../settings/rhythm.ts'
import type { Settings } from '../../settings/settings.ts'
import { type ReadsFirst, readsFirst } from '../../settings/verify.ts'
import { dayMs, hourMs, minuteMs } from '../../units.ts'
import type { Allowance } from '../../upgates/shop.ts'
import { asksFirst } from './asks.ts'
import { oldestOf, type PlannedBatch } from './batches.ts'

/** What the shop's headers told last, and when (ISO 8601). */
export type KnownAllowance = Allowance & { readonly at: string }

/** The settings that pacing follows. */
export interface PaceSettings extends ReadsFirst {
  /** requests left to other integrations, in the hour as in the day */
  readonly reserved: number
  readonly maxDelayMinutes: number
  /** minutes between two runs of the schedule */
  readonly everyMinutes: number
}

/** The pacing that follows from the settings. */
export const paceSettings = (settings: Settings): PaceSettings => ({
  reserved: settings.upgates.api === 'v2' ? settings.upgates.reservedRequests : 0,
  maxDelayMinutes: settings.maxDelayMinutes,
  everyMinutes: everyMinutesOf(settings),
  ...readsFirst(settings),
})

/** A cron schedule that runs more often than a change may wait counts as a run every five minutes. */
function everyMinutesOf({ schedule, maxDelayMinutes }: Pick<Settings, 'schedule' | 'maxDelayMinutes'>): number {
  if ('everyMinutes' in schedule) return schedule.everyMinutes
  const { interval } = rhythmOf(parseCron(schedule.cron))
  return interval > maxDelayMinutes ? interval : 5
}

/** Changes leave in steps of the time that they may wait for each other; where runs are rarer, in steps of the runs. */
const stepMinutes = ({ maxDelayMinutes, everyMinutes }: PaceSettings): number => Math.max(maxDelayMinutes, everyMinutes)

const readAtOnce = 100

/** The requests that it takes to look at what needs a look, and to send these batches. */
export function costOf(
  batches: readonly PlannedBatch[],
  { isKnown = () => false, ...reads }: ReadsFirst & Pick<PaceInput, 'isKnown'>,
): number {
  const asked = batches.flatMap(({ changes }) => changes).filter((change) => asksFirst(change, reads))
  return batches.length + Math.ceil(asked.filter(({ order_number }) => !isKnown(order_number)).length / readAtOnce)
}

/** How many requests may leave now. */
export interface Budget {
  /** requests that this sync may still send in this clock hour; Infinity where the shop never said */
  readonly available: number
  /** of these, requests that this run may send, so that the hour's allowance lasts to its end */
  readonly now: number
  /** the allowance is too small for a request at every run */
  readonly small: boolean
}

const left = (remaining: number | undefined, limit: number | undefined, renewed: boolean): number =>
  (renewed ? limit : remaining) ?? Number.POSITIVE_INFINITY

/**
 * What of the allowance is there at a time. Clock hours and days renew it (days as UTC has them: a shop's day ends
 * earlier, so this errs on the careful side).
 */
export function availableAt(allowance: KnownAllowance | undefined, reserved: number, nowMs: number): number {
  if (allowance === undefined) return Number.POSITIVE_INFINITY
  const atMs = Date.parse(allowance.at)
  const newHour = Math.floor(nowMs / hourMs) > Math.floor(atMs / hourMs)
  const newDay = Math.floor(nowMs / dayMs) > Math.floor(atMs / dayMs)
  const hour = left(allowance.hourRemaining, allowance.hourLimit, newHour)
  const day = left(allowance.dayRemaining, allowance.dayLimit, newDay)
  return Math.max(0, Math.min(hour, day) - reserved)
}

/**
 * Splits what is available over the rest of the clock hour: for each later waiting time a request is kept back, and one
 * more for the look before it.
 */
export function budgetAt(allowance: KnownAllowance | undefined, settings: PaceSettings, nowMs: number): Budget {
  const available = availableAt(allowance, settings.reserved, nowMs)
  const minutesLeft = (hourMs - (nowMs % hourMs)) / minuteMs
  const laterWaits = Math.max(0, Math.ceil(minutesLeft / stepMinutes(settings)) - 1)
  const each = settings.verify === 'never' ? 1 : 2
  return {
    available,
    now: Math.max(0, available - laterWaits * each),
    small: available < Math.ceil(minutesLeft / settings.everyMinutes) * each,
  }
}

/** What pacing depends on beside the batches. */
export interface PaceInput {
  readonly allowance: KnownAllowance | undefined
  readonly settings: PaceSettings
  /** milliseconds since 1970 */
  readonly nowMs: number
  /** a person waits: nothing is held back but the reserve */
  readonly impatient?: boolean
  /** orders that this run has looked at already; default: none */
  readonly isKnown?: (order_number: string) => boolean
}

/** Which batches leave in this run. */
export interface Pace {
  readonly send: readonly PlannedBatch[]
  /** when the first of the others may leave, milliseconds since 1970 */
  readonly nextMs?: number
  /** when the last of the others will have left, as far as the allowance tells */
  readonly throughMs?: number
}

/**
 * Chooses the batches that leave now. On a small allowance one that is not full waits, at most `maxDelayMinutes` from
 * its oldest change on, for others to share its request.
 */
export function pace(batches: readonly PlannedBatch[], input: PaceInput): Pace {
  const { allowance, settings, nowMs, impatient = false } = input
  const budget = budgetAt(allowance, settings, nowMs)
  // no further run comes while a change may still wait
  const isLastInTime = settings.everyMinutes >= settings.maxDelayMinutes
  const dueAt = (batch: PlannedBatch): number =>
    impatient || !budget.small || batch.full || isLastInTime
      ? nowMs
      : Math.min(...batch.changes.map((change) => Date.parse(oldestOf(change)))) + settings.maxDelayMinutes * minuteMs
  const due = batches.filter((batch) => dueAt(batch) <= nowMs)
  const cost = (some: readonly PlannedBatch[]): number => costOf(some, { ...settings, ...input })
  const send = fitting(due, impatient ? budget.available : budget.now, cost)
  const waiting = batches.filter((batch) => !send.includes(batch))
  const [next] = due.filter((batch) => !send.includes(batch))
  if (waiting.length === 0) return { send }
  const lateDue = batches.filter((batch) => !due.includes(batch)).map(dueAt)
  const left = budget.available - cost(send)
  const forAllowance = next === undefined ? [] : [nextSlot({ available: left, cost: cost([next]) }, settings, nowMs)]
  return {
    send,
    nextMs: Math.min(...lateDue, ...forAllowance),
    throughMs: throughAt(cost(waiting), left, input),
  }
}

/** The batches that fit into so many requests, the most urgent first; a later one may fit that costs less. */
function fitting(
  due: readonly PlannedBatch[],
  most: number,
  cost: (some: readonly PlannedBatch[]) => number,
): readonly PlannedBatch[] {
  if (cost(due) <= most) return due
  const send: PlannedBatch[] = []
  for (const batch of due) {
    if (send.length >= most) break
    if (cost([...send, batch]) <= most) send.push(batch)
  }
  return send
}

interface Next {
  /** what is left of the hour's allowance */
  readonly available: number
  /** what the next batch costs */
  readonly cost: number
}

/** The start of the waiting time in which the next batch can leave, in this hour, otherwise the next hour. */
function nextSlot({ available, cost }: Next, settings: PaceSettings, nowMs: number): number {
  const nextHour = nowMs - (nowMs % hourMs) + hourMs
  const slotMs = stepMinutes(settings) * minuteMs
  const each = settings.verify === 'never' ? 1 : 2
  for (let later = Math.ceil((nextHour - nowMs) / slotMs) - 1; later > 0; later--)
    if (available - (later - 1) * each >= cost) return nextHour - later * slotMs
  return nextHour
}

function throughAt(waiting: number, leftNow: number, { allowance, settings, nowMs }: PaceInput): number {
  const perHour = Math.max(1, (allowance?.hourLimit ?? Number.POSITIVE_INFINITY) - settings.reserved)
  const perDay = Math.max(1, (allowance?.dayLimit ?? Number.POSITIVE_INFINITY) - settings.reserved)
  let rest = waiting - Math.max(0, leftNow)
  let hour = Math.floor(nowMs / hourMs)
  let day = Math.max(0, (allowance?.dayRemaining ?? Number.POSITIVE_INFINITY) - settings.reserved)
  while (rest > 0) {
    hour++
    if (hour % 24 === 0) day = perDay
    const sent = Math.min(perHour, day, rest)
    day -= sent
    rest -= sent
  }
  return Math.max(nowMs, hour * hourMs)
}
