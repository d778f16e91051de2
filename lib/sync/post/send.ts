import type { Clock, Log, Random } from '../../effects.ts'
import { fieldEntries } from '../../order.ts'
import type { Outcome, Reply, Session, Shop, Trouble, Update } from '../../upgates/shop.ts'
import { isFromGateway } from '../../upgates/verdict.ts'
import { shows } from '../ledger/values.ts'
import { type PlannedBatch, sizeAfter, timesUntil, wireBatch } from '../plan/batches.ts'
import { mayMail, type ShopEvent } from './events.ts'
import { readBack, type Stop, stopOf } from './read-back.ts'

const atOnce = 3

/** How long a request may still be processed after it was given up, milliseconds. */
export const lateMarginMs = 60_000

/** What became of one planned order. */
export type SentOrder =
  | { readonly kind: 'not sent' }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'warned' | 'rejected' | 'unknown'; readonly messages: readonly string[] }

/** What sending came to. */
export interface Sent {
  /** every planned order; those that were not reached are `not sent` */
  readonly orders: ReadonlyMap<string, SentOrder>
  readonly events: readonly ShopEvent[]
  readonly stop?: Stop
}

/** Told after every batch: orders about which the shop has answered so far. */
export type Progress = (answeredOrders: number, ofOrders: number) => void

/** What sending needs. */
export interface SendEffects {
  readonly shop: Shop
  readonly clock: Pick<Clock, 'now'>
  readonly random: Random
  readonly log: Log
  readonly progress?: Progress
  /** the shop mails customers whose orders are marked as paid; default: it does not */
  readonly mailsPaid?: boolean
}

/** Orders that go out in one request. */
interface Work {
  readonly updates: readonly Update[]
  readonly mayNotify: boolean
  readonly failedBatches: number
}

/**
 * Sends batches, the first one alone and then at most three at once. A batch that is refused as a whole is split until
 * the bad order is alone. It ends early when the shop, the time or the allowance says so.
 */
export async function sendBatches(
  batches: readonly PlannedBatch[],
  session: Session,
  effects: SendEffects,
): Promise<Sent> {
  const queue: Work[] = batches.map((batch) => ({
    ...wireBatch(batch),
    failedBatches: batch.changes[0]?.failedBatches ?? 0,
  }))
  const orders = new Map<string, SentOrder>()
  for (const { updates } of queue)
    for (const { order_number } of updates) orders.set(order_number, { kind: 'not sent' })
  const sender = createSender(orders, session, effects)
  const next = async (work: Work): Promise<void> => {
    queue.unshift(...(await sender.send(work)))
    effects.progress?.([...orders.values()].filter(({ kind }) => kind !== 'not sent').length, orders.size)
  }
  const worker = async (): Promise<void> => {
    for (let work = queue.shift(); work !== undefined && sender.stop() === undefined; work = queue.shift())
      await next(work)
  }
  // one wrong key must not be three wrong logins
  const first = queue.shift()
  if (first !== undefined) await next(first)
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, () => worker().catch(sender.giveUp)))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  const stop = sender.stop()
  return { orders, events: sender.events, ...(stop === undefined ? {} : { stop }) }
}

/** What asking about orders without a readable answer gave. */
interface Asked {
  readonly open: readonly Update[]
  readonly notTold: number
}

interface Sender {
  /** Sends one batch and returns what of it is to be sent again in smaller ones. */
  send(work: Work): Promise<Work[]>
  readonly events: readonly ShopEvent[]
  stop(): Stop | undefined
  /** An effect failed: nobody sends anything more. */
  giveUp(error: unknown): never
}

/** Five wrong logins lock the shop out. */
const mostTriesOfKey = 3

