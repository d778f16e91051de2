import { type FieldName, type Fields, fieldEntries, isStatus, sameStatus } from '../../order.ts'
import { readingOf } from '../reading.ts'
import type { Batch, ChangedOrders, Outcome, Reply, Session, Shop, ShopRequest, ShopResponse } from '../shop.ts'
import { createTransport, type Transport, type TransportEffects } from '../transport.ts'
import { orderOnWire } from '../wire.ts'
import { readUpdateAnswer, withoutOrders } from './answer.ts'
import { readPage, shownTo, withoutCustomers } from './read.ts'
import { createWords } from './words.ts'

const batchSize = 100
const mostPages = 100

/** How the API v2 is reached. */
export interface V2Options {
  /** address up to and with `/api/v2` */
  readonly baseUrl: string
  readonly login: string
  /** per request */
  readonly timeoutMs: number
  /** `false`: the shop makes no invoice of an order that an update marks as paid; default: the shop decides */
  readonly invoice?: false
  /** whose day a time in UTC belongs to; default: the day that is written */
  readonly timeZone?: string | undefined
  /** fields that the settings map: of orders that are read, these alone are kept in the archive; default: none */
  readonly owned?: readonly FieldName[]
}

/** Asks this shop something in this session. */
interface Asking {
  readonly transport: Transport
  readonly options: V2Options
  readonly session: Session
  readonly headers: Readonly<Record<string, string>>
}

/** The API v2: `PUT /orders` in batches of 100, and `GET /orders` to settle unknown outcomes. */
export function createV2Shop(options: V2Options, effects: TransportEffects): Shop {
  const transport = createTransport(options.baseUrl, options.timeoutMs, effects)
  const asking = (session: Session): Asking => ({
    transport,
    options,
    session,
    headers: {
      Authorization: `Basic ${Buffer.from(`${options.login}:${session.apiKey.value}`).toString('base64')}`,
      Accept: 'application/json',
    },
  })
  return {
    api: 'v2',
    batchSize,
    interpret: readUpdateAnswer,
    shownIn: (orderNumbers, response) => {
      const page = response.status < 300 ? readPage(response, options.timeZone) : undefined
      return page && shownTo(orderNumbers, page.orders)
    },
    update: (batch, session) => update(batch, asking(session)),
    read: (orderNumbers, session) => readOrders(orderNumbers, asking(session)),
    changed: (since, session, most = mostPages) => readChanged({ since, most }, asking(session)),
    words: createWords((path, read, session) => readWords({ path, read }, asking(session))),
  }
}

/**
 * Posts one batch. A 5xx may have been processed: where another attempt could mail a customer twice, the shop is asked
 * before it, and after a gateway gave up there is none, for what is still at work does not show yet.
 */
async function update(batch: Batch, asking: Asking): Promise<Reply<readonly Outcome[]>> {
  const { transport, options, session, headers } = asking
  const body = JSON.stringify(updateBody(batch, options))
  const { outcomesIn, isReadable } = readingOf(batch, readUpdateAnswer)
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
      repeat: 'after 5xx',
      isReadable,
      kept: withoutOrders,
      ...(batch.mayNotify ? { mayRepeat: () => showsOthers(batch, asking) } : {}),
    },
    session,
  )
  if (answer.kind === 'trouble') return { ...answer, settled: [] }
  return { kind: 'answered', value: outcomesIn(answer.response) }
}

/** Whether the shop can be asked, and shows every status of this batch as another one: nothing was processed, nobody mailed. */
async function showsOthers({ updates }: Batch, asking: Asking): Promise<boolean> {
  const reply = await readOrders(
    updates.map(({ order_number }) => order_number),
    asking,
  )
  if (reply.kind === 'trouble') return false
  return updates.every(({ order_number, fields }) => {
    const shown = reply.value.get(order_number)
    return fieldEntries(fields).every(
      // of an order that is left out nobody knows what became of it
      ([name, value]) =>
        !isStatus(name) || (shown !== undefined && !sameStatus(String(shown[name] ?? ''), String(value))),
    )
  })
}

/** The body of `PUT /orders`; the notification flags are per request, `invoice` is per order. */
export const updateBody = ({ updates, mayNotify }: Batch, { invoice }: Pick<V2Options, 'invoice'> = {}) => ({
  send_emails_yn: mayNotify,
  send_sms_yn: mayNotify,
  orders: updates.map((update) => ({
    ...orderOnWire(update, (values) => Object.entries(values).map(([language, value]) => ({ language, value }))),
    ...(invoice === false ? { invoice: { generate_yn: false } } : {}),
  })),
})

