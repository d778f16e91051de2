import { bodyOf } from '../../lib/storage/body.ts'
import type { Body } from '../../lib/storage/store.ts'

/** Bytes in chunks of this size, each of which is spoilt as soon as the next one is asked for. */
export function reusedBody(bytes: Uint8Array, chunkSize = Number.POSITIVE_INFINITY): Body {
  const state = { destroyed: false }
  const chunks = async function* (): AsyncGenerator<Buffer> {
    for (let start = 0; start < bytes.length && !state.destroyed; start += chunkSize) {
      const chunk = Buffer.from(bytes.subarray(start, start + chunkSize))
      yield chunk
      chunk.fill('X')
    }
  }
  return bodyOf(chunks(), () => {
    state.destroyed = true
  })
}
