import { isAscii } from 'node:buffer'
import { reasonOf } from '../errors.ts'
import type { Feed } from '../settings/settings.ts'
import { decodeCodePage } from './code-pages.ts'
import { openExport } from './containers.ts'
import { type ExportSource, RefusedExport } from './record.ts'

/** Encodings that a feed may name. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1250' | 'iso-8859-2' | 'cp852' | 'macce'

/** Text of an export as it streams in, without a byte order mark. */
export interface DecodedExport {
  readonly container: string
  readonly encoding: Encoding
  readonly text: AsyncIterable<string>
}

/** So many valid sequences of several bytes are no accident: the text is UTF-8. */
const enoughSequences = 64

/**
 * Opens an export as text. Where the feed does not name an encoding, the bytes decide: byte order mark, NULs in the
 * first kilobytes (UTF-16), strict UTF-8, otherwise Windows-1250. What a file says of itself is not believed.
 */
export async function openText(
  source: ExportSource,
  limits: Pick<Feed['limits'], 'unpackedBytes'>,
  named?: Encoding,
): Promise<DecodedExport> {
  const encoding = named ?? (await detect(source, limits))
  const { container, bytes } = await openExport(source, limits)
  return { container, encoding, text: decode(bytes, encoding, source.key) }
}

async function detect(source: ExportSource, limits: Pick<Feed['limits'], 'unpackedBytes'>): Promise<Encoding> {
  const { bytes } = await openExport(source, limits)
  const strict = new TextDecoder('utf-8', { fatal: true })
  let first = true
  let sequences = 0
  let pending = false
  for await (const chunk of bytes) {
    const marked = first ? byMarkOrNuls(chunk) : undefined
    if (marked !== undefined) return marked
    first = false
    if (!pending && isAscii(chunk)) continue
    try {
      strict.decode(chunk, { stream: true })
    } catch {
      return 'windows-1250'
    }
    for (const byte of chunk) if (byte >= 0xc2) sequences++
    pending = (chunk.at(-1) ?? 0) >= 0x80
    if (sequences >= enoughSequences) return 'utf-8'
  }
  try {
    strict.decode()
    return 'utf-8'
  } catch {
    return 'windows-1250'
  }
}

function byMarkOrNuls(head: Buffer): Encoding | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  const start = head.subarray(0, 4096)
  let [even, odd] = [0, 0]
  start.forEach((byte, index) => {
    if (byte === 0 && index % 2 === 0) even++
    else if (byte === 0) odd++
  })
  if (odd > start.length / 8 && even <= odd / 4) return 'utf-16le'
  if (even > start.length / 8 && odd <= even / 4) return 'utf-16be'
  return undefined
}

async function* decode(bytes: AsyncIterable<Buffer>, encoding: Encoding, key: string): AsyncGenerator<string> {
  const decoder = decoderOf(encoding)
  try {
    for await (const chunk of bytes) {
      const text = decoder.write(chunk)
      if (text !== '') yield text
    }
    const last = decoder.end()
    if (last !== '') yield last
  } catch (cause) {
    if (cause instanceof TypeError) {
      throw new RefusedExport(
        key,
        `it is not ${encoding} (${reasonOf(cause)})`,
        'Name its encoding in the feed\'s "format".',
        cause,
      )
    }
    throw cause
  }
}

function decoderOf(encoding: Encoding): { write(chunk: Buffer): string; end(): string } {
  if (encoding === 'cp852' || encoding === 'macce')
    return { write: (chunk) => decodeCodePage(chunk, encoding), end: () => '' }
  const decoder = new TextDecoder(encoding, { fatal: encoding.startsWith('utf') })
  return { write: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() }
}
