import * as z from 'zod/mini'
import { $ZodError } from 'zod/v4/core'
import type { Random } from '../../effects.ts'
import { OrderSyncError, reasonOf } from '../../errors.ts'
import { textOf } from '../../storage/read.ts'
import type { Store } from '../../storage/store.ts'
import { newWriteId } from './keys.ts'

const headKey = 'state/head.json'
const time = z.iso.datetime()
const count = z.int().check(z.minimum(0))

const exportRef = z.object({ key: z.string(), etag: z.string(), size: count, lastModified: time })

const feedState = z.object({
  /** hash of the feed's settings when its last export was taken in */
  settings: z.string(),
  /** fields whose first export has been adopted (or posted) */
  fields: z.array(z.string()),
  /** the last export taken in */
  last: z.optional(z.extend(exportRef, { records: count })),
  /** for `contents: changes`: short hashes of all listed exports that were taken in */
  taken: z.optional(z.array(z.string())),
  /** records of the last export that was not suspicious */
  usualRecords: z.optional(count),
  /** whether the last line of the last export that was not suspicious had an end */
  lineEnd: z.optional(z.boolean()),
  /** what is suspicious about the last export; holds its plan until a better one comes or a person decides */
  suspicions: z.optional(z.array(z.object({ message: z.string(), figure: z.number(), limit: z.number() }))),
  /** an export that could not be used */
  refused: z.optional(z.extend(exportRef, { reason: z.string(), at: time })),
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

const holdReason = z.object({
  rule: z.enum(['orders', 'percent', 'notifications', 'export']),
  figure: z.number(),
  limit: z.number(),
  message: z.string(),
})

const headSchema = z.object({
  version: z.literal(1),
  writeId: z.string(),
  shop: z.string(),
  run: z.string(),
  /** runs whose archives are settled in the snapshot: this one, and those that had died before it */
  settled: z.array(z.string()),
  at: time,
  snapshot: z.nullable(z.string()),
  /** lines of the snapshot */
  orders: count,
  /** hash of all settings that shape a plan */
  settings: z.string(),
  feeds: z.record(z.string(), feedState),
  counts: z.object({ pending: count, parked: count, held: count, leftOut: count }),
  /** when there will be something to do without a new export */
  next: z.optional(time),
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
      reasons: z.array(holdReason),
      since: time,
    }),
  ),
  /** the shop answered that it has moved here */
  moved: z.optional(z.string()),
})

/** The pointer to everything: replaced only by compare-and-swap. */
export type Head = z.infer<typeof headSchema>
/** What the head knows of one feed. */
export type FeedState = z.infer<typeof feedState>
/** The head with the etag that a swap has to match; both absent before the first run. */
export interface LoadedHead {
  readonly head: Head | undefined
  readonly etag: string | undefined
}

/**
 * Reads `state/head.json` with one GET.
 * @throws OrderSyncError if it is damaged or names another shop
 */
export async function loadHead(store: Pick<Store, 'get' | 'description'>, shop: string): Promise<LoadedHead> {
  const content = await store.get(headKey)
  if (content === undefined) return { head: undefined, etag: undefined }
  const head = parseHead(await textOf(content.body))
  if (head.shop !== shop) {
    throw new OrderSyncError({
      attempted: 'use',
      subject: store.description,
      ended: `its ${headKey} belongs to the shop "${head.shop}", the settings are for "${shop}"`,
      hint: 'Use the settings of that shop, or another bucket or folder.',
      kind: 'usage',
    })
  }
  return { head, etag: content.etag }
}

function parseHead(content: string): Head {
  try {
    return headSchema.parse(JSON.parse(content))
  } catch (error) {
    throw new OrderSyncError({
      attempted: 'read',
      subject: headKey,
      ended: `it is damaged (${describe(error)})`,
      hint:
        'Nothing was posted. Put it back from a backup or an older version of the bucket; or, to start over, move the ' +
        'whole state folder away: the next run then treats the exports as a first run does.',
      cause: error,
    })
  }
}

const describe = (error: unknown): string =>
  error instanceof $ZodError
    ? error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
    : reasonOf(error)

/**
 * Swaps the head, if nobody else did since it was loaded.
 * @returns the new etag, or `undefined` where somebody else was first
 */
export async function swapHead(
  effects: { readonly store: Pick<Store, 'put'>; readonly random: Random },
  head: Omit<Head, 'writeId' | 'version'>,
  etag: string | undefined,
): Promise<string | undefined> {
  const body: Head = { ...head, version: 1, writeId: newWriteId(effects.random) }
  const result = await effects.store.put(
    headKey,
    `${JSON.stringify(body, null, 2)}\n`,
    etag === undefined ? { ifAbsent: true } : { ifMatch: etag },
  )
  return result.written ? result.etag : undefined
}
