import type { Effects } from '../../effects.ts'
import type { Settings } from '../../settings/settings.ts'
import { dayMs } from '../../units.ts'
import { check } from '../check.ts'
import { versionHash } from '../import/select.ts'
import { dayAt } from '../state/keys.ts'
import { openRunsNow } from '../state/lease.ts'

/** Keys of what is older than the settings say. */
export interface Old {
  readonly archive: readonly string[]
  /** reports, their pages, and decisions */
  readonly runs: readonly string[]
  /** exports that have been read, and are not the newest of their feed */
  readonly exports: readonly string[]
}

/** What is older than `retention` of the settings says. What a run that died has sent is never old. */
export async function oldObjects(settings: Settings, effects: Pick<Effects, 'store' | 'clock'>): Promise<Old> {
  const { store, clock } = effects
  const { archiveDays, exportDays } = settings.retention
  const nowMs = clock.now()
  const open = await openRunsNow(store)
  const oldest = dayAt(nowMs - archiveDays * dayMs)
  const isOld = (key: string): boolean => (dayIn(key) ?? oldest) < oldest && !open.some((run) => key.includes(run))
  const keysIn = async (prefix: string) => (await store.list(prefix)).map(({ key }) => key).filter(isOld)
  return {
    archive: await keysIn('archive/'),
    runs: await keysIn('runs/'),
    exports: await oldExports(settings, nowMs - exportDays * dayMs, effects),
  }
}

/** `2026/11/24` of a key below dated folders. */
const dayIn = (key: string): string | undefined => /\/(\d{4}\/\d{2}\/\d{2})\//.exec(key)?.[1]

/** The newest export of a feed, the one that was read last, a refused one, and what waits to be read stay. */
async function oldExports(
  settings: Settings,
  beforeMs: number,
  effects: Pick<Effects, 'store' | 'clock'>,
): Promise<string[]> {
  const { selections, feeds } = await check(settings, effects)
  return selections.flatMap(({ feed, present, exports, refused }) => {
    const newest = present.at(-1)
    const waiting = [...exports, ...(newest === undefined ? [] : [newest])].map(({ object }) => versionHash(object))
    const kept = new Set([
      ...waiting,
      ...[feeds[feed]?.last, refused].flatMap((object) => (object === undefined ? [] : [versionHash(object)])),
    ])
    // behind a refused export of changes, nothing was read yet
    const stops = refused !== undefined && settings.feeds[feed]?.contents === 'changes'
    const isRead = (hash: string): boolean => !stops || (feeds[feed]?.taken ?? []).includes(hash)
    const mayGo = (hash: string): boolean => isRead(hash) && !kept.has(hash)
    return present
      .filter(({ object }) => Date.parse(object.lastModified) < beforeMs && mayGo(versionHash(object)))
      .map(({ object }) => object.key)
  })
}

/** Deletes objects, one after the other. */
export async function deleteAll(keys: readonly string[], { store }: Pick<Effects, 'store'>): Promise<void> {
  for (const key of keys) await store.delete(key)
}
