import type { DecisionRecord } from '../sync/decisions/undo-decision.ts'
import { count, type Style, safe } from './style.ts'

const mostOrders = 10

/** What people decided, newest first. */
export function decisionsText(decisions: readonly DecisionRecord[], days: number, style: Style): string {
  if (decisions.length === 0) return `Nothing was decided in the last ${count(days, 'day')}.`
  const lines = decisions.map((decision) => decisionText(decision, style))
  return [...lines, 'One that was not carried out yet is taken back with: order-sync undo-decision ID'].join('\n')
}

/** One decision: when, by whom, what about, and what came of it. */
export const decisionText = (decision: DecisionRecord, style: Style): string =>
  `${style.bold(decision.at)}  ${safe(decision.kind)}${aboutText(decision)}${decision.by === undefined ? '' : `, by ${safe(decision.by)}`}: ${becameText(decision)}\n${style.dim(`  ${safe(decision.id)}`)}`

function aboutText({ hash, key, orders, of, plan, quiet, adopted, undone, pin }: DecisionRecord): string {
  const parts = [
    hash === undefined ? '' : ` the plan ${safe(hash.slice(0, 12))}`,
    plan === undefined ? '' : ` of ${count(plan.changes.length, 'order')}`,
    quiet === true ? ', mailing nobody' : '',
    key === undefined ? '' : ` ${safe(key)}`,
    orders === undefined ? '' : ` ${listed(orders)}`,
    of === undefined ? '' : ` ${safe(of)}`,
    undone === undefined ? '' : `, ${count(undone.length, 'order')}`,
    pin === true ? ', pinned' : '',
    adopted === undefined ? '' : ` ${count(adopted, 'order')}`,
  ]
  return parts.join('')
}

const listed = (orders: readonly string[]): string => {
  const more = orders.length - mostOrders
  return `${orders.slice(0, mostOrders).map(safe).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

const becameText = ({ became, run }: DecisionRecord): string => {
  switch (became) {
    case 'waiting':
      return 'the next run acts on it'
    case 'taken back':
      return 'taken back'
    case 'void':
      return `nothing of it was wanted any more in the run ${run}`
    case 'done':
      return `done by the run ${run}`
  }
}
