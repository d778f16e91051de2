import { fieldEntries, fieldNames, isStatus } from '../../order.ts'
import type { Verify } from '../../settings/verify.ts'
import type { Change } from './change.ts'

/** Whether the shop is asked what it shows of an order before this change is sent: always before something is taken back. */
export function asksFirst({ fields, mails }: Pick<Change, 'fields' | 'mails'>, verify: Verify): boolean {
  if (verify !== 'never' && fieldEntries(fields).some(([, { undo }]) => undo === true)) return true
  if (verify === 'status') return fieldNames(fields).some(isStatus)
  return verify === 'all' || (verify === 'notifying' && mails.length > 0)
}