function createSender(orders: Map<string, SentOrder>, session: Session, effects: SendEffects): Sender {
  const { shop, clock, mailsPaid = false } = effects
  const events: ShopEvent[] = []
  let stop: Stop | undefined
  /** how often an order was sent without a readable answer */
  const lost = new Map<string, number>()
  /** the shop has answered about an order in this run, so that a failing batch is about its orders, not about the shop */
  let answering = false
  /** how often the key was tried where a firewall forbids, by all requests that are under way */
  let triesOfKey = 0
  const isForbidden = (): boolean => stop?.kind === 'denied' && stop.isPage === true
  const stopping: Session = { ...session, permit: () => (stop === undefined ? session.permit() : 'out of time') }

  const note = (update: Update, outcome: Outcome, work: Work): void => {
    events.push({
      kind: 'outcome',
      atMs: clock.now(),
      update,
      outcome,
      mayMail: mayMail(update, { ...work, mailsPaid }),
    })
    orders.set(update.order_number, sentAs(outcome))
    if (outcome.kind !== 'unknown') answering = true
  }

  /**
   * Asks about orders without a readable answer: `open` do not show what was sent, of `notTold` nobody knows. Neither does
   * anybody of an order that is left out of the answer: its customer may have been mailed.
   */
  const ask = async ({ updates, mayNotify }: Pick<Work, 'updates' | 'mayNotify'>): Promise<Asked> => {
    if (updates.length === 0 || shop.read === undefined) return { open: updates, notTold: 0 }
    const numbers = updates.map(({ order_number }) => order_number)
    const read = await readBack(numbers, stopping, effects)
    events.push(...read.events)
    stop ??= read.stop
    const shown = new Map(
      read.events.flatMap((event) => (event.kind === 'shown' ? [[event.order_number, event.fields] as const] : [])),
    )
    const isLeftOut = (update: Update): boolean =>
      shown.has(update.order_number) && shown.get(update.order_number) === undefined
    const told = updates.filter(
      (update) =>
        !read.refused.has(update.order_number) && !(isLeftOut(update) && mayMail(update, { mayNotify, mailsPaid })),
    )
    const open = told.filter((update) => !showsAll(shown.get(update.order_number), update))
    const closed = new Set(open)
    for (const update of told) if (!closed.has(update)) orders.set(update.order_number, { kind: 'accepted' })
    return { open, notTold: updates.length - told.length }
  }

  const lose = (work: Work, untilMs: number, message: string): void => {
    for (const update of work.updates) {
      lost.set(update.order_number, (lost.get(update.order_number) ?? 0) + 1)
      events.push({
        kind: 'lost',
        atMs: clock.now(),
        update,
        untilMs,
        mayMail: mayMail(update, { ...work, mailsPaid }),
      })
      orders.set(update.order_number, { kind: 'unknown', messages: [message] })
    }
  }

  /** Splits a batch that failed as a whole; of a single order it is known now that it is the one. */
  const split = (work: Work, message: string): Work[] => {
    const [only, ...others] = work.updates
    if (only === undefined) return []
    if (others.length === 0) {
      note(only, { order_number: only.order_number, kind: 'rejected', messages: [message] }, work)
      return []
    }
    const times = work.failedBatches + 1
    for (const { order_number } of work.updates)
      events.push({ kind: 'batch failed', atMs: clock.now(), order_number, times })
    const size = Math.min(Math.ceil(work.updates.length / 2), sizeAfter(shop.batchSize, times))
    const count = Math.ceil(work.updates.length / size)
    return Array.from({ length: count }, (_, part) => ({
      ...work,
      failedBatches: times,
      updates: work.updates.slice(part * size, (part + 1) * size),
    }))
  }

  /**
   * A batch that the server fails on again and again, or says it has no such address: is it the shop or one of the orders?
   * Where the shop has answered about others, it is the orders. Otherwise one order goes alone; if that fails too, the
   * shop is failing.
   * @param showsOthers the shop shows what was sent of others in the same batch
   */
  const isolate = async (work: Work, trouble: Failing, showsOthers: boolean): Promise<Work[]> => {
    if (answering || (showsOthers && work.updates.length === 1)) return split(work, trouble.message)
    if (work.updates.length <= 1 || stop !== undefined) {
      stop ??= trouble
      return []
    }
    if (isForOrders(trouble) && ++triesOfKey >= mostTriesOfKey) {
      stop = trouble
      return []
    }
    const [others, forbidden]: [Update[], Update[]] = [[...work.updates], []]
    do {
      stop = undefined
      if (isForOrders(trouble)) triesOfKey++
      const tried = others.splice(Math.floor(effects.random() * others.length), 1)
      await send({ ...work, updates: tried })
      if (!answering) forbidden.push(...tried)
      // a firewall may forbid just that one; what others have come to stands
    } while (isForOrders(trouble) && isForbidden() && triesOfKey < mostTriesOfKey && others.length > 0)
    return answering ? split({ ...work, updates: [...forbidden, ...others] }, trouble.message) : []
  }

  /**
   * Nobody knows what became of these orders, and they may still be processed. Of those that were sent before, what the
   * shop shows by now tells nothing: one attempt may have set it, and the last one may set it once more, over what is newer.
   */
  const leaveOpen = async (work: Work, { trouble, isRepeated }: LeftOpen): Promise<void> => {
    lose(work, clock.now() + lateMarginMs, messageOf(trouble))
    const isOnce = ({ order_number }: Update): boolean => isRepeated !== true && lost.get(order_number) === 1
    const { open: unshown, notTold } = await ask({ ...work, updates: work.updates.filter(isOnce) })
    const open = [...unshown, ...work.updates.filter((update) => !isOnce(update))]
    if (open.length + notTold === 0 || stop !== undefined) return
    // one of them may be what the shop gives up on: they go again in smaller requests, and the others of the plan before them
    const left = work.updates.filter(({ order_number }) => orders.get(order_number)?.kind === 'unknown')
    const isAlone = left.length === 1
    const times = timesUntil(shop.batchSize, Math.ceil(left.length / 2))
    for (const { order_number } of isAlone ? [] : left)
      events.push({ kind: 'batch failed', atMs: clock.now(), order_number, times })
    if (!answering && (shop.read === undefined || trouble.kind === 'failing')) {
      stop = stopOf(trouble)
      return
    }
    const messages = [messageOf(trouble)]
    for (const update of isAlone ? open : []) events.push({ kind: 'unanswered', atMs: clock.now(), update, messages })
  }

  const handle = async (work: Work, { trouble, mayHaveProcessed, isRepeated }: Troubled): Promise<Work[]> => {
    if (trouble.kind === 'refused') {
      answering = true
      const message = `${trouble.status}: ${trouble.message}`
      if (!mayHaveProcessed) return split(work, message)
      lose(work, clock.now(), message)
      const { open } = await ask(work)
      return split({ ...work, updates: open }, message)
    }
    if (trouble.kind === 'failing' && trouble.notBeforeMs !== undefined) {
      // whoever is sent away with a time asks nothing before it, neither about these orders nor for others
      lose(work, clock.now() + (isFromGateway(trouble) ? lateMarginMs : 0), trouble.message)
      stop ??= trouble
      return []
    }
    if (trouble.kind === 'unreadable' || isFromGateway(trouble)) {
      await leaveOpen(work, { trouble, ...(isRepeated && { isRepeated }) })
      return []
    }
    if (trouble.kind === 'failing' && trouble.status !== undefined) {
      lose(work, clock.now(), trouble.message)
      const { open, notTold } = await ask(work)
      if (open.length + notTold === 0) answering = true
      return isolate({ ...work, updates: open }, trouble, open.length + notTold < work.updates.length)
    }
    if (mayHaveProcessed) lose(work, clock.now() + lateMarginMs, messageOf(trouble))
    else if (trouble.kind === 'misdirected' || isForOrders(trouble)) return isolate(work, trouble, false)
    stop ??= stopOf(trouble)
    return []
  }

  const send = async (work: Work): Promise<Work[]> => {
    const { updates, mayNotify } = work
    const reply = await shop.update({ updates, mayNotify }, stopping)
    const outcomes = new Map(outcomesOf(reply).map((outcome) => [outcome.order_number, outcome]))
    for (const update of updates) {
      const outcome = outcomes.get(update.order_number)
      if (outcome !== undefined) note(update, outcome, work)
    }
    await ask({
      ...work,
      updates: updates.filter(({ order_number }) => outcomes.get(order_number)?.kind === 'unknown'),
    })
    if (reply.kind === 'answered') return []
    return handle({ ...work, updates: updates.filter(({ order_number }) => !outcomes.has(order_number)) }, reply)
  }

  return {
    send,
    events,
    stop: () => stop,
    giveUp(error) {
      stop ??= { kind: 'not sent', refusal: 'lease lost' }
      throw error
    },
  }
}

type Failing = Extract<Trouble, { kind: 'failing' | 'misdirected' | 'denied' }>

/** What a firewall forbids may be what an order says, and not the key: then another order tells. */
const isForOrders = (trouble: Trouble): trouble is Failing => trouble.kind === 'denied' && trouble.isPage === true

type Troubled = Extract<Reply<readonly Outcome[]>, { kind: 'trouble' }>
type LeftOpen = Pick<Troubled, 'isRepeated'> & { readonly trouble: Exclude<Trouble, { kind: 'refused' }> }

const outcomesOf = (reply: Reply<readonly Outcome[]>): readonly Outcome[] =>
  reply.kind === 'answered' ? reply.value : reply.settled

const sentAs = (outcome: Outcome): SentOrder => {
  if (outcome.kind === 'accepted') return { kind: 'accepted' }
  return { kind: outcome.kind === 'accepted with warnings' ? 'warned' : outcome.kind, messages: outcome.messages }
}

const messageOf = (trouble: Trouble): string => ('message' in trouble ? trouble.message : 'no readable answer')

const showsAll = (shown: Update['fields'] | undefined, { fields }: Update): boolean =>
  shown !== undefined && fieldEntries(fields).every(([name, value]) => shows(shown[name], value, name))
