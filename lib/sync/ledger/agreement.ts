import type { FieldName, Fields, FieldValue } from '../../order.ts'
import { hasDoubt } from './doubtful.ts'
import { agrees, isUnderWay, type Line } from './line.ts'
import { saysSame } from './values.ts'

/** Nothing is open about what the shop shows of this order. */
export const isQuiet = (line: Line): boolean =>
  line.adoptNext === undefined &&
  line.pinned === undefined &&
  line.rejected === undefined &&
  line.unconfirmed === undefined &&
  !hasDoubt(line)

/** Whether a line knows what a record says, or waits for exactly that. */
export function agreesWith(line: Line, fields: Fields): boolean {
  // this is done for each record that is read
  for (const key in fields) {
    const name = key as FieldName
    const value = fields[name]
    const waits = line.wanted?.[name]
    if (value === undefined) continue
    if (!(waits === undefined ? agrees(line, name, value) : saysExactly(waits.value, value))) return false
  }
  return true
}

/** A wish for a blank is not the same as no wish. */
const saysExactly = (wanted: FieldValue, said: FieldValue): boolean =>
  typeof wanted === 'object' && typeof said === 'object' ? saysSame(wanted, said) : wanted === said

/** Nothing is open about a field, and it is what the shop has acknowledged: most fields of an order that has changed. */
export const isNoNews = (line: Line, name: FieldName, said: FieldValue): boolean =>
  line.wanted?.[name] === undefined &&
  line.pinned?.[name] === undefined &&
  line.rejected?.[name] === undefined &&
  !isUnderWay(line, name) &&
  agrees(line, name, said)
