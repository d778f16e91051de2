import * as z from 'zod/mini'
import type { Clock, Random } from '../effects.ts'
import { OrderSyncError } from '../errors.ts'
import { type FieldName, type FieldValue, fieldEntries, sameValue } from '../order.ts'
import { textOf } from '../storage/read.ts'
import type { Store } from '../storage/store.ts'
import { versionHash } from './choose.ts'
import type { FeedState, Head } from './head.ts'
import { isoNow, newRunId } from './ids.ts'
import type { Change, Lines, Plan, Problem, Wanted } from './model.ts'
import { withWanted } from './settle.ts'

const decisionsPrefix = 'state/decisions/'
const holdsPrefix = 'state/holds/'

const decisionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('approve'), at: z.iso.datetime(), hash: z.string() }),
  z.object({ kind: z.literal('reject'), at: z.iso.datetime(), hash: z.string() }),
  /** `orders` absent: all parked ones */
  z.object({ kind: z.literal('retry'), at: z.iso.datetime(), orders: z.optional(z.array(z.string())) }),
  z.object({ kind: z.literal('unblock'), at: z.iso.datetime() }),
  z.object({ kind: z.literal('dismiss'), at: z.iso.datetime(), key: z.string() }),
])

/** What a person decided; an object of its own, so that it never races a run's swap of the head. */
export type Decision = z.infer<typeof decisionSchema>
/** A decision with the object it is kept in. */
export type StoredDecision = Decision & { readonly storedAs: string }

const heldSchema = z.object({
  hash: z.string(),
  at: z.iso.datetime(),
  reasons: z.array(z.unknown()),
  changes: z.array(
    z.object({ order_number: z.string(), fields: z.record(z.string(), z.looseObject({ after: z.unknown() })) }),
  ),
})

/** A held plan as it was written out. */
export type HeldPlan = z.infer<typeof heldSchema>

type DecisionInput<D = Decision> = D extends Decision ? Omit<D, 'at'> : never

/** Writes what a person decided; the next run acts on it. */
export async function writeDecision(
  effects: { readonly store: Pick<Store, 'put'>; readonly clock: Pick<Clock, 'now'>; readonly random: Random },
  decision: DecisionInput,
): Promise<void> {
  const key = `${decisionsPrefix}${newRunId(effects.clock, effects.random)}-${decision.kind}.json`
  const body = `${JSON.stringify({ ...decision, at: isoNow(effects.clock) }, null, 2)}\n`
  const result = await effects.store.put(key, body, { ifAbsent: true })
  if (!result.written)
    throw new OrderSyncError({ attempted: 'write', subject: key, ended: 'it is there already', hint: 'Try again.' })
}

/** Reads all decisions, oldest first. One that cannot be read is a problem, not an error: it must not stop the shop. */
export async function readDecisions(
  store: Pick<Store, 'list' | 'get'>,
): Promise<{ decisions: StoredDecision[]; problems: Problem[] }> {
  const decisions: StoredDecision[] = []
  const problems: Problem[] = []
  for (const { key } of await store.list(decisionsPrefix)) {
    const content = await store.get(key)
    if (content === undefined) continue
    const parsed = decisionSchema.safeParse(parseJson(await textOf(content.body)))
    if (parsed.success) decisions.push({ ...parsed.data, storedAs: key })
    else
      problems.push({
        kind: 'decision',
        subject: key,
        message: `The decision ${key} cannot be read and is left alone. Delete it and decide again.`,
      })
  }
  return { decisions, problems }
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}

const holdKey = (hash: string): string => `${holdsPrefix}${hash}.json`

/** Writes a held plan out in full, once. */
export async function writeHold(
  effects: { readonly store: Pick<Store, 'put'>; readonly clock: Pick<Clock, 'now'> },
  plan: Plan,
): Promise<void> {
  const reasons = plan.verdict.kind === 'hold' ? plan.verdict.reasons : []
  const body = { hash: plan.hash, at: isoNow(effects.clock), reasons, changes: plan.changes.map(publicChange) }
  await effects.store.put(holdKey(plan.hash), `${JSON.stringify(body, null, 2)}\n`, { ifAbsent: true })
}

/** A change as people and programs see it. */
export const publicChange = ({ order_number, fields, notifies }: Change) => ({ order_number, fields, notifies })

/** Reads the held plan whose hash starts with `hash`, or `undefined`. */
export async function readHold(store: Pick<Store, 'list' | 'get'>, hash: string): Promise<HeldPlan | undefined> {
  if (!/^[0-9a-f]{6,64}$/.test(hash)) return undefined
  const [found, ...others] = await store.list(holdKey(hash).slice(0, -'.json'.length))
  if (found === undefined || others.length > 0) return undefined
  const content = await store.get(found.key)
  if (content === undefined) return undefined
  return heldSchema.parse(JSON.parse(await textOf(content.body)))
}

/** Deletes held plans that are neither current nor awaited by a decision, and the decisions that were acted upon. */
export async function cleanUp(
  store: Pick<Store, 'list' | 'delete'>,
  keptHash: string | undefined,
  done: readonly StoredDecision[],
): Promise<void> {
  for (const { storedAs } of done) await store.delete(storedAs)
  for (const { key } of await store.list(holdsPrefix)) {
    if (keptHash === undefined || key !== holdKey(keptHash)) await store.delete(key)
  }
}

