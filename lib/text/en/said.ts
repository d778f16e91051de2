import type { Say } from '../translate.ts'

/** The program speaks English. */
export const say: Say = (message) => message
