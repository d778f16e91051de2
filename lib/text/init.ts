import type { InitTexts } from './init-shape.ts'
import type { Language } from './language.ts'

export type { InitTexts } from './init-shape.ts'

const loaders: Readonly<Record<Language, () => Promise<{ readonly init: InitTexts }>>> = {
  cs: () => import('./cs/init.ts'),
  sk: () => import('./sk/init.ts'),
  en: () => import('./en/init.ts'),
}

/** What `init` asks and writes in a language; no other one is loaded. */
export const initTexts = async (language: Language): Promise<InitTexts> => (await loaders[language]()).init
