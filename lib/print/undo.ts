import type { Mailed, NotUndone, UndoPlan } from '../sync/past/undo.ts'
import { csvFile } from './csv.ts'
import { count, type Style, safe } from './style.ts'
import { planText } from './text.ts'

const mostRows = 40

/** What taking back a run would come to, for people. */
export function undoText({ run, plan, leftOut, mailed }: UndoPlan, style: Style): string {
  const parts = [
    plan.changes.length === 0 ? `Nothing of the run ${run} can be taken back.` : planText(plan, style),
    leftOut.length === 0 ? '' : style.bold(`Not taken back (${count(leftOut.length, 'value')}):`),
    ...some(leftOut, notUndoneText),
    mailed.length === 0
      ? 'The run mailed nobody.'
      : style.bold(`Mailed by the run (${count(mailed.length, 'customer')}):`),
    ...some(mailed, mailedText),
  ]
  return parts.filter((part) => part !== '').join('\n')
}

function some<T>(all: readonly T[], text: (one: T) => string): string[] {
  const more = all.length > mostRows ? [`  … and ${all.length - mostRows} more; --json shows all.`] : []
  return [...all.slice(0, mostRows).map((one) => `  ${text(one)}`), ...more]
}

const notUndoneText = ({ order_number, field, set, reason }: NotUndone): string =>
  field === undefined
    ? `${safe(order_number)}: ${safe(reason)}`
    : `${safe(order_number)} ${safe(field)} = ${safe(JSON.stringify(set))}: ${safe(reason)}`

const mailedText = ({ order_number, status, at, isSure }: Mailed): string =>
  `${safe(order_number)}  ${safe(status)}  ${at}${isSure ? '' : '  (perhaps: the answer was lost)'}`

/** Whom to apologise to, as a file for a spreadsheet. */
export const mailedCsv = (mailed: readonly Mailed[]): string =>
  csvFile(
    ['order_number', 'status', 'mailed_at', 'sure'],
    mailed.map(({ order_number, status, at, isSure }) => [order_number, status, at, isSure ? 'yes' : 'no']),
  )
