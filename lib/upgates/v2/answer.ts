import * as z from 'zod/mini'
import type { FieldName } from '../../order.ts'
import { unlessForTheKey } from '../denial.ts'
import { matcher } from '../match.ts'
import { jsonOf, namedFields } from '../named.ts'
import type { Batch, Outcome, ShopResponse, Update } from '../shop.ts'
import { flag, orderNumber } from '../values.ts'
import { tellsOfOrders } from '../verdict.ts'

const said = z.pipe(
  z.nullish(z.string()),
  z.transform((value) => value ?? ''),
)

const messageSchema = z.union([
  z.object({ object: z.nullish(z.string()), property: z.nullish(z.string()), message: said, level: said }),
  z.pipe(
    z.string(),
    z.transform((message) => ({ object: null, property: null, message, level: '' })),
  ),
])

const answerSchema = z.object({ orders: z.array(z.unknown()) })
const orderSchema = z.object({
  order_number: orderNumber,
  updated_yn: flag,
  messages: z.nullish(z.array(messageSchema)),
})

type Answered = z.infer<typeof orderSchema>

const notNamed = 'the answer does not name this order'

/**
 * Reads the answer to `PUT /orders`: HTTP 200 alone says nothing about an order, its `updated_yn` does. An order that
 * the answer leaves out, or about which it cannot be read, is `unknown`.
 */
export function readUpdateAnswer(batch: Batch, { status, body }: ShopResponse): Outcome[] {
  const answers = new Map<Update, Outcome>()
  const find = matcher(batch.updates, ({ order_number }) => order_number)
  for (const order of tellsOfOrders(status) ? ordersOf(body) : []) {
    const update = find(order.order_number)
    if (update === undefined) continue
    const outcome = outcomeOf(order, update)
    const earlier = answers.get(update)
    if (earlier === undefined || badness(outcome) > badness(earlier)) answers.set(update, outcome)
  }
  const outcomes = batch.updates.map(
    (update): Outcome =>
      answers.get(update) ?? { order_number: update.order_number, kind: 'unknown', messages: [notNamed] },
  )
  return unlessForTheKey(batch, outcomes)
}

function ordersOf(body: string): Answered[] {
  const parsed = answerSchema.safeParse(jsonOf(body))
  return (parsed.data?.orders ?? []).flatMap((order) => orderSchema.safeParse(order).data ?? [])
}

const badness = ({ kind }: Outcome): number =>
  ['accepted', 'accepted with warnings', 'unknown', 'rejected'].indexOf(kind)

function outcomeOf({ updated_yn, messages }: Answered, { order_number, fields }: Update): Outcome {
  const told = (messages ?? []).filter((message) => !updated_yn || message.level !== 'info')
  const texts = told.map(({ message, property, object }) => message || property || object || 'a message without words')
  if (!updated_yn)
    return { order_number, kind: 'rejected', messages: texts.length > 0 ? texts : ['the shop gave no reason'] }
  if (told.length === 0) return { order_number, kind: 'accepted' }
  const skipped = new Set<FieldName>()
  for (const { message, object, property, level } of told) {
    const named = namedFields(fields, message, object, property)
    if (named.length === 0 && /error/i.test(level)) return { order_number, kind: 'rejected', messages: texts }
    for (const name of named) skipped.add(name)
  }
  return { order_number, kind: 'accepted with warnings', messages: texts, skipped: [...skipped] }
}

/** An answer to `PUT /orders` as it may be kept: were it to show whole orders, then without their customers. */
export function withoutOrders(response: ShopResponse): ShopResponse {
  const value = jsonOf(response.body)
  const parsed = answerSchema.safeParse(value)
  if (!parsed.success) return response
  const names = ['order_number', 'order_url', 'updated_yn', 'messages']
  const orders = parsed.data.orders.map((order) =>
    typeof order !== 'object' || order === null
      ? null
      : Object.fromEntries(Object.entries(order).filter(([name]) => names.includes(name))),
  )
  return { ...response, body: JSON.stringify({ ...(value as object), orders }) }
}
