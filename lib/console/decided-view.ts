import { type Html, html } from '../page/html.ts'
import { type DecisionRecord, decisionsSince } from '../sync/decisions/undo-decision.ts'
import { dayMs } from '../units.ts'
import { decisionForm } from './decide.ts'
import { runAddress, type View } from './frame.ts'
import type { ConsoleShop } from './shop.ts'
import type { Shown } from './state-view.ts'

const daysBack = 30
const mostDecisions = 200
const mostOrders = 20

/** What people decided lately, by whom, what came of it, and what of it can be taken back. */
export async function decidedView({ effects }: ConsoleShop, how: Shown): Promise<View> {
  const { words } = how.voice
  const since = new Date(effects.clock.now() - daysBack * dayMs).toISOString()
  const decisions = (await decisionsSince(since, effects)).slice(0, mostDecisions)
  const list = html`<ol class="exchanges">${decisions.map((decision) => html`<li>${decisionPart(decision, how)}`)}</ol>`
  return {
    title: words.decided,
    active: 'decided',
    body: decisions.length === 0 ? html`<p>${words.nothingDecided}` : list,
  }
}

/** One decision: when, what, about what, by whom, and what came of it. */
export function decisionPart(decision: Listed, { place, voice }: Shown): Html {
  const { words, texts, time } = voice
  const { id, kind, at, by, run, became, orders = [], plan, key, hash } = decision
  const label = words.made[kind] ?? new Map<string, string>(Object.entries(words.decisions)).get(kind) ?? kind
  const about = [
    ...(hash === undefined ? [] : [hash.slice(0, 12)]),
    ...(key === undefined ? [] : [key]),
    ...orders.slice(0, mostOrders),
  ]
  const undo =
    canBeTakenBack(decision) &&
    html` ${decisionForm({ kind: 'undo-decision', values: { id }, back: 'decided' }, place, voice)}`
  const acted = run !== undefined && html` <a href="${runAddress(place, run)}">${texts.run}</a>`
  return html`<b>${time(at)}</b> ${label}${about.length > 0 && html`: <code>${about.join(', ')}</code>`}${plan !== undefined && ` (${texts.orders(plan.changes.length)})`}${by !== undefined && html`, ${words.by(by)}`} <span class="dim">(${words.became[became]})</span>${acted}${undo}`
}

/** A decision in full, or as far as it is about one order. */
type Listed = Omit<DecisionRecord, 'plan' | 'orders' | 'undone'> & Partial<Pick<DecisionRecord, 'plan' | 'orders'>>

/** Whether trying has a chance; the command behind it looks closely, and says why not. */
const canBeTakenBack = ({ kind, became }: Listed): boolean =>
  (became === 'waiting' && kind !== 'undo-decision') ||
  (became === 'done' && ['approve', 'reject', 'dismiss'].includes(kind))
