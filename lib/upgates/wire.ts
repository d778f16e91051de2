import { type FieldName, type FieldValue, fieldEntries } from '../order.ts'
import type { Update } from './shop.ts'

/** The fields that a shop on the API `state-update` has; it knows no others. */
export const stateUpdateFields: readonly FieldName[] = ['status', 'paid_date', 'resolved_yn', 'tracking_code']

/** Key of a custom field, or `undefined` for a field of the order itself. */
export const metaKey = (field: FieldName): string | undefined =>
  field.startsWith('metas.') ? field.slice('metas.'.length) : undefined

type Languages = Exclude<FieldValue, string | boolean>

/**
 * One order as both APIs take it: fields by their own names, `''` for what is cleared, custom fields as a list.
 * @param languages the form in which this API takes a custom field's texts by language
 */
export function orderOnWire(
  { order_number, fields }: Update,
  languages: (values: Languages) => unknown,
): Record<string, unknown> {
  const plain: Record<string, unknown> = { order_number }
  const metas: object[] = []
  for (const [field, value] of fieldEntries(fields)) {
    const key = metaKey(field)
    if (key !== undefined) metas.push(typeof value === 'object' ? { key, values: languages(value) } : { key, value })
    else plain[field] = field === 'status_id' && /^\d{1,15}$/.test(String(value)) ? Number(value) : value
  }
  return metas.length === 0 ? plain : { ...plain, metas }
}
