import type { Effects } from '../../effects.ts'
import { OrderSyncError } from '../../errors.ts'
import { packSnapshot } from '../ledger/snapshot.ts'
import type { Lines } from '../model.ts'
import { LostLease } from '../post/archive.ts'
import type { Head, LoadedHead } from './head.ts'
import { loadHead, swapHead } from './head.ts'
import { snapshotKey } from './keys.ts'

const snapshotsPrefix = 'state/snapshots/'
const orphanMs = 24 * 3_600_000

/** The head as a run wants to leave it, but for what the commit itself decides. */
export type NextHead = Omit<Head, 'version' | 'writeId' | 'snapshot' | 'orders'>

/**
 * Makes a run's result durable: snapshot first (if anything in it moved), then the head by compare-and-swap, then the
 * snapshots that nobody points to any more are deleted.
 * @throws LostLease where another run has moved the head meanwhile
 */
export async function commit(
  effects: Pick<Effects, 'store' | 'random' | 'clock'>,
  loaded: LoadedHead,
  next: NextHead,
  lines: Lines,
  moved: boolean,
): Promise<void> {
  const snapshot = moved ? await writeSnapshot(effects, next.run, lines) : (loaded.head?.snapshot ?? null)
  const etag = await swapHead(effects, { ...next, snapshot, orders: lines.size }, loaded.etag)
  if (etag === undefined) throw new LostLease(`the run ${next.run}`)
  if (moved) await deleteOld(effects, loaded.head?.snapshot ?? undefined, snapshot, next)
}

async function writeSnapshot({ store }: Pick<Effects, 'store'>, run: string, lines: Lines): Promise<string> {
  const key = snapshotKey(run)
  const result = await store.put(key, await packSnapshot(lines), { ifAbsent: true })
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
 * Deletes what surely nobody points to any more: the snapshot that the head pointed to before, those of runs that died
 * without moving the head, and orphans older than a day. Never simply all others: this may be a run that slept while
 * the head moved on. So the head is read after the listing: what was old then and is not pointed to will never be.
 */
async function deleteOld(
  { store, clock }: Pick<Effects, 'store' | 'clock'>,
  before: string | undefined,
  current: string | null,
  { settled, shop }: Pick<NextHead, 'settled' | 'shop'>,
): Promise<void> {
  const old = new Set([...(before === undefined ? [] : [before]), ...settled.map(snapshotKey)])
  const listed = await store.list(snapshotsPrefix)
  const deletable = listed.filter(
    ({ key, lastModified }) => key !== current && (old.has(key) || Date.parse(lastModified) < clock.now() - orphanMs),
  )
  if (deletable.length === 0) return
  const { head } = await loadHead(store, shop)
  for (const { key } of deletable) if (key !== head?.snapshot) await store.delete(key)
}

/**
 * Writes the head anew without changing what it says, so that a run which lost its lease cannot move it any more.
 * @throws LostLease where somebody moved it in this very moment
 */
export async function fenceHead(
  effects: Pick<Effects, 'store' | 'random'>,
  loaded: LoadedHead,
  shop: string,
  run: string,
  at: string,
): Promise<LoadedHead> {
  const head: Omit<Head, 'version' | 'writeId'> = loaded.head ?? {
    shop,
    run,
    settled: [],
    at,
    snapshot: null,
    orders: 0,
    settings: '',
    feeds: {},
    counts: { pending: 0, parked: 0, held: 0, leftOut: 0 },
  }
  const etag = await swapHead(effects, head, loaded.etag)
  if (etag === undefined) throw new LostLease(`the run ${run}`)
  return { head: { ...head, version: 1, writeId: '' }, etag }
}
