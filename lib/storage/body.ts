import type { Body } from './store.ts'

/** A body of these chunks. */
export const bodyOf = (chunks: AsyncIterable<Buffer>, destroy: () => void): Body => ({
  [Symbol.asyncIterator]: () => chunks[Symbol.asyncIterator](),
  destroy,
})

/** Bytes that are there already. */
export const bodyOfBytes = (bytes: Buffer): Body =>
  bodyOf(
    (async function* () {
      if (bytes.length > 0) yield bytes
    })(),
    () => undefined,
  )
