import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { reasonOf } from '../../errors.ts'
import type { Feed } from '../../settings/settings.ts'
import { type ExportSource, UnusableExport } from '../record.ts'
import { isZip } from './zip.ts'

/** What a file is packed in, told by its first bytes. */
export type Container = 'none' | 'gzip' | 'zip'

type Bytes = AsyncIterable<Buffer>

/** The unpacked bytes of an export. */
export interface OpenedExport {
  readonly container: Container
  readonly bytes: Bytes
}

/**
 * Opens an export and unpacks it, streaming. The container is told by content, never by name.
 * @throws UnusableExport if it is empty, cannot be unpacked, or is larger than `limits.unpackedBytes` when unpacked
 */
export async function openExport(
  source: ExportSource,
  limits: Pick<Feed['limits'], 'unpackedBytes'>,
): Promise<OpenedExport> {
  const stream = await source.open()
  const { head, all } = await peek(stream)
  if (head.length === 0)
    throw new UnusableExport(source.key, 'it is empty (0 bytes)', 'The ERP may still be writing it.')
  const container = containerOf(head)
  if (container === 'zip')
    throw new UnusableExport(source.key, 'it is a zip archive inside another one', 'Drop the files themselves.')
  const unpacked = container === 'none' ? all : gunzip(all, source.key)
  return { container, bytes: limited(unpacked, source.key, limits.unpackedBytes) }
}

/** What a file is packed in, by its first bytes. */
export function containerOf(head: Uint8Array): Container {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  return isZip(head) ? 'zip' : 'none'
}

/** The first chunk of a stream, and all of it from the beginning. */
async function peek(stream: Readable): Promise<{ head: Buffer; all: Bytes }> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  let head = Buffer.alloc(0)
  let ended = false
  while (head.length < 4 && !ended) {
    const next = await chunks.next()
    ended = next.done === true
    if (!next.done) head = Buffer.concat([head, next.value])
  }
  const all = (async function* () {
    try {
      if (head.length > 0) yield head
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
    } finally {
      stream.destroy()
    }
  })()
  return { head, all }
}

async function* gunzip(bytes: Bytes, key: string): AsyncGenerator<Buffer> {
  const unpacking = createGunzip()
  let broken: { readonly cause: unknown } | undefined
  const feeding = feed(bytes, unpacking).catch((cause: unknown) => {
    broken = { cause }
    unpacking.destroy()
  })
  try {
    yield* unpacking
    await feeding
    if (broken !== undefined) throw broken.cause
  } catch (cause) {
    await feeding
    // a store that fails is no reason to refuse the file
    if (broken !== undefined) throw broken.cause
    throw new UnusableExport(
      key,
      `it is gzip, but cannot be unpacked (${reasonOf(cause)}); it may be cut off`,
      undefined,
      cause,
    )
  } finally {
    unpacking.destroy()
    await feeding
  }
}

async function feed(bytes: Bytes, target: ReturnType<typeof createGunzip>): Promise<void> {
  for await (const chunk of bytes) {
    if (target.destroyed) return
    if (!target.write(chunk))
      await new Promise<void>((resolve) => void target.once('drain', resolve).once('close', resolve))
  }
  target.end()
}

async function* limited(bytes: Bytes, key: string, most: number): AsyncGenerator<Buffer> {
  let size = 0
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
}
