/** What runs, pages and messages say. */
export { attempts } from './cs/attempts.ts'
export { exports } from './cs/said-exports.ts'
export { run } from './cs/said-run.ts'

export const could = (attempted: string, subject: string): string => `Nepodařilo se ${attempted} ${subject}`
