import { createVoice, type Voice } from '../page/voice.ts'
import { type ConsoleTexts, consoleTexts } from '../text/console.ts'
import type { Zone } from '../text/time.ts'

/** How the console speaks about one shop. */
export interface ConsoleVoice extends Voice {
  readonly words: ConsoleTexts
}

/** The voice of the console in a language, with the times of a shop's zone. */
export const consoleVoice = async (zone: Zone): Promise<ConsoleVoice> => ({
  ...(await createVoice(zone)),
  words: await consoleTexts(zone.language),
})
