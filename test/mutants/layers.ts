import type { Edit, Mutant } from './mutants.ts'

const defences = 'test/simulation/defences.test.ts'
const connection = 'lib/sync/post/connection.ts'
const archive = 'lib/sync/post/archive.ts'
const lease = 'lib/sync/state/lease.ts'

const leaseInPermits: Edit = { file: connection, search: "if (!lease.lasts(endMs)) return 'lease lost'", replace: '' }
const deadline: Edit = { file: connection, search: "if (endMs > deadlineMs) return 'out of time'", replace: '' }
const leaseAfterRecording: Edit = { file: connection, search: 'input.lease.check()', replace: '' }
const archiveFence: Edit = {
  file: archive,
  search: 'missing.map((key) =>',
  replace: 'missing.slice(0, 0).map((key) =>',
}

/**
 * The defences of the engine against runs that sleep, die, or meet: each is removed together with those that would cover
 * it, so that a story of the simulation must notice.
 */
export const layers: readonly Mutant[] = [
  {
    name: 'the lease is free whoever holds it',
    file: lease,
    search: 'lease.released || Date.parse(lease.until) <= nowMs || isGone(lease.holder)',
    replace: 'lease !== undefined || nowMs > 0 || isGone !== undefined',
    breaks: 'two runs post at the same time',
    killedBy: { file: defences, test: 'keeps others from posting' },
    short: true,
  },
  {
    name: 'the run that was taken over is forgotten',
    file: lease,
    search: 'old.released ? told : [...told, old.run]',
    replace: 'told',
    breaks: 'what a dead run had sent is never read back',
    killedBy: { file: defences, test: 'dead run' },
    short: true,
  },
  {
    name: 'a request leaves although the lease has run out',
    ...leaseInPermits,
    with: [deadline, leaseAfterRecording, archiveFence],
    breaks: 'a run that slept posts beside the one that took over',
    killedBy: { file: defences, test: 'slept before it posts' },
    short: true,
  },
  {
    name: 'a request leaves although the lease has run out while it was recorded',
    ...leaseAfterRecording,
    with: [archiveFence],
    breaks: 'a run that slept over its archive entry posts beside the one that took over',
    killedBy: { file: defences, test: 'slept over its archive entry finds it fenced' },
    short: true,
  },
  {
    name: 'the archive of a dead run is not fenced',
    ...archiveFence,
    with: [leaseAfterRecording, leaseInPermits],
    breaks: 'a run that slept posts beside the one that took over',
    killedBy: { file: defences, test: 'slept over its archive entry finds it fenced' },
  },
  {
    name: 'only the next entry of a dead run is fenced',
    file: archive,
    search: 'length: highest + fences',
    replace: 'length: highest + 1',
    with: [leaseAfterRecording],
    breaks: 'of three requests at once, two leave',
    killedBy: { file: defences, test: 'none leaves' },
    short: true,
  },
  {
    name: 'the fence of the head is tried once',
    file: 'lib/sync/commit/commit.ts',
    search: 'const fenceAttempts = 3',
    replace: 'const fenceAttempts = 1',
    breaks: 'a run that takes over fails where the one before has just committed',
    killedBy: { file: defences, test: 'as another one takes over' },
  },
  {
    name: 'the head is written whatever is there',
    file: 'lib/sync/commit/commit.ts',
    search: 'const etag = await putHead(next, { ifMatch: from.etag }, effects)',
    replace:
      'const etag = await putHead(next, { ifMatch: (await effects.store.get(headKey))?.etag ?? from.etag }, effects)',
    with: [{ file: 'lib/sync/commit/commit.ts', search: 'lease.check()\n  const next:', replace: 'const next:' }],
    breaks: 'a run that slept takes back what others have settled',
    killedBy: { file: defences, test: 'before its snapshot' },
    short: true,
  },
]
