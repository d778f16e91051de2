/** The whole of a small object as text. */
export { text as textOf } from 'node:stream/consumers'
