import * as z from 'zod/mini'
import type { Random } from '../../effects.ts'
import { OrderSyncError } from '../../errors.ts'
import { type Holder, holderSchema } from '../../storage/holder.ts'
import { textOf } from '../../storage/read.ts'
import type { Store } from '../../storage/store.ts'
import { damagedState, type Head, inPlace, newerState, stateVersion } from './head.ts'
import { daysBetween, leaseKey, type Now, newWriteId, runTime } from './keys.ts'

const leaseSchema = z.object({
  version: z.literal(stateVersion),
  writeId: z.string(),
  /** only grows */
  token: z.int().check(z.minimum(1)),
  run: z.string(),
  holder: holderSchema,
  until: z.iso.datetime(),
  released: z.boolean(),
  /** runs whose archives the head does not know yet */
  openRuns: z.array(z.string()),
  /** those of them that only archives have told of, since a head that may have been read before others committed */
  foundRuns: z.optional(z.array(z.string())),
  /** versions of exports that the holder may be reading, as short hashes */
  reading: z.array(z.string()),
  /** how many holders died while they may have been reading a version */
  deaths: z.record(z.string(), z.int()),
  /** some run has committed: a head that knows of none has been put in the place of another one */
  committed: z.optional(z.literal(true)),
  /** the last run that had committed when this was written, as far as its holder knew: a head that does not know it is older */
  lastCommitted: z.optional(z.string()),
  /** the run that gave it back had committed, and has deleted what that had replaced */
  tidied: z.optional(z.literal(true)),
})

type LeaseFile = z.infer<typeof leaseSchema>

/** The right to be the only run. */
export interface Lease {
  readonly run: string
  readonly token: number
  /** ISO 8601 */
  readonly until: string
  /** runs that ended without committing what they had sent; read their archives first */
  readonly openRuns: readonly string[]
  /** those of them that only archives have told of: the head knows them if it is newer */
  readonly foundRuns: readonly string[]
  /** the run that had it before and did not give it back */
  readonly died?: string
  /** some run has committed before */
  readonly hasCommitted: boolean
  /** the run before, where it had committed, and has deleted what that had replaced: since then, nobody has moved the head */
  readonly tidiedBy?: string
  /** whether a head is that of a run which this lease knows, or a newer one: not one that a person has just put back */
  knows(head: KnownHead): boolean
  /** @throws LostLease once the lease has run out */
  check(): void
  /** how many runs died while they may have been reading that version of an export */
  deathsOver(version: string): number
  /**
   * Writes down what is being read; needed only where somebody may have died over it before.
   * @throws LostLease where somebody else has taken the lease meanwhile
   */
  noteReading(versions: readonly string[]): Promise<void>
  /** whether the lease lasts beyond that time, in milliseconds since 1970 */
  lasts(untilMs: number): boolean
  /**
   * Gives it back by overwriting it, whole and alive. `false` where somebody else had taken it meanwhile.
   * @param hasCommitted this run has, and has deleted what that had replaced; default: as before
   */
  release(openRuns: readonly string[], hasCommitted?: boolean): Promise<boolean>
}

/** What tells how new a head is. */
export type KnownHead = Pick<Head, 'run' | 'closedRuns'>

/** The lease, or who has it. */
export type Acquired =
  | { readonly taken: true; readonly lease: Lease }
  /** `vanished`: somebody deleted the lease, so that nobody knows whether a run is still at work */
  | { readonly taken: false; readonly holder: Holder; readonly until: string; readonly vanished: boolean }

/** What a run wants the lease for. */
export interface LeaseRequest {
  readonly run: string
  readonly holder: Holder
  /** milliseconds since 1970 */
  readonly untilMs: number
  /** whether a holder is surely gone, so that its lease need not run out */
  isGone(holder: Holder): boolean
  /** runs whose archives the head knows: they need not be read again, and cannot move the head any more */
  readonly closedRuns: readonly string[]
  /** versions of exports that the run is going to read, as short hashes */
  readonly reading: readonly string[]
  /**
   * the run that committed last, or before the first commit the time when the head was made, in a run id's form; absent
   * where that has just been
   */
  readonly since?: string
  /** some run has committed */
  readonly hasCommitted: boolean
}

/** So long after the first head was made, a lease that is not there has vanished. */
const newHeadMs = 60_000

