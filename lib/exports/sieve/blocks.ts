import { createCipheriv, createSecretKey } from 'node:crypto'
import type { HashedLines, Seed } from './hash.ts'

/** Many records in a row whose bytes are known as a whole: where none of them has changed, none is looked at by itself. */
export interface Block {
  /** number of its first line */
  readonly first: number
  readonly count: number
  readonly bytes: number
  /** as those of {@link HashedLines} */
  readonly breaks: number
  readonly tag: Buffer
}

/** Blocks one after the other, in so many words each: the numbers of a {@link Block}, and its tag. */
export type Blocks = Uint32Array
const words = 8
const tagWords = 4
/** A longer one is none: it would have to be held back until all of it has come. */
const mostBytes = 1024 ** 2

/**
 * Makes tags of bytes: those of GMAC (NIST SP 800-38D), which processors calculate. As with hashes of lines, nobody who may
 * upload knows the key; nobody at all is shown a tag, so that one nonce does for all of them.
 */
export function createTagger(seed: Seed): (bytes: Buffer) => Buffer {
  const key = createSecretKey(Buffer.from(Uint32Array.from(seed).buffer))
  const nonce = Buffer.alloc(12)
  return (bytes) => {
    const cipher = createCipheriv('aes-128-gcm', key, nonce).setAAD(bytes)
    cipher.final()
    return cipher.getAuthTag()
  }
}

/** Gathers the blocks of a file, from its lines. */
export function createBlocks(tagOf: (bytes: Buffer) => Buffer, size: number) {
  let all = new Uint32Array(64 * words)
  let count = 0
  const put = ({ first, count: lines, bytes, breaks, tag }: Block): void => {
    if ((count + 1) * words > all.length) {
      const more = new Uint32Array(2 * all.length)
      more.set(all)
      all = more
    }
    all.set([first, lines, bytes, breaks], count * words)
    for (let word = 0; word < tagWords; word++) all[count * words + 4 + word] = tag.readUInt32LE(4 * word)
    count++
  }
  return {
    put,
    /** @param first number of the first of these lines in the file */
    cut({ ends, breaks, count: lines }: HashedLines, bytes: Buffer, first: number): void {
      for (let at = 0, begin = 0, start = 0, broken = 0; at < lines; at++) {
        const end = ends[at] ?? 0
        broken += breaks[at] ?? 0
        if (end - begin < size && at + 1 < lines) continue
        const part = bytes.subarray(begin, end)
        if (part.length >= size / 8 && part.length <= mostBytes)
          put({ first: first + start, count: at + 1 - start, bytes: part.length, breaks: broken, tag: tagOf(part) })
        ;[begin, start, broken] = [end, at + 1, 0]
      }
    },
    all: (): Blocks => all.subarray(0, count * words),
  }
}

/** Blocks that may be met. */
export interface BlockFinder {
  /** the first that begins at this line or behind it, and is worth a look */
  from(line: number): Block | undefined
  /** whether a block was there: where many were not, most are left to who looks at each line */
  met(block: Block, was: boolean): void
}

/** After so many misses in a row, every 64th block is still looked at. */
const mostMisses = 7

/** Finds blocks by their lines. */
export function createBlockFinder(blocks: Blocks): BlockFinder {
  const count = blocks.length / words
  const firstOf = (at: number): number => blocks[at * words] ?? 0
  let misses = 0
  let least = 0
  const indexOf = (line: number): number => {
    let [low, high] = [0, count]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (firstOf(middle) < line) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    from(line) {
      const at = Math.max(least, indexOf(line))
      if (at >= count) return undefined
      const [first = 0, lines = 0, bytes = 0, breaks = 0] = blocks.subarray(at * words, at * words + 4)
      const tag = Buffer.alloc(4 * tagWords)
      for (let word = 0; word < tagWords; word++) tag.writeUInt32LE(blocks[at * words + 4 + word] ?? 0, 4 * word)
      return { first, count: lines, bytes, breaks, tag }
    },
    met({ first }, was) {
      misses = was ? 0 : Math.min(mostMisses, misses + 1)
      least = was ? 0 : indexOf(first) + 2 ** (misses - 1)
    },
  }
}

/**
 * The blocks of which every line is kept, by the numbers of those.
 * @param before how many lines are kept before each one, and before the end
 * @param places of the orders of the kept lines: a block holds all lines of a record, or none
 */
export function blocksOfKept(blocks: Blocks, before: Uint32Array, places: Uint32Array): Blocks {
  const isBetween = (row: number): boolean => row === 0 || row === places.length || places[row] !== places[row - 1]
  const kept = new Uint32Array(blocks.length)
  let end = 0
  for (let at = 0; at < blocks.length; at += words) {
    const [line = 0, count = 0] = blocks.subarray(at, at + 2)
    const [first = 0, behind = 0] = [before[line], before[line + count]]
    if (behind - first !== count || !isBetween(first) || !isBetween(behind)) continue
    kept.set(blocks.subarray(at, at + words), end)
    kept[end] = first
    end += words
  }
  return kept.slice(0, end)
}
