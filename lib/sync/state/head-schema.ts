import * as z from 'zod/mini'
import { stateVersion } from './version.ts'

const time = z.iso.datetime()
const count = z.int().check(z.minimum(0))

const exportRef = z.object({ key: z.string(), etag: z.string(), size: count, lastModified: time })

/** An export that was imported: `written` is when, as it says itself. */
const importedRef = z.extend(exportRef, { records: count, written: z.optional(z.string()) })

const feedState = z.object({
  /** hash of the feed's settings when its last export was imported */
  settingsHash: z.string(),
  /** the last export imported */
  last: z.optional(importedRef),
  /** hash of the settings that the last export was read by, where one that did not take its place was read by others since */
  readWith: z.optional(z.string()),
  /** of full exports that were passed over: what told their order then, `found` where the settings did not; absent: nobody knows */
  orderedBy: z.optional(z.enum(['name', 'time', 'found'])),
  /** an export that is older than the last one by one sign and newer by another; it becomes the last one once a person approves it */
  disputed: z.optional(importedRef),
  /** short hashes of listed exports that were imported: of `contents: changes` all, of full ones those that are not the last */
  taken: z.optional(z.array(z.string())),
  /** short hashes of listed exports that people gave up: they count as if they were not there */
  dismissed: z.optional(z.array(z.string())),
  /** for `contents: changes`: keys of the few exports that were imported last */
  lately: z.optional(z.array(z.string())),
  /** of exports of changes that wait in great numbers: how many have been read, of how many */
  backlog: z.optional(z.object({ read: count, of: count })),
  /** exports whose time lay ahead of the clock: by short hash, when they were seen first */
  ahead: z.optional(z.record(z.string(), time)),
  /** records of the last export that was not suspicious */
  usualRecords: z.optional(count),
  /** whether the last line of the last export that was not suspicious had an end */
  lineEnd: z.optional(z.boolean()),
  /** whether a row of the last export that was not suspicious was as wide as its header */
  filled: z.optional(z.boolean()),
  /** how the rows of the last export that was not suspicious, and whose rows were all alike, fit its header */
  layout: z.optional(z.object({ header: z.string(), columns: count, surplus: z.number() })),
  /** what is suspicious about the last export; holds its fields until a better one comes or a person decides */
  suspicions: z.optional(
    z.array(z.object({ message: z.string(), figure: z.number(), limit: z.number(), version: z.string() })),
  ),
  /** short hashes of listed exports that were refused before that one, by the same settings */
  alsoRefused: z.optional(z.array(z.string())),
  /** an export that could not be used */
  refused: z.optional(
    z.extend(exportRef, {
      reason: z.string(),
      at: time,
      /** when it is tried again by itself */
      again: z.optional(time),
      /** it can be read, but looks wrong, and is the first to give a field: only a person takes it as what the shop shows */
      first: z.optional(z.literal(true)),
    }),
  ),
})

const allowance = z.object({
  hourLimit: z.optional(z.number()),
  hourRemaining: z.optional(z.number()),
  dayLimit: z.optional(z.number()),
  dayRemaining: z.optional(z.number()),
  totalRemaining: z.optional(z.number()),
  /** when the shop said so */
  at: time,
})

/** Why a plan is held, as it is kept. */
export const holdReasonSchema = z.object({
  rule: z.enum(['orders', 'percent', 'notifications', 'payments', 'reverts', 'perHour', 'perDay', 'export', 'waiting']),
  /** the feed whose export looks wrong; absent for rules about the whole plan */
  feed: z.optional(z.string()),
  /** short hash of the version of the export that looks wrong */
  version: z.optional(z.string()),
  figure: z.number(),
  limit: z.number(),
  message: z.string(),
})

