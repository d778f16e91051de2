import { isAscii } from 'node:buffer'
import { reasonOf } from '../../errors.ts'
import type { Batches } from '../batches.ts'
import { UnusableExport } from '../record.ts'
import type { Bytes } from './bytes.ts'
import { decodeCodePage } from './code-pages.ts'
import type { Part } from './open.ts'

/** Encodings that a feed may name. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1250' | 'iso-8859-2' | 'cp852' | 'macce'

/** Text as it streams in, without a byte order mark. */
export interface DecodedText {
  readonly text: Batches<string>
  /** what it is decoded as; told by its letters, so it is known once they have come */
  encoding(): Encoding
}

/** So many more signs for one encoding than for the other are no accident. */
const surely = 64
/** So many bytes are looked at before it is told whether that is enough. */
const mostCounted = 16 * 1024
/** Within so many bytes from the first letter beyond ASCII on, the encoding is decided. */
const mostHeld = 8 * 1024 ** 2

/** So many bytes are made text at once: what is made of them is gone before it would have to be kept elsewhere. */
const mostDecoded = 32 * 1024

/** Bytes on their way to the decoder. What it does to them must not part a letter. */
export type Filter = (bytes: Bytes, encoding: () => Encoding | undefined) => Batches<Buffer>

/**
 * Decodes text. Where the feed does not name an encoding, the bytes decide: byte order mark, NULs in the
 * first kilobytes (UTF-16), UTF-8 where most of its letters beyond ASCII are valid UTF-8, otherwise Windows-1250. What a
 * file says of itself only tells which of the encodings with a byte a letter it is. A broken letter in UTF-16, or in
 * UTF-8 that was found so, becomes U+FFFD, which no mapped value may hold; where the feed names UTF-8, it refuses the file.
 * @param filter what the bytes pass once it is known what they are
 */
export function decodeText(
  { head, bytes, key }: Pick<Part, 'head' | 'bytes' | 'key'>,
  named?: Encoding,
  filter: Filter = eachAlone,
): DecodedText {
  let encoding = named ?? byMarkOrNuls(head)
  async function* undecided(): AsyncGenerator<Buffer> {
    const rest = chunksOf(bytes)
    yield* rest.ascii()
    const { held, found } = await decide(rest.others, head)
    encoding = found
    yield* joined(held, rest.others)
  }
  const all = filter(encoding === undefined ? undecided() : bytes, () => encoding)
  return {
    text: decode(all, { encoding: () => encoding, isStrict: named !== undefined, key }),
    encoding: () => encoding ?? 'utf-8',
  }
}

async function* eachAlone(bytes: Bytes): AsyncGenerator<readonly Buffer[]> {
  for await (const chunk of bytes) yield [chunk]
}

/** Chunks up to the first that is not plain ASCII, and from there on. */
function chunksOf(bytes: Bytes) {
  const chunks = bytes[Symbol.asyncIterator]()
  let first: Buffer | undefined
  return {
    async *ascii(): AsyncGenerator<Buffer> {
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
        first = next.value
        if (!isAscii(first)) return
        yield first
        first = undefined
      }
    },
    others: {
      [Symbol.asyncIterator]: () => ({
        next: async (): Promise<IteratorResult<Buffer>> => {
          if (first === undefined) return chunks.next()
          const value = first
          first = undefined
          return { value, done: false }
        },
      }),
    },
  }
}

async function decide(chunks: Bytes, head: Buffer): Promise<{ held: Buffer[]; found: Encoding }> {
  const signs = createUtf8Counter()
  const held: Buffer[] = []
  let size = 0
  let lead = 0
  for await (const chunk of chunks) {
    held.push(Buffer.from(chunk))
    size += chunk.length
    for (let at = 0; at < chunk.length && Math.abs(lead) < surely; at += mostCounted) {
      const part = chunk.subarray(at, at + mostCounted)
      if (!signs.between || !isAscii(part)) lead = signs.count(part)
    }
    if (Math.abs(lead) >= surely || size > mostHeld) return { held, found: lead >= 0 ? 'utf-8' : ofOneByte(head, held) }
  }
  return { held, found: lead + signs.end() >= 0 ? 'utf-8' : ofOneByte(head, held) }
}

