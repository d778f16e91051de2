import { Readable, type Transform } from 'node:stream'
import { UnusableExport } from '../record.ts'

/** Bytes as they stream in. A chunk is good until the next one is asked for. */
export type Bytes = AsyncIterable<Buffer>

/** Bytes of which the first ones have been looked at; all of them can still be read. */
export interface Peeked {
  readonly head: Buffer
  readonly all: Bytes
  /** gives up the bytes that nobody wants any more */
  close(): Promise<void>
}

/** Looks at the beginning of a stream, `length` bytes where it has so many. */
export async function peekBytes(bytes: Bytes, length: number): Promise<Peeked> {
  const chunks = bytes[Symbol.asyncIterator]()
  let first: Buffer = Buffer.alloc(0)
  for (let ended = false; first.length < length && !ended; ) {
    if (first.length > 0) first = Buffer.from(first)
    const next = await chunks.next()
    ended = next.done === true
    if (next.done !== true) first = first.length === 0 ? next.value : Buffer.concat([first, next.value])
  }
  const close = async (): Promise<void> => void (await chunks.return?.())
  const all = (async function* () {
    try {
      if (first.length > 0) yield first
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value
    } finally {
      await close()
    }
  })()
  return { head: Buffer.from(first.subarray(0, length)), all, close }
}

/**
 * Sends bytes through an unpacking stream. A source that fails is told as it failed; anything else is the fault of the
 * bytes, for which `refused` has the words.
 */
export async function* through(
  bytes: Bytes,
  unpacking: Transform,
  refused: (cause: unknown) => UnusableExport,
): AsyncGenerator<Buffer> {
  let failed: { readonly cause: unknown } | undefined
  const raw = Readable.from(kept(bytes), { objectMode: false })
  raw.once('error', (cause) => {
    failed = { cause }
    unpacking.destroy()
  })
  try {
    yield* raw.pipe(unpacking)
  } catch (cause) {
    throw failed === undefined ? refused(cause) : failed.cause
  } finally {
    raw.destroy()
    unpacking.destroy()
  }
  if (failed !== undefined) throw failed.cause
}

/** Chunks for who asks for more before the last one is done with. */
export async function* kept(bytes: Bytes): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) yield Buffer.from(chunk)
}

/** How many bytes an export may have when it is unpacked, all of its parts together. */
export interface Budget {
  /** Passes bytes on, and counts them. */
  spend(bytes: Bytes): Bytes
}

/** A budget of so many bytes; what goes beyond it refuses the export. */
export function createBudget(key: string, most: number): Budget {
  let size = 0
  return {
    async *spend(bytes) {
      for await (const chunk of bytes) {
        size += chunk.length
        if (size > most) {
          throw new UnusableExport(
            key,
            `it is larger than ${most} bytes when unpacked`,
            'If that is right, raise "limits.unpackedBytes" of the feed.',
          )
        }
        yield chunk
      }
    },
  }
}
