/** What runs, pages and messages say in English: the patterns by which it is known. A file of its own in the function. */
export { exports } from './en/said-exports.ts'
export { run } from './en/said-run.ts'
