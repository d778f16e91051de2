import { Readable } from 'node:stream'
import type { StoredContent } from '../../lib/storage/store.ts'

/** What is read breaks off in the middle, as a connection does; anything else stays as it is. */
export function cutBody<T>(read: T): T {
  if (typeof read !== 'object' || read === null || !('body' in read)) return read
  const { body } = read as unknown as StoredContent
  const half = async function* () {
    for await (const chunk of body) {
      yield Buffer.from(chunk).subarray(0, Math.floor(chunk.length / 2))
      break
    }
    throw new Error('injected: the connection was cut')
  }
  return { ...read, body: Readable.from(half(), { objectMode: false }) }
}
