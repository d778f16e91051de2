import * as z from 'zod'
import type { SimulatedOrder } from './model.ts'
import { type Books, dateOnly, type Wish } from './orders.ts'
import type { PlainAnswer } from './state-update.ts'

const mostOrders = 100

const bodySchema = z.object({
  send_emails_yn: z.boolean().default(true),
  send_sms_yn: z.boolean().default(true),
  orders: z.array(
    z.looseObject({
      order_number: z.string(),
      status: z.string().optional(),
      paid_date: z.string().nullable().optional(),
      resolved_yn: z.boolean().optional(),
      tracking_code: z.string().optional(),
      metas: z
        .array(
          z.object({
            key: z.string(),
            value: z.string().optional(),
            values: z.array(z.object({ language: z.string(), value: z.string() })).optional(),
          }),
        )
        .optional(),
    }),
  ),
})

/** `PUT /orders`: at most 100, each answered with `updated_yn` and messages. */
export function putOrders(books: Books, body: unknown, project: string): PlainAnswer {
  const parsed = bodySchema.safeParse(body)
  if (!parsed.success) return { status: 400, body: { message: 'Invalid JSON or not an object.' } }
  if (parsed.data.orders.length > mostOrders)
    return { status: 413, body: { message: `At most ${mostOrders} orders in one request.` } }
  const orders = parsed.data.orders.map((order) => {
    const { error, warnings } = books.grant(wishOf(order), parsed.data.send_emails_yn)
    const messages =
      error === undefined
        ? warnings.map(({ key, message }) => ({ object: 'metas', property: key, message, level: 'warning' }))
        : [{ object: 'order', property: null, message: error, level: 'error' }]
    const order_url = `${project}/manager/orders/main/default/?order=${encodeURIComponent(order.order_number)}`
    return { order_number: order.order_number, order_url, updated_yn: error === undefined, messages }
  })
  return { status: 200, body: { orders } }
}

function wishOf(order: z.infer<typeof bodySchema>['orders'][number]): Wish {
  const { order_number, status, paid_date, tracking_code, resolved_yn, metas } = order
  return {
    order_number,
    ...(status === undefined ? {} : { status }),
    ...(paid_date === undefined ? {} : { paid_date: dateOnly(paid_date ?? '') }),
    ...(tracking_code === undefined ? {} : { tracking_code }),
    ...(resolved_yn === undefined ? {} : { resolved_yn }),
    metas: (metas ?? []).map(({ key, value, values }) => ({
      key,
      value: value ?? (values && Object.fromEntries(values.map(({ language, value: text }) => [language, text]))),
    })),
  }
}

/** `GET /orders`: by number, by payment, 100 a page. */
export function getOrders(books: Books, query: URLSearchParams): PlainAnswer {
  const numbers = query.get('order_numbers')?.split(';')
  const paid = query.get('paid_yn')
  const found = [...(numbers === undefined ? books.orders.keys() : new Set(numbers))]
    .flatMap((number) => books.orders.get(number) ?? [])
    .filter((order) => paid === null || (order.paid_date !== '') === (paid === '1' || paid === 'true'))
  return paged(
    found.map((order) => shownOrder(books, order)),
    query,
    'orders',
  )
}

const shownOrder = (books: Books, order: SimulatedOrder) => ({
  order_number: order.order_number,
  status: order.status,
  status_id: books.statuses.findIndex(({ name }) => name === order.status) + 1,
  paid_date: order.paid_date === '' ? null : `${order.paid_date}T00:00:00+01:00`,
  tracking_code: order.tracking_code === '' ? null : order.tracking_code,
  resolved_yn: order.resolved_yn,
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
