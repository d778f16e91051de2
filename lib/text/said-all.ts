import type { Language } from './language.ts'
import { asItIs, type Foreign, loaders, once, type Sentences } from './said.ts'
import { createSay, type Say } from './translate.ts'

const errorLoaders: Readonly<Record<Foreign, () => Promise<{ readonly errors: Sentences }>>> = {
  cs: () => import('./cs/said-errors.ts'),
  sk: () => import('./sk/said-errors.ts'),
}

/**
 * Says what runs, pages and messages say, and what only the command line and the console do: how an attempt ended, and what
 * to do. A file of its own, so that the function does not carry it.
 */
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
