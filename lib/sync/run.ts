import type { Effects } from '../effects.ts'
import { OrderSyncError, reasonOf } from '../errors.ts'
import type { Settings } from '../settings/settings.ts'
import {
  check,
  checkAgain,
  endsAsSeen,
  forAdoption,
  hasNewExports,
  type Seen,
  takeOverNames,
  versionsIn,
} from './check.ts'
import { commit, createHead, deleteReplaced, ownHead } from './commit/commit.ts'
import { nextHead, sentWeight, spentBefore } from './commit/next-head.ts'
import { applyDecisions, forgetDecided, rejectDecided } from './decisions/apply.ts'
import { cleanUp, keepAdoption, writeHold } from './decisions/evidence.ts'
import {
  asFailed,
  busyReport,
  failedReport,
  idleReport,
  type RunReport,
  reportOf,
  type SoFar,
  writeReport,
} from './endings.ts'
import type { RunFacts } from './facts.ts'
import { importExports } from './import/import.ts'
import { adoptAll, openLedger, setUnownedAside } from './ledger/ledger.ts'
import { type SyncOptions, writePage } from './page-of.ts'
import { isPlannedAnew, planOf, type Weight } from './plan/plan.ts'
import { indexLastDay } from './post/day-index.ts'
import {
  askUnconfirmed,
  askUnknown,
  askWords,
  connect,
  lookAround,
  lookAtShop,
  nothingShown,
  post,
  postedNothing,
  recordEvents,
  recordLooks,
  recordUnknown,
  recover,
  untoldBy,
} from './post/post.ts'
import { type Head, isToCome } from './state/head.ts'
import { acquireLease, earlierRuns, type Lease } from './state/lease.ts'

const leaseMarginMs = 60_000

/** What a run starts from. */
export interface RunInput {
  readonly settings: Settings
  readonly options: SyncOptions
  readonly seen: Seen
  /** the report of a run that has done nothing yet, with its id */
  readonly empty: RunReport
  /** what was sent already before the same call looked again; default: nothing */
  readonly earlier?: Weight | undefined
}

/** What a run came to. */
export interface Ran {
  readonly report: RunReport
  /** exports were dropped while it worked, or it left some for the next one */
  readonly cameMeanwhile: boolean
  /** it left exports of changes that had come before: there is more to read at once */
  readonly hasBacklog: boolean
  /** what it and the passes before it have sent, for the guard of what comes after it */
  readonly weight: Weight | undefined
}

interface LeasedRun extends RunInput {
  readonly lease: Lease
}

/** A run that is told of as it goes, so that also one that fails can say how far it came. */
interface NotedRun extends LeasedRun {
  note(soFar: SoFar): void
}

/** One run that has something to do: takes the lease, works, writes its report, gives the lease back. */
export async function run(input: RunInput, effects: Effects): Promise<Ran> {
  const { settings, options, seen, empty, earlier } = input
  if (seen.stored === undefined) await createHead(settings.shop, effects)
  const { holder, deadlineMs, endsMs = deadlineMs + leaseMarginMs, isGone = () => false } = options
  const known = { ...earlierRuns(seen.stored?.head, effects.clock.now()), reading: versionsIn(seen) }
  const request = { run: empty.run, holder, untilMs: endsMs, isGone, ...known }
  const acquired = await acquireLease(request, effects)
  if (acquired.taken) return underLease({ ...input, lease: acquired.lease }, effects)
  effects.log.info('another run is at work', { until: acquired.until })
  return { report: busyReport(empty, acquired), cameMeanwhile: false, hasBacklog: false, weight: earlier }
}

