import * as z from 'zod'
import type { Books } from './orders.ts'
import { flag, type PlainAnswer, stateOrder, wishOf } from './wire.ts'

const keySchema = z.looseObject({ apiKey: z.union([z.string(), z.number()]).transform(String) })
const bodySchema = z.object({ sendEmails: flag.default(true), orders: z.array(z.unknown()) })

/** Who may come in. */
export interface Door {
  isKey(key: string | undefined): boolean
  wrongKey(): PlainAnswer
}

const invalid: PlainAnswer = { status: 400, body: { success: false, message: 'Invalid request.' } }

/** `POST /api/orders/state/update`: the key is in the body; answers success, or a list of errors and warnings. */
export function answerStateUpdate(books: Books, body: unknown, { isKey, wrongKey }: Door): PlainAnswer {
  if (typeof body !== 'object' || body === null) return invalid
  if (!isKey(keySchema.safeParse(body).data?.apiKey)) return wrongKey()
  const parsed = bodySchema.safeParse(body)
  if (!parsed.success) return invalid
  const { sendEmails: mail, orders } = parsed.data
  const messages = orders.flatMap((raw) => messagesOf(books, raw, mail))
  return { status: 200, body: messages.length === 0 ? { success: true } : messages }
}

function messagesOf(books: Books, raw: unknown, mail: boolean): object[] {
  const order = stateOrder.safeParse(raw)
  const { order_number } = order.data ?? {}
  if (!order.success || order_number === undefined) {
    return [{ error: true, message: order.success ? "Order has no option 'order_number'." : 'Order cannot be read.' }]
  }
  const { status, paid_date, resolved_yn, tracking_code, metas } = order.data
  const wish = wishOf({ order_number, status, paid_date, resolved_yn, tracking_code, metas })
  return books.grant(wish, { mail }).map(({ error, message }) => ({ order_number, error, message }))
}