const prolog = /^\s*<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}["']([\w-]{1,40})["']/
const declared: readonly (readonly [name: RegExp, encoding: Encoding])[] = [
  [/^(?:iso-?8859-2|latin-?2)$/i, 'iso-8859-2'],
  [/^(?:ibm|cp|pc|dos)?-?852$/i, 'cp852'],
  [/^(?:x-)?mac-?(?:ce|central-?europe(?:an)?|latin-?2)$/i, 'macce'],
]

/** Which encoding with a byte a letter XML says that it is in. What ISO 8859-2 does not have tells that it is not. */
function ofOneByte(head: Buffer, held: readonly Buffer[]): Encoding {
  const name = prolog.exec(head.toString('latin1'))?.[1] ?? ''
  const found = declared.find(([pattern]) => pattern.test(name))?.[1] ?? 'windows-1250'
  const hasControls = (): boolean => held.some((chunk) => chunk.some((byte) => byte >= 0x80 && byte < 0xa0))
  return found === 'iso-8859-2' && hasControls() ? 'windows-1250' : found
}

async function* joined(held: readonly Buffer[], rest: Bytes): AsyncGenerator<Buffer> {
  yield* held
  yield* rest
}

/**
 * Counts signs for UTF-8 (a valid sequence of several bytes) less signs against it (a byte that is part of none). One
 * broken letter, as of an ERP that cuts texts by bytes, must not make all others unreadable.
 */
function createUtf8Counter() {
  let balance = 0
  let missing = 0
  const step = (byte: number): void => {
    if (missing > 0 && (byte & 0xc0) === 0x80) {
      missing--
      if (missing === 0) balance++
      return
    }
    if (missing > 0) balance--
    missing = 0
    if (byte >= 0xc2 && byte <= 0xf4) missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
    else if (byte >= 0x80) balance--
  }
  return {
    get between(): boolean {
      return missing === 0
    },
    /** Counts on; returns the balance so far. */
    count(chunk: Uint8Array): number {
      for (let at = 0; at < chunk.length; at++) step(chunk[at] ?? 0)
      return balance
    },
    /** What a sequence that the file's end cuts off weighs. */
    end: (): number => (missing > 0 ? -1 : 0),
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

interface Decoding {
  /** of the bytes so far; `undefined` as long as they are plain ASCII */
  readonly encoding: () => Encoding | undefined
  /** whether broken UTF-8 refuses the file, as where the settings name the encoding */
  readonly isStrict: boolean
  readonly key: string
}

async function* decode(bytes: Batches<Buffer>, { encoding, isStrict, key }: Decoding): Batches<string> {
  let decoder: Decoder | undefined
  const texts = function* (chunks: Iterable<Buffer>): Generator<string> {
    for (const chunk of chunks) {
      const known = encoding()
      if (known !== undefined) decoder ??= decoderOf(known, isStrict)
      for (let at = 0; at < chunk.length; at += mostDecoded) {
        const part = chunk.subarray(at, at + mostDecoded)
        const text = decoder === undefined ? part.toString('latin1') : written(decoder, part)
        if (text !== '') yield text
      }
    }
  }
  const written = ({ write, end }: Decoder, part?: Buffer): string => {
    try {
      return part === undefined ? end() : write(part)
    } catch (cause) {
      const ended = `it is not ${encoding()} (${reasonOf(cause)})`
      throw new UnusableExport(key, ended, 'Name its encoding in the feed\'s "format".', cause)
    }
  }
  for await (const chunks of bytes) yield texts(chunks)
  const last = decoder === undefined ? '' : written(decoder)
  if (last !== '') yield [last]
}

interface Decoder {
  write(chunk: Buffer): string
  end(): string
}

function decoderOf(encoding: Encoding, strict: boolean): Decoder {
  if (encoding === 'cp852' || encoding === 'macce')
    return { write: (chunk) => decodeCodePage(chunk, encoding), end: () => '' }
  const decoder = new TextDecoder(encoding, { fatal: strict && encoding === 'utf-8' })
  return { write: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() }
}
