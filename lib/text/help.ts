import type { HelpTexts } from './help-shape.ts'
import type { Language } from './language.ts'

export type { HelpText, HelpTexts } from './help-shape.ts'

const loaders: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ readonly help: HelpTexts }>>> = {
  cs: () => import('./cs/help.ts'),
  sk: () => import('./sk/help.ts'),
}

/** What `--help` says in a language; `undefined` for English. No other language is loaded. */
export const helpTexts = async (language: Language): Promise<HelpTexts | undefined> =>
  language === 'en' ? undefined : (await loaders[language]()).help
