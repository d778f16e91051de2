import type { RunFacts } from './facts.ts'
import type { Drifted } from './ledger/drift.ts'
import { type WaitingOrder, waitingOrders } from './plan/gate.ts'
import type { Problem } from './problems.ts'

export type { WaitingOrder } from './plan/gate.ts'

/** How many orders that wait are told one by one. */
const toldOrders = 100

/** Orders whose status waits for other fields, the first of them. */
export function waitingPart({ left }: RunFacts): { readonly waiting?: readonly WaitingOrder[] } {
  const waiting = waitingOrders(left)
  return waiting.length === 0 ? {} : { waiting: waiting.slice(0, toldOrders) }
}

/** Orders that wait although nobody has refused them. */
export function waitingProblems({ left }: RunFacts): Problem[] {
  const kinds = { mailed: 'mailed too often', edited: 'edited' } as const
  const told = new Map<string, Problem>()
  for (const { order_number, kind, field, value, reason } of left.leftOut) {
    if (kind !== 'mailed' && kind !== 'edited') continue
    const what = kind === 'edited' ? ` (${field} = ${JSON.stringify(value)})` : ''
    const message = `Order ${order_number} is left alone${what}: ${reason}`
    told.set(`${kind} ${order_number}`, { kind: kinds[kind], subject: order_number, message })
  }
  return [...told.values()].slice(0, toldOrders)
}

const became = {
  erp: 'the export wins',
  shop: 'the shop wins by the settings ("drift"), and it is left alone',
  undo: 'somebody has changed it since, and it is not taken back',
  rule: 'it is final or later, and is not changed',
} as const

/** What has drifted, but for what waits for a person, which is told as long as it waits. */
function driftedProblem({ order_number, field, shown, acknowledged, wanted, winner }: Drifted): Problem[] {
  if (winner === 'report') return []
  const end = winner === undefined ? 'nothing is changed before the export says something new' : became[winner]
  const says = wanted === undefined || winner === 'undo' ? '' : `; the export says ${JSON.stringify(wanted)}`
  const values = `the shop shows ${field} = ${JSON.stringify(shown)} instead of ${JSON.stringify(acknowledged)}`
  return [{ kind: 'drifted', subject: order_number, message: `Order ${order_number}: ${values}${says}: ${end}.` }]
}

/** What the shop showed otherwise than it had acknowledged, but for what waits for a person. */
export const driftedProblems = ({ drifted, around }: Pick<RunFacts, 'drifted' | 'around'>): Problem[] => [
  ...drifted.flatMap(driftedProblem).slice(0, toldOrders),
  ...partProblem(around?.partSince),
]

/** On a busy shop, the daily look reads a part. */
const partProblem = (since: string | undefined): Problem[] =>
  since === undefined
    ? []
    : [
        {
          kind: 'drifted',
          subject: 'shop',
          message: `More orders were changed in the shop since ${since} than the daily look reads; the others were not compared. All of them: order-sync drift --hours 25`,
        },
      ]
