import { type Fields, fieldEntries } from '../../order.ts'
import { type ReadResult, toReply, type UpdateResult } from '../old.ts'
import type { Batch, Session, Shop, ShopRequest, Update } from '../shop.ts'
import { createTransport, type Transport, type TransportEffects } from '../transport.ts'
import { isUpdateAnswer, readPage, readUpdateAnswer } from './answers.ts'

const batchSize = 100
const mostPages = 100

/** How the API v2 is reached. */
export interface V2Options {
  /** address up to and with `/api/v2` */
  readonly baseUrl: string
  readonly login: string
  /** per request */
  readonly timeoutMs: number
}

/** The API v2: `PUT /orders` in batches of 100, and `GET /orders` to settle unknown outcomes. */
export function createV2Shop(options: V2Options, effects: TransportEffects): Shop {
  const transport = createTransport(options.baseUrl, options.timeoutMs, effects)
  const headersOf = (session: Session): Record<string, string> => ({
    Authorization: `Basic ${Buffer.from(`${options.login}:${session.apiKey.value}`).toString('base64')}`,
    Accept: 'application/json',
  })
  return {
    api: 'v2',
    batchSize,
    interpret: readUpdateAnswer,
    update: async (batch, session) => toReply(await update(transport, batch, session, headersOf(session))),
    read: async (orderNumbers, session) =>
      toReply(await readOrders(transport, orderNumbers, session, headersOf(session))),
  }
}

async function update(
  transport: Transport,
  batch: Batch,
  session: Session,
  headers: Record<string, string>,
): Promise<UpdateResult> {
  const body = JSON.stringify(updateBody(batch))
  const answer = await transport(
    {
      request: (base): ShopRequest => ({
        method: 'PUT',
        url: `${base}/orders`,
        headers: { ...headers, 'Content-Type': 'application/json' },
        body,
      }),
      orderNumbers: batch.updates.map(({ order_number }) => order_number),
      batch,
      repeatable: false,
      isReadable: (response) => response.status < 300 && isUpdateAnswer(response),
    },
    session,
  )
  if (answer.kind === 'answer') return { kind: 'answered', outcomes: readUpdateAnswer(batch, answer.response) }
  return answer.kind === 'not sent' ? { ...answer, outcomes: [] } : answer
}

/** The body of `PUT /orders`; the notification flags are per request. */
export const updateBody = ({ updates, mayNotify }: Batch) => ({
  send_emails_yn: mayNotify,
  send_sms_yn: mayNotify,
  orders: updates.map(orderBody),
})

function orderBody({ order_number, fields }: Update): Record<string, unknown> {
  const plain = fieldEntries(fields).filter(([name]) => !name.startsWith('metas.'))
  const metas = fieldEntries(fields)
    .filter(([name]) => name.startsWith('metas.'))
    .map(([name, value]) => {
      const key = name.slice('metas.'.length)
      if (typeof value !== 'object') return { key, value }
      return { key, values: Object.entries(value).map(([language, text]) => ({ language, value: text })) }
    })
  return { order_number, ...Object.fromEntries(plain), ...(metas.length === 0 ? {} : { metas }) }
}

async function readOrders(
  transport: Transport,
  orderNumbers: readonly string[],
  session: Session,
  headers: Record<string, string>,
): Promise<ReadResult> {
  const orders = new Map<string, Fields>()
  for (let page = 1, pages = 1; page <= Math.min(pages, mostPages); page++) {
    const query = new URLSearchParams({ order_numbers: orderNumbers.join(';'), page: String(page) })
    const answer = await transport(
      {
        request: (base) => ({ method: 'GET', url: `${base}/orders?${query}`, headers }),
        orderNumbers,
        repeatable: true,
        isReadable: (response) => response.status < 300 && readPage(response) !== undefined,
      },
      session,
    )
    if (answer.kind === 'not sent') return { ...answer, outcomes: [] }
    if (answer.kind !== 'answer') return answer
    const read = readPage(answer.response)
    for (const [number, fields] of read?.orders ?? []) orders.set(number, fields)
    pages = read?.pages ?? 1
  }
  return { kind: 'answered', orders }
}
