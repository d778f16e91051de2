import * as z from 'zod/mini'
import { type FieldName, fieldNames } from '../../order.ts'
import { unlessForTheKey } from '../denial.ts'
import { matcher } from '../match.ts'
import { jsonOf, namedFields } from '../named.ts'
import type { Batch, Outcome, ShopResponse, Update } from '../shop.ts'
import { flag, orderNumber } from '../values.ts'
import { tellsOfOrders } from '../verdict.ts'
import { metaKey, stateUpdateFields } from '../wire.ts'

const successSchema = z.object({ success: z.literal([true, 1, '1', 'true']) })
const messageSchema = z.object({
  order_number: orderNumber,
  /** `undefined` where it cannot be read */
  error: z.pipe(
    z.optional(z.unknown()),
    z.transform((value) => flag.safeParse(value).data),
  ),
  message: z.pipe(
    z.optional(z.unknown()),
    z.transform((value) => (typeof value === 'string' ? value : 'the shop gave no reason')),
  ),
})

type Message = z.infer<typeof messageSchema>

/**
 * Reads one answer: `success: true` acknowledges all orders, otherwise messages tell of some. Orders that it neither
 * refuses nor acknowledges are `unknown`.
 */
export function readAnswer(batch: Batch, { status, body }: ShopResponse): Outcome[] {
  const value = tellsOfOrders(status) ? jsonOf(body) : undefined
  const messages = messagesIn(value)
  const success =
    status < 300 && successSchema.safeParse(value).success && (messages.length > 0 || !tellsOfErrors(value))
  const find = matcher(batch.updates, ({ order_number }) => order_number)
  const about = Map.groupBy(messages, ({ order_number }) => find(order_number))
  const outcomes = batch.updates.map((update) =>
    withUnknownFields(update, outcomeOf(update, about.get(update), success)),
  )
  return unlessForTheKey(batch, outcomes)
}

const noErrors = ['', '0', 'false', 'null', '[]', '{}', '""', '"0"', '"false"']
const errorNames = /^(?:(?:[a-z]+[_-]?)?(?:errors?|failures?)(?:[_-]?(?:messages?|codes?|count))?|failed|rejected)$/i
const deepest = 4

/** Whether an answer that claims success tells of errors as well, however deep, of which nobody knows whose they are. */
const tellsOfErrors = (value: unknown, depth = 0): boolean =>
  typeof value === 'object' &&
  value !== null &&
  depth <= deepest &&
  Object.entries(value).some(
    ([name, inner]) =>
      (errorNames.test(name) && !noErrors.includes(JSON.stringify(inner))) ||
      (name === 'success' && inner === false) ||
      tellsOfErrors(inner, depth + 1),
  )

/** Messages that name an order: a list of them, one alone, or a list however deep within an object. */
function messagesIn(value: unknown, depth = 0): Message[] {
  if (typeof value !== 'object' || value === null || depth > deepest) return []
  const { data } = messageSchema.safeParse(value)
  return data !== undefined ? [data] : Object.values(value).flatMap((inner) => messagesIn(inner, depth + 1))
}

function outcomeOf({ order_number, fields }: Update, about: readonly Message[] | undefined, success: boolean): Outcome {
  if (about === undefined) {
    if (success) return { order_number, kind: 'accepted' }
    return { order_number, kind: 'unknown', messages: ['the answer does not name this order'] }
  }
  const messages = about.map(({ message }) => message)
  if (about.some(({ error }) => error)) return { order_number, kind: 'rejected', messages }
  if (about.some(({ error }) => error === undefined)) return { order_number, kind: 'unknown', messages }
  const skipped = [...new Set(messages.flatMap((message): FieldName[] => namedFields(fields, message)))]
  return { order_number, kind: 'accepted with warnings', messages, skipped }
}

/** Whether this API has such a field; the settings map no other. */
export const isKnown = (field: FieldName): boolean => metaKey(field) !== undefined || stateUpdateFields.includes(field)

/** What this API does not know never left, so it is not acknowledged either. */
function withUnknownFields({ order_number, fields }: Update, outcome: Outcome): Outcome {
  const unknown = fieldNames(fields).filter((field) => !isKnown(field))
  if (unknown.length === 0 || (outcome.kind !== 'accepted' && outcome.kind !== 'accepted with warnings')) return outcome
  const { messages = [], skipped = [] } = outcome.kind === 'accepted' ? {} : outcome
  const message = `the API "state-update" has no ${unknown.join(', ')}`
  return {
    order_number,
    kind: 'accepted with warnings',
    messages: [...messages, message],
    skipped: [...new Set([...skipped, ...unknown])],
  }
}
