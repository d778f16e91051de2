import * as z from 'zod/mini'
import type { Effects } from '../../effects.ts'
import { textOf } from '../../storage/read.ts'
import { dayMs } from '../../units.ts'
import { dayOf, isoNow, newRunId } from '../state/keys.ts'
import { decisionId, type HeldPlan, holdKey, holdsPrefix, type StoredDecision } from './decisions.ts'

// the door of this room for a run
export { writeHold } from './decisions.ts'

/** What became of a decision. */
export type Became =
  /** a run acted on it; of a plan, with what was decided */
  | { readonly became: 'done'; readonly plan?: HeldPlan }
  /** there was nothing left that it was about */
  | { readonly became: 'void' }
  | { readonly became: 'taken back' }

/** What became of the decisions of a run, by their ids. */
export type Acted = ReadonlyMap<string, Became>

const evidencePrefix = 'runs/decided/'
const evidenceKey = (run: string, id: string): string => `${evidencePrefix}${dayOf(run)}/${id}.json`

const evidenceSchema = z.object({
  id: z.string(),
  kind: z.string(),
  at: z.string(),
  by: z.optional(z.string()),
  /** the run that acted on it */
  run: z.string(),
  became: z.enum(['done', 'void', 'taken back']),
  /** of a plan: what was decided, order by order */
  plan: z.optional(
    z.object({
      hash: z.string(),
      reasons: z.array(z.looseObject({ message: z.string() })),
      changes: z.array(
        z.object({
          order_number: z.string(),
          fields: z.record(z.string(), z.unknown()),
          mails: z.array(z.string()),
        }),
      ),
    }),
  ),
  hash: z.optional(z.string()),
  orders: z.optional(z.array(z.string())),
  /** of an undo: per order and field what was set, and what was there before */
  undone: z.optional(z.array(z.object({ order_number: z.string(), fields: z.record(z.string(), z.unknown()) }))),
  notify: z.optional(z.boolean()),
  pin: z.optional(z.boolean()),
  key: z.optional(z.string()),
  etag: z.optional(z.string()),
  quiet: z.optional(z.boolean()),
  /** of an adoption: how many orders it took */
  adopted: z.optional(z.number()),
  of: z.optional(z.string()),
})

/** A decision that a run has acted on, as it is kept beside the reports. */
export type Evidence = z.infer<typeof evidenceSchema>

/** What is kept of a plan that was decided. */
export const planEvidence = ({ hash, reasons, changes }: HeldPlan) => ({
  hash,
  reasons,
  changes: changes.map(({ order_number, fields, mails }) => ({
    order_number,
    fields: Object.fromEntries(Object.entries(fields).map(([name, { after }]) => [name, after])),
    mails,
  })),
})

/** What a run made of the decisions that it found. */
export interface ActedOn {
  readonly run: string
  readonly decisions: readonly StoredDecision[]
  readonly acted: Acted
}

const holdsAreKeptMs = 30 * dayMs

/**
 * Keeps the decisions that were acted upon as evidence, then deletes them, and old held plans. A word must find its plan,
 * also when a newer export has led to another one meanwhile, or another word about it was acted upon while it was said.
 * @param kept hash of the plan that is held now
 */
export async function cleanUp(
  { run, decisions, acted }: ActedOn,
  kept: string | undefined,
  { store, clock }: Pick<Effects, 'store' | 'clock'>,
): Promise<void> {
  for (const decision of decisions) {
    const { storedAs, ...said } = decision
    const id = decisionId(decision)
    const { became, ...more } = acted.get(id) ?? { became: 'done' as const }
    const plan = 'plan' in more && more.plan !== undefined ? { plan: planEvidence(more.plan) } : {}
    const body = { id, ...said, run, became, ...plan }
    await store.put(evidenceKey(run, id), `${JSON.stringify(body, null, 2)}\n`, { ifAbsent: true })
    await store.delete(storedAs)
  }
  const oldest = new Date(clock.now() - holdsAreKeptMs).toISOString()
  for (const { key, lastModified } of await store.list(holdsPrefix)) {
    const isKept = kept !== undefined && key === holdKey(kept)
    if (!isKept && lastModified < oldest) await store.delete(key)
  }
}

/** Who adopted what the exports said, and how many orders that were: no run can tell it from another one by itself. */
export async function keepAdoption(
  { run, by, orders }: { readonly run: string; readonly by: string | undefined; readonly orders: number },
  { store, clock, random }: Pick<Effects, 'store' | 'clock' | 'random'>,
): Promise<void> {
  const id = `${newRunId(clock, random)}-adopt`
  const who = by === undefined ? {} : { by }
  const body = { id, kind: 'adopt', at: isoNow(clock), ...who, run, became: 'done', adopted: orders }
  await store.put(evidenceKey(run, id), `${JSON.stringify(body, null, 2)}\n`, { ifAbsent: true })
}

/** Decisions that runs have acted on, newest first, as far back as a time in ISO 8601. What cannot be read is left out. */
export async function readEvidence({ store }: Pick<Effects, 'store'>, since: string): Promise<Evidence[]> {
  const day = since.slice(0, 10).replaceAll('-', '/')
  const found: Evidence[] = []
  for (const { key } of await store.list(evidencePrefix)) {
    if (key.slice(evidencePrefix.length) < day) continue
    const content = await store.get(key)
    const { data } = evidenceSchema.safeParse(content === undefined ? undefined : jsonOf(await textOf(content.body)))
    if (data !== undefined && !found.some(({ id }) => id === data.id)) found.push(data)
  }
  return found.filter(({ at }) => at >= since).sort((left, right) => (left.at < right.at ? 1 : -1))
}

function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}
