import { open } from 'node:fs/promises'
import { bodyOf, bodyOfBytes } from './body.ts'
import type { Body, ByteRange } from './store.ts'

/** So much of a file is read at once. */
const mostRead = 1024 ** 2

/**
 * Opens a file, all of which is read into the same memory: new memory for each part of it took more time than reading. A
 * small file takes little: an archive has 100,000 of them.
 * @param size bytes of the file
 */
export async function openBody(path: string, range: ByteRange | undefined, size: number): Promise<Body> {
  const { start, end } = range ?? { start: 0, end: Number.POSITIVE_INFINITY }
  if (end <= start) return bodyOfBytes(Buffer.alloc(0))
  const file = await open(path, 'r')
  let closed: Promise<void> | undefined
  const close = (): Promise<void> => {
    closed ??= file.close()
    return closed
  }
  const chunks = async function* (): AsyncGenerator<Buffer> {
    const room = Buffer.allocUnsafeSlow(Math.min(mostRead, size + 1024))
    try {
      for (let at = start; at < end; ) {
        const { bytesRead } = await file.read(room, 0, Math.min(room.length, end - at), at)
        if (bytesRead === 0) return
        at += bytesRead
        yield room.subarray(0, bytesRead)
      }
    } finally {
      await close()
    }
  }
  return bodyOf(chunks(), () => void close().catch(() => undefined))
}
