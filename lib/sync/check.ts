import type { Effects } from '../effects.ts'
import { planSettingsHash, type Settings } from '../settings/settings.ts'
import type { StoredObject } from '../storage/store.ts'
import type { StoredDecision } from './decisions/decisions.ts'
import { listExports } from './import/listing.ts'
import { type Renamed, renamedIn, withNewNames } from './import/renamed.ts'
import { type FeedSelection, mostAtOnce, selectExports, versionHash } from './import/select.ts'
import { lateProblems } from './late.ts'
import type { RunOptions } from './options.ts'
import type { Problem } from './problems.ts'
import { deployedHash } from './state/deployed.ts'
import { type FeedStates, type Head, isToCome, loadHead, longestWaitOf, type StoredHead } from './state/head.ts'
import type { Lease } from './state/lease.ts'

/** What a run finds: one GET and one LIST, and one more LIST where people may have decided something. */
export interface Seen {
  /** absent before the first run */
  readonly stored: StoredHead | undefined
  readonly listing: readonly StoredObject[]
  /** what the head knows of the feeds, without the exports that people gave up, under the names that they have by now */
  readonly feeds: FeedStates
  /** feeds that have another name than the head knows */
  readonly renamed: readonly Renamed[]
  readonly selections: readonly FeedSelection[]
  readonly decisions: readonly StoredDecision[]
  readonly decisionProblems: readonly Problem[]
  /** what time has brought about: late exports, changes that wait for too long */
  readonly late: readonly Problem[]
  /** hash of all settings that shape a plan */
  readonly settingsHash: string
  /** hash of the settings of the deployed function, where it is the one that looks */
  readonly deployed?: string
  /** nothing new came, nothing is due, nobody decided */
  readonly idle: boolean
}

// a run takes over what the look has found
export { takeOverNames } from './import/renamed.ts'

type HowToLook = Pick<RunOptions, 'looksForDecisions' | 'deployed' | 'dropped'>

type CheckEffects = Pick<Effects, 'store' | 'clock'>

/** Looks whether there is anything to do, as cheaply as can be: decisions only matter where nothing else does. Writes nothing. */
export async function check(
  settings: Settings,
  effects: CheckEffects,
  { looksForDecisions = false, deployed = false, dropped }: HowToLook = {},
): Promise<Seen> {
  const stored = await loadHead(effects.store, settings)
  const look = { settings, head: stored?.head, nowMs: effects.clock.now(), isWoken: deployed, dropped }
  const { objects: listing, isWhole } = await listExports(look, effects.store)
  const mine = deployed ? { deployed: deployedHash(settings) } : {}
  const first = seenOf({ settings, stored, listing, ...mine }, effects)
  // where there may be news, all of it is looked at
  const seen =
    first.idle || isWhole
      ? first
      : seenOf({ settings, stored, listing: await effects.store.list('exports/'), ...mine }, effects)
  const mayMatter = looksForDecisions || waitsForPerson(stored?.head)
  return seen.idle && mayMatter ? withDecisions(seen, settings, effects) : seen
}

interface LookAgain {
  readonly seen: Seen
  readonly settings: Settings
  /** absent: somebody only looks */
  readonly lease?: Pick<Lease, 'tidiedBy'>
}

/**
 * Looks once more under the lease, where nobody else can move the head.
 * @param before what was seen before; its listing still holds where the head has not moved, and it has not where it is
 * that of the run which had the lease right before, and had come to its end
 */
export async function checkAgain({ seen: before, settings, lease }: LookAgain, effects: CheckEffects): Promise<Seen> {
  const isLast = before.stored !== undefined && before.stored.head.run === lease?.tidiedBy
  const stored = isLast ? before.stored : await loadHead(effects.store, settings)
  const moved = stored?.etag !== before.stored?.etag
  const listing = moved ? await effects.store.list('exports/') : before.listing
  const mine = before.deployed === undefined ? {} : { deployed: before.deployed }
  return withDecisions(seenOf({ settings, stored, listing, ...mine }, effects), settings, effects)
}

/**
 * Whether a run has nothing more to do than that look. Who asks for a part of what waits, for it without mails, or at once
 * wants something of it that no run does by itself.
 */
