export { message } from './cs/message.ts'
export { page } from './cs/page.ts'
export { say } from './cs/said.ts'
export { leftOut, problems } from './cs/words.ts'
