import * as z from 'zod/mini'
import type { Clock, Random } from '../../effects.ts'
import { OrderSyncError } from '../../errors.ts'
import { textOf } from '../../storage/read.ts'
import type { Store } from '../../storage/store.ts'

const leaseKey = 'state/lease.json'

const holderSchema = z.object({ host: z.string(), pid: z.int(), startedAt: z.optional(z.string()) })

/** Who holds a lease. On AWS the host is the function's log stream. */
export type Holder = z.infer<typeof holderSchema>

const leaseSchema = z.object({
  version: z.literal(1),
  writeId: z.string(),
  /** only grows */
  token: z.int().check(z.minimum(1)),
  run: z.string(),
  holder: holderSchema,
  until: z.iso.datetime(),
  released: z.boolean(),
  /** runs whose archives the head does not know yet */
  unsettled: z.array(z.string()),
})

type LeaseFile = z.infer<typeof leaseSchema>

/** The right to be the only run. */
export interface Lease {
  readonly run: string
  readonly token: number
  /** ISO 8601 */
  readonly until: string
  /** runs that ended without settling what they had sent; read their archives first */
  readonly unsettled: readonly string[]
  /** whether the lease has not run out yet */
  valid(): boolean
  /** Gives it back by overwriting it. `false` where somebody else had taken it meanwhile. */
  release(unsettled: readonly string[]): Promise<boolean>
}

/** The lease, or who has it. */
export type Acquired =
  | { readonly taken: true; readonly lease: Lease }
  | { readonly taken: false; readonly holder: Holder; readonly until: string }

/** What a run wants the lease for. */
export interface LeaseRequest {
  readonly run: string
  readonly holder: Holder
  /** milliseconds since 1970 */
  readonly untilMs: number
  /** whether a holder is surely gone, so that its lease need not run out */
  isGone(holder: Holder): boolean
}

/**
 * Takes the lease if it is free: never taken, released, run out, or its holder is gone.
 * @throws OrderSyncError if `state/lease.json` is damaged
 */
export async function acquireLease(
  effects: { readonly store: Store; readonly clock: Pick<Clock, 'now'>; readonly random: Random },
  request: LeaseRequest,
): Promise<Acquired> {
  const { store, clock, random } = effects
  const content = await store.get(leaseKey)
  const old = content === undefined ? undefined : parse(await textOf(content.body))
  if (old !== undefined && !isFree(old, clock.now(), request))
    return { taken: false, holder: old.holder, until: old.until }
  const lease: LeaseFile = {
    version: 1,
    writeId: writeId(random),
    token: (old?.token ?? 0) + 1,
    run: request.run,
    holder: request.holder,
    until: new Date(request.untilMs).toISOString(),
    released: false,
    unsettled: [...(old?.unsettled ?? []), ...(old === undefined || old.released ? [] : [old.run])],
  }
  const result = await store.put(
    leaseKey,
    pretty(lease),
    content === undefined ? { ifAbsent: true } : { ifMatch: content.etag },
  )
  if (!result.written) return { taken: false, holder: old?.holder ?? request.holder, until: old?.until ?? lease.until }
  return { taken: true, lease: held(effects, lease, result.etag) }
}

const isFree = (lease: LeaseFile, nowMs: number, { isGone }: LeaseRequest): boolean =>
  lease.released || Date.parse(lease.until) <= nowMs || isGone(lease.holder)

const writeId = (random: Random): string => `${random().toString(36).slice(2)}${random().toString(36).slice(2)}`
const pretty = (lease: LeaseFile): string => `${JSON.stringify(lease, null, 2)}\n`

function held(
  { store, clock, random }: { readonly store: Store; readonly clock: Pick<Clock, 'now'>; readonly random: Random },
  lease: LeaseFile,
  etag: string,
): Lease {
  return {
    run: lease.run,
    token: lease.token,
    until: lease.until,
    unsettled: lease.unsettled,
    valid: () => clock.now() < Date.parse(lease.until),
    async release(unsettled) {
      const released: LeaseFile = { ...lease, writeId: writeId(random), released: true, unsettled: [...unsettled] }
      return (await store.put(leaseKey, pretty(released), { ifMatch: etag })).written
    },
  }
}

function parse(content: string): LeaseFile {
  try {
    return leaseSchema.parse(JSON.parse(content))
  } catch (cause) {
    throw new OrderSyncError({
      attempted: 'read',
      subject: leaseKey,
      ended: 'it is damaged',
      hint:
        'Nothing was posted. Put it back from a backup or an older version of the bucket. If there is none and no run is at ' +
        'work, delete it; look into the newest archive folder then: what was sent there may not be in the snapshot.',
      cause,
    })
  }
}
