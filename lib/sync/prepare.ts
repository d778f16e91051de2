import type { Effects } from '../effects.ts'
import { fieldEntries } from '../order.ts'
import { ownedFields, type Settings } from '../settings/settings.ts'
import type { Look } from './check.ts'
import { actOn } from './decisions/decisions.ts'
import { type Taken, takeAll } from './import/import.ts'
import { withWanted } from './ledger/line.ts'
import { readSnapshot } from './ledger/snapshot.ts'
import type { Lines, Plan } from './model.ts'
import { judge } from './plan/guard.ts'
import { draftPlan } from './plan/plan.ts'

/** The lines of the snapshot that the head points to; none before the first run. */
export async function loadLines(store: Effects['store'], look: Look): Promise<Lines> {
  const head = look.loaded.head
  return head === undefined || head.snapshot === null ? new Map() : readSnapshot(store, head.snapshot, head.orders)
}

/** Everything that is known once the exports are taken in and the decisions acted upon. */
export interface Prepared extends Taken {
  readonly unblocked: boolean
}

/** Takes in the exports and acts on decisions. Reading only: the lines move in memory. */
export async function prepare(
  settings: Settings,
  effects: Pick<Effects, 'store' | 'clock' | 'log'>,
  look: Look,
  lines: Lines,
): Promise<Prepared> {
  const head = look.loaded.head
  const swept = head !== undefined && head.settings !== look.settings && sweepUnowned(settings, lines)
  const taken = await takeAll(effects, settings, look.feeds, look.choices, look.listing, lines)
  const before = { feeds: taken.feeds, ...(head?.blocked === undefined ? {} : { blocked: head.blocked }) }
  const decided = await actOn(effects.store, look.decisions, lines, before, effects.clock.now())
  return {
    ...taken,
    feeds: decided.feeds,
    moved: taken.moved || decided.moved || swept,
    unblocked: decided.unblocked,
    problems: [...taken.problems, ...look.decisionProblems, ...decided.problems],
  }
}

/** Forgets what was wanted of fields that no feed maps any more. */
function sweepUnowned(settings: Settings, lines: Lines): boolean {
  const owned = new Set<string>(Object.values(settings.feeds).flatMap((feed) => ownedFields(feed)))
  let swept = false
  for (const [number, line] of lines) {
    const names = Object.keys(line.wanted ?? {})
    if (names.every((name) => owned.has(name))) continue
    const kept = Object.entries(line.wanted ?? {}).filter(([name]) => owned.has(name))
    lines.set(number, withWanted(line, Object.fromEntries(kept)))
    swept = true
  }
  return swept
}

/** How a plan is made: by whom it is posted, and how. */
export interface PlanHow {
  readonly batchSize: number
  readonly canRead: boolean
  readonly quiet?: boolean
}

/** Plans and asks the guard. Pure but for the clock's time that is handed in. */
export function planOf(
  settings: Settings,
  lines: Lines,
  prepared: Pick<Prepared, 'feeds'>,
  how: PlanHow,
  nowMs: number,
): Plan {
  const draft = draftPlan(lines, settings, { ...how, nowMs })
  const suspicions = Object.entries(prepared.feeds).flatMap(([feed, state]) =>
    (state.suspicions ?? []).map((suspicion) => ({ feed, ...suspicion })),
  )
  const view = { changes: draft.changes, known: lines.size, suspicions }
  return { ...draft, verdict: judge(view, settings.guard) }
}

/** Takes everything that is wanted as acknowledged, without posting. Returns the number of orders. */
export function adoptWanted(lines: Lines): number {
  let adopted = 0
  for (const [number, line] of lines) {
    if (line.wanted === undefined) continue
    const { wanted, unsettled: _, suspect: __, ...rest } = line
    const values = fieldEntries(wanted).map(([name, field]) => [name, field.value])
    lines.set(number, { ...rest, acknowledged: { ...line.acknowledged, ...Object.fromEntries(values) } })
    adopted++
  }
  return adopted
}
