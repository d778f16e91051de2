import type { Language } from './language.ts'
import { createSay, type Dictionary, type Say } from './translate.ts'

export type Sentences = Dictionary['sentences']
export type Foreign = Exclude<Language, 'en'>

interface Loaded extends Pick<Dictionary, 'attempts' | 'could'> {
  readonly run: Sentences
  readonly exports: Sentences
}

export const loaders: Readonly<Record<Foreign, () => Promise<Loaded>>> = {
  cs: () => import('./cs-said.ts'),
  sk: () => import('./sk-said.ts'),
}

const said = new Map<string, Promise<Say>>()
/** Makes what says a language once. */
export const once = (name: string, make: () => Promise<Say>): Promise<Say> => {
  const say = said.get(name) ?? make()
  said.set(name, say)
  return say
}

/** The program speaks English. */
export const asItIs: Say = (message) => message

/** Says what runs, pages and messages say, in a language. Of each language its own files are loaded, and of English none. */
export const sayIn = async (language: Language): Promise<Say> =>
  language === 'en'
    ? asItIs
    : once(language, async () => {
        const [{ run, exports, ...words }, patterns] = await Promise.all([loaders[language](), import('./patterns.ts')])
        return createSay({
          ...words,
          patterns: { ...patterns.run, ...patterns.exports },
          sentences: { ...run, ...exports },
        })
      })
