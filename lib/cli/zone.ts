import type { Settings } from '../settings/settings.ts'
import { type Language, languageHere } from '../text/language.ts'
import type { Zone } from '../text/time.ts'
import type { Io } from './io.ts'

/** What settings say of how to speak; nothing before they are read. */
export type Spoken = Partial<Pick<Settings, 'timeZone'>> & { readonly language?: Language | undefined }

/**
 * The language and zone of a command: what the settings say, else what the environment says. Windows and macOS tell the
 * language of their user otherwise.
 */
export function zoneHere(settings: Spoken, { environment }: Pick<Io, 'environment'>): Zone {
  // asking takes longer than many a command
  const system = () => Intl.DateTimeFormat().resolvedOptions()
  const locale = process.platform === 'linux' ? undefined : system().locale
  return { language: languageHere(settings, environment, locale), timeZone: settings.timeZone ?? system().timeZone }
}
