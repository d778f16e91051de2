import type { Effects } from '../effects.ts'
import { OrderSyncError } from '../errors.ts'
import { LostLease } from './archive.ts'
import type { Head, LoadedHead } from './head.ts'
import { swapHead } from './head.ts'
import { snapshotKey } from './ids.ts'
import type { Lines } from './model.ts'
import { packSnapshot } from './snapshot.ts'

const snapshotsPrefix = 'state/snapshots/'

/** The head as a run wants to leave it, but for what the commit itself decides. */
export type NextHead = Omit<Head, 'version' | 'writeId' | 'snapshot' | 'orders'>

/**
 * Makes a run's result durable: snapshot first (if anything in it moved), then the head by compare-and-swap, then the
 * snapshots that nobody points to any more are deleted.
 * @throws LostLease where another run has moved the head meanwhile
 */
export async function commit(
  effects: Pick<Effects, 'store' | 'random'>,
  loaded: LoadedHead,
  next: NextHead,
  lines: Lines,
  moved: boolean,
): Promise<void> {
  const snapshot = moved ? await writeSnapshot(effects, next.run, lines) : (loaded.head?.snapshot ?? null)
  const etag = await swapHead(effects, { ...next, snapshot, orders: lines.size }, loaded.etag)
  if (etag === undefined) throw new LostLease(`the run ${next.run}`)
  if (snapshot !== loaded.head?.snapshot) await deleteOthers(effects, snapshot)
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

async function deleteOthers({ store }: Pick<Effects, 'store'>, current: string | null): Promise<void> {
  for (const { key } of await store.list(snapshotsPrefix)) if (key !== current) await store.delete(key)
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
