import * as z from 'zod/mini'
import { isObject } from '../../json.ts'
import type { FieldName, Fields, FieldValue } from '../../order.ts'
import { matcher } from '../match.ts'
import { jsonOf } from '../named.ts'
import type { ShopResponse } from '../shop.ts'
import { flag, orderNumber } from '../values.ts'
import { metaKey } from '../wire.ts'
import { shownDay } from './day.ts'

/**
 * A text as the shop shows it, whatever it is made of: one odd value must not make a page unreadable that others need. PHP
 * writes nothing as `[]`, too. What is no text is its JSON, which nobody has acknowledged or wants.
 */
const textOf = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return String(value ?? '')
  return Object.keys(value).length === 0 ? '' : JSON.stringify(value)
}

const text = z.pipe(z.optional(z.unknown()), z.transform(textOf))

const yesNo = z.pipe(
  z.optional(z.unknown()),
  z.transform((value) => flag.safeParse(value ?? false).data ?? textOf(value)),
)

/** What is read of an order; its customer, addresses and goods are not. */
const orderSchema = z.object({
  order_number: orderNumber,
  status: text,
  status_id: text,
  paid_date: text,
  delivered_date: text,
  tracking_code: text,
  resolved_yn: yesNo,
  internal_note: text,
  external_order_number: text,
  metas: z.optional(z.unknown()),
})

/** PHP writes a number as a text, too. */
const pagesSchema = z.union([
  z.int().check(z.minimum(0)),
  z.pipe(z.string().check(z.regex(/^\d{1,9}$/)), z.transform(Number)),
])

const pageSchema = z.object({ number_of_pages: z.nullish(pagesSchema), orders: z.array(orderSchema) })

/**
 * One page of `GET /orders`, in flat fields, or `undefined` where it cannot be read.
 * @param timeZone whose day a time in UTC belongs to; default: the day that is written
 */
export function readPage(
  { body }: Pick<ShopResponse, 'body'>,
  timeZone?: string,
): { orders: [string, Fields][]; pages: number } | undefined {
  const parsed = pageSchema.safeParse(jsonOf(body))
  if (!parsed.success) return undefined
  const orders = parsed.data.orders.map(({ order_number, metas, ...order }): [string, Fields] => {
    const days = {
      paid_date: shownDay(order.paid_date, timeZone),
      delivered_date: shownDay(order.delivered_date, timeZone),
    }
    const fields: { [name in FieldName]?: FieldValue } = { ...order, ...days }
    for (const meta of metasOf(metas)) fields[`metas.${meta.key}`] = metaValue(meta)
    return [order_number, fields]
  })
  return { orders, pages: parsed.data.number_of_pages ?? 1 }
}

/** A custom field as an order shows it. */
type Meta = Readonly<Record<string, unknown>>

/** The custom fields of an order: a list, or an object as PHP writes a list with gaps. */
const metasOf = (metas: unknown): readonly Meta[] =>
  typeof metas === 'object'
    ? Object.values(metas ?? {}).filter((meta): meta is Meta => isObject(meta) && 'key' in meta)
    : []

/** Texts per language are a list of them, or an object. */
function metaValue({ value, values }: Meta): FieldValue {
  if (value !== undefined && value !== null) return textOf(value)
  const texts = Array.isArray(values)
    ? values.filter(isObject).map(({ language, value: inner }) => [String(language), textOf(inner)] as const)
    : Object.entries(isObject(values) ? values : {}).map(([language, inner]) => [language, textOf(inner)] as const)
  return texts.length === 0 ? '' : Object.fromEntries(texts)
}

/** Orders of an answer by the numbers that were asked for; what nobody asked for is left out. */
export function shownTo(asked: readonly string[], orders: readonly [string, Fields][]): Map<string, Fields> {
  const find = matcher(asked, (number) => number)
  const shown = new Map<string, Fields>()
  const exact = new Set(asked)
  for (const [number, fields] of orders.toSorted(
    ([left], [right]) => Number(exact.has(right)) - Number(exact.has(left)),
  )) {
    const found = find(number)
    if (found !== undefined && !shown.has(found)) shown.set(found, fields)
  }
  return shown
}

const paging = ['current_page', 'current_page_items', 'number_of_pages', 'number_of_items']

/**
 * An answer to `GET /orders` as it may be kept: the paging, and of every order its number and the fields that the
 * settings map. The rest is a customer's name, address, goods. Of an answer that cannot be read only a
 * short message is kept.
 */
export function withoutCustomers(response: ShopResponse, owned: ReadonlySet<FieldName>): ShopResponse {
  const value = jsonOf(response.body)
  if (readPage(response) === undefined || !isObject(value) || !Array.isArray(value.orders)) {
    return isHarmless(response.body)
      ? response
      : { ...response, body: `an answer of ${response.body.length} characters, which is not kept` }
  }
  const orders = value.orders.map((order: unknown) => (isObject(order) ? ownFields(order, owned) : null))
  return { ...response, body: JSON.stringify({ ...pick(value, paging), orders }) }
}

/** A short message, which cannot be a part of a list of orders. */
const isHarmless = (body: string): boolean => body.length <= 2_000 && !/order_?number|"orders|customer|@/i.test(body)

function ownFields({ metas, ...order }: Record<string, unknown>, owned: ReadonlySet<FieldName>): object {
  const keys = [...owned].flatMap((field) => metaKey(field) ?? [])
  const kept = metasOf(metas).flatMap((meta) =>
    keys.includes(String(meta.key)) ? [pick(meta, ['key', 'value', 'values'])] : [],
  )
  return { ...pick(order, ['order_number', ...owned]), ...(kept.length === 0 ? {} : { metas: kept }) }
}

const pick = (value: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.filter((name) => Object.hasOwn(value, name)).map((name) => [name, value[name]]))
