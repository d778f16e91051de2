import type { Language } from './language.ts'
import type { TerminalTexts } from './terminal-shape.ts'

export type { DecidedPlan, TerminalTexts } from './terminal-shape.ts'

const loaders: Readonly<Record<Language, () => Promise<{ readonly terminal: TerminalTexts }>>> = {
  cs: () => import('./cs/terminal.ts'),
  sk: () => import('./sk/terminal.ts'),
  en: () => import('./en/terminal.ts'),
}

/** What the command line says in a language; no other one is loaded. */
export const terminalTexts = async (language: Language): Promise<TerminalTexts> => (await loaders[language]()).terminal
