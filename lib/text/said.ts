import type { Language } from './language.ts'
import { createSay, type Dictionary, type Say } from './translate.ts'

type Sentences = Dictionary['sentences']
type Foreign = Exclude<Language, 'en'>

interface Loaded extends Pick<Dictionary, 'attempts' | 'could'> {
  readonly run: Sentences
  readonly exports: Sentences
}

const loaders: Readonly<Record<Foreign, () => Promise<Loaded>>> = {
  cs: () => import('./cs-said.ts'),
  sk: () => import('./sk-said.ts'),
}
const errorLoaders: Readonly<Record<Foreign, () => Promise<{ readonly errors: Sentences }>>> = {
  cs: () => import('./cs/said-errors.ts'),
  sk: () => import('./sk/said-errors.ts'),
}

const said = new Map<string, Promise<Say>>()
const once = (name: string, make: () => Promise<Say>): Promise<Say> => {
  const say = said.get(name) ?? make()
  said.set(name, say)
  return say
}

/** The program speaks English. */
const asItIs: Say = (message) => message

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

/** The same, with what only the command line and the console say: how an attempt ended, and what to do. */
export const sayAllIn = async (language: Language): Promise<Say> =>
  language === 'en'
    ? asItIs
    : once(`${language} all`, async () => {
        const [{ run, exports, ...words }, { errors }, patterns, english] = await Promise.all([
          loaders[language](),
          errorLoaders[language](),
          import('./patterns.ts'),
          import('./en/said-errors.ts'),
        ])
        return createSay({
          ...words,
          patterns: { ...patterns.run, ...patterns.exports, ...english.errors },
          sentences: { ...run, ...exports, ...errors },
        })
      })
