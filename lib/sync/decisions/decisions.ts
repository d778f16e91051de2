import * as z from 'zod/mini'
import type { Effects } from '../../effects.ts'
import { OrderSyncError } from '../../errors.ts'
import { ObjectRefused } from '../../storage/errors.ts'
import { textOf } from '../../storage/read.ts'
import type { Store, StoredContent, StoredObject } from '../../storage/store.ts'
import { feedPrefix, versionHash } from '../import/select.ts'
import { type Change, heldChanges, type Plan } from '../plan/change.ts'
import type { Problem } from '../problems.ts'
import type { FeedState, FeedStates } from '../state/head.ts'
import { holdReasonSchema } from '../state/head-schema.ts'
import { isoNow, newRunId } from '../state/keys.ts'

/** Where decisions lie that no run has acted on yet. */
export const decisionsPrefix = 'state/decisions/'
/** Where held plans lie. */
export const holdsPrefix = 'state/holds/'

/** When, and who: a name that a person gave, that of the user, or the caller's identity on AWS. */
const said = { at: z.iso.datetime(), by: z.optional(z.string()) }
const version = { key: z.string(), etag: z.string() }
const value = z.union([z.string(), z.boolean(), z.record(z.string(), z.string())])

const decisionSchema = z.discriminatedUnion('kind', [
  /** `quiet`: whoever posts it, no customer is mailed */
  z.object({ kind: z.literal('approve'), ...said, hash: z.string(), quiet: z.optional(z.literal(true)) }),
  z.object({ kind: z.literal('reject'), ...said, hash: z.string() }),
  /** `orders` absent: all parked ones */
  z.object({ kind: z.literal('retry'), ...said, orders: z.optional(z.array(z.string())) }),
  /** of orders that somebody has edited in the shop: what it shows stays, or the export's value goes out all the same */
  z.object({ kind: z.enum(['accept', 'overrule']), ...said, orders: z.array(z.string()) }),
  /** `since`: of the block that it is about */
  z.object({ kind: z.literal('unblock'), ...said, since: z.string() }),
  /** the version of an export that it is about */
  z.object({ kind: z.literal('dismiss'), ...said, ...version }),
  /** takes back what a run has set: per order and field what it had set, and what was there before */
  z.object({
    kind: z.literal('undo'),
    ...said,
    of: z.string(),
    notify: z.optional(z.literal(true)),
    pin: z.optional(z.literal(true)),
    undone: z.array(
      z.object({ order_number: z.string(), fields: z.record(z.string(), z.object({ set: value, back: value })) }),
    ),
  }),
  /** takes an order's values out of the state */
  z.object({ kind: z.literal('forget'), ...said, orders: z.array(z.string()) }),
  /** takes back another decision; `dismissed`: the export that it had given up */
  z.object({
    kind: z.literal('undo-decision'),
    ...said,
    of: z.string(),
    dismissed: z.optional(z.object(version)),
  }),
])

/** What a person decided; an object of its own, so that it never races a run's swap of the head. */
export type Decision = z.infer<typeof decisionSchema>
/** A decision that takes back what a run has set. */
export type UndoDecision = Extract<Decision, { kind: 'undo' }>
/** A decision with the object it is kept in. */
export type StoredDecision = Decision & { readonly storedAs: string }

const heldSchema = z.object({
  hash: z.string(),
  at: z.iso.datetime(),
  reasons: z.array(holdReasonSchema),
  /** only a part of what differs: who decides about it has said nothing about the rest */
  part: z.optional(z.literal(true)),
  changes: z.array(
    z.object({
      order_number: z.string(),
      fields: z.record(
        z.string(),
        z.looseObject({
          before: z.optional(value),
          after: value,
          since: z.optional(z.string()),
          cause: z.looseObject({
            feed: z.string(),
            key: z._default(z.string(), ''),
            record: z._default(z.number(), 0),
          }),
        }),
      ),
      /** fields whose change would mail the customer */
      mails: z.array(z.string()),
    }),
  ),
})

/** A held plan as it was written out. */
export type HeldPlan = z.infer<typeof heldSchema>

type DecisionInput<D = Decision> = D extends Decision ? Omit<D, 'at' | 'by'> : never

/** What deciding needs: also who decides, where that is known. */
export type WriteEffects = Pick<Effects, 'store' | 'clock' | 'random'> & { readonly by?: string | undefined }

/** What a command of people works with. */
export type DecideEffects = Omit<Effects, 'secrets'> & Pick<WriteEffects, 'by'>

/** Writes what a person decided; the next run acts on it. Returns its id. */
export async function writeDecision(decision: DecisionInput, effects: WriteEffects): Promise<string> {
  const id = `${newRunId(effects.clock, effects.random)}-${decision.kind}`
  const key = `${decisionsPrefix}${id}.json`
  const { by } = effects
  const body = { ...decision, at: isoNow(effects.clock), ...(by === undefined ? {} : { by }) }
  const result = await effects.store.put(key, jsonOf(body), { ifAbsent: true })
  if (!result.written)
    throw new OrderSyncError({ attempted: 'write', subject: key, ended: 'it is there already', hint: 'Try again.' })
  return id
}

