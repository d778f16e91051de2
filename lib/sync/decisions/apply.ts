import type { Effects } from '../../effects.ts'
import { fieldEntries } from '../../order.ts'
import { versionHash } from '../import/select.ts'
import { clearDoubt } from '../ledger/doubtful.ts'
import { acceptShown, overruleShown } from '../ledger/drift.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { isRefused, type Line } from '../ledger/line.ts'
import { releaseParked } from '../ledger/refused.ts'
import { forget, undecide } from '../ledger/undone.ts'
import { suspicionsOf } from '../plan/guard.ts'
import type { Problem } from '../problems.ts'
import type { FeedStates, Head, HoldReason } from '../state/head.ts'
import { decisionId, type HeldPlan, openDecisions, readHold, type StoredDecision, takenBack } from './decisions.ts'
import type { Acted, Became } from './evidence.ts'
import { byOrder, isAboutPlan } from './hold-answer.ts'
import { markHeld, type PlanDecision, rejectHeld, stillDecided, withoutValuesOf } from './mark.ts'
import { applyUndo } from './undo.ts'

/** What decisions did beside moving the ledger. */
export interface Applied {
  /** the same key may be tried once more */
  readonly unblocked: boolean
  readonly feeds: FeedStates
  readonly problems: readonly Problem[]
  /** what became of each */
  readonly acted: Acted
}

/** What decisions are about. */
export interface DecisionInput {
  readonly decisions: readonly StoredDecision[]
  readonly feeds: FeedStates
  readonly blocked: Head['blocked']
}

/**
 * Acts on decisions: marks wanted values as approved or rejected, lets parked ones go, drops blocks; what is to be forgotten
 * was before. What was taken back
 * before any run acted on it never happened; what was taken back later is undone as far as it still waits.
 */
export async function applyDecisions(
  { decisions, feeds: before, blocked }: DecisionInput,
  ledger: Ledger,
  { store, clock }: Pick<Effects, 'store' | 'clock'>,
): Promise<Applied> {
  let unblocked = false
  let feeds = before
  const problems: Problem[] = []
  const acted = new Map<string, Became>()
  const over = takenBack(decisions)
  const mine = new Set(decisions.map(decisionId))
  for (const decision of decisions) {
    const id = decisionId(decision)
    let became: Became = { became: 'done' }
    if (over.has(id)) became = { became: 'taken back' }
    else if (decision.kind === 'approve' || decision.kind === 'reject') {
      const plan = await readHold(store, decision.hash)
      if (plan !== undefined && markHeld(plan, decision, ledger) > 0) {
        const before = feeds
        if (plan.part !== true) feeds = trusted(feeds, plan, decision.kind)
        clearDoubts(ledger, (feed) => before[feed]?.suspicions !== undefined && feeds[feed]?.suspicions === undefined)
        became = { became: 'done', plan }
      } else {
        problems.push(voidDecision(decision))
        became = { became: 'void' }
      }
    } else if (decision.kind === 'retry') retry(decision.orders, ledger, clock.now())
    else if (decision.kind === 'accept') edited(decision.orders, ledger, acceptShown)
    else if (decision.kind === 'overrule') edited(decision.orders, ledger, (line) => overruleShown(line, clock.now()))
    else if (decision.kind === 'unblock') unblocked ||= blocked?.since === decision.since
    else if (decision.kind === 'undo-decision') {
      if (!mine.has(decision.of) && !takeBack(decision.of, ledger) && decision.dismissed === undefined) {
        problems.push(tooLate(decision.of))
        became = { became: 'void' }
      }
    } else if (decision.kind === 'undo') applyUndo(decision, ledger)
    acted.set(id, became)
  }
  return { unblocked, feeds, problems, acted }
}

/**
 * Takes the values of orders out that people want forgotten. Comes before anything is imported: what the exports go on
 * saying about them, also about one that no run has known, is not heard and told nowhere.
 */
export function forgetDecided(decisions: readonly StoredDecision[], ledger: Ledger): void {
  const over = takenBack(decisions)
  for (const decision of decisions)
    if (decision.kind === 'forget' && !over.has(decisionId(decision)))
      for (const order of decision.orders) ledger.update(order, forget)
}

/**
 * Marks what people have rejected before anything is imported: what a newer export ends without a word of its own about it
 * stays rejected, too. What they have approved after that is not rejected.
 */
