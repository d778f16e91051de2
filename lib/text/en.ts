export { message } from './en/message.ts'
export { page } from './en/page.ts'
export { say } from './en/said.ts'
export { leftOut, problems } from './en/words.ts'
