import type { Books } from './orders.ts'
import { flag, type PlainAnswer, v2Order, wishOf } from './wire.ts'

const editSchema = v2Order.omit({ order_number: true }).extend({ mail: flag.default(false) })

/** Path of the played administration: `/admin/orders/ORDER`. */
export const administrationPath = '/admin/orders/'

/**
 * Plays a person in the shop's administration. `GET` shows an order; `POST` edits it by hand, by the names of v2, and
 * with `"mail": true` mails its customer of a changed status. Needs no key, counts in no allowance.
 */
export function administer(books: Books, method: string, order_number: string, body: unknown): PlainAnswer {
  const order = books.orders.get(order_number)
  if (order === undefined) return { status: 404, body: { message: 'There is no such order.' } }
  if (method === 'GET') return { status: 200, body: { ...order, metas: Object.fromEntries(order.metas) } }
  const parsed = editSchema.safeParse(body)
  if (method !== 'POST') return { status: 405, body: { message: 'Only GET and POST.' } }
  if (!parsed.success) return { status: 400, body: { message: 'Expected an object of fields.' } }
  const { mail, ...fields } = parsed.data
  const messages = books.grant(wishOf({ ...fields, order_number }), { mail, origin: 'admin' })
  return { status: messages.some(({ error }) => error) ? 400 : 200, body: { order_number, messages } }
}
