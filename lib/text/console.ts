import type { ConsoleTexts } from './console-shape.ts'
import { console as cs } from './cs/console.ts'
import { console as en } from './en/console.ts'
import type { Language } from './language.ts'
import { console as sk } from './sk/console.ts'

export type { ConsoleTexts, DecisionKind } from './console-shape.ts'

/** The texts of the console, by language. */
export const consoleTexts: Readonly<Record<Language, ConsoleTexts>> = { cs, sk, en }
