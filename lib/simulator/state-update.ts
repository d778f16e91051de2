import * as z from 'zod'
import { type Books, dateOnly, type Wish } from './orders.ts'

const bodySchema = z.object({
  apiKey: z.string().optional(),
  sendEmails: z.boolean().default(true),
  orders: z.array(
    z.looseObject({
      order_number: z.string(),
      status: z.string().optional(),
      paid_date: z.string().optional(),
      resolved_yn: z.union([z.boolean(), z.string(), z.number()]).optional(),
      tracking_code: z.string().optional(),
      metas: z
        .array(
          z.object({
            key: z.string(),
            value: z.string().optional(),
            values: z.record(z.string(), z.string()).optional(),
          }),
        )
        .optional(),
    }),
  ),
})

/** A plain answer before headers are added. */
export interface PlainAnswer {
  readonly status: number
  readonly body: unknown
}

/** `POST /api/orders/state/update`: the key is in the body; answers success, or a list of errors and warnings. */
export function answerStateUpdate(
  books: Books,
  body: unknown,
  isKey: (key: string | undefined) => boolean,
  wrongKey: () => PlainAnswer,
): PlainAnswer {
  const parsed = bodySchema.safeParse(body)
  if (!isKey(parsed.data?.apiKey)) return wrongKey()
  if (!parsed.success) return { status: 400, body: { success: false, message: 'Invalid request.' } }
  const messages = parsed.data.orders.flatMap((order) => {
    const { error, warnings } = books.grant(wishOf(order), parsed.data.sendEmails)
    if (error !== undefined) return [{ order_number: order.order_number, error: true, message: error }]
    return warnings.map(({ message }) => ({ order_number: order.order_number, error: false, message }))
  })
  return { status: 200, body: messages.length === 0 ? { success: true } : messages }
}

function wishOf(order: z.infer<typeof bodySchema>['orders'][number]): Wish {
  const { order_number, status, paid_date, tracking_code, resolved_yn, metas } = order
  return {
    order_number,
    ...(status === undefined ? {} : { status }),
    ...(paid_date === undefined ? {} : { paid_date: dateOnly(paid_date) }),
    ...(tracking_code === undefined ? {} : { tracking_code }),
    ...(resolved_yn === undefined
      ? {}
      : { resolved_yn: resolved_yn === true || resolved_yn === '1' || resolved_yn === 1 }),
    metas: (metas ?? []).map(({ key, value, values }) => ({ key, value: value ?? values })),
  }
}