export function endsAsSeen(
  { idle, stored }: Pick<Seen, 'idle' | 'stored'>,
  { adopt, part, quiet, impatient }: Pick<RunOptions, 'adopt' | 'part' | 'quiet' | 'impatient'>,
): boolean {
  const waits = stored !== undefined && (stored.head.hold !== undefined || stored.head.counts.pending > 0)
  const asksForMore = part !== undefined || quiet === true || impatient === true
  return idle && adopt !== true && !(waits && asksForMore)
}

/** Whoever adopts takes what the exports say as it is: also first ones that were refused only because they look wrong. */
export function forAdoption(
  seen: Seen,
  { settings, options }: { readonly settings: Settings; readonly options: Pick<RunOptions, 'adopt'> },
  { clock }: Pick<Effects, 'clock'>,
): Seen {
  if (options.adopt !== true) return seen
  const feeds = Object.fromEntries(
    Object.entries(seen.feeds).map(([name, { refused, ...feed }]) => [
      name,
      refused === undefined || refused.first === true ? feed : { ...feed, refused },
    ]),
  )
  return { ...seen, feeds, selections: selectExports({ settings, feeds, nowMs: clock.now() }, seen.listing) }
}

interface SeenInput {
  readonly settings: Settings
  readonly stored: StoredHead | undefined
  readonly listing: readonly StoredObject[]
  readonly deployed?: string
}

function seenOf({ settings, stored, listing, deployed }: SeenInput, { clock }: Pick<Effects, 'clock'>): Seen {
  const head = stored?.head
  const renamed = renamedIn({ settings, head, listing })
  const feeds = withNewNames(head?.feeds ?? {}, { renamed, listing })
  const nowMs = clock.now()
  const settingsHash = planSettingsHash(settings)
  const selections = selectExports({ settings, feeds, nowMs }, listing)
  const isNew = selections.some(({ exports }) => exports.length > 0)
  return {
    stored,
    listing,
    feeds,
    renamed,
    selections,
    decisions: [],
    decisionProblems: [],
    late: lateProblems({ settings, head, selections }, nowMs),
    settingsHash,
    ...(deployed === undefined ? {} : { deployed }),
    idle: !isNew && !isDue(head, { settingsHash, deployed, mostMs: longestWaitOf(settings) }, nowMs),
  }
}

/** What people decided; loaded only where it may matter. */
async function withDecisions(seen: Seen, settings: Settings, { store, clock }: CheckEffects): Promise<Seen> {
  const { readDecisions, withoutDismissed } = await import('./decisions/decisions.ts')
  const { decisions, problems } = await readDecisions(store)
  const feeds = withoutDismissed(seen.feeds, decisions)
  return {
    ...seen,
    feeds,
    selections: selectExports({ settings, feeds, nowMs: clock.now() }, seen.listing),
    decisions,
    decisionProblems: problems,
    idle: seen.idle && decisions.length === 0,
  }
}

/** Whether there is something to do without a new export: what waits is due, or the settings have changed. */
function isDue(
  head: Head | undefined,
  { settingsHash, deployed, mostMs }: { settingsHash: string; deployed: string | undefined; mostMs: number },
  nowMs: number,
): boolean {
  if (head === undefined || head.run === '') return false
  if (head.settingsHash !== settingsHash || (deployed !== undefined && head.deployed !== deployed)) return true
  return head.wakeAt !== undefined && !isToCome(Date.parse(head.wakeAt), nowMs, mostMs)
}

const waitsForPerson = (head: Head | undefined): boolean =>
  head !== undefined &&
  (head.hold !== undefined ||
    head.blocked !== undefined ||
    head.counts.parked + (head.counts.edited ?? 0) > 0 ||
    Object.values(head.feeds).some((feed) => feed.refused !== undefined))

/** The versions of exports that a run is going to read, as short hashes. */
export const versionsIn = ({ selections }: Seen): string[] =>
  selections.flatMap(({ exports }) => exports.slice(0, mostAtOnce).map(({ object }) => versionHash(object)))

/** Whether exports have been dropped that a head does not know. One LIST. */
export async function hasNewExports(
  { feeds }: Pick<Head, 'feeds'>,
  settings: Settings,
  { store, clock }: CheckEffects,
): Promise<boolean> {
  const selections = selectExports({ settings, feeds, nowMs: clock.now() }, await store.list('exports/'))
  return selections.some(({ exports }) => exports.length > 0)
}
