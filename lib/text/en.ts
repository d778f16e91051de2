export { page } from './en/page.ts'
export { leftOut, problems } from './en/words.ts'
