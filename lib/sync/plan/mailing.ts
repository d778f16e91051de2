import { type FieldName, type FieldValue, isStatus } from '../../order.ts'
import type { Settings } from '../../settings/settings.ts'
import { dayMs, hourMs } from '../../units.ts'
import { isQuietly, type Line, type Wanted } from '../ledger/line.ts'
import { isToCome } from '../state/head.ts'
import type { WantedEntry } from './gate.ts'

/** The settings that decide whom the shop mails. */
export type MailSettings = Pick<Settings, 'silentAfterHours'> & {
  readonly guard: Pick<Settings['guard'], 'perOrder'>
  readonly upgates: Pick<Settings['upgates'], 'notify' | 'invoice' | 'notifyPaid'>
}

/** When, and whether anybody is mailed at all. */
interface MailOptions {
  /** milliseconds since 1970 */
  readonly nowMs: number
  /** no customer is mailed, whatever the settings say */
  readonly quiet?: boolean
}

/** An approval that showed no mail does not count where the customer would be mailed by now. */
export const isApproved = ({ decided }: Wanted, mails: boolean): boolean =>
  decided?.kind === 'approved' && (decided.mails || !mails)

/**
 * The notification flag of the request: with `notify: true` all orders share one policy, with a list only those that
 * change to a listed status. A status that was approved quietly stays silent, whoever posts it.
 */
export function mayNotifyAbout(wanted: readonly WantedEntry[], settings: MailSettings, options: MailOptions): boolean {
  const { notify } = settings.upgates
  if (options.quiet || notify === false) return false
  const [, status] = wanted.find(([name]) => isStatus(name)) ?? []
  if (status === undefined) return notify === true && !wanted.some(([, field]) => isQuiet(field))
  if (isQuiet(status)) return false
  if (isBacklog(status.since, settings, options.nowMs)) return false
  return notify === true || (typeof status.value === 'string' && notify.includes(status.value))
}

const isQuiet = (wanted: Wanted): boolean =>
  wanted.silent === true || isQuietly(wanted) || (wanted.undo !== undefined && wanted.undo.notify !== true)

interface Tiring extends Pick<MailOptions, 'nowMs'> {
  readonly settings: MailSettings
}

/**
 * Until when no further mail may leave to this customer; a person who approved a mail knows no such limit.
 * @param mailed the fields that mail
 */
export function tiredUntil(
  line: Line,
  mailed: readonly WantedEntry[],
  { settings: { guard }, nowMs }: Tiring,
): string | undefined {
  if (mailed.every(([, field]) => isApproved(field, true))) return undefined
  const lately = (line.mailed ?? []).filter((time) => isToCome(Date.parse(time) + dayMs, nowMs)).sort()
  const oldest = lately.at(-guard.perOrder)
  return oldest === undefined ? undefined : new Date(Date.parse(oldest) + dayMs).toISOString()
}

const isBacklog = (since: string, settings: MailSettings, nowMs: number): boolean =>
  settings.silentAfterHours !== undefined && nowMs - Date.parse(since) > settings.silentAfterHours * hourMs

/**
 * Whether a value mails its customer: a status in a request that may notify; a payment where the shop mails an invoice
 * for it, which no flag is known to silence but the one that makes no invoice.
 */
export const mailing =
  (mayNotify: boolean, { upgates }: MailSettings) =>
  ([name, value]: readonly [FieldName, FieldValue]): boolean =>
    isStatus(name) ? mayNotify : name === 'paid_date' && value !== '' && mailsPaid({ upgates })

/** Whether the shop mails a customer whose order is marked as paid. */
export const mailsPaid = ({ upgates }: Pick<MailSettings, 'upgates'>): boolean =>
  upgates.notifyPaid && upgates.invoice !== false
