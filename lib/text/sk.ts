export { message } from './sk/message.ts'
export { page } from './sk/page.ts'
export { leftOut, problems } from './sk/words.ts'
