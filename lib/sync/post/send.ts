import type { Clock, Log, Random } from '../../effects.ts'
import type { Outcome, Session, Shop, Update, UpdateResult } from '../../upgates/shop.ts'
import { settle } from '../ledger/line.ts'
import type { Lines } from '../model.ts'
import { type PlannedBatch, suspectSize, wireBatch } from '../plan/batches.ts'
import { readBack, type Stop, stopOf } from './read-back.ts'

const atOnce = 3

/** What became of every order that was sent. */
export interface Applied {
  readonly accepted: ReadonlySet<string>
  readonly warned: ReadonlyMap<string, readonly string[]>
  readonly rejected: ReadonlyMap<string, readonly string[]>
  readonly unknown: ReadonlySet<string>
  readonly stop?: Stop
}

/** Told after every batch: orders sent and settled so far. */
export type Progress = (settledOrders: number) => void

/** What posting needs. */
export interface ApplyEffects {
  readonly shop: Shop
  readonly session: Session
  readonly clock: Pick<Clock, 'now'>
  readonly random: Random
  readonly log: Log
  readonly progress?: Progress
}

interface Work {
  readonly updates: readonly Update[]
  readonly notify: boolean
  readonly suspect: number
}

/** What is gathered while posting; one mutable record, owned by `applyBatches`. */
interface Tally {
  readonly accepted: Set<string>
  readonly warned: Map<string, readonly string[]>
  readonly rejected: Map<string, readonly string[]>
  readonly unknown: Set<string>
  /** the shop has answered something in this run, so that a failing batch is about its orders, not about the shop */
  answering: boolean
  stop?: Stop
}

const newTally = (): Tally => ({
  accepted: new Set(),
  warned: new Map(),
  rejected: new Map(),
  unknown: new Set(),
  answering: false,
})

/** Nothing was posted, because the shop said so when it was only asked. */
export const appliedNothing = (stop: Stop): Applied => ({ ...newTally(), stop })

/**
 * Posts batches, the first one alone and then at most three at once, and settles the lines by the answers. A batch that is refused as a whole is
 * halved until the bad order is alone. It ends early when the shop, the time or the allowance says so; what was not
 * sent stays wanted.
 */
export async function applyBatches(
  lines: Lines,
  batches: readonly PlannedBatch[],
  effects: ApplyEffects,
): Promise<Applied> {
  const queue: Work[] = batches.map((batch) => ({ ...wireBatch(batch), suspect: batch.changes[0]?.suspect ?? 0 }))
  const tally = newTally()
  const worker = async (): Promise<void> => {
    for (let work = queue.shift(); work !== undefined && tally.stop === undefined; work = queue.shift()) {
      queue.unshift(...(await postOne(lines, work, tally, effects)))
      effects.progress?.(tally.accepted.size + tally.warned.size + tally.rejected.size + tally.unknown.size)
    }
  }
  const guarded = (): Promise<void> =>
    worker().catch((error: unknown) => {
      tally.stop ??= { kind: 'not sent', refusal: 'lease lost' }
      throw error
    })
  // one wrong key must not be three wrong logins
  const first = queue.shift()
  if (first !== undefined) queue.unshift(...(await postOne(lines, first, tally, effects)))
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, guarded))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return tally
}

/** Posts one batch and returns what of it is to be posted again in smaller ones. */
async function postOne(lines: Lines, work: Work, tally: Tally, effects: ApplyEffects): Promise<Work[]> {
  const watched = watch(effects.session, () => tally.stop !== undefined)
  const result = await effects.shop.update({ updates: work.updates, notify: work.notify }, watched.session)
  const settledHere = 'outcomes' in result ? result.outcomes : []
  if (settledHere.some((outcome) => outcome.kind !== 'unknown')) tally.answering = true
  await note(lines, work, settledHere, tally, effects)
  const rest = without(work, settledHere)
  if (result.kind === 'answered') return []
  if (result.kind === 'unknown') {
    await note(lines, rest, allUnknown(rest, result.message), tally, effects)
    return []
  }
  if (result.kind === 'refused') {
    tally.answering = true
    return divide(lines, rest, `${result.status}: ${result.message}`, tally, effects)
  }
  if (watched.uncertain(result)) {
    for (const update of rest.updates) {
      settle(lines, update, unknown(update), effects.clock.now())
      tally.unknown.add(update.order_number)
    }
  }
  if (result.kind === 'failing' && result.status !== undefined)
    return probe(lines, rest, result.message, tally, effects)
  tally.stop ??= stopOf(result)
  return []
}

