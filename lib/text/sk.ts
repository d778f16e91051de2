export { page } from './sk/page.ts'
export { leftOut, problems } from './sk/words.ts'
