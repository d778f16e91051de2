import { decidedValues, type OrderDecision } from '../sync/decisions/undo-decision.ts'
import type { Sending } from '../sync/history.ts'
import { decisionText } from './decisions.ts'
import { fieldsText } from './status.ts'
import { safe } from './style.ts'
import type { TerminalVoice } from './voice.ts'

/** What was looked for in vain. */
interface Unsent {
  /** how many days back it was looked for */
  readonly days: number
  /** whether an export has ever named this order */
  readonly isKnown: boolean
}

/** That nothing was sent about an order, for people. */
export const unsentText = (order: string, { days, isKnown }: Unsent, { texts }: TerminalVoice): string =>
  isKnown ? texts.history.unsent(safe(order), days) : texts.history.unknown(safe(order), days)

/** Everything that was sent and decided about an order, for people. */
export const historyText = (history: readonly (Sending | OrderDecision)[], voice: TerminalVoice): string =>
  history.flatMap((one) => ('decision' in one ? decisionLines(one, voice) : sendingLines(one, voice))).join('\n')

const decisionLines = ({ decision, fields }: OrderDecision, voice: TerminalVoice): string[] => [
  decisionText(decision, voice),
  ...(fields === undefined ? [] : [`  ${voice.texts.history.about(fieldsText(decidedValues(fields), voice))}`]),
]

function sendingLines(sending: Sending, voice: TerminalVoice): string[] {
  const { style, say } = voice
  const { history } = voice.texts
  const { time, outcome, status, mayNotify, fields, messages, causes, archived } = sending
  const because = Object.values(causes).map(
    ({ key, record }) => `  ${history.because(safe(key), key.startsWith('runs/') ? undefined : record)}`,
  )
  return [
    `${style.bold(voice.time(time))}  ${history.outcomes[outcome]}${status === null ? '' : ` (${status})`}${mayNotify && outcome !== 'not taken' ? `, ${history.mailing}` : ''}`,
    `  ${history.sent(fieldsText(fields, voice))}`,
    ...(messages.length === 0 ? [] : [`  ${history.shopSays(messages.map(say).join('; '))}`]),
    ...new Set(because),
    style.dim(`  ${archived}`),
  ]
}