/** What the head tells of runs before; nothing where it has just been made, by this run or another one. */
export function earlierRuns(
  head: Head | undefined,
  nowMs: number,
): Pick<LeaseRequest, 'closedRuns' | 'since' | 'hasCommitted'> {
  const isNew = head === undefined || (head.run === '' && Math.abs(nowMs - Date.parse(head.at)) < newHeadMs)
  if (isNew) return { closedRuns: [], hasCommitted: false }
  const hasCommitted = head.run !== ''
  return { closedRuns: head.closedRuns, since: hasCommitted ? head.run : runTime(head.at), hasCommitted }
}

/** Another run took over: this one must neither post nor commit any more. */
export class LostLease extends OrderSyncError {
  override name = 'LostLease'
  constructor(run: string) {
    super({
      attempted: 'go on with',
      subject: `the run ${run}`,
      ended: 'another run has taken over in the meantime',
      hint: 'Nothing is lost: that run reads what this one had sent, and sends the rest.',
    })
  }
}

interface LeaseEffects {
  readonly store: Store
  readonly clock: Now
  readonly random: Random
}

/** An older head that is put back is hardly older than this. */
const mostDays = 31

/** Who holds a lease that somebody deleted: a run may still be at work, and nobody knows which. */
const unknownRun = { run: '', holder: { host: 'unknown', pid: 0 } }

/**
 * Takes the lease if it is free: never taken, released, run out, or its holder is gone. One that has vanished is put back
 * as held by somebody unknown, for as long as this run would have held it.
 * @throws OrderSyncError if `state/lease.json` is damaged or of a newer version
 */
export async function acquireLease(request: LeaseRequest, effects: LeaseEffects): Promise<Acquired> {
  const { store, clock, random } = effects
  const content = await store.get(leaseKey)
  const old = content === undefined ? undefined : parse(await textOf(content.body), store.description)
  if (old !== undefined && !isFree(old, clock.now(), request))
    return { taken: false, holder: old.holder, until: old.until, vanished: old.run === unknownRun.run }
  const hasVanished = old === undefined && request.since !== undefined
  const { known, found } = await openBefore(old, request, store)
  const isOpen = (run: string): boolean => run !== unknownRun.run && !request.closedRuns.includes(run)
  const foundRuns = found.filter((run) => isOpen(run) && !known.includes(run))
  const deaths = old === undefined ? {} : deathsAfter(old, request)
  const lease: LeaseFile = {
    version: stateVersion,
    writeId: newWriteId(random),
    token: (old?.token ?? 0) + 1,
    ...(hasVanished ? unknownRun : { run: request.run, holder: request.holder }),
    until: new Date(request.untilMs).toISOString(),
    released: false,
    openRuns: [...known.filter(isOpen), ...foundRuns],
    ...(foundRuns.length === 0 ? {} : { foundRuns }),
    // where somebody died over a version, it is written down right before it is opened
    reading: request.reading.filter((version) => !(version in deaths)),
    deaths,
    ...(old?.committed || request.hasCommitted ? { committed: true } : {}),
    ...lastCommittedOf(old, request),
  }
  const condition = content === undefined ? ({ ifAbsent: true } as const) : { ifMatch: content.etag }
  const result = await store.put(leaseKey, pretty(lease), condition)
  if (hasVanished || !result.written) {
    const { holder, until } = old ?? lease
    return { taken: false, holder, until, vanished: hasVanished }
  }
  const died = old === undefined || old.released || old.run === unknownRun.run ? {} : { died: old.run }
  const tidied = old?.released === true && old.tidied === true ? { tidiedBy: old.run } : {}
  const seen = [request.since, ...lease.openRuns]
  const knows = ({ run, closedRuns }: KnownHead): boolean =>
    old?.lastCommitted === undefined || seen.includes(run) || closedRuns.includes(old.lastCommitted)
  return { taken: true, lease: { ...held(lease, result.etag, effects), knows, ...died, ...tidied } }
}

/** Of the head that was seen before, and of the lease, whichever knows more. */
function lastCommittedOf(
  old: LeaseFile | undefined,
  { closedRuns, since, hasCommitted }: LeaseRequest,
): Pick<LeaseFile, 'lastCommitted'> {
  const isNewer = old?.lastCommitted === undefined || closedRuns.includes(old.run)
  const lastCommitted = isNewer && hasCommitted ? since : old?.lastCommitted
  return lastCommitted === undefined ? {} : { lastCommitted }
}

const isFree = (lease: LeaseFile, nowMs: number, { isGone }: LeaseRequest): boolean =>
  lease.released || Date.parse(lease.until) <= nowMs || isGone(lease.holder)

const pretty = (lease: LeaseFile): string => `${JSON.stringify(lease, null, 2)}\n`

