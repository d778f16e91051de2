import { createVoice, type Voice } from '../page/voice.ts'
import { type ConsoleTexts, consoleTexts } from '../text/console.ts'
import { sayAllIn } from '../text/said-all.ts'
import { withTimes, type Zone } from '../text/time.ts'

/** How the console speaks about one shop. */
export interface ConsoleVoice extends Voice {
  readonly words: ConsoleTexts
}

/** The voice of the console in a language, with the times of a shop's zone. */
export async function consoleVoice(zone: Zone): Promise<ConsoleVoice> {
  const [voice, words, say] = await Promise.all([
    createVoice(zone),
    consoleTexts(zone.language),
    sayAllIn(zone.language),
  ])
  return { ...voice, words, say: (message) => withTimes(say(message), voice.time) }
}