/** Also where the work fails, the lease is given back; until the work is committed, the run's archive stays open. */
async function underLease(run: LeasedRun, effects: Effects): Promise<Ran> {
  const { lease, empty, earlier, settings, options } = run
  const timed = (report: RunReport) => ({ ...report, durationMs: effects.clock.now() - Date.parse(empty.startedAt) })
  let openRuns = [...lease.openRuns, empty.run]
  let known: RunReport | undefined
  let soFar: SoFar = {}
  const note = (more: SoFar): void => {
    soFar = { ...soFar, ...more }
  }
  try {
    const worked = await work({ ...run, note }, effects)
    openRuns = []
    if (worked !== undefined) known = reportOf(empty, worked.facts, worked.head)
    if (worked !== undefined) await tidyUp(worked, run, effects)
    const report = timed(known ?? (await leftReport(run, effects)))
    await writeReport(report, effects)
    await lease.release([], worked !== undefined)
    if (worked !== undefined) {
      await writePage(options.page, { settings, report, ...worked }, effects)
      await indexLastDay(worked.facts.head, options.deadlineMs, effects)
    }
    const hasBacklog = (worked?.facts.imported.backlog.length ?? 0) > 0
    const cameMeanwhile =
      hasBacklog ||
      (worked !== undefined && didSomething(report) && (await hasNewExports(worked.head, run.settings, effects)))
    return { report, cameMeanwhile, hasBacklog, weight: sentWeight(worked?.facts, earlier) }
  } catch (error) {
    const message = error instanceof OrderSyncError ? error.message : `The run failed unexpectedly: ${reasonOf(error)}`
    const report = timed(asFailed(known ?? failedReport(empty, soFar), message, known !== undefined))
    for (const step of [() => lease.release(openRuns), () => writeReport(report, effects)])
      await step().catch((also: unknown) => effects.log.warn(`while giving up: ${reasonOf(also)}`))
    await writePage(options.page, { settings, report }, effects)
    return { report, cameMeanwhile: false, hasBacklog: false, weight: earlier }
  }
}

/** Another run has done everything meanwhile: what it has left waiting is told by both. */
const leftReport = async ({ empty, settings }: LeasedRun, effects: Effects): Promise<RunReport> =>
  idleReport(empty, await check(settings, effects))

/** What a run has committed. */
interface Worked {
  readonly facts: RunFacts
  readonly head: Head
}

/** The run, from top to bottom. `undefined` where another one has done everything meanwhile. */
async function work(run: NotedRun, effects: Effects): Promise<Worked | undefined> {
  const { settings, options, lease, empty, earlier, note } = run
  const { clock, shop } = effects
  const seen = forAdoption(await checkAgain(run, effects), run, effects)
  const stored = await ownHead({ stored: seen.stored, settings, lease }, effects)
  if (lease.openRuns.length === 0 && endsAsSeen(seen, options)) return undefined

  const ledger = await openLedger(stored.head, effects)
  const recovered = await recover(openRunsOf(lease, stored.head), settings, effects)
  const head = recovered.denied === undefined ? stored.head : { ...stored.head, blocked: recovered.denied }
  recordEvents(ledger, recovered.acknowledgements)
  takeOverNames(ledger, seen, settings)
  forgetDecided(seen.decisions, ledger)
  await rejectDecided(seen.decisions, ledger, effects)
  if (head.settingsHash !== seen.settingsHash || recovered.talked > 0) setUnownedAside(ledger, settings)

  const { feeds, renamed, selections } = seen
  const budget = { untilMs: readUntil(options, clock.now()), ...(options.reading && { reading: options.reading }) }
  const { full = false, adopt: adopts = false, siftedFrom } = options
  const reading = { full, adopts, siftedFrom, ...budget }
  const importing = {
    settings,
    head,
    feeds,
    renamed,
    selections,
    guardian: lease,
    diedLater: recovered.talked,
    ...reading,
  }
  const imported = await importExports(importing, ledger, effects)
  note({ imported })
  const { blocked } = head
  const decided = await applyDecisions({ decisions: seen.decisions, feeds: imported.feeds, blocked }, ledger, effects)
  recordEvents(ledger, recovered.refusals)
  const adopted = imported.adopted + (options.adopt ? adoptAll(ledger) : 0)

  const way = { settings, lease, ledger, head: decided.unblocked ? without(head, 'blocked') : head }
  const connection = connect({ ...way, deadlineMs: options.deadlineMs }, effects)
  const mayAsk = options.adopt !== true && !isToCome(Date.parse(head.notBefore ?? ''), clock.now())
  note({ connection })
  const asked = mayAsk ? await askUnconfirmed({ ledger, recovered }, connection, effects) : { events: [] }
  recordEvents(ledger, asked.events)
  const unknown = { ledger, settings, options, stop: asked.stop }
  const first = mayAsk ? await askUnknown(unknown, connection, effects) : asked
  recordUnknown(ledger, first)

  const spent = spentBefore(head, recovered, clock.now())
  const { unread } = imported
  const quiet = options.quiet ?? false
  const before = { settings, feeds: decided.feeds, unread, quiet, shop, spent, earlier, words: head.words }
  const { part } = options
  const firstDraft = planOf(ledger, { ...before, part }, clock.now())
  const isWanted = mayAsk && first.stop === undefined && options.asksWords === true
  const { words, stop = first.stop } = await askWords(
    { plan: firstDraft, settings, head, isWanted },
    connection,
    effects,
  )
  const planning = words === undefined ? before : { ...before, words }
  const isAnother = words !== undefined && isPlannedAnew(settings, head.words, words)
  const drafted = isAnother ? planOf(ledger, { ...planning, part }, clock.now()) : firstDraft
  const looking = { plan: drafted, settings, head, options, asked: [...asked.events, ...first.events] }
  const shown = mayAsk && stop === undefined ? await lookAtShop(looking, connection, effects) : nothingShown(stop)
  const drifted = recordLooks(ledger, looking, shown)
  const plan = shown.orders.size === 0 ? drafted : planOf(ledger, { ...planning, part }, clock.now())
  note({ plan })
  const sent = mayAsk ? await post({ plan, settings, options, shown }, connection, effects) : postedNothing(plan)
  note({ posted: sent })
  recordEvents(ledger, sent.events)
  const mayLook = mayAsk && sent.stop === undefined && options.looksAround === true && part === undefined
  const around = await lookAround({ ledger, settings, head: way.head, isWanted: mayLook }, connection, effects)
  const posted = around.stop === undefined ? sent : { ...sent, stop: around.stop }
  const isWhole = part === undefined && posted.events.length === 0
  const left = isWhole ? plan : planOf(ledger, planning, clock.now())
  // what is held only for what the passes before have sent is another run's to post
  const endsHere =
    earlier !== undefined &&
    left.verdict.kind === 'hold' &&
    planOf(ledger, { ...planning, earlier: undefined }, clock.now()).verdict.kind === 'pass'

  const seenAround = { drifted: [...drifted, ...around.drifted], around }
  const untold = untoldBy([...asked.events, ...first.events], ledger)
  const outcome = {
    recovered,
    imported,
    decided,
    adopted,
    untold,
    ...seenAround,
    part,
    plan,
    posted,
    left,
    endsHere,
    words,
  }
  // where a clock was put back, runs from before that have later names, and are over all the same
  const laterRuns = [way.head.run, ...way.head.closedRuns].filter((one) => one > empty.run)
  const closedRuns = [...lease.openRuns, empty.run, ...laterRuns]
  const facts: RunFacts = {
    run: empty.run,
    closedRuns,
    died: lease.died,
    settings,
    seen,
    head,
    ...outcome,
    told: connection.told(),
  }
  const next = nextHead(facts, clock.now())
  if (isNewHold(facts, next)) await writeHold(left, effects)
  if (part !== undefined && plan.verdict.kind === 'hold') await writeHold(plan, effects, true)
  return {
    facts,
    head: await commit({ from: stored, head: next, ledger, ...(options.deployed && { settings }) }, lease, effects),
  }
}

