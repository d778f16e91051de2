import { fieldEntries, fieldNames } from '../../order.ts'
import type { Settings } from '../../settings/settings.ts'
import type { Batch, Update } from '../../upgates/shop.ts'
import type { LedgerView } from '../ledger/ledger.ts'
import { mailing } from '../plan/mailing.ts'
import type { ArchivedStanding } from './archive.ts'

/**
 * What is archived beside an update, so that it can be explained and taken back: what the shop had acknowledged before,
 * whom it mails, and by which decisions it was approved.
 */
export const standingIn =
  (ledger: LedgerView, settings: Settings) =>
  ({ order_number, fields }: Update, { mayNotify }: Pick<Batch, 'mayNotify'>): ArchivedStanding => {
    const { acknowledged = {}, wanted = {} } = ledger.get(order_number) ?? {}
    const before = fieldEntries(acknowledged).filter(([name]) => name in fields)
    const mails = fieldEntries(fields).filter(mailing(mayNotify, settings))
    const approved = fieldNames(fields).flatMap((name) => {
      const { decided } = wanted[name] ?? {}
      return decided?.kind === 'approved' && decided.id !== undefined ? [[name, decided.id] as const] : []
    })
    return {
      before: Object.fromEntries(before) as NonNullable<ArchivedStanding['before']>,
      ...(mails.length === 0 ? {} : { mails: mails.map(([name]) => name) }),
      ...(approved.length === 0 ? {} : { approved: Object.fromEntries(approved) }),
    }
  }