const unknown = (update: Update, message = 'no readable answer'): Outcome => ({
  order_number: update.order_number,
  kind: 'unknown',
  messages: [message],
})

const allUnknown = (work: Work, message: string): Outcome[] => work.updates.map((update) => unknown(update, message))

function without(work: Work, outcomes: readonly Outcome[]): Work {
  const named = new Set(outcomes.map((outcome) => outcome.order_number))
  return { ...work, updates: work.updates.filter((update) => !named.has(update.order_number)) }
}

/** Takes the outcomes into the lines and the tally; on v2 an order without a readable answer is read at once. */
async function note(
  lines: Lines,
  work: Work,
  outcomes: readonly Outcome[],
  tally: Tally,
  effects: ApplyEffects,
): Promise<void> {
  const sent = new Map(work.updates.map((update) => [update.order_number, update]))
  const nowMs = effects.clock.now()
  for (const outcome of outcomes) {
    const update = sent.get(outcome.order_number)
    if (update === undefined) continue
    settle(lines, update, outcome, nowMs)
    if (outcome.kind === 'accepted') tally.accepted.add(outcome.order_number)
    else if (outcome.kind === 'accepted with warnings') tally.warned.set(outcome.order_number, outcome.messages)
    else if (outcome.kind === 'rejected') tally.rejected.set(outcome.order_number, outcome.messages)
    else tally.unknown.add(outcome.order_number)
  }
  const open = outcomes.filter((outcome) => outcome.kind === 'unknown').map((outcome) => outcome.order_number)
  const read = await readBack(lines, open, effects)
  for (const order of read.shown) {
    tally.unknown.delete(order)
    tally.accepted.add(order)
  }
  if (read.stop !== undefined) tally.stop ??= read.stop
}

/** Halves a batch that was refused as a whole; a single order that is refused so is a refused order. */
async function divide(lines: Lines, work: Work, message: string, tally: Tally, effects: ApplyEffects): Promise<Work[]> {
  const [only] = work.updates
  if (only === undefined) return []
  if (work.updates.length === 1) {
    await note(
      lines,
      work,
      [{ order_number: only.order_number, kind: 'rejected', messages: [message] }],
      tally,
      effects,
    )
    return []
  }
  const suspect = work.suspect + 1
  for (const { order_number } of work.updates) {
    const line = lines.get(order_number)
    if (line !== undefined) lines.set(order_number, { ...line, suspect })
  }
  const half = Math.min(Math.ceil(work.updates.length / 2), suspectSize(effects.shop.batchSize, suspect))
  const parts: Work[] = []
  for (let start = 0; start < work.updates.length; start += half) {
    parts.push({ ...work, suspect, updates: work.updates.slice(start, start + half) })
  }
  return parts
}

/**
 * A batch that the server fails on again and again: is it the shop or one of the orders? Where the shop has answered
 * others, it is the orders. Otherwise one order goes alone; if that fails too, the shop is failing and everything waits.
 */
async function probe(lines: Lines, work: Work, message: string, tally: Tally, effects: ApplyEffects): Promise<Work[]> {
  if (tally.answering) return divide(lines, work, message, tally, effects)
  if (work.updates.length <= 1 || tally.stop !== undefined) {
    tally.stop ??= { kind: 'failing', message }
    return []
  }
  const index = Math.floor(effects.random() * work.updates.length)
  const alone = work.updates.slice(index, index + 1)
  await postOne(lines, { ...work, updates: alone }, tally, effects)
  const others = { ...work, updates: work.updates.filter((_, position) => position !== index) }
  return tally.answering ? divide(lines, others, message, tally, effects) : []
}

interface Watched {
  readonly session: Session
  /** whether the shop may have processed something although the result does not say so */
  uncertain(result: UpdateResult): boolean
}

function watch(session: Session, stopped: () => boolean): Watched {
  let attempts = 0
  let answers = 0
  let doubtful = 0
  return {
    session: {
      ...session,
      permit: () => (stopped() ? 'out of time' : session.permit()),
      record: async (exchange) => {
        const complete = await session.record(exchange)
        attempts++
        return async (response) => {
          answers++
          if (response.status >= 500 || response.status < 300) doubtful++
          await complete(response)
        }
      },
    },
    uncertain: (result) => doubtful > 0 || (attempts > answers && result.kind !== 'failing'),
  }
}
