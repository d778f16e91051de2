import * as z from 'zod/mini'
import type { FieldName, Fields, FieldValue } from '../../order.ts'
import { jsonOf, namedFields } from '../named.ts'
import type { Batch, Outcome, ShopResponse, Update } from '../shop.ts'

const orderNumber = z.pipe(z.union([z.string(), z.number()]), z.transform(String))
const flag = z.pipe(
  z.union([z.boolean(), z.literal([0, 1]), z.literal(['0', '1', 'true', 'false'])]),
  z.transform((value) => ['1', 'true', 1, true].includes(value)),
)

const messageSchema = z.object({
  object: z.nullish(z.string()),
  property: z.nullish(z.string()),
  message: z.string(),
  level: z.string(),
})

const updatedSchema = z.object({
  orders: z.array(
    z.object({ order_number: orderNumber, updated_yn: flag, messages: z.nullish(z.array(messageSchema)) }),
  ),
})

type Updated = z.infer<typeof updatedSchema>['orders'][number]

const textOrNull = z.pipe(
  z.nullish(z.string()),
  z.transform((value) => value ?? ''),
)

const metaSchema = z.object({
  key: z.string(),
  value: z.optional(z.union([z.string(), z.number(), z.boolean(), z.null()])),
  values: z.nullish(z.array(z.object({ language: z.string(), value: z.nullish(z.string()) }))),
})

const pageSchema = z.object({
  number_of_pages: z.optional(z.int().check(z.minimum(0))),
  orders: z.array(
    z.object({
      order_number: orderNumber,
      status: textOrNull,
      paid_date: textOrNull,
      tracking_code: textOrNull,
      resolved_yn: z.pipe(
        z.nullish(flag),
        z.transform((value) => value ?? false),
      ),
      metas: z.nullish(z.array(metaSchema)),
    }),
  ),
})

/** Whether an answer to `PUT /orders` says something about orders. */
export const isUpdateAnswer = ({ body }: ShopResponse): boolean => updatedSchema.safeParse(jsonOf(body)).success

/** Reads the answer to `PUT /orders`: HTTP 200 alone says nothing about an order, its `updated_yn` does. */
export function readUpdateAnswer(batch: Batch, response: ShopResponse): Outcome[] {
  const parsed = updatedSchema.safeParse(jsonOf(response.body))
  const answers = new Map<string, Outcome>()
  const sent = new Map(batch.updates.map((update) => [update.order_number, update]))
  for (const order of parsed.success && response.status < 300 ? parsed.data.orders : []) {
    const update = sent.get(order.order_number)
    if (update === undefined) continue
    const outcome = outcomeOf(order, update)
    const earlier = answers.get(order.order_number)
    if (earlier === undefined || badness(outcome) > badness(earlier)) answers.set(order.order_number, outcome)
  }
  return batch.updates.map(
    ({ order_number }) =>
      answers.get(order_number) ?? { order_number, kind: 'unknown', messages: ['the answer does not name this order'] },
  )
}

const badness = ({ kind }: Outcome): number =>
  ['accepted', 'accepted with warnings', 'unknown', 'rejected'].indexOf(kind)

function outcomeOf({ order_number, updated_yn, messages }: Updated, update: Update): Outcome {
  const told = (messages ?? []).filter((message) => !updated_yn || message.level !== 'info')
  const texts = told.map(({ message }) => message)
  if (!updated_yn)
    return { order_number, kind: 'rejected', messages: texts.length > 0 ? texts : ['the shop gave no reason'] }
  if (told.length === 0) return { order_number, kind: 'accepted' }
  const skipped = new Set<FieldName>()
  for (const { message, object, property, level } of told) {
    const named = namedFields(update.fields, message, object, property)
    if (named.length === 0 && /error/.test(level)) return { order_number, kind: 'rejected', messages: texts }
    for (const name of named) skipped.add(name)
  }
  return { order_number, kind: 'accepted with warnings', messages: texts, skipped: [...skipped] }
}

/** One page of `GET /orders`, in flat fields, or `undefined` where it cannot be read. */
export function readPage({ body }: ShopResponse): { orders: [string, Fields][]; pages: number } | undefined {
  const parsed = pageSchema.safeParse(jsonOf(body))
  if (!parsed.success) return undefined
  const orders = parsed.data.orders.map(({ order_number, metas, ...order }): [string, Fields] => {
    const fields: { [name in FieldName]?: FieldValue } = { ...order, paid_date: order.paid_date.slice(0, 10) }
    for (const meta of metas ?? []) fields[`metas.${meta.key}`] = metaValue(meta)
    return [order_number, fields]
  })
  return { orders, pages: parsed.data.number_of_pages ?? 1 }
}

function metaValue({ value, values }: z.infer<typeof metaSchema>): FieldValue {
  if (value !== undefined && value !== null) return String(value)
  const texts = (values ?? []).map(({ language, value: text }) => [language, text ?? ''])
  return texts.length === 0 ? '' : Object.fromEntries(texts)
}