const longestReadMs = 20_000

/** Reading leaves half of the time to posting, and is kept every now and then. */
const readUntil = ({ deadlineMs }: { readonly deadlineMs: number }, nowMs: number): number =>
  nowMs + Math.min(longestReadMs, Math.max(0, deadlineMs - nowMs) / 2)

/**
 * Runs that had not committed, and whose archives the head does not know yet. Of those that only archives tell of, the head
 * knows all until its own run: the one that they were compared with may have been older.
 */
const openRunsOf = ({ openRuns, foundRuns }: Lease, { closedRuns, run: last }: Head): string[] =>
  openRuns.filter((run) => !closedRuns.includes(run) && (run > last || !foundRuns.includes(run)))

function without<T extends object, K extends keyof T>(values: T, name: K): Omit<T, K> {
  const { [name]: _, ...rest } = values
  return rest
}

/** Another plan, or the same one of which more is held by now, or for other reasons. */
const isNewHold = ({ head }: RunFacts, next: Pick<Head, 'hold'>): boolean =>
  next.hold !== undefined && JSON.stringify(next.hold) !== JSON.stringify(head.hold)

/** Deletes what the commit has made useless. */
async function tidyUp({ facts, head }: Worked, { lease, options }: LeasedRun, effects: Effects): Promise<void> {
  await deleteReplaced({ from: facts.head, head }, lease, effects)
  const { run, seen, decided, adopted } = facts
  const { decisions } = seen
  if (decisions.length > 0 || isNewHold(facts, head))
    await cleanUp({ run, decisions, acted: decided.acted }, head.hold?.hash, effects)
  if (options.adopt === true) await keepAdoption({ run, by: options.by, orders: adopted }, effects)
}

const didSomething = ({ outcome, requests, exports }: RunReport): boolean =>
  outcome === 'done' && requests + exports.length > 0
