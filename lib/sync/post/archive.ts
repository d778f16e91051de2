import * as z from 'zod/mini'
import { OrderSyncError } from '../../errors.ts'
import { type Cause, type FieldName, type Fields, fieldEntries } from '../../order.ts'
import { textOf } from '../../storage/read.ts'
import type { Store } from '../../storage/store.ts'
import type { Batch, Session, ShopRequest, ShopResponse, Update } from '../../upgates/shop.ts'
import { archiveFolder, isoNow, type Now } from '../state/keys.ts'
import { LostLease } from '../state/lease.ts'

const fieldsSchema = z.record(z.string(), z.union([z.string(), z.boolean(), z.record(z.string(), z.string())]))
const causeSchema = z.object({
  feed: z.string(),
  key: z.string(),
  record: z.number(),
  /** time of the export that first said so; entries of older versions do not tell */
  since: z.optional(z.iso.datetime()),
})

const entrySchema = z.object({
  run: z.string(),
  sequence: z.int(),
  attempt: z.int(),
  /** of the key that it was sent with */
  keyVersion: z.string(),
  /** order numbers that the request is about */
  orders: z.array(z.string()),
  /** what was sent about each order and the export record that caused it; absent for reads */
  changes: z.optional(
    z.array(
      z.object({
        order_number: z.string(),
        fields: fieldsSchema,
        causes: z.record(z.string(), causeSchema),
        /** what the shop had acknowledged of these fields before; entries of older versions do not tell */
        before: z.optional(fieldsSchema),
        /** fields whose change mails this customer, as far as the settings say; absent: none */
        mails: z.optional(z.array(z.string())),
        /** by field, the decision that approved it */
        approved: z.optional(z.record(z.string(), z.string())),
      }),
    ),
  ),
  /** whether the shop was allowed to mail these customers; absent for reads */
  mayNotify: z.optional(z.boolean()),
  request: z.object({
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.unknown(),
    sentAt: z.string(),
  }),
  response: z.nullable(
    z.object({
      status: z.int(),
      headers: z.record(z.string(), z.string()),
      body: z.unknown(),
      receivedAt: z.string(),
      durationMs: z.number(),
    }),
  ),
})

/** One exchange as it is kept: a request with its answer, or `null` where none came. Keys read `[redacted]`. */
export type ArchiveEntry = z.infer<typeof entrySchema>

/** Placeholder that a recovering run writes where the dead one would have written next; its requests stay home. */
const fence = (run: string) => `${JSON.stringify({ fenced: run })}\n`

/** Reads one archived exchange; `undefined` for a fence. */
export function parseEntry(key: string, body: string): ArchiveEntry | undefined {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value === 'object' && value !== null && 'fenced' in value) return undefined
    return entrySchema.parse(value)
  } catch (cause) {
    throw new OrderSyncError({
      attempted: 'read the archived exchange',
      subject: key,
      ended: 'it is damaged',
      hint: 'Put it back from an older version, or delete it: its orders are then sent again.',
      cause,
    })
  }
}

/** One exchange with its key. */
export interface ArchivedEntry {
  readonly key: string
  readonly entry: ArchiveEntry
}

/** Reads one exchange; of a fence, or of what is gone, nothing. */
export async function readEntry(key: string, store: Pick<Store, 'get'>): Promise<ArchivedEntry[]> {
  const content = await store.get(key)
  const entry = content === undefined ? undefined : parseEntry(key, await textOf(content.body))
  return entry === undefined ? [] : [{ key, entry }]
}

/**
 * Reads one exchange where it names an order: looking for a text is a tenth of the work of reading it. Without the order
 * and without its end, it is damaged.
 */
export async function readEntryAbout(
  order_number: string,
  key: string,
  store: Pick<Store, 'get'>,
): Promise<ArchivedEntry[]> {
  const content = await store.get(key)
  if (content === undefined) return []
  const body = await textOf(content.body)
  if (!body.includes(JSON.stringify(order_number)) && body.trimEnd().endsWith('}')) return []
  const entry = parseEntry(key, body)
  return entry === undefined ? [] : [{ key, entry }]
}

/** Per field, the export record that a value came from, and since when it was wanted. */
export type ArchivedCauses = { readonly [name in FieldName]?: Cause & { readonly since?: string | undefined } }

/** What was known of an order when something was sent about it. */
export type ArchivedStanding = Pick<NonNullable<ArchiveEntry['changes']>[number], 'before' | 'mails' | 'approved'>

/** The batch of an archived update, or `undefined` for a read. */
export function batchOfEntry(entry: ArchiveEntry): Batch | undefined {
  if (entry.changes === undefined) return undefined
  const updates = entry.changes.map(({ order_number, fields }) => ({ order_number, fields: fields as Fields }))
  return { updates, mayNotify: entry.mayNotify ?? false }
}

