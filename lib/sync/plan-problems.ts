import type { RunFacts } from './facts.ts'

import type { Part } from './options.ts'
import type { Plan } from './plan/change.ts'
import { notPlanned } from './plan/part.ts'
import type { Problem } from './problems.ts'
import type { Head } from './state/head.ts'
import { wordProblems } from './words/missing.ts'

/** What is to be told where only a part of a plan was asked for. */
export function partProblems(part: Part | undefined, plan: Plan): Problem[] {
  if (part === undefined) return []
  const none = notPlanned(part, plan).map((order): Problem => {
    const message = `Nothing is planned about the order ${order}: the shop has what the exports say, or no export names it.`
    return { kind: 'decision', subject: order, message }
  })
  if (plan.verdict.kind === 'pass') return none
  const { hash, changes, verdict } = plan
  const orders = changes.length === 1 ? '1 order' : `${changes.length} orders`
  const reasons = verdict.reasons.map(({ message }) => message).join(' ')
  const message = `The part of ${orders} that was asked for is held. ${reasons} Decide with: order-sync approve ${hash.slice(0, 12)}`
  return [...none, { kind: 'held', subject: hash, message }]
}

/** What is to be told of the plan of a run, beside what became of it. */
export const planProblems = (
  { part, plan, settings }: Pick<RunFacts, 'part' | 'plan' | 'settings'>,
  { words }: Pick<Head, 'words'>,
): Problem[] => [...partProblems(part, plan), ...wordProblems(settings, words, plan.changes)]
