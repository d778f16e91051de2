import type { Effects } from '../effects.ts'
import { OrderSyncError, reasonOf } from '../errors.ts'
import type { Settings } from '../settings/settings.ts'
import { type Look, look } from './check.ts'
import { cleanUp, writeHold } from './decisions/decisions.ts'
import type { Change, Lines, Plan, RunReport } from './model.ts'
import { batchesOf } from './plan/batches.ts'
import { pace, paceSettings } from './plan/pace.ts'
import { approvedPart } from './plan/plan.ts'
import { LostLease } from './post/archive.ts'
import { openPosting, type Posting } from './post/connection.ts'
import type { Stop } from './post/read-back.ts'
import { recover } from './post/recover.ts'
import { type Applied, appliedNothing } from './post/send.ts'
import { adoptWanted, loadLines, type Prepared, planOf, prepare } from './prepare.ts'
import { passReport } from './report.ts'
import type { RunOptions } from './run.ts'
import { commit, fenceHead } from './state/commit.ts'
import type { Head, LoadedHead } from './state/head.ts'
import { loadHead } from './state/head.ts'
import { isoNow } from './state/keys.ts'
import type { Lease } from './state/lease.ts'
import { nextHead, throughAt } from './state/next-head.ts'

/** What a run came to, for the head and the report. */
export interface Result {
  readonly look: Look
  readonly prepared: Prepared
  /** as it was before anything was posted */
  readonly plan: Plan
  /** what is left of it afterwards */
  readonly after: Plan
  readonly adopted: number
  readonly posting?: Posting
  readonly applied?: Applied
  /** why the shop could not be asked at all, as a missing key */
  readonly failure?: string
  /** orders whose outcome is not known and that the shop can be asked about */
  readonly unsettled: number
}

/**
 * The work of one run that holds the lease: everything between the first look and the report.
 * @param onCommitted called once the head says what this run did
 */
export async function pass(
  settings: Settings,
  effects: Effects,
  options: RunOptions,
  lease: Lease,
  empty: RunReport,
  onCommitted: () => void,
): Promise<RunReport> {
  const here = await lookUnderLease(settings, effects, lease, empty.run)
  if (here.idle && lease.unsettled.length === 0 && options.adopt !== true) return empty
  const lines = await loadLines(effects.store, here)
  const nowMs = effects.clock.now()
  const dead = lease.unsettled.filter((run) => !here.loaded.head?.settled.includes(run))
  const recovered = await recover(effects, dead, lines, nowMs)
  const prepared = await prepare(settings, effects, here, lines)
  recovered.refusals()
  const adopted = prepared.adopted + (options.adopt ? adoptWanted(lines) : 0)
  const result = await post(
    settings,
    effects,
    { ...options, run: empty.run, lease },
    here,
    { ...prepared, adopted },
    lines,
  )
  const moved = prepared.moved || recovered.orders > 0 || adopted > 0 || (result.posting?.archive.requests() ?? 0) > 0
  if (!lease.valid()) throw new LostLease(`the run ${empty.run}`)
  const head = nextHead(settings, lease, result, effects.clock.now())
  if (head.hold !== undefined && head.hold.hash !== here.loaded.head?.hold?.hash) await writeHold(effects, result.after)
  await commit(effects, here.loaded, head, lines, moved)
  onCommitted()
  if (here.decisions.length > 0 || here.loaded.head?.hold?.hash !== head.hold?.hash) {
    await cleanUp(effects.store, head.hold?.hash, here.decisions)
  }
  return passReport(empty, result, head, throughAt(settings, result, effects.clock.now()))
}

/** Looks again now that nobody else can move the head; after a takeover also makes sure that the dead run cannot. */
async function lookUnderLease(settings: Settings, effects: Effects, lease: Lease, run: string): Promise<Look> {
  const here = await look(settings, effects)
  if (lease.unsettled.length === 0) return here
  return { ...here, loaded: await fenced(settings, effects, here.loaded, lease, run) }
}