/** All parts of a head. */
export const headSchema = z.object({
  version: z.literal(stateVersion),
  writeId: z.string(),
  shop: z.string(),
  /** what tells the shop from others beside its short name: `demo-shop.upgates.com`; empty before the first commit */
  address: z.string(),
  run: z.string(),
  /** runs whose archives are in the snapshot: this one, and those that had died before it */
  closedRuns: z.array(z.string()),
  at: time,
  snapshot: z.nullable(z.string()),
  /** the snapshot that this one replaced: deleted once nothing can point to it */
  replacedSnapshot: z.optional(z.string()),
  /** lines of the snapshot */
  orders: count,
  /** hash of all settings that shape a plan */
  settingsHash: z.string(),
  /** hash of the settings that the deployed function works with; a copy of them lies beside the head */
  deployed: z.optional(z.string()),
  /** of feeds with many exports: behind which key a look begins that only finds out whether there is news */
  tails: z.optional(z.record(z.string(), z.string())),
  /** fields whose first values have been adopted (or posted), whichever feed gave them */
  adoptedFields: z.array(z.string()),
  feeds: z.record(z.string(), feedState),
  counts: z.object({
    pending: count,
    parked: count,
    held: count,
    leftOut: count,
    /** orders that somebody has edited in the shop, and about which a person has to decide; absent: none */
    edited: z.optional(count),
    /** orders by why something of them is left out; absent: nothing is, or an older version has counted */
    kinds: z.optional(z.record(z.string(), count)),
  }),
  /** what was sent in the last day without a person's approval, by spans of ten minutes: the guard's memory */
  spent: z.optional(z.array(z.object({ since: time, orders: count, notifications: count }))),
  /** when there will be something to do without a new export */
  wakeAt: z.optional(time),
  /** no request before: the shop said so, or it is failing */
  notBefore: z.optional(time),
  /** runs in a row that found the shop failing */
  failures: z.optional(count),
  allowance: z.optional(allowance),
  /** the shop refused the credentials */
  blocked: z.optional(z.object({ keyVersion: z.string(), status: z.int(), message: z.string(), since: time })),
  hold: z.optional(
    z.object({
      hash: z.string(),
      changes: count,
      notifications: count,
      reasons: z.array(holdReasonSchema),
      since: time,
    }),
  ),
  /** since when the oldest change waits that nothing holds back */
  oldestPending: z.optional(time),
  /** the shop has answered about an order: what is acknowledged is its word, and no other shop's */
  answered: z.optional(z.literal(true)),
  /** the shop answered that it has moved here */
  newAddress: z.optional(z.string()),
  /** when the shop was asked last what people have changed there */
  lookedAt: z.optional(time),
  /** up to when that was answered, where the last time it was not */
  lookedTo: z.optional(time),
  /** the statuses and custom fields that the shop had when it was asked last; a part that could not be read is absent */
  words: z.optional(
    z.object({
      at: time,
      statuses: z.optional(z.array(z.string())),
      statusIds: z.optional(z.array(z.string())),
      /** names of one status in the languages of the shop, where they differ */
      sameStatuses: z.optional(z.array(z.array(z.string()))),
      fields: z.optional(z.array(z.string())),
    }),
  ),
})

/**
 * Looks at a head that somebody else than the engine may have written.
 * @throws Error that names what is wrong in it
 */
export function parsedHead(value: unknown): Head {
  const parsed = headSchema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
}

/** The pointer to everything: replaced only by compare-and-swap. */
export type Head = z.infer<typeof headSchema>
/** The shop refused these credentials: no request may leave with them. */
export type Blocked = NonNullable<Head['blocked']>
/** The words of the shop that the settings may use, as it was asked last. */
export type KnownWords = NonNullable<Head['words']>
/** What the head knows of one feed. */
export type FeedState = z.infer<typeof feedState>
/** What the head knows of all feeds, by name. */
export type FeedStates = Readonly<Record<string, FeedState>>
/** Why a plan is held: the rule with its figure and its limit, and a sentence. */
export type HoldReason = z.infer<typeof holdReasonSchema>