export async function rejectDecided(
  decisions: readonly StoredDecision[],
  ledger: Ledger,
  { store }: Pick<Effects, 'store'>,
): Promise<void> {
  const open = openDecisions(decisions).filter(isAboutPlan)
  if (!open.some(({ kind }) => kind === 'reject')) return
  const approved: ReturnType<typeof byOrder>[] = []
  const rejected: [HeldPlan, PlanDecision][] = []
  for (const decision of open.toReversed()) {
    const held = await readHold(store, decision.hash)
    if (held === undefined) continue
    if (decision.kind === 'approve') approved.push(byOrder(held))
    else rejected.unshift([withoutValuesOf(held, approved), decision])
  }
  for (const [held, decision] of rejected) rejectHeld(held, decision, ledger)
}

/** Whatever still waits of a decision is undecided again. Returns whether anything does. */
function takeBack(id: string, ledger: Ledger): boolean {
  const values = stillDecided(id, ledger)
  for (const { order_number } of [...ledger.open()]) ledger.update(order_number, (line) => undecide(line, id))
  return values > 0
}

/** A run had acted on it while it was taken back, and nothing of it is left. */
const tooLate = (of: string): Problem => ({
  kind: 'decision',
  subject: of,
  message: `The decision ${of} was not taken back: a run had acted on it by then, and nothing of it waits any more. Look at what came of it with: order-sync decisions`,
})

const voidDecision = ({ kind, hash }: PlanDecision): Problem => ({
  kind: 'decision',
  subject: hash,
  message: `Nothing of the plan ${hash.slice(0, 12)} is wanted any more, so there was nothing to ${kind}. Look at the current plan with: order-sync plan`,
})

const identityOf = (reason: HoldReason | undefined): string => `${reason?.feed} ${reason?.version}: ${reason?.message}`

/**
 * Whoever decided about a plan has seen what was suspicious about the exports that it came from: they are the new normal.
 * What came to be suspicious after that has been seen by nobody.
 */
function trusted(feeds: FeedStates, { reasons }: HeldPlan, word: PlanDecision['kind']): FeedStates {
  const seen = new Set(reasons.map(identityOf))
  return Object.fromEntries(
    Object.entries(feeds).map(([name, feed]) => {
      // what always held of the feed's exports is learned anew from the next one
      const { suspicions = [], disputed, lineEnd, filled, layout, ...rest } = feed
      const told = suspicionsOf(name, feeds)
      const unseen = suspicions.filter((_, index) => !seen.has(identityOf(told[index])))
      if (unseen.length === suspicions.length) return [name, feed]
      if (unseen.length > 0) return [name, { ...feed, suspicions: unseen }]
      const settled = word === 'approve' && disputed !== undefined ? succeeded(rest, disputed) : rest
      return [name, settled.last === undefined ? settled : { ...settled, usualRecords: settled.last.records }]
    }),
  )
}

/** A person says that this export is newer than the one that counted as the last. */
function succeeded(feed: FeedStates[string], disputed: NonNullable<FeedStates[string]['disputed']>) {
  const { readWith: _, last, ...rest } = feed
  const before = last === undefined ? [] : [versionHash(last)]
  return { ...rest, last: disputed, taken: [...new Set([...(feed.taken ?? []), ...before])] }
}

/** What the exports of feeds that are trusted again have said is said soundly. */
function clearDoubts(ledger: Ledger, isTrusted: (feed: string) => boolean): void {
  for (const { order_number } of [...ledger.open()])
    ledger.update(order_number, (line) => clearDoubt(line, ({ cause }) => isTrusted(cause.feed)))
}

/** What a person says about orders that somebody has edited in the shop. */
function edited(orders: readonly string[], ledger: Ledger, word: (line: Line) => Line): void {
  for (const order_number of orders) if (ledger.get(order_number) !== undefined) ledger.update(order_number, word)
}

function retry(orders: readonly string[] | undefined, ledger: Ledger, nowMs: number): void {
  const parked = orders ?? [...ledger.open()].map(({ order_number }) => order_number)
  for (const order_number of parked) {
    const wanted = fieldEntries(ledger.get(order_number)?.wanted)
    if (wanted.some(([, { parked }]) => isRefused(parked)))
      ledger.update(order_number, (line) => releaseParked(line, nowMs))
  }
}
