import { createHash } from 'node:crypto'
import { type FieldName, type FieldValue, sameValue } from '../../order.ts'

/**
 * What an order had before its acknowledged values, at most two values of a field, in one text: many orders have gone the
 * same way, and share it. Per field a row, its name and values between tabs; long ones are hashed.
 */
export type Earlier = string

const mostValues = 2
const longestKept = 24

/** A value, short enough to be kept for every order. */
function short(value: FieldValue): string {
  const text = typeof value === 'object' ? JSON.stringify(Object.entries(value).sort()) : String(value)
  if (text.length <= longestKept && !/[\t\n#]/.test(text)) return text
  return `#${createHash('sha256').update(text).digest('base64url').slice(0, 8)}`
}

const rowsOf = (earlier: Earlier | undefined): string[][] =>
  earlier === undefined ? [] : earlier.split('\n').map((row) => row.split('\t'))

/** One value of a field that is followed by another one. */
export interface Replaced {
  readonly name: FieldName
  readonly before: FieldValue | undefined
  readonly after: FieldValue
}

/** Remembers that a value was followed by another one; a field that nothing was acknowledged of had none. */
export function remember(earlier: Earlier | undefined, { name, before, after }: Replaced): Earlier | undefined {
  if (before === undefined || sameValue(before, after)) return earlier
  // of most fields nothing is remembered yet
  const row = `${name}\t${short(before)}`
  if (earlier === undefined) return row
  if (!earlier.startsWith(`${name}\t`) && !earlier.includes(`\n${name}\t`)) return `${earlier}\n${row}`
  const rows = rowsOf(earlier)
  const others = rows.filter(([field]) => field !== name)
  const [, ...known] = rows.find(([field]) => field === name) ?? []
  const left = [short(before), short(after)]
  const values = [...known.filter((value) => !left.includes(value)), short(before)].slice(-mostValues)
  return [...others, [name, ...values]].map((row) => row.join('\t')).join('\n')
}

/** Whether the order had this value before its acknowledged one. */
export const had = (earlier: Earlier | undefined, name: FieldName, value: FieldValue): boolean =>
  rowsOf(earlier).some(([field, ...values]) => field === name && values.includes(short(value)))
