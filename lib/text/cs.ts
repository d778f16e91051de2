export { message } from './cs/message.ts'
export { page } from './cs/page.ts'
export { leftOut, problems } from './cs/words.ts'
