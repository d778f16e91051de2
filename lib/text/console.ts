import type { ConsoleTexts } from './console-shape.ts'
import type { Language } from './language.ts'

export type { ConsoleTexts, DecisionKind } from './console-shape.ts'

const loaders: Readonly<Record<Language, () => Promise<{ readonly console: ConsoleTexts }>>> = {
  cs: () => import('./cs/console.ts'),
  sk: () => import('./sk/console.ts'),
  en: () => import('./en/console.ts'),
}

/** The texts of the console in a language; no other one is loaded. */
export const consoleTexts = async (language: Language): Promise<ConsoleTexts> => (await loaders[language]()).console