/** Whoever neither committed nor gave the lease back died: perhaps over what it was reading. Of an unknown holder nobody knows that it was. */
const deathsAfter = (
  { run, released, reading, deaths }: LeaseFile,
  { closedRuns }: LeaseRequest,
): LeaseFile['deaths'] =>
  released || run === unknownRun.run || closedRuns.includes(run)
    ? deaths
    : { ...deaths, ...Object.fromEntries(reading.map((hash) => [hash, (deaths[hash] ?? 0) + 1])) }

interface OpenBefore {
  readonly known: readonly string[]
  /** as only archives tell */
  readonly found: readonly string[]
}

/**
 * Runs whose archives the head may not know. Where somebody has deleted the lease, or has put an older head back than the
 * lease knows, only the archives tell who has sent anything since.
 */
async function openBefore(old: LeaseFile | undefined, request: LeaseRequest, store: Store): Promise<OpenBefore> {
  if (old === undefined) return { known: [], found: [] }
  const { foundRuns = [] } = old
  const told = old.openRuns.filter((run) => !foundRuns.includes(run))
  const known = old.released ? told : [...told, old.run]
  const isLost = old.run === unknownRun.run
  // an older version has not written which run committed last: of one that gave the lease back, only a failed run is open
  const { lastCommitted = old.released && !old.openRuns.includes(old.run) ? old.run : undefined } = old
  const headIsOlder =
    lastCommitted !== undefined &&
    ![lastCommitted, old.run, ...old.openRuns].some((run) => request.closedRuns.includes(run))
  const searched = isLost || headIsOlder ? await archivedSince(request, store) : []
  // where the clock was put back before it, its name does not say that it came after the head
  const { lastCommitted: last } = old
  const isBefore = headIsOlder && last !== undefined && ![...searched, ...known].includes(last)
  return { known: isBefore ? [...known, last] : known, found: [...new Set([...foundRuns, ...searched])] }
}

/** Runs that have sent something since the last commit, or since the head was made, as their archives of the last days tell. */
async function archivedSince({ since, run, closedRuns }: LeaseRequest, store: Store): Promise<readonly string[]> {
  if (since === undefined) return []
  const found = new Set<string>()
  for (const day of daysBetween(since, run).slice(-mostDays)) {
    for (const { key } of await store.list(`archive/${day}/`)) found.add(key.split('/')[4] ?? '')
  }
  return [...found].filter((one) => one > since && one !== run && !closedRuns.includes(one))
}

function held(first: LeaseFile, firstEtag: string, { store, clock, random }: LeaseEffects): Omit<Lease, 'knows'> {
  let [lease, etag] = [first, firstEtag]
  const untilMs = Date.parse(lease.until)
  const { run, token, until, openRuns } = lease
  const write = async (next: LeaseFile): Promise<boolean> => {
    const result = await store.put(leaseKey, pretty({ ...next, writeId: newWriteId(random) }), { ifMatch: etag })
    if (result.written) [lease, etag] = [next, result.etag]
    return result.written
  }
  return {
    run,
    token,
    until,
    openRuns,
    foundRuns: lease.foundRuns ?? [],
    hasCommitted: lease.committed === true,
    check() {
      if (clock.now() >= untilMs) throw new LostLease(run)
    },
    deathsOver: (version) => lease.deaths[version] ?? 0,
    async noteReading(versions) {
      if (!(await write({ ...lease, reading: [...versions] }))) throw new LostLease(run)
    },
    lasts: (ms) => ms <= untilMs,
    async release(stillOpen, hasCommitted = false) {
      const committed = hasCommitted ? ({ committed: true, tidied: true, lastCommitted: run } as const) : {}
      const { foundRuns, ...rest } = lease
      const found = stillOpen.length === 0 || foundRuns === undefined ? {} : { foundRuns }
      const freed = { released: true, openRuns: [...stillOpen], reading: [], deaths: {} }
      return write({ ...rest, ...freed, ...found, ...committed })
    },
  }
}

/** Runs whose archives are still needed: those that the head does not know yet, and one that is at work. */
export async function openRunsNow(store: Pick<Store, 'get' | 'description'>): Promise<readonly string[]> {
  const content = await store.get(leaseKey)
  if (content === undefined) return []
  const { released, openRuns, run } = parse(await textOf(content.body), store.description)
  return released ? openRuns : [...openRuns, run]
}

function parse(content: string, place: string): LeaseFile {
  let version: unknown
  try {
    const value = JSON.parse(content)
    version = value?.version
    return leaseSchema.parse(value)
  } catch (cause) {
    if (typeof version === 'number' && version > stateVersion) throw newerState(inPlace(leaseKey, place), version)
    throw damagedState(inPlace(leaseKey, place), 'it cannot be read', cause)
  }
}
