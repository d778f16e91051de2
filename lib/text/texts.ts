import type { Language } from './language.ts'
import type { MessageTexts } from './message-shape.ts'
import type { PageTexts } from './page-shape.ts'
import { sayIn } from './said.ts'
import type { LeftOutWords, ProblemWords } from './shape.ts'
import type { Say } from './translate.ts'

/** What pages say in one language. A text that is missing in one of them does not compile. */
export interface Texts {
  readonly page: PageTexts
  readonly message: MessageTexts
  readonly problems: ProblemWords
  readonly leftOut: LeftOutWords
  /** what the program says of this run, in this language */
  readonly say: Say
}

/** Each language is loaded by itself: the function of a shop carries no other than its own (`infra/code.ts`). */
const loaders: Readonly<Record<Language, () => Promise<Omit<Texts, 'say'>>>> = {
  cs: () => import('./cs.ts'),
  sk: () => import('./sk.ts'),
  en: () => import('./en.ts'),
}

/** The texts in a language. */
export async function textsIn(language: Language): Promise<Texts> {
  const [texts, say] = await Promise.all([loaders[language](), sayIn(language)])
  return { ...texts, say }
}
