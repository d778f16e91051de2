import { plainStyle } from '../../lib/print/style.ts'
import { type TerminalVoice, terminalVoice } from '../../lib/print/voice.ts'
import type { Language } from '../../lib/text/language.ts'

/** How a command of a shop in UTC speaks in a pipe. */
export const voiceIn = (language: Language = 'en'): Promise<TerminalVoice> =>
  terminalVoice({ language, timeZone: 'UTC' }, { style: plainStyle })