/** The answer of an archived exchange as the shop's reader takes it. */
export function responseOfEntry(entry: ArchiveEntry): ShopResponse | undefined {
  if (entry.response === null) return undefined
  const { status, headers, body } = entry.response
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

/** Keeps the exchanges of one run. */
export interface Archive {
  readonly record: Session['record']
  /** the requests recorded so far, in order, as they stand */
  requests(): readonly ArchivedRequest[]
}

/** One request in short, for who tells of the run. */
export interface ArchivedRequest {
  readonly sequence: number
  readonly orders: readonly string[]
  /** the shop was only asked what it shows */
  readonly reads: boolean
  readonly mayNotify: boolean
  /** ISO 8601 */
  readonly sentAt: string
  /** HTTP status; `null` where no answer came */
  readonly status: number | null
  readonly durationMs?: number
}

/** What the archive of a run needs to know. */
export interface ArchiveOptions {
  readonly run: string
  readonly keyVersion: string
  /** removes every form of the key from a text */
  readonly redact: (text: string) => string
  /** where the values that are sent about an order came from */
  readonly causesOf: (order_number: string) => ArchivedCauses
  /** what is known of an order before an update is sent; default: nothing is told */
  readonly standingOf?: (update: Update, batch: Pick<Batch, 'mayNotify'>) => ArchivedStanding
}

/**
 * Opens the archive of a run. Every request is written with `response: null` before it may leave;
 * its answer completes the same entry.
 * Numbers are given out in order and at most three are under way, so that a recovering run can fence the next ones.
 * `record` throws {@link LostLease} where another run has fenced this one off.
 */
export function createArchive(
  options: ArchiveOptions,
  { store, clock }: { readonly store: Store; readonly clock: Now },
): Archive {
  const requests: ArchivedRequest[] = []

  const complete = (kept: KeptRequest, short: ArchivedRequest) => async (response: ShopResponse) => {
    const { status, headers, body } = response
    const durationMs = clock.now() - Date.parse(short.sentAt)
    const answer = { status, headers, body: bodyOf(body), receivedAt: isoNow(clock), durationMs }
    requests[short.sequence - 1] = { ...short, status, durationMs }
    const result = await store.put(kept.key, answered(kept.body, answer), { ifMatch: kept.etag })
    if (!result.written) throw new LostLease(options.run)
  }

  return {
    requests: () => requests,
    async record(exchange) {
      const entry = entryOf({ ...exchange, sequence: requests.length + 1, sentAt: isoNow(clock) }, options)
      const short = inShort(entry)
      requests.push(short)
      const key = `${archiveFolder(options.run)}${entryName(entry.sequence)}`
      const body = Buffer.from(lineOf(entry))
      const result = await store.put(key, body, { ifAbsent: true })
      if (!result.written) throw new LostLease(options.run)
      return complete({ key, body, etag: result.etag }, short)
    },
  }
}

const inShort = ({ sequence, orders, changes, mayNotify, request }: ArchiveEntry): ArchivedRequest => ({
  sequence,
  orders,
  reads: changes === undefined,
  mayNotify: mayNotify ?? false,
  sentAt: request.sentAt,
  status: null,
})

const entryName = (sequence: number): string => `${String(sequence).padStart(4, '0')}.json`
const lineOf = (entry: Partial<ArchiveEntry>): string => `${JSON.stringify(entry)}\n`

/** A request as it was written before it left. */
interface KeptRequest {
  readonly key: string
  readonly body: Buffer
  readonly etag: string
}

const unanswered = lineOf({ response: null }).slice(1)

/** The entry with its answer, which stands last in it: what was sent is not made into text once more. */
const answered = (body: Buffer, response: ArchiveEntry['response']): Buffer =>
  Buffer.concat([body.subarray(0, -unanswered.length), Buffer.from(lineOf({ response }).slice(1))])

type Exchange = Parameters<Session['record']>[0] & { readonly sequence: number; readonly sentAt: string }

function entryOf(exchange: Exchange, options: ArchiveOptions): ArchiveEntry {
  const { request, attempt, orderNumbers, batch, sequence, sentAt } = exchange
  const changes = batch?.updates.map((update) => ({
    order_number: update.order_number,
    fields: update.fields as z.infer<typeof fieldsSchema>,
    causes: onlySent(options.causesOf(update.order_number), update.fields),
    ...options.standingOf?.(update, batch),
  }))
  return {
    run: options.run,
    sequence,
    attempt,
    keyVersion: options.keyVersion,
    orders: [...orderNumbers],
    ...(changes === undefined ? {} : { changes, mayNotify: batch?.mayNotify ?? false }),
    request: redactRequest(request, sentAt, options.redact),
    response: null,
  }
}

const onlySent = (causes: ArchivedCauses, fields: Fields): Record<string, Cause> =>
  Object.fromEntries(fieldEntries(causes).filter(([name]) => name in fields))

const redactRequest = (request: ShopRequest, sentAt: string, redact: (text: string) => string) => ({
  method: request.method,
  url: redact(request.url),
  headers: redactValues(request.headers, redact),
  body: request.body === undefined ? null : bodyOf(redact(request.body)),
  sentAt,
})

const redactValues = (headers: Readonly<Record<string, string>>, redact: (text: string) => string) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [redact(name), redact(value)]))

function bodyOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

/** As many requests as can be under way at once. */
const fences = 3

/**
 * Reads what a run that died had exchanged, and makes sure that it cannot send anything more: the numbers that it
 * would write next are taken, and no request leaves without its entry.
 */
export async function recoverArchive(store: Store, run: string): Promise<ArchiveEntry[]> {
  const folder = archiveFolder(run)
  for (;;) {
    const present = new Set((await store.list(folder)).map(({ key }) => key))
    const highest =
      present.size === 0 ? 0 : Math.max(...[...present].map((key) => Number.parseInt(key.slice(folder.length), 10)))
    const missing = Array.from({ length: highest + fences }, (_, index) => `${folder}${entryName(index + 1)}`).filter(
      (key) => !present.has(key),
    )
    // a run that has been read before is fenced already: its last numbers are
    const last = [...present].sort().slice(-fences)
    if (last.length === fences && (await readEntries(store, last)).length === 0) return readEntries(store, [...present])
    const results = await Promise.all(missing.map((key) => store.put(key, fence(run), { ifAbsent: true })))
    if (results.every((result) => result.written)) return readEntries(store, [...present])
  }
}

async function readEntries(store: Store, keys: readonly string[]): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = []
  for (const key of keys) {
    const content = await store.get(key)
    if (content === undefined) continue
    const entry = parseEntry(key, await textOf(content.body))
    if (entry !== undefined) entries.push(entry)
  }
  return entries
}
