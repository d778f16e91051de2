import { type Block, blockSize, parseLine, unpackTexts } from './blocks.ts'
import type { Line } from './line.ts'
import { bytesAt, isTextAt, type Texts, textAt } from './texts.ts'

/** The lines of a snapshot, each read when somebody asks for it. A place is the number of a line in the snapshot, from 0. */
export interface StoredLines {
  readonly size: number
  /** the place of an order, or -1 */
  find(order_number: string): number
  at(place: number): Line
}

/** So far ahead of the last order that was found the next one is looked for; an export has its orders in the same order. */
const ahead = 512
/** Unpacked blocks of lines that are kept. */
const mostKept = 4

/** Lines in blocks. What of them cannot be read is told by an Error. */
export function createStoredLines(blocks: readonly Block[]): StoredLines {
  const size = blocks.reduce((sum, { count }) => sum + count, 0)
  const numbers = createNumbers(blocks)
  const kept = new Map<number, Texts>()
  const textsOf = (block: number): Texts => {
    const known = kept.get(block)
    if (known !== undefined) return known
    const packed = blocks[block]?.lines
    if (packed === undefined) throw new Error('a line is not there')
    const [oldest] = kept.keys()
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest)
    const texts = unpackTexts(packed)
    kept.set(block, texts)
    return texts
  }
  let last = -1
  let index: Index | undefined
  let recent: { readonly place: number; readonly line: Line } | undefined
  return {
    size,
    find(order_number) {
      const most = Math.min(size, last + (index === undefined ? ahead : 2))
      for (let place = Math.max(0, last); place < most; place++) {
        if (numbers.is(place, order_number)) {
          last = place
          return place
        }
      }
      index ??= createIndex(numbers, size)
      const place = index.find(order_number)
      if (place !== -1) last = place
      return place
    },
    at(place) {
      if (recent?.place === place) return recent.line
      const line = parseLine(numbers.at(place), textAt(textsOf(Math.floor(place / blockSize)), place % blockSize))
      recent = { place, line }
      return line
    },
  }
}

interface Numbers {
  is(place: number, order_number: string): boolean
  at(place: number): string
  hashAt(place: number): number
}

function createNumbers(blocks: readonly Block[]): Numbers {
  const unpacked: (Texts | undefined)[] = blocks.map(() => undefined)
  const textsOf = (place: number): Texts => {
    const at = Math.floor(place / blockSize)
    const known = unpacked[at]
    if (known !== undefined) return known
    const block = blocks[at]
    if (block === undefined) throw new Error('an order is not there')
    const texts = unpackTexts(block.numbers)
    if (texts.count !== block.count) throw new Error('a block has another number of orders than it should')
    unpacked[at] = texts
    return texts
  }
  return {
    is: (place, order_number) => isTextAt(textsOf(place), place % blockSize, order_number),
    at: (place) => textAt(textsOf(place), place % blockSize),
    hashAt: (place) => hashOfTextAt(textsOf(place), place % blockSize),
  }
}

interface Index {
  find(order_number: string): number
}

/** An index of all orders by their numbers, in eight to sixteen bytes each. */
function createIndex(numbers: Numbers, size: number): Index {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, 2 * size))))
  const mask = slots.length - 1
  for (let place = 0; place < size; place++) {
    let slot = numbers.hashAt(place) & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = place + 1
  }
  return {
    find(order_number) {
      for (let slot = hashOf(order_number) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
        const place = (slots[slot] ?? 0) - 1
        if (numbers.is(place, order_number)) return place
      }
      return -1
    },
  }
}

const begun = 0x811c9dc5
const stir = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193)
const settled = (hash: number): number => (hash ^ (hash >>> 15)) >>> 0

function hashOf(text: string): number {
  let hash = begun
  for (let at = 0; at < text.length; at++) hash = stir(hash, text.charCodeAt(at))
  return settled(hash)
}

/** The same of a text in bytes: its letters are decoded only where they are more than ASCII. */
function hashOfTextAt(texts: Texts, at: number): number {
  let hash = begun
  for (const byte of bytesAt(texts, at)) {
    if (byte >= 0x80) return hashOf(textAt(texts, at))
    hash = stir(hash, byte)
  }
  return settled(hash)
}
