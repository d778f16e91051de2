import type { DecisionRecord } from '../sync/decisions/undo-decision.ts'
import { safe } from './style.ts'
import type { TerminalVoice } from './voice.ts'

const mostOrders = 10

/** What people decided, newest first. */
export function decisionsText(decisions: readonly DecisionRecord[], days: number, voice: TerminalVoice): string {
  const { texts } = voice
  if (decisions.length === 0) return texts.decisions.none(days)
  return [...decisions.map((decision) => decisionText(decision, voice)), texts.decisions.takenBackWith].join('\n')
}

/** One decision: when, by whom, what about, and what came of it. */
export function decisionText(decision: DecisionRecord, { texts, style, time }: TerminalVoice): string {
  const { id, at, kind, hash, plan, quiet, key, orders, of, undone, pin, adopted, by, became, run } = decision
  const said = texts.decisions.one({
    at: style.bold(time(at)),
    kind: safe(kind),
    hash: hash === undefined ? undefined : safe(hash.slice(0, 12)),
    planned: plan?.changes.length,
    quiet,
    about: [key, ...(orders === undefined ? [] : listed(orders)), of].flatMap((one) =>
      one === undefined ? [] : [safe(one)],
    ),
    undone: undone?.length,
    pin,
    adopted,
    by: by === undefined ? undefined : safe(by),
    became,
    run,
  })
  return `${said}\n${style.dim(`  ${safe(id)}`)}`
}

const listed = (orders: readonly string[]): string[] => {
  const more = orders.length - mostOrders
  return [...orders.slice(0, mostOrders), ...(more > 0 ? [`… +${more}`] : [])]
}
