import type { Effects } from '../../effects.ts'
import { OrderSyncError } from '../../errors.ts'
import type { Settings } from '../../settings/settings.ts'
import { StateVanished } from '../../storage/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { keepDeployed } from '../state/deployed.ts'
import { emptyHead, type Head, headText, loadHead, type StoredHead, stateVersion } from '../state/head.ts'
import { headKey, isoNow, leaseKey, newWriteId, snapshotKey } from '../state/keys.ts'
import { type Lease, LostLease } from '../state/lease.ts'

const fenceAttempts = 3

type StateEffects = Pick<Effects, 'store' | 'random' | 'clock'>
type HeadContent = Omit<Head, 'version' | 'writeId'>

/** The head as a run wants to leave it, but for what the commit itself decides. */
export type NextHead = Omit<HeadContent, 'snapshot' | 'orders' | 'replacedSnapshot'>

/**
 * Writes the first head of a shop, before its first lease is taken: from then on, a missing head has vanished.
 * Does nothing where another run was first.
 */
export async function createHead(shop: string, effects: StateEffects): Promise<void> {
  await putHead(emptyHead(shop, isoNow(effects.clock)), { ifAbsent: true }, effects)
}

/**
 * The head under the lease. After a takeover it is written anew, so that the dead run cannot move it any more.
 * @throws StateVanished where it is gone, or one that knows of no run is in its place
 * @throws LostLease where others go on moving it, or a person has just put an older one in its place
 */
export async function ownHead(
  {
    stored,
    settings,
    lease,
  }: { readonly stored: StoredHead | undefined; readonly settings: Settings; readonly lease: Lease },
  effects: StateEffects,
): Promise<StoredHead> {
  let current = stored ?? (await existingHead(settings, effects))
  if (current.head.run === '' && lease.hasCommitted)
    throw new StateVanished(
      headKey,
      effects.store.description,
      `${leaseKey}, which tells of runs that it does not know,`,
    )
  if (!lease.knows(current.head)) throw new LostLease(lease.run)
  if (lease.openRuns.length === 0) return current
  for (let attempt = 1; attempt <= fenceAttempts; attempt++) {
    lease.check()
    const etag = await putHead(current.head, { ifMatch: current.etag }, effects)
    lease.check()
    if (etag !== undefined) return { head: current.head, etag }
    current = await existingHead(settings, effects)
    if (!lease.knows(current.head)) throw new LostLease(lease.run)
  }
  throw new LostLease(lease.run)
}

async function existingHead(settings: Settings, { store }: StateEffects): Promise<StoredHead> {
  const stored = await loadHead(store, settings)
  if (stored === undefined) throw new StateVanished(headKey, store.description, leaseKey)
  return stored
}

/** What a commit makes durable. */
export interface CommitInput {
  /** the head as it was loaded under the lease */
  readonly from: StoredHead
  readonly head: NextHead
  readonly ledger: Ledger
  /** of the deployed function: a copy of them is kept beside the head */
  readonly settings?: Settings
}

/**
 * Makes a run's result durable: the snapshot first (if the ledger changed), then the head by compare-and-swap.
 * @returns the head as it is stored now
 * @throws LostLease where the lease has run out or another run has moved the head meanwhile
 */
export async function commit(input: CommitInput, lease: Lease, effects: StateEffects): Promise<Head> {
  const { from, head, ledger, settings } = input
  const before = from.head.snapshot
  const snapshot = ledger.changed ? await writeSnapshot(head.run, ledger, effects) : before
  const replaced = ledger.changed && before !== null ? { replacedSnapshot: before } : {}
  const deployed = settings === undefined ? {} : { deployed: await keepDeployed(settings, head, effects) }
  lease.check()
  const next: HeadContent = { ...head, snapshot, orders: ledger.size, ...replaced, ...deployed }
  const etag = await putHead(next, { ifMatch: from.etag }, effects)
  if (etag === undefined) throw new LostLease(head.run)
  return { ...next, version: stateVersion, writeId: '' }
}

async function writeSnapshot(run: string, ledger: Ledger, { store }: StateEffects): Promise<string> {
  const key = snapshotKey(run)
  const result = await store.put(key, ledger.pack(), { ifAbsent: true })
  if (!result.written) {
    throw new OrderSyncError({
      attempted: 'write the snapshot',
      subject: key,
      ended: 'it is there already',
      hint: 'Run again.',
    })
  }
  return key
}

/**
 * Deletes what nobody can point to any more once the head has moved: the snapshot that it pointed to before, and after a
 * takeover what the dead runs left. They cannot move the head any more, for it was written anew before. What the run
 * before was to delete is deleted once more, unless it is known to have done so.
 */
export async function deleteReplaced(
  { from, head }: { readonly from: Head; readonly head: Head },
  { openRuns, tidiedBy }: Pick<Lease, 'openRuns' | 'tidiedBy'>,
  { store }: Pick<Effects, 'store'>,
): Promise<void> {
  const before = tidiedBy === from.run ? undefined : from.replacedSnapshot
  for (const key of new Set([from.snapshot, before, ...openRuns.map(snapshotKey)]))
    if (key !== null && key !== undefined && key !== head.snapshot) await store.delete(key)
}

async function putHead(
  head: HeadContent,
  condition: { readonly ifAbsent: true } | { readonly ifMatch: string },
  { store, random }: Pick<Effects, 'store' | 'random'>,
): Promise<string | undefined> {
  const body: Head = { ...head, version: stateVersion, writeId: newWriteId(random) }
  const result = await store.put(headKey, headText(body), condition)
  return result.written ? result.etag : undefined
}
