import type { Mailed, NotUndone, UndoPlan } from '../sync/past/undo.ts'
import { csvFile } from './csv.ts'
import { planText, valueText } from './plan.ts'
import { safe } from './style.ts'
import type { TerminalVoice } from './voice.ts'

const mostRows = 40

/** What taking back a run would come to, for people. */
export function undoText({ run, plan, leftOut, mailed }: UndoPlan, voice: TerminalVoice): string {
  const { style, texts } = voice
  const { undo } = texts
  const some = <T>(all: readonly T[], text: (one: T) => string): string[] => {
    const more = all.length > mostRows ? [`  ${texts.more(all.length - mostRows)}`] : []
    return [...all.slice(0, mostRows).map((one) => `  ${text(one)}`), ...more]
  }
  const parts = [
    plan.changes.length === 0 ? undo.nothing(run) : planText(plan, voice),
    leftOut.length === 0 ? '' : style.bold(undo.notTakenBack(leftOut.length)),
    ...some(leftOut, (one) => notUndoneText(one, voice)),
    leftOut.some(({ isStillSaid }) => isStillSaid) ? undo.pin : '',
    mailed.length === 0 ? undo.mailedNobody : style.bold(undo.mailed(mailed.length)),
    ...some(mailed, (one) => mailedText(one, voice)),
  ]
  return parts.filter((part) => part !== '').join('\n')
}

const notUndoneText = ({ order_number, field, set, reason }: NotUndone, voice: TerminalVoice): string => {
  const { texts, say } = voice
  return field === undefined
    ? `${safe(order_number)}: ${say(reason)}`
    : `${safe(order_number)} ${safe(texts.field(field))} = ${valueText(set, voice)}: ${say(reason)}`
}

const mailedText = ({ order_number, status, at, isSure }: Mailed, { texts, time }: TerminalVoice): string =>
  `${safe(order_number)}  ${safe(status)}  ${time(at)}${isSure ? '' : `  ${texts.undo.perhaps}`}`

/** Whom to apologise to, as a file for a spreadsheet. */
export const mailedCsv = (mailed: readonly Mailed[]): string =>
  csvFile(
    ['order_number', 'status', 'mailed_at', 'sure'],
    mailed.map(({ order_number, status, at, isSure }) => [order_number, status, at, isSure ? 'yes' : 'no']),
  )