/** A run that slept here while others worked must not go on with what they have long settled. */
async function fenced(
  settings: Settings,
  effects: Effects,
  loaded: LoadedHead,
  lease: Lease,
  run: string,
): Promise<LoadedHead> {
  const fence = async (from: LoadedHead): Promise<LoadedHead> => {
    if (!lease.valid()) throw new LostLease(`the run ${run}`)
    return fenceHead(effects, from, settings.shop, run, isoNow(effects.clock))
  }
  let held: LoadedHead
  try {
    held = await fence(loaded)
  } catch {
    held = await fence(await loadHead(effects.store, settings.shop))
  }
  if (!lease.valid()) throw new LostLease(`the run ${run}`)
  return held
}

type PostOptions = RunOptions & { readonly run: string; readonly lease: Lease }

async function post(
  settings: Settings,
  effects: Effects,
  options: PostOptions,
  here: Look,
  prepared: Prepared,
  lines: Lines,
): Promise<Result> {
  const { shop, clock } = effects
  const head = here.loaded.head
  const how = { batchSize: shop.batchSize, canRead: shop.read !== undefined, quiet: options.quiet ?? false }
  const plan = () => planOf(settings, lines, prepared, how, clock.now())
  const open = opener(settings, effects, options, head, prepared, lines)
  const mayAsk = options.adopt !== true && (head?.notBefore === undefined || Date.parse(head.notBefore) <= clock.now())

  const stop = mayAsk && how.canRead ? await askAboutUnsettled(lines, open) : undefined
  const before = plan()
  const changes = postable(before)
  const allowance = open.opened()?.allowance() ?? head?.allowance
  const paced = pace(
    batchesOf(changes, how.batchSize),
    allowance,
    paceSettings(settings),
    clock.now(),
    options.impatient ?? false,
  )
  const posting = mayAsk && stop === undefined && paced.send.length > 0 ? await open.posting() : undefined
  const posted = posting === undefined ? undefined : await posting.post(paced.send, options.progress)
  const applied = stop === undefined ? posted : appliedNothing(stop)
  const after = applied === undefined ? before : plan()
  return {
    look: here,
    prepared,
    plan: before,
    after,
    adopted: prepared.adopted,
    unsettled: how.canRead ? unsettledOrders(lines).length : 0,
    ...defined({ posting: open.opened(), applied, failure: open.failure() }),
  }
}

/** What may be posted of a plan: all of it, or of a held one what a person approved. */
export const postable = (plan: Plan): readonly Change[] =>
  plan.verdict.kind === 'pass' ? plan.changes : approvedPart(plan.changes)

const unsettledOrders = (lines: Lines): string[] =>
  [...lines.values()].filter((line) => line.unsettled !== undefined).map((line) => line.order_number)

async function askAboutUnsettled(lines: Lines, open: Opener): Promise<Stop | undefined> {
  const orders = unsettledOrders(lines)
  if (orders.length === 0) return undefined
  const posting = await open.posting()
  return posting?.settleUnknown(orders)
}

interface Opener {
  /** Opens it at the first call; `undefined` where the shop must not or cannot be asked. */
  posting(): Promise<Posting | undefined>
  opened(): Posting | undefined
  failure(): string | undefined
}

function opener(
  settings: Settings,
  effects: Effects,
  options: PostOptions,
  head: Head | undefined,
  prepared: Prepared,
  lines: Lines,
): Opener {
  let opened: Posting | undefined
  let failure: string | undefined
  const { blocked, ...unblocked } = head ?? {}
  const known = prepared.unblocked || blocked === undefined ? unblocked : { ...unblocked, blocked }
  return {
    async posting() {
      try {
        opened ??= await openPosting(settings, effects, { ...options, head: known, lines })
        return opened.blocked === undefined ? opened : undefined
      } catch (error) {
        if (!(error instanceof OrderSyncError)) throw error
        failure = reasonOf(error)
        return undefined
      }
    },
    opened: () => opened,
    failure: () => failure,
  }
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
}
