import type { Effects } from '../effects.ts'
import { planSettingsHash, type Settings } from '../settings/settings.ts'
import type { StoredObject } from '../storage/store.ts'
import type { StoredDecision } from './decisions/decisions.ts'
import { type Choice, chooseAll } from './import/select.ts'
import type { Problem } from './model.ts'
import { type FeedState, type Head, type LoadedHead, loadHead } from './state/head.ts'

/** What a first look shows: one GET and one LIST, and one more LIST where something waits for a person. */
export interface Look {
  readonly loaded: LoadedHead
  readonly listing: readonly StoredObject[]
  /** what the head knows of the feeds, without the exports that people gave up */
  readonly feeds: Readonly<Record<string, FeedState>>
  readonly choices: readonly Choice[]
  readonly decisions: readonly StoredDecision[]
  readonly decisionProblems: readonly Problem[]
  /** hash of all settings that shape a plan */
  readonly settings: string
  /** nothing new came, nothing is due, nobody decided */
  readonly idle: boolean
}

/** Looks whether there is anything to do, as cheaply as can be. Writes nothing. */
export async function look(settings: Settings, effects: Pick<Effects, 'store' | 'clock'>): Promise<Look> {
  const { store, clock } = effects
  const loaded = await loadHead(store, settings.shop)
  const listing = await store.list('exports/')
  const choices = chooseAll(settings, loaded.head?.feeds ?? {}, listing)
  const hash = planSettingsHash(settings)
  const quiet = nothingToDo(loaded.head, hash, choices, clock.now())
  const known = loaded.head?.feeds ?? {}
  const decided = !quiet || waitsForPerson(loaded.head) ? await decidedAbout(store, known) : undecided(known)
  const { feeds } = decided
  return {
    loaded,
    listing,
    feeds,
    choices: decided.decisions.length === 0 ? choices : chooseAll(settings, feeds, listing),
    decisions: decided.decisions,
    decisionProblems: decided.problems,
    settings: hash,
    idle: quiet && decided.decisions.length === 0,
  }
}

const undecided = (feeds: Look['feeds']) => ({ feeds, decisions: [], problems: [] })

/** What people decided; loaded only where it may matter. */
async function decidedAbout(store: Effects['store'], known: Look['feeds']) {
  const { readDecisions, withoutDismissed } = await import('./decisions/decisions.ts')
  const decided = await readDecisions(store)
  return { ...decided, feeds: withoutDismissed(known, decided.decisions) }
}

function nothingToDo(head: Head | undefined, settings: string, choices: readonly Choice[], nowMs: number): boolean {
  if (choices.some((choice) => choice.exports.length > 0)) return false
  if (head === undefined) return true
  return head.settings === settings && (head.next === undefined || Date.parse(head.next) > nowMs)
}

const waitsForPerson = (head: Head | undefined): boolean =>
  head !== undefined &&
  (head.hold !== undefined ||
    head.blocked !== undefined ||
    head.counts.parked > 0 ||
    Object.values(head.feeds).some((feed) => feed.refused !== undefined))
