/**
 * The words that every room shares: what a feed says about an order, field by field.
 * Fields are kept flat here (`metas.<key>` for a custom field); the wire shapes live in `lib/upgates`.
 */

/** Name of one field of an order state, in Upgates' own words; a custom field is `metas.<key>`. */
export type FieldName =
  | 'status'
  | 'status_id'
  | 'paid_date'
  | 'delivered_date'
  | 'tracking_code'
  | 'resolved_yn'
  | 'internal_note'
  | 'external_order_number'
  | `metas.${string}`

/**
 * Value of one field.
 *
 * - `status`, `tracking_code`, `internal_note`, `external_order_number`: text
 * - `status_id`: the number of a status as text (`"12"`); never together with `status`
 * - `paid_date`, `delivered_date`: `yyyy-mm-dd`
 * - `resolved_yn`: boolean
 * - `metas.<key>`: text for all languages, or an object from language code (ISO 639-1) to text
 *
 * `''` clears any field but a status and `resolved_yn`. A field that must be left alone is absent.
 */
export type FieldValue = string | boolean | Readonly<Record<string, string>>

/** Whether a field says the status of an order, by its name or by its id. */
export const isStatus = (name: FieldName): name is 'status' | 'status_id' => name === 'status' || name === 'status_id'

/** Fields of one order by name; absent means: leave alone. */
export type Fields = { readonly [name in FieldName]?: FieldValue }

/** What a feed says about one order. */
export interface OrderState {
  readonly order_number: string
  readonly fields: Fields
}

/** Place of a record in an export: key of the file and number of the record, the first being 1. */
export interface Cause {
  readonly feed: string
  readonly key: string
  readonly record: number
}

/** The names of the fields that are there, as a typed list. */
export const fieldNames = (fields: { readonly [name in FieldName]?: unknown }): FieldName[] =>
  Object.keys(fields) as FieldName[]

/** Names and values of what is there per field, as a typed list. */
export const fieldEntries = <T>(fields: { readonly [name in FieldName]?: T } | undefined): [FieldName, T][] =>
  Object.entries(fields ?? {}) as [FieldName, T][]

/** Whether two field values say the same. Language objects are compared by content, whatever the order of their keys. */
export function sameValue(left: FieldValue | undefined, right: FieldValue | undefined): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object') return false
  const languages = Object.keys(left)
  return languages.length === Object.keys(right).length && languages.every((code) => left[code] === right[code])
}

const plain = (text: string): string => text.normalize('NFC').replaceAll('\r\n', '\n').trim()
const loose = (text: string): string => plain(text).replaceAll(/\s+/g, ' ').toLowerCase()

/** Whether two texts are the same but for blanks around them, line ends, and how their letters are composed. */
export const sameText = (left: string, right: string): boolean => left === right || plain(left) === plain(right)

/** Whether two names mean the same status: no shop has two that differ in nothing but case or blanks. */
export const sameStatus = (left: string, right: string): boolean => left === right || loose(left) === loose(right)