async function readOrders(
  orderNumbers: readonly string[],
  asking: Asking,
): Promise<Reply<ReadonlyMap<string, Fields>>> {
  const filter = { order_numbers: orderNumbers.join(';') }
  const owned = new Set([...(asking.options.owned ?? []), ...(asking.session.ours?.(orderNumbers) ?? [])])
  const reply = await readPages({ filter, orderNumbers, owned, most: mostPages }, asking)
  if (reply.kind === 'trouble') return reply
  const shown = shownTo(orderNumbers, reply.value.orders)
  return { kind: 'answered', value: new Map([...shown].map(spelledBy(asking))) }
}

/** Calls the status of an order as this sync does. */
const spelledBy =
  ({ session: { spelled } }: Pick<Asking, 'session'>) =>
  ([order_number, fields]: readonly [string, Fields]): [string, Fields] => {
    const { status } = fields
    const isNamed = spelled !== undefined && typeof status === 'string' && status !== ''
    return [order_number, isNamed ? { ...fields, status: spelled(order_number, status) } : fields]
  }

/** Of orders that nobody has named, their numbers alone are kept. */
async function readChanged(
  { since, most }: { readonly since: string; readonly most: number },
  asking: Asking,
): Promise<Reply<ChangedOrders>> {
  const filter = { last_update_time_from: since }
  const reply = await readPages({ filter, orderNumbers: [], owned: new Set(), most }, asking)
  if (reply.kind === 'trouble') return reply
  return { kind: 'answered', value: { ...reply.value, orders: new Map(reply.value.orders.map(spelledBy(asking))) } }
}

interface Pages {
  readonly filter: Readonly<Record<string, string>>
  readonly orderNumbers: readonly string[]
  /** the fields that are archived */
  readonly owned: ReadonlySet<FieldName>
  /** at most so many pages */
  readonly most: number
}

async function readPages(
  { filter, orderNumbers, owned, most }: Pages,
  { transport, options, session, headers }: Asking,
): Promise<Reply<{ readonly orders: readonly [string, Fields][]; readonly isWhole: boolean }>> {
  const orders: [string, Fields][] = []
  let pages = 1
  for (let page = 1; page <= Math.min(pages, most); page++) {
    const query = new URLSearchParams({ ...filter, page: String(page) })
    const answer = await transport(
      {
        request: (base) => ({ method: 'GET', url: `${base}/orders?${query}`, headers }),
        orderNumbers,
        repeat: 'always',
        isReadable: (response) => response.status < 300 && readPage(response) !== undefined,
        kept: (response) => withoutCustomers(response, owned),
      },
      session,
    )
    // nothing that is read was processed, however it ended
    if (answer.kind === 'trouble') return { ...answer, mayHaveProcessed: false, settled: [] }
    const read = readPage(answer.response, options.timeZone)
    orders.push(...(read?.orders ?? []))
    // whatever is said of further pages
    pages = isAll(read?.orders ?? [], orders, orderNumbers) ? page : (read?.pages ?? 1)
  }
  return { kind: 'answered', value: { orders, isWhole: pages <= most } }
}

/** Whether nothing more is to come: a page is empty, or all that were asked about are there. */
const isAll = (
  page: readonly [string, Fields][],
  orders: readonly [string, Fields][],
  asked: readonly string[],
): boolean => {
  const found = new Set(orders.map(([number]) => number))
  return page.length === 0 || (asked.length > 0 && asked.every((number) => found.has(number)))
}

interface Question<T> {
  readonly path: string
  readonly read: (response: Pick<ShopResponse, 'body'>) => T | undefined
}

/** Asks for something that is about no order. A right that is missing is told by the answer, and changes nothing. */
async function readWords<T>({ path, read }: Question<T>, asking: Asking): Promise<Reply<T>> {
  const { transport, session, headers } = asking
  const answer = await transport(
    {
      request: (base) => ({ method: 'GET', url: `${base}${path}`, headers }),
      orderNumbers: [],
      repeat: 'always',
      isReadable: (response) => response.status < 300 && read(response) !== undefined,
      kept: (response) => response,
    },
    session,
  )
  if (answer.kind === 'trouble') return { ...answer, mayHaveProcessed: false, settled: [] }
  return { kind: 'answered', value: read(answer.response) as T }
}
