import { createHash } from 'node:crypto'
import { type FieldValue, fieldEntries } from '../../order.ts'
import type { Change } from './change.ts'

/** A call for each row would take longer than hashing it. */
const rowsAtOnce = 1000

/** sha256 over the (order, field, value, whether it mails the customer) of changes, sorted. */
export function planHash(changes: readonly Pick<Change, 'order_number' | 'fields' | 'mails'>[]): string {
  const rows = changes.flatMap(({ order_number, fields, mails }) =>
    fieldEntries(fields).map(([name, field]) =>
      JSON.stringify([order_number, name, canonical(field.after), mails.includes(name)]),
    ),
  )
  const hash = createHash('sha256')
  rows.sort()
  for (let at = 0; at < rows.length; at += rowsAtOnce) hash.update(`${rows.slice(at, at + rowsAtOnce).join('\n')}\n`)
  return hash.digest('hex')
}

const canonical = (value: FieldValue | undefined): unknown =>
  typeof value === 'object' ? Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)) : value
