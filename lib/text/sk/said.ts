import { errors as englishErrors } from '../en/said-errors.ts'
import { exports as englishExports } from '../en/said-exports.ts'
import { run as englishRun } from '../en/said-run.ts'
import { createSay } from '../translate.ts'
import { attempts } from './attempts.ts'
import { errors } from './said-errors.ts'
import { exports } from './said-exports.ts'
import { run } from './said-run.ts'

/** What the program says in English. */
export const say = createSay({
  patterns: { ...englishRun, ...englishExports, ...englishErrors },
  sentences: { ...run, ...exports, ...errors },
  attempts,
  could: (attempted, subject) => `Nepodarilo sa ${attempted} ${subject}`,
})
