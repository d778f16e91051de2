import { randomInt } from 'node:crypto'
import { type Block, blockSize, type Packed, parseLine } from './blocks.ts'
import { createKept, mostUnpacked } from './kept.ts'
import type { Line } from './line.ts'
import type { Shapes } from './shapes.ts'
import { isTextAt, type Texts, textAt, wantedText } from './texts.ts'

/** The lines of a snapshot, each read when somebody asks for it. A place is the number of a line in the snapshot, from 0. */
export interface StoredLines {
  readonly size: number
  /** the place of an order, or -1 */
  find(order_number: string): number
  at(place: number): Line
  /** somebody is going to ask for the order at this place next, or for one that follows it */
  expect(place: number): void
}

/** So far ahead of the last order that was found the next one is looked for; an export has its orders in the same order. */
const ahead = 512
/** Unpacked blocks that are kept for who walks through the orders. */
const mostKept = 4
/** So often all lines may be walked through before somebody jumps to and fro among them. */
const patience = 4

/** Lines in blocks. What of them cannot be read is told by an Error. */
export function createStoredLines({
  blocks,
  shapes,
}: {
  readonly blocks: readonly Block[]
  readonly shapes: Shapes
}): StoredLines {
  const size = blocks.reduce((sum, { count }) => sum + count, 0)
  const numbers = createNumbers(blocks)
  const lines = keptOf(blocks, ({ lines: packed }) => packed)
  let last = 0
  let expected = 0
  let index: Index | undefined
  let recent: { readonly place: number; readonly line: Line } | undefined
  return {
    size,
    find(order_number) {
      // who walks through the orders once more begins in front
      for (let look = 0; look < 3; look++) {
        const begin = look === 0 ? expected : look === 1 ? last : 0
        const place = numbers.search(order_number, begin, Math.min(size, begin + (index === undefined ? ahead : 2)))
        if (place === -1) continue
        last = place
        expected = place
        return place
      }
      index ??= createIndex(numbers, size)
      const place = index.find(order_number)
      if (place !== -1) last = place
      return place
    },
    expect(place) {
      if (place < size) expected = place
    },
    at(place) {
      if (recent?.place === place) return recent.line
      const line = parseLine(
        numbers.at(place),
        textAt(lines.of(Math.floor(place / blockSize)), place % blockSize),
        shapes,
      )
      recent = { place, line }
      return line
    },
  }
}

/** Unpacked parts of blocks, a few of them. */
function keptOf(blocks: readonly Block[], partOf: (block: Block) => Packed) {
  let unpacked = 0
  return createKept(
    (at) => {
      const block = blocks[at]
      unpacked++
      return block && partOf(block)
    },
    // who jumps to and fro would unpack a block for each order
    ({ count, bytes }) => (unpacked > patience * blocks.length ? bytes > mostUnpacked : count >= mostKept),
  )
}

interface Numbers {
  /** the first place of an order from one place on and before another, or -1 */
  search(order_number: string, begin: number, end: number): number
  at(place: number): string
  /** hashes of all numbers of a block */
  hashesOf(block: number): Uint32Array
}

function createNumbers(blocks: readonly Block[]): Numbers {
  const numbers = keptOf(blocks, (block) => block.numbers)
  const textsOf = (place: number): Texts => {
    const at = Math.floor(place / blockSize)
    const texts = numbers.of(at)
    if (texts.count !== blocks[at]?.count) throw new Error('a block has another number of orders than it should')
    return texts
  }
  return {
    search(order_number, begin, end) {
      const wanted = wantedText(order_number)
      for (let place = begin; place < end; ) {
        const texts = textsOf(place)
        const first = place - (place % blockSize)
        const most = Math.min(end, first + texts.count)
        for (; place < most; place++) if (isTextAt(texts, place - first, wanted)) return place
      }
      return -1
    },
    at: (place) => textAt(textsOf(place), place % blockSize),
    hashesOf: (block) => hashesIn(textsOf(block * blockSize)),
  }
}

interface Index {
  find(order_number: string): number
}

/** An index of all orders by their numbers, in eight to sixteen bytes each. */
function createIndex(numbers: Numbers, size: number): Index {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, 2 * size))))
  const mask = slots.length - 1
  for (let first = 0; first < size; first += blockSize) {
    const hashes = numbers.hashesOf(first / blockSize)
    for (let at = 0; at < hashes.length; at++) {
      let slot = (hashes[at] ?? 0) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = first + at + 1
    }
  }
  return {
    find(order_number) {
      for (let slot = hashOf(order_number) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
        const place = (slots[slot] ?? 0) - 1
        if (numbers.search(order_number, place, place + 1) === place) return place
      }
      return -1
    },
  }
}

/**
 * Others in each process, so that nobody can make up numbers which all have the same hash; nothing stored depends on them.
 * (Of a beginning alone, only the last seven bits would decide whether two numbers come to the same.)
 */
const [begun, factor] = [randomInt(2 ** 32) | 0, randomInt(2 ** 32) | 0x01000001]
const stir = (hash: number, code: number): number => Math.imul(hash ^ code, factor)
/** Whatever the factor is, numbers in a row are spread. */
const settled = (hash: number): number => {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (mixed ^ (mixed >>> 13)) >>> 0
}

/** A hash of a text, in this process alone. */
export function hashOf(text: string): number {
  let hash = begun
  for (let at = 0; at < text.length; at++) hash = stir(hash, text.charCodeAt(at))
  return settled(hash)
}

/** The same of texts in bytes: their letters are decoded only where they are more than ASCII. */
function hashesIn(texts: Texts): Uint32Array {
  const { count, bytes, ends, start } = texts
  const hashes = new Uint32Array(count)
  let at = start
  for (let text = 0; text < count; text++) {
    const end = ends[text] ?? 0
    let hash = begun
    let isPlain = true
    for (; at < end; at++) {
      const byte = bytes[at] ?? 0
      isPlain &&= byte < 0x80
      hash = stir(hash, byte)
    }
    hashes[text] = isPlain ? settled(hash) : hashOf(textAt(texts, text))
  }
  return hashes
}
