export { message } from './en/message.ts'
export { page } from './en/page.ts'
export { leftOut, problems } from './en/words.ts'
