/** What runs, pages and messages say. */
export { attempts } from './sk/attempts.ts'
export { exports } from './sk/said-exports.ts'
export { run } from './sk/said-run.ts'

export const could = (attempted: string, subject: string): string => `Nepodarilo sa ${attempted} ${subject}`