/** How many fields of a held plan are still wanted just so. */
export const stillWanted = (lines: Lines, held: HeldPlan): number =>
  held.changes.reduce((sum, change) => sum + matching(lines, change).length, 0)

function matching(lines: Lines, change: HeldPlan['changes'][number]): [FieldName, Wanted][] {
  return fieldEntries(lines.get(change.order_number)?.wanted).filter(([name, field]) =>
    sameValue(field.value, change.fields[name]?.after as FieldValue | undefined),
  )
}

/** What decisions did. */
export interface Decided {
  readonly moved: boolean
  readonly unblocked: boolean
  readonly feeds: Readonly<Record<string, FeedState>>
  readonly problems: readonly Problem[]
}

/** Acts on decisions: marks wanted values as approved or rejected, lets parked ones go, drops blocks. */
export async function actOn(
  store: Pick<Store, 'list' | 'get'>,
  decisions: readonly Decision[],
  lines: Lines,
  head: Pick<Head, 'blocked' | 'feeds'>,
  nowMs: number,
): Promise<Decided> {
  let moved = false
  let unblocked = false
  let feeds: Readonly<Record<string, FeedState>> = head.feeds
  const problems: Problem[] = []
  for (const decision of decisions) {
    if (decision.kind === 'approve' || decision.kind === 'reject') {
      const held = await readHold(store, decision.hash)
      const marked = held === undefined ? 0 : mark(lines, held, decision.kind === 'approve' ? 'approved' : 'rejected')
      if (marked > 0) [moved, feeds] = [true, trusted(feeds)]
      else problems.push(voidDecision(decision))
    } else if (decision.kind === 'retry') moved = letGo(lines, decision.orders, nowMs) || moved
    else if (decision.kind === 'unblock') unblocked ||= (head.blocked?.since ?? '') <= decision.at
  }
  return { moved, unblocked, feeds, problems }
}

const voidDecision = ({ kind, hash }: { kind: string; hash: string }): Problem => ({
  kind: 'decision',
  subject: hash,
  message: `Nothing of the plan ${hash.slice(0, 12)} is wanted any more, so there was nothing to ${kind}. Look at the current plan with: order-sync plan`,
})

function mark(lines: Lines, held: HeldPlan, decided: NonNullable<Wanted['decided']>): number {
  let marked = 0
  for (const change of held.changes) {
    const line = lines.get(change.order_number)
    const fields = matching(lines, change)
    if (line?.wanted === undefined || fields.length === 0) continue
    const decidedFields = Object.fromEntries(fields.map(([name, field]) => [name, { ...field, decided }]))
    lines.set(change.order_number, withWanted(line, { ...line.wanted, ...decidedFields }))
    marked += fields.length
  }
  return marked
}

/** Whoever decided about a plan has looked at its exports: they are the new normal. */
const trusted = (feeds: Readonly<Record<string, FeedState>>): Record<string, FeedState> =>
  Object.fromEntries(
    Object.entries(feeds).map(([name, { suspicions, usualRecords, ...feed }]) => {
      const usual = suspicions === undefined ? usualRecords : feed.last?.records
      return [name, { ...feed, ...(usual === undefined ? {} : { usualRecords: usual }) }]
    }),
  )

function letGo(lines: Lines, orders: readonly string[] | undefined, nowMs: number): boolean {
  const nextTry = new Date(nowMs).toISOString()
  let moved = false
  for (const number of orders ?? lines.keys()) {
    const line = lines.get(number)
    if (line === undefined || !fieldEntries(line.wanted).some(([, field]) => field.parked)) continue
    const wanted = fieldEntries(line.wanted).map(([name, field]) =>
      field.parked === undefined ? [name, field] : [name, { ...field, parked: { ...field.parked, nextTry } }],
    )
    lines.set(number, withWanted(line, Object.fromEntries(wanted)))
    moved = true
  }
  return moved
}

/** The state of the feeds without the refused exports that people gave up. Comes before exports are chosen. */
export const withoutDismissed = (
  feeds: Readonly<Record<string, FeedState>>,
  decisions: readonly Decision[],
): Readonly<Record<string, FeedState>> =>
  decisions.reduce((states, decision) => (decision.kind === 'dismiss' ? dismissed(states, decision) : states), feeds)

function dismissed(
  feeds: Readonly<Record<string, FeedState>>,
  decision: { readonly key: string; readonly at: string },
): Readonly<Record<string, FeedState>> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, feed]) => {
      const { refused, ...rest } = feed
      if (refused === undefined || refused.key !== decision.key || refused.at > decision.at) return [name, feed]
      const { key, etag, size, lastModified } = refused
      const taken = feed.taken === undefined ? {} : { taken: [...feed.taken, versionHash(refused)] }
      return [name, { ...rest, ...taken, last: { key, etag, size, lastModified, records: feed.last?.records ?? 0 } }]
    }),
  )
}
