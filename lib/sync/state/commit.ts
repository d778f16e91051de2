import type { Effects } from '../../effects.ts'
import { OrderSyncError } from '../../errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { packSnapshot } from '../ledger/snapshot.ts'
import { emptyHead, type Head, type StoredHead, stateVersion } from './head.ts'
import { headKey, isoNow, newWriteId, snapshotKey } from './keys.ts'
import { type Lease, LostLease } from './lease.ts'

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
 * Writes the head anew without changing what it says, so that a run which lost its lease cannot move it any more.
 * @returns `undefined` where somebody moved it in this very moment: read it again
 */
export async function fenceHead({ head, etag }: StoredHead, effects: StateEffects): Promise<StoredHead | undefined> {
  const written = await putHead(head, { ifMatch: etag }, effects)
  return written === undefined ? undefined : { head, etag: written }
}

/** What a commit makes durable. */
export interface CommitInput {
  /** the head as it was loaded under the lease */
  readonly from: StoredHead
  readonly head: NextHead
  readonly ledger: Ledger
}

/**
 * Makes a run's result durable: the snapshot first (if the ledger changed), then the head by compare-and-swap.
 * @returns the head as it is stored now
 * @throws LostLease where the lease has run out or another run has moved the head meanwhile
 */
export async function commit({ from, head, ledger }: CommitInput, lease: Lease, effects: StateEffects): Promise<Head> {
  const before = from.head.snapshot
  const snapshot = ledger.changed ? await writeSnapshot(head.run, ledger, effects) : before
  const replaced = ledger.changed && before !== null ? { replacedSnapshot: before } : {}
  lease.check()
  const next: HeadContent = { ...head, snapshot, orders: ledger.size, ...replaced }
  const etag = await putHead(next, { ifMatch: from.etag }, effects)
  if (etag === undefined) throw new LostLease(head.run)
  return { ...next, version: stateVersion, writeId: '' }
}

async function writeSnapshot(run: string, ledger: Ledger, { store }: StateEffects): Promise<string> {
  const key = snapshotKey(run)
  const result = await store.put(key, await packSnapshot(ledger.lines()), { ifAbsent: true })
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
 * takeover what the dead runs left. They cannot move the head any more, for it was written anew before.
 */
export async function deleteReplaced(
  { from, head }: { readonly from: Head; readonly head: Head },
  { openRuns }: Pick<Lease, 'openRuns'>,
  { store }: Pick<Effects, 'store'>,
): Promise<void> {
  const replaced = from.snapshot === head.snapshot ? [] : [from.snapshot]
  const left = openRuns.length === 0 ? [] : [from.replacedSnapshot, ...openRuns.map(snapshotKey)]
  for (const key of new Set([...replaced, ...left]))
    if (key !== null && key !== undefined && key !== head.snapshot) await store.delete(key)
}

async function putHead(
  head: HeadContent,
  condition: { readonly ifAbsent: true } | { readonly ifMatch: string },
  { store, random }: Pick<Effects, 'store' | 'random'>,
): Promise<string | undefined> {
  const body: Head = { ...head, version: stateVersion, writeId: newWriteId(random) }
  const result = await store.put(headKey, `${JSON.stringify(body, null, 2)}\n`, condition)
  return result.written ? result.etag : undefined
}
