import type { FieldValue } from '../order.ts'
import type { LedgerRow, MonthLedger } from '../sync/past/month.ts'
import { type Cell, csvFile, csvOf } from './csv.ts'
import { count, safe } from './style.ts'

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
export function ledgerSums({ month, rows, sums, reported, differences, unreported }: MonthLedger): string[] {
  const mailed = (number: number): string => `${count(number, 'customer')} mailed`
  return [
    `${month}: ${count(rows.length, 'value')} set in ${count(sums.orders, 'order')} by ${count(sums.runs, 'run')}, ${mailed(sums.mailed)}.`,
    ...(differences.length === 0 && unreported.length === 0 ? ['The reports of the runs say the same.'] : []),
    ...(unreported.length === 0
      ? []
      : [
          `${count(unreported.length, 'run')} died before reporting; the reports of the others say ${count(reported.orders, 'order')}, ${mailed(reported.mailed)}: ${unreported.map(safe).join(', ')}`,
        ]),
    ...differences.map(
      ({ run, orders, mailed: mails }) =>
        `The report of the run ${safe(run)} says ${count(orders.report, 'order')} and ${mailed(mails.report)}, its archive ${orders.archive} and ${mails.archive}.`,
    ),
  ]
}
