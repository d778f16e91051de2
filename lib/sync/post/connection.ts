import type { ApiKey, Effects } from '../../effects.ts'
import { type Cause, type FieldName, fieldEntries } from '../../order.ts'
import type { Settings } from '../../settings/settings.ts'
import { redactor } from '../../upgates/redact.ts'
import type { Allowance, Refusal, Session } from '../../upgates/shop.ts'
import type { Lines } from '../model.ts'
import type { PlannedBatch } from '../plan/batches.ts'
import { availableAt, type KnownAllowance, paceSettings } from '../plan/pace.ts'
import type { Head } from '../state/head.ts'
import { isoNow } from '../state/keys.ts'
import type { Lease } from '../state/lease.ts'
import { type Archive, createArchive, LostLease } from './archive.ts'
import { readBack, type Stop } from './read-back.ts'
import { type Applied, applyBatches, type Progress } from './send.ts'

/** The credentials that the shop refused are still the same: no request may leave. */
export type Blocked = NonNullable<Head['blocked']>

/** What one run needs to talk to the shop; opened only when there is something to say. */
export interface Posting {
  /** the shop refused this very key before */
  readonly blocked?: Blocked
  readonly keyVersion: string
  readonly archive: Archive
  /** Posts batches and settles the lines. */
  post(batches: readonly PlannedBatch[], progress?: Progress): Promise<Applied>
  /** Asks the shop about orders whose last sending had no readable answer. */
  settleUnknown(orders: readonly string[]): Promise<Stop | undefined>
  /** what the shop's headers told last */
  allowance(): KnownAllowance | undefined
  /** where the shop says that it has moved to */
  moved(): string | undefined
}

/** What a posting depends on. */
export interface PostingOptions {
  readonly run: string
  readonly lease: Lease
  /** milliseconds since 1970 at which posting must have ended */
  readonly deadlineMs: number
  readonly head: Pick<Head, 'blocked' | 'allowance' | 'moved'> | undefined
  readonly lines: Lines
}

/**
 * Reads the API key, once, and opens the archive of the run.
 * @throws OrderSyncError if there is no key
 */
export async function openPosting(settings: Settings, effects: Effects, options: PostingOptions): Promise<Posting> {
  const apiKey = await effects.secrets.apiKey()
  const redact = redactor(apiKey.value, settings.upgates.login)
  const archive = createArchive(effects, {
    run: options.run,
    redact,
    causesOf: causesIn(options.lines),
  })
  const permits = createPermits(settings, effects, options)
  let movedTo = options.head?.moved
  const session: Session = {
    apiKey,
    redact,
    permit: permits.permit,
    allowance: permits.told,
    moved: (address) => {
      movedTo = address
    },
    record: async (exchange) => {
      permits.started()
      const complete = await archive.record(exchange)
      if (!options.lease.valid()) throw new LostLease(`the run ${options.run}`)
      return async (response) => {
        permits.ended()
        await complete(response)
      }
    },
  }
  const lent = { shop: effects.shop, session, clock: effects.clock, random: effects.random, log: effects.log }
  return {
    ...blockedBy(options.head?.blocked, apiKey),
    keyVersion: apiKey.version,
    archive,
    post: (batches, progress) =>
      applyBatches(options.lines, batches, { ...lent, ...(progress === undefined ? {} : { progress }) }),
    settleUnknown: async (orders) => (await readBack(options.lines, orders, lent)).stop,
    allowance: permits.known,
    moved: () => movedTo,
  }
}

const blockedBy = (blocked: Blocked | undefined, apiKey: ApiKey): { blocked?: Blocked } =>
  blocked !== undefined && blocked.keyVersion === apiKey.version ? { blocked } : {}

const causesIn =
  (lines: Lines) =>
  (order_number: string): { readonly [name in FieldName]?: Cause } =>
    Object.fromEntries(fieldEntries(lines.get(order_number)?.wanted).map(([name, field]) => [name, field.cause]))

/** Says before every request whether it may leave, and keeps the allowance that the shop tells. */
function createPermits(settings: Settings, effects: Effects, options: PostingOptions) {
  const { clock } = effects
  const { reserved } = paceSettings(settings)
  const timeoutMs = settings.upgates.timeoutSeconds * 1000
  let known: KnownAllowance | undefined = options.head?.allowance
  let underWay = 0
  return {
    permit: (): Refusal | undefined => {
      const nowMs = clock.now()
      if (!options.lease.valid() || nowMs + timeoutMs > Date.parse(options.lease.until)) return 'lease lost'
      if (nowMs + timeoutMs > options.deadlineMs) return 'out of time'
      return availableAt(known, reserved, nowMs) - underWay < 1 ? 'out of allowance' : undefined
    },
    started: () => void underWay++,
    ended: () => void underWay--,
    told: (allowance: Allowance) => {
      known = { ...allowance, at: isoNow(clock) }
    },
    known: () => known,
  }
}
