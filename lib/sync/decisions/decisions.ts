import * as z from 'zod/mini'
import type { Effects } from '../../effects.ts'
import { OrderSyncError } from '../../errors.ts'
import { textOf } from '../../storage/read.ts'
import type { Store } from '../../storage/store.ts'
import { versionHash } from '../import/select.ts'
import type { Change, Plan } from '../plan/change.ts'
import type { Problem } from '../problems.ts'
import { type FeedStates, holdReasonSchema } from '../state/head.ts'
import { isoNow, newRunId } from '../state/keys.ts'

const decisionsPrefix = 'state/decisions/'
const holdsPrefix = 'state/holds/'

const decisionSchema = z.discriminatedUnion('kind', [
  /** `quiet`: whoever posts it, no customer is mailed */
  z.object({ kind: z.literal('approve'), at: z.iso.datetime(), hash: z.string(), quiet: z.optional(z.literal(true)) }),
  z.object({ kind: z.literal('reject'), at: z.iso.datetime(), hash: z.string() }),
  /** `orders` absent: all parked ones */
  z.object({ kind: z.literal('retry'), at: z.iso.datetime(), orders: z.optional(z.array(z.string())) }),
  /** `since`: of the block that it is about */
  z.object({ kind: z.literal('unblock'), at: z.iso.datetime(), since: z.string() }),
  /** `etag`: of the version that it is about */
  z.object({ kind: z.literal('dismiss'), at: z.iso.datetime(), key: z.string(), etag: z.string() }),
])

/** What a person decided; an object of its own, so that it never races a run's swap of the head. */
export type Decision = z.infer<typeof decisionSchema>
/** A decision with the object it is kept in. */
export type StoredDecision = Decision & { readonly storedAs: string }

const heldSchema = z.object({
  hash: z.string(),
  at: z.iso.datetime(),
  reasons: z.array(holdReasonSchema),
  changes: z.array(
    z.object({
      order_number: z.string(),
      fields: z.record(z.string(), z.looseObject({ after: z.unknown(), cause: z.looseObject({ feed: z.string() }) })),
      /** fields whose change would mail the customer */
      mails: z.array(z.string()),
    }),
  ),
})

/** A held plan as it was written out. */
export type HeldPlan = z.infer<typeof heldSchema>

type DecisionInput<D = Decision> = D extends Decision ? Omit<D, 'at'> : never

/** Writes what a person decided; the next run acts on it. */
export async function writeDecision(
  decision: DecisionInput,
  effects: Pick<Effects, 'store' | 'clock' | 'random'>,
): Promise<void> {
  const key = `${decisionsPrefix}${newRunId(effects.clock, effects.random)}-${decision.kind}.json`
  const body = `${JSON.stringify({ ...decision, at: isoNow(effects.clock) }, null, 2)}\n`
  const result = await effects.store.put(key, body, { ifAbsent: true })
  if (!result.written)
    throw new OrderSyncError({ attempted: 'write', subject: key, ended: 'it is there already', hint: 'Try again.' })
}

/** Reads all decisions, in the order in which they were made. One that cannot be read is a problem, not an error: it must not stop the shop. */
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
  return { decisions: decisions.sort((left, right) => Date.parse(left.at) - Date.parse(right.at)), problems }
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
export async function writeHold(plan: Plan, effects: Pick<Effects, 'store' | 'clock'>): Promise<void> {
  const reasons = plan.verdict.kind === 'hold' ? plan.verdict.reasons : []
  const body = { hash: plan.hash, at: isoNow(effects.clock), reasons, changes: plan.changes.map(publicChange) }
  await effects.store.put(holdKey(plan.hash), `${JSON.stringify(body, null, 2)}\n`, { ifAbsent: true })
}

const publicChange = ({ order_number, fields, mails }: Change) => ({ order_number, fields, mails })

/** Reads the held plan whose hash starts with `hash`; `undefined` where there is none, several, or it is damaged. */
export async function readHold(store: Pick<Store, 'list' | 'get'>, hash: string): Promise<HeldPlan | undefined> {
  if (!/^[0-9a-f]{6,64}$/.test(hash)) return undefined
  const [found, ...others] = await store.list(holdKey(hash).slice(0, -'.json'.length))
  if (found === undefined || others.length > 0) return undefined
  const content = await store.get(found.key)
  if (content === undefined) return undefined
  return heldSchema.safeParse(parseJson(await textOf(content.body))).data
}

const holdsAreKeptMs = 30 * 24 * 3_600_000

/**
 * Deletes the decisions that were acted upon, and held plans that nobody decides about any more: an approval must find
 * its plan, also when a newer export has led to another one meanwhile.
 * @param kept hash of the plan that is held now
 */
export async function cleanUp(
  done: readonly StoredDecision[],
  kept: string | undefined,
  { store, clock }: Pick<Effects, 'store' | 'clock'>,
): Promise<void> {
  for (const { storedAs } of done) await store.delete(storedAs)
  const decided = new Set(done.flatMap((decision) => ('hash' in decision ? [holdKey(decision.hash)] : [])))
  const oldest = new Date(clock.now() - holdsAreKeptMs).toISOString()
  for (const { key, lastModified } of await store.list(holdsPrefix)) {
    const isKept = kept !== undefined && key === holdKey(kept)
    if (!isKept && (decided.has(key) || lastModified < oldest)) await store.delete(key)
  }
}

/** The state of the feeds without the refused exports that people gave up. Comes before exports are chosen. */
export const withoutDismissed = (feeds: FeedStates, decisions: readonly Decision[]): FeedStates =>
  decisions.reduce((states, decision) => (decision.kind === 'dismiss' ? dismissed(states, decision) : states), feeds)

function dismissed(feeds: FeedStates, decision: Extract<Decision, { kind: 'dismiss' }>): FeedStates {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, feed]) => {
      const { refused, ...rest } = feed
      if (refused === undefined || refused.key !== decision.key || refused.etag !== decision.etag) return [name, feed]
      const { reason: _, at: __, ...object } = refused
      const hash = versionHash(object)
      const last = {
        ...object,
        lastModified: feed.ahead?.[hash] ?? object.lastModified,
        records: feed.last?.records ?? 0,
      }
      const before = feed.last === undefined ? [] : [versionHash(feed.last)]
      return [name, { ...rest, taken: [...new Set([...(feed.taken ?? []), ...before, hash])], last }]
    }),
  )
}
