import * as z from 'zod'
import { dateOnly, type Wish } from './orders.ts'

/** A plain answer before headers are added. */
export interface PlainAnswer {
  readonly status: number
  readonly body: unknown
}

/** Yes or no in any way that PHP takes for one. */
export const flag = z
  .union([z.boolean(), z.string(), z.number()])
  .transform((value) => !['', '0', 'false', 0, false].includes(value))

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === undefined ? undefined : String(value ?? '')))
const name = text.transform((value) => (value === '' ? undefined : value))
const date = text.transform((value) => (value === undefined ? undefined : dateOnly(value)))

const meta = z.object({
  key: name,
  value: text,
  values: z
    .union([z.record(z.string(), z.string()), z.array(z.object({ language: z.string(), value: z.string() }))])
    .optional(),
})

/** An order as `state-update` takes it. What is absent or empty is no reason to refuse the whole request. */
export const stateOrder = z.looseObject({
  order_number: name,
  status: name,
  paid_date: date,
  resolved_yn: flag.nullish(),
  tracking_code: text,
  metas: z.array(meta).optional(),
})

/** An order as v2 takes it. */
export const v2Order = stateOrder.extend({
  status_id: z.coerce.number().int().optional(),
  delivered_date: date,
  internal_note: text,
  external_order_number: text,
  invoice: z.looseObject({ generate_yn: flag.optional() }).optional(),
})

/** What an order of a request asks of the shop. */
export function wishOf({ order_number = '', metas, ...fields }: Partial<z.infer<typeof v2Order>>): Wish {
  const { status, status_id, paid_date, delivered_date, tracking_code } = fields
  const { resolved_yn, internal_note, external_order_number, invoice } = fields
  return {
    order_number,
    ...{ status, status_id, paid_date, delivered_date, tracking_code, internal_note, external_order_number },
    resolved_yn: resolved_yn ?? undefined,
    invoice: invoice?.generate_yn,
    metas: (metas ?? []).map(({ key, value, values }) => ({
      key,
      value:
        value ??
        (Array.isArray(values)
          ? Object.fromEntries(values.map(({ language, value: inner }) => [language, inner]))
          : values),
    })),
  }
}
