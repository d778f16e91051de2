import type { Language } from './language.ts'
import { asItIs, type Foreign, loaders, once } from './said.ts'
import { createSay, type Dictionary, type Say } from './translate.ts'

type Sentences = Dictionary['sentences']

const errorLoaders: Readonly<Record<Foreign, () => Promise<{ readonly errors: Sentences }>>> = {
  cs: () => import('./cs/said-errors.ts'),
  sk: () => import('./sk/said-errors.ts'),
}

/** What runs, pages and messages say, with what only the command line and the console say: how an attempt ended, and what to do. */
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