/** The name that people call a decision by: `20261124T100000Z-k3f9-approve`. */
export const decisionId = ({ storedAs }: Pick<StoredDecision, 'storedAs'>): string =>
  storedAs.replace(/^.*\//, '').replace(/\.json$/, '')

/** Ids of the decisions that were taken back. */
export const takenBack = (decisions: readonly Decision[]): ReadonlySet<string> =>
  new Set(decisions.flatMap((decision) => (decision.kind === 'undo-decision' ? [decision.of] : [])))

/** Those that a run still acts on: not what was taken back before, nor the word that took it back. */
export function openDecisions(decisions: readonly StoredDecision[]): StoredDecision[] {
  const over = takenBack(decisions)
  const waiting = new Set(decisions.map(decisionId))
  return decisions.filter(
    (decision) => !over.has(decisionId(decision)) && !(decision.kind === 'undo-decision' && waiting.has(decision.of)),
  )
}

/** Reads all decisions, in the order in which they were made. One that cannot be read is a problem, not an error: it must not stop the shop. */
export async function readDecisions(
  store: Pick<Store, 'list' | 'get'>,
): Promise<{ decisions: StoredDecision[]; problems: Problem[] }> {
  const decisions: StoredDecision[] = []
  const problems: Problem[] = []
  for (const { key } of await store.list(decisionsPrefix)) {
    const content = await getReadable(store, key)
    if (content === undefined) continue
    const parsed = decisionSchema.safeParse(parseJson(content === 'unreadable' ? '' : await textOf(content.body)))
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

/** One object whose name or rights are odd must not stop the shop. */
const getReadable = (store: Pick<Store, 'get'>, key: string): Promise<StoredContent | 'unreadable' | undefined> =>
  store.get(key).catch((error: unknown) => {
    if (error instanceof ObjectRefused) return 'unreadable'
    throw error
  })

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}

/** Key of a held plan. */
export const holdKey = (hash: string): string => `${holdsPrefix}${hash}.json`

/**
 * Writes out what is held of a plan: once, and anew where more or less of the same changes is held by now, or for other
 * reasons.
 * @param isPart the plan is one of only a part of what differs
 */
export async function writeHold(plan: Plan, effects: Pick<Effects, 'store' | 'clock'>, isPart = false): Promise<void> {
  const { store, clock } = effects
  const reasons = plan.verdict.kind === 'hold' ? plan.verdict.reasons : []
  const changes = heldChanges(plan).map(publicChange)
  const said = { hash: plan.hash, at: isoNow(clock), reasons, ...(isPart ? { part: isPart } : {}), changes }
  const key = holdKey(plan.hash)
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const { written } = await store.put(key, jsonOf(said), { ifAbsent: true })
    if (written) return
    const content = await store.get(key)
    // somebody has tidied it up meanwhile
    if (content === undefined) continue
    if (!saysSame(parseJson(await textOf(content.body)), said))
      await store.put(key, jsonOf(said), { ifMatch: content.etag })
    return
  }
}

const mostAttempts = 3

const jsonOf = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

/** Whether a held plan that was written out says what is held now; one of the whole says what one of a part does. */
function saysSame(before: unknown, said: object): boolean {
  const content = (held: object): string => JSON.stringify({ ...held, at: '', part: undefined })
  if (typeof before !== 'object' || before === null) return false
  return content(before) === content(said) && (!('part' in before) || 'part' in said)
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

/** The state of the feeds without the exports that people gave up. Comes before exports are chosen. */
export function withoutDismissed(feeds: FeedStates, decisions: readonly StoredDecision[]): FeedStates {
  const over = takenBack(decisions)
  return decisions.reduce((states, decision) => {
    if (decision.kind === 'dismiss' && !over.has(decisionId(decision))) return dismissed(states, decision)
    const { dismissed: again } = decision.kind === 'undo-decision' ? decision : {}
    return again === undefined ? states : readAgain(states, again)
  }, feeds)
}

type Version = Pick<StoredObject, 'key' | 'etag'>

const mapFeeds = (feeds: FeedStates, change: (name: string, feed: FeedState) => FeedState): FeedStates =>
  Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, change(name, feed)]))

/** The version counts as if it were not there: the feed goes on with the newest of the others. */
const dismissed = (feeds: FeedStates, version: Version): FeedStates =>
  mapFeeds(feeds, (name, feed) => {
    if (!version.key.startsWith(feedPrefix(name))) return feed
    const { refused, ...rest } = feed
    const isRefused = refused?.key === version.key && refused.etag === version.etag
    const hashes = [...new Set([...(feed.dismissed ?? []), versionHash(version)])]
    return { ...(isRefused || refused === undefined ? rest : feed), dismissed: hashes }
  })

/** The version is looked at again, as if it had just come. */
const readAgain = (feeds: FeedStates, version: Version): FeedStates =>
  mapFeeds(feeds, (_, { dismissed: hashes = [], ...rest }) => {
    const others = hashes.filter((hash) => hash !== versionHash(version))
    return others.length === 0 ? rest : { ...rest, dismissed: others }
  })
