import { type Fields, fieldEntries } from '../../order.ts'
import { type Reading, readingOf } from '../reading.ts'
import type { Batch, Outcome, Reply, Session, Shop } from '../shop.ts'
import { type Ask, createTransport, type Transport, type TransportEffects } from '../transport.ts'
import { orderOnWire } from '../wire.ts'
import { isKnown, readAnswer } from './answer.ts'

const batchSize = 100

/** How the order-status API is reached: one address, the key in the body. */
export interface StateUpdateOptions {
  readonly url: string
  /** per request */
  readonly timeoutMs: number
}

/**
 * The order-status API of 2019 and before. An order counts as acknowledged only by `success: true`, or by an answer
 * that names it with warnings alone; after an answer with errors the others go out once more without the refused ones.
 */
export function createStateUpdateShop(options: StateUpdateOptions, effects: TransportEffects): Shop {
  const transport = createTransport(options.url, options.timeoutMs, effects)
  return {
    api: 'state-update',
    batchSize,
    interpret: readAnswer,
    update: (batch, session) => update(batch, transport, session),
  }
}

async function update(batch: Batch, transport: Transport, session: Session): Promise<Reply<readonly Outcome[]>> {
  const settled: Outcome[] = []
  let rest = batch.updates
  while (rest.length > 0) {
    const part: Batch = { ...batch, updates: rest }
    const reading = readingOf(part, readAnswer)
    const answer = await transport(asking(part, reading, session), session)
    if (answer.kind === 'trouble') {
      // whether the orders were processed that an earlier answer did not name, nobody knows
      return { ...answer, mayHaveProcessed: answer.mayHaveProcessed || settled.length > 0, settled }
    }
    const outcomes = reading.outcomesIn(answer.response)
    const open = new Set(outcomes.filter(({ kind }) => kind === 'unknown').map(({ order_number }) => order_number))
    settled.push(...outcomes.filter(({ kind }) => kind !== 'unknown'))
    rest = rest.filter(({ order_number }) => open.has(order_number))
  }
  return { kind: 'answered', value: settled }
}

function asking(batch: Batch, { isReadable }: Reading, session: Session): Ask {
  const body = JSON.stringify({ apiKey: session.apiKey.value, ...updateBody(batch) })
  return {
    request: (url) => ({
      method: 'POST',
      url,
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body,
    }),
    orderNumbers: batch.updates.map(({ order_number }) => order_number),
    batch,
    repeat: 'after 5xx',
    isReadable,
    kept: (response) => response,
  }
}

/** The body without the key. */
export const updateBody = ({ updates, mayNotify }: Batch) => ({
  sendEmails: mayNotify,
  orders: updates.map(({ order_number, fields }) =>
    orderOnWire({ order_number, fields: knownOf(fields) }, (values) => values),
  ),
})

const knownOf = (fields: Fields): Fields => Object.fromEntries(fieldEntries(fields).filter(([name]) => isKnown(name)))
