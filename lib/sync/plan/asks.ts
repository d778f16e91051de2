import { fieldEntries, fieldNames, isStatus } from '../../order.ts'
import type { ReadsFirst } from '../../settings/verify.ts'
import type { Change } from './change.ts'

/**
 * Whether the shop is asked what it shows of an order before this change is sent: always before something is taken back, and
 * where it may be the shop that wins about a field.
 */
export function asksFirst(
  { fields, mails }: Pick<Change, 'fields' | 'mails'>,
  { verify, kept = [] }: ReadsFirst,
): boolean {
  if (verify !== 'never' && fieldEntries(fields).some(([name, { undo }]) => undo === true || kept.includes(name)))
    return true
  if (verify === 'status') return fieldNames(fields).some(isStatus)
  return verify === 'all' || (verify === 'notifying' && mails.length > 0)
}
