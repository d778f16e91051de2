import { sameValue } from '../../order.ts'
import type { Store } from '../../storage/store.ts'
import type { Head } from '../state/head.ts'
import { decisionId, type HeldPlan, readHold, type StoredDecision, takenBack } from './decisions.ts'

/** What a person has said about a held plan, or about as much of it. */
export interface HoldWord {
  readonly id: string
  readonly kind: 'approve' | 'reject'
  /** ISO 8601 */
  readonly at: string
  readonly by?: string | undefined
  /** orders of the held plan that it is about */
  readonly orders: number
  /** customers that are mailed of these, as far as it stands; of a rejection none */
  readonly mails: number
}

/** What people have said about the held plan, and no run has acted on yet. */
export interface HoldAnswer {
  /** the first comes first; what a later one says otherwise counts there */
  readonly words: readonly HoldWord[]
  /** what nobody has said anything about */
  readonly open: { readonly changes: number; readonly notifications: number }
}

type PlanDecision = Extract<StoredDecision, { kind: 'approve' | 'reject' }>
type Change = HeldPlan['changes'][number]

/** Whether a decision is a word about a held plan. */
export const isAboutPlan = (decision: StoredDecision): decision is PlanDecision =>
  decision.kind === 'approve' || decision.kind === 'reject'

/**
 * Between a decision and the run that acts on it, a held plan waits for nobody any more, as far as it is decided: also by
 * a word about another plan that wants the same.
 */
export async function holdAnswer(
  hold: Head['hold'],
  decisions: readonly StoredDecision[],
  store: Pick<Store, 'list' | 'get'>,
): Promise<HoldAnswer | undefined> {
  if (hold === undefined) return undefined
  const over = takenBack(decisions)
  const said = decisions.filter(isAboutPlan).filter((decision) => !over.has(decisionId(decision)))
  const open = { changes: hold.changes, notifications: hold.notifications }
  if (said.length === 0) return { words: [], open }
  const held = await readHold(store, hold.hash)
  if (held === undefined) return withoutPlan(said, hold)
  const decided: Decided[] = []
  for (const decision of said) {
    const plan = decision.hash === hold.hash ? held : await readHold(store, decision.hash)
    if (plan !== undefined) decided.push({ decision, changes: byOrder(plan) })
  }
  return answerOf(held, decided)
}

/** The plan itself is gone: its numbers stand in the head. */
function withoutPlan(said: readonly PlanDecision[], hold: NonNullable<Head['hold']>): HoldAnswer {
  const word = said.findLast(({ hash }) => hash === hold.hash)
  if (word === undefined) return { words: [], open: { changes: hold.changes, notifications: hold.notifications } }
  const mails = word.kind === 'reject' || word.quiet === true ? 0 : hold.notifications
  return { words: [{ ...wordOf(word), orders: hold.changes, mails }], open: { changes: 0, notifications: 0 } }
}

interface Decided {
  readonly decision: PlanDecision
  readonly changes: ReadonlyMap<string, Change>
}

/** The changes of a held plan by their orders. */
export const byOrder = ({ changes }: HeldPlan): ReadonlyMap<string, Change> =>
  new Map(changes.map((change) => [change.order_number, change]))

const wordOf = (decision: PlanDecision): Pick<HoldWord, 'id' | 'kind' | 'at' | 'by'> => ({
  id: decisionId(decision),
  kind: decision.kind,
  at: decision.at,
  ...(decision.by === undefined ? {} : { by: decision.by }),
})

function answerOf({ changes }: HeldPlan, decided: readonly Decided[]): HoldAnswer {
  const orders = new Map<PlanDecision, { orders: number; mails: number }>()
  const open = { changes: 0, notifications: 0 }
  for (const change of changes) {
    const names = Object.keys(change.fields)
    const words = names.map((name) => decided.findLast(({ changes: of }) => wants(of, change, name)))
    if (words.includes(undefined)) {
      open.changes++
      if (change.mails.some((name) => words[names.indexOf(name)] === undefined)) open.notifications++
    }
    for (const word of new Set(words)) {
      if (word === undefined) continue
      const sum = orders.get(word.decision) ?? { orders: 0, mails: 0 }
      const isMailed = change.mails.some((name) => words[names.indexOf(name)] === word && mayMail(word, name))
      orders.set(word.decision, { orders: sum.orders + 1, mails: sum.mails + (isMailed ? 1 : 0) })
    }
  }
  const words = decided.flatMap(({ decision }) => {
    const sum = orders.get(decision)
    return sum === undefined ? [] : [{ ...wordOf(decision), ...sum }]
  })
  return { words, open }
}

/** Whether a held plan wants a value, too. */
export const wants = (of: ReadonlyMap<string, Change>, { order_number, fields }: Change, name: string): boolean => {
  const same = of.get(order_number)?.fields[name]
  return same !== undefined && sameValue(same.after, fields[name]?.after)
}

/** A quiet approval mails nobody of a status; of a payment, the shop's own invoice may leave all the same. */
const mayMail = ({ decision }: Decided, name: string): boolean =>
  decision.kind === 'approve' && (decision.quiet !== true || name === 'paid_date')
