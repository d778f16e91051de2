import type { FieldValue } from '../order.ts'
import type { LedgerRow, MonthLedger } from '../sync/past/month.ts'
import { type Cell, csvFile, csvOf } from './csv.ts'
import { safe } from './style.ts'
import type { TerminalVoice } from './voice.ts'

const header = [
  'set_at',
  'order_number',
  'field',
  'before',
  'after',
  'export',
  'record',
  'mailed',
  'approved_by',
  'decision',
  'run',
]

const valueText = (value: FieldValue | undefined): string | undefined =>
  value === undefined || typeof value === 'string' ? value : JSON.stringify(value)

const rowOf = (row: LedgerRow): Cell[] => [
  row.at,
  row.order_number,
  row.field,
  valueText(row.before),
  valueText(row.after),
  row.cause?.key,
  row.cause?.record,
  row.mails ? 'yes' : 'no',
  row.approved?.by,
  row.approved?.id,
  row.run,
]

/** What was set in a month, as a table for a spreadsheet. */
export const ledgerCsv = ({ rows }: MonthLedger): string => csvOf(header, rows.map(rowOf))
/** The same as a file. */
export const ledgerFile = ({ rows }: MonthLedger): string => csvFile(header, rows.map(rowOf))

/** What it comes to, and whether the reports say the same, a sentence each. */
export function ledgerSums(
  { month, rows, sums, reported, differences, unreported }: MonthLedger,
  { texts }: TerminalVoice,
): string[] {
  const { ledger } = texts
  return [
    ledger.sums(month, rows.length, { ...sums, orders: new Set(rows.map(({ order_number }) => order_number)).size }),
    ...(differences.length === 0 && unreported.length === 0 ? [ledger.same] : []),
    ...(unreported.length === 0 ? [] : [ledger.unreported(unreported.map(safe), reported.orders, reported.mailed)]),
    ...differences.map(({ run, orders, mailed }) =>
      ledger.differs(
        safe(run),
        { orders: orders.report, mailed: mailed.report },
        { orders: orders.archive, mailed: mailed.archive },
      ),
    ),
  ]
}
