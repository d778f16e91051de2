import * as z from 'zod'
import { customerOf } from './customers.ts'
import type { SimulatedOrder } from './model.ts'
import type { Books } from './orders.ts'
import { flag, type PlainAnswer, v2Order, wishOf } from './wire.ts'

const mostOrders = 100

const bodySchema = z.object({
  send_emails_yn: flag.default(true),
  send_sms_yn: flag.default(true),
  orders: z.array(v2Order),
})

/** `PUT /orders`: at most 100, each answered with `updated_yn` and messages. */
export function putOrders(books: Books, body: unknown, project: string): PlainAnswer {
  const parsed = bodySchema.safeParse(body)
  if (!parsed.success) return { status: 400, body: { message: 'Invalid JSON or not an object.' } }
  const { send_emails_yn: mail, orders } = parsed.data
  if (orders.length > mostOrders)
    return { status: 413, body: { message: `At most ${mostOrders} orders in one request.` } }
  return {
    status: 200,
    body: {
      orders: orders.map((order) => {
        const { order_number } = order
        const granted = books.grant(wishOf(order), { mail })
        const messages = granted.map(({ error, ...message }) => ({ ...message, level: error ? 'error' : 'warning' }))
        const order_url = `${project}/manager/orders/main/default/?order=${encodeURIComponent(order_number ?? '')}`
        const updated_yn = !granted.some(({ error }) => error)
        return { order_number: order_number ?? null, order_url, updated_yn, messages }
      }),
    },
  }
}

type Filter = (order: SimulatedOrder, value: string, books: Books) => boolean

/** Id of an order's status: its place in the list. */
const statusId = (books: Books, { status }: SimulatedOrder): number =>
  books.statuses.findIndex(({ name }) => name === status) + 1

const filters: Readonly<Record<string, Filter>> = {
  external_order_number: ({ external_order_number }, value) => external_order_number === value,
  paid_yn: ({ paid_date }, value) => (paid_date !== '') === (value === '1' || value === 'true'),
  status_id: (order, value, books) => String(statusId(books, order)) === value,
  status_ids: (order, value, books) => value.split(';').includes(String(statusId(books, order))),
  last_update_time_from: ({ updated }, value) => Date.parse(updated) >= Date.parse(value),
}

/** `GET /orders`: filtered, 100 a page, with all that the shop knows of their customers. */
export function getOrders(books: Books, query: URLSearchParams): PlainAnswer {
  const asked = Object.entries(filters).flatMap(([name, filter]) => {
    const value = query.get(name)
    return value === null ? [] : [(order: SimulatedOrder) => filter(order, value, books)]
  })
  const numbers = query.get('order_numbers')?.split(';')
  const named = [...new Set(numbers ?? books.orders.keys())].flatMap((number) => books.orders.get(number) ?? [])
  const found = named.filter((order) => asked.every((filter) => filter(order)))
  const items = found.map((order) => shownOrder(books, order))
  return paged(items, query, 'orders')
}

const orNull = (value: string): string | null => (value === '' ? null : value)
const midnight = (date: string): string | null => (date === '' ? null : `${date}T00:00:00+01:00`)

const shownOrder = (books: Books, order: SimulatedOrder) => ({
  order_number: order.order_number,
  external_order_number: orNull(order.external_order_number),
  last_update_time: order.updated,
  status: order.status,
  status_id: statusId(books, order),
  paid_date: midnight(order.paid_date),
  delivered_date: midnight(order.delivered_date),
  tracking_code: orNull(order.tracking_code),
  tracking_url:
    order.tracking_code === '' ? null : `https://example.com/track/${encodeURIComponent(order.tracking_code)}`,
  resolved_yn: order.resolved_yn,
  internal_note: orNull(order.internal_note),
  ...customerOf(order.order_number),
  metas: [...order.metas].map(([key, value]) =>
    typeof value === 'string'
      ? { key, value }
      : { key, values: Object.entries(value).map(([language, text]) => ({ language, value: text })) },
  ),
})

function paged(items: readonly unknown[], query: URLSearchParams, name: string): PlainAnswer {
  const page = Math.max(1, Number(query.get('page') ?? 1) || 1)
  const shown = items.slice((page - 1) * mostOrders, page * mostOrders)
  return {
    status: 200,
    body: {
      current_page: page,
      current_page_items: shown.length,
      number_of_pages: Math.max(1, Math.ceil(items.length / mostOrders)),
      number_of_items: items.length,
      [name]: shown,
    },
  }
}

/** `GET /order-statuses`. */
export const getStatuses = (books: Books): PlainAnswer => ({
  status: 200,
  body: {
    order_statuses: books.statuses.map((status, index) => ({
      id: index + 1,
      type: status.type ?? 'Custom',
      descriptions: [{ language_id: 'cs', name: status.name }],
      mark_resolved_yn: status.mark_resolved_yn ?? false,
      mark_paid_yn: status.mark_paid_yn ?? false,
      mark_delivered_yn: status.mark_delivered_yn ?? false,
    })),
  },
})

/** `GET /metas?category=orders`. */
export const getMetas = (books: Books, query: URLSearchParams): PlainAnswer =>
  paged(
    [...books.metas].map((key) => ({ key, type: 'input', active: true })),
    query,
    'metas',
  )

/** `GET /orders/{number}/history`. */
export function getHistory(books: Books, number: string): PlainAnswer {
  const order = books.orders.get(number)
  return order === undefined
    ? { status: 404, body: { message: 'Not found.' } }
    : { status: 200, body: { history: order.history } }
}
