import * as z from 'zod/mini'
import { dayMs } from '../units.ts'
import type { Finding, Look } from './findings.ts'

const time = z.iso.datetime()

const trouble = z.object({
  kind: z.string(),
  since: time,
  /** the most that any run has counted */
  count: z.int(),
  subjects: z.array(z.string()),
  text: z.optional(z.string()),
  /** how many messages each channel has had about it */
  told: z.record(z.string(), z.int()),
  /** since when it is over; channels that were told of it are still to be told so */
  over: z.optional(time),
})

/** `state/told.json`: what is wrong, and who knows it. Written by compare-and-swap. */
export const toldSchema = z.object({
  version: z.literal(1),
  writeId: z.string(),
  troubles: z.record(z.string(), trouble),
  /** channels whose last message was not taken, and why */
  broken: z.optional(z.record(z.string(), z.object({ since: time, reason: z.string() }))),
})

/** One thing that is wrong, or was until lately. */
export type Trouble = z.infer<typeof trouble>
/** Everything that is wrong, by {@link Finding.id}. */
export type Troubles = Readonly<Record<string, Trouble>>

/** What a message says about a trouble. */
export type Stage = 'new' | 'still' | 'over'

/** One message that is due. */
export interface Due {
  readonly id: string
  readonly trouble: Trouble
  readonly stage: Stage
  readonly channel: string
}

const firstDays = [0, 1, 3, 7]

/** When the next message is due after so many: after one, three and seven days, and every seven days from then on. */
const reminderMs = (told: number): number => (firstDays[told] ?? 7 * (told - 2)) * dayMs

const iso = (ms: number): string => new Date(ms).toISOString()

/** The troubles after a run: what is new opens, what is gone is over, what nobody was told of is forgotten. */
export function afterLook(before: Troubles, look: Look, nowMs: number): Troubles {
  const found = new Map(look.findings.map((finding) => [finding.id, finding]))
  const after: Record<string, Trouble> = {}
  for (const [id, known] of Object.entries(before)) {
    const finding = found.get(id)
    if (finding !== undefined) after[id] = known.over === undefined ? seenAgain(known, finding) : opened(finding, nowMs)
    else if (known.over !== undefined || !look.knows(id)) after[id] = known
    else if (Object.keys(known.told).length > 0) after[id] = { ...known, over: iso(nowMs) }
  }
  for (const [id, finding] of found) after[id] ??= opened(finding, nowMs)
  return after
}

const opened = ({ kind, count, subjects, text }: Finding, nowMs: number): Trouble => ({
  kind,
  since: iso(nowMs),
  count,
  subjects: [...subjects],
  ...(text === undefined ? {} : { text }),
  told: {},
})

const seenAgain = (known: Trouble, { count, subjects, text }: Finding): Trouble => ({
  ...known,
  count: Math.max(known.count, count),
  subjects: [...new Set([...known.subjects, ...subjects])].slice(0, 10),
  ...(text === undefined ? {} : { text }),
})

/** The messages that are due now, oldest trouble first. */
export const dueMessages = (troubles: Troubles, channels: readonly string[], nowMs: number): Due[] =>
  Object.entries(troubles)
    .toSorted(([, left], [, right]) => (left.since < right.since ? -1 : left.since > right.since ? 1 : 0))
    .flatMap(([id, trouble]) =>
      channels.flatMap((channel) => {
        const stage = stageOf(trouble, channel, nowMs)
        return stage === undefined ? [] : [{ id, trouble, stage, channel }]
      }),
    )

function stageOf({ told, since, over }: Trouble, channel: string, nowMs: number): Stage | undefined {
  const times = told[channel]
  if (over !== undefined) return times === undefined ? undefined : 'over'
  if (times === undefined) return 'new'
  return nowMs >= Date.parse(since) + reminderMs(times) ? 'still' : undefined
}

/** A channel has taken a message. What is over is forgotten once every channel that knew it has been told so. */
export function afterMessage(troubles: Troubles, { id, channel, stage }: Due): Troubles {
  const { [id]: trouble, ...others } = troubles
  if (trouble === undefined) return troubles
  const { [channel]: times = 0, ...told } = trouble.told
  if (stage !== 'over') return { ...troubles, [id]: { ...trouble, told: { ...told, [channel]: times + 1 } } }
  return Object.keys(told).length === 0 ? others : { ...troubles, [id]: { ...trouble, told } }
}

/** Channels that the settings have no more are not waited for. */
export const withoutChannels = (troubles: Troubles, channels: readonly string[]): Troubles =>
  Object.fromEntries(
    Object.entries(troubles).flatMap(([id, trouble]) => {
      const told = Object.fromEntries(Object.entries(trouble.told).filter(([name]) => channels.includes(name)))
      return trouble.over !== undefined && Object.keys(told).length === 0 ? [] : [[id, { ...trouble, told }]]
    }),
  )
