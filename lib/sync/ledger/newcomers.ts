import { type Block, blockSize, lineText, packBlock, parseLine } from './blocks.ts'
import { createKept, mostUnpacked } from './kept.ts'
import type { Line } from './line.ts'
import { createShapes } from './shapes.ts'
import type { PackedLines } from './snapshot.ts'
import { hashOf } from './stored.ts'
import { isTextAt, textAt, type Wanted, wantedText } from './texts.ts'

/** Lines of orders that an empty ledger gets, packed while they come in: a million of them must fit into memory. */
export interface Newcomers {
  size(): number
  /** the place of an order among them, or -1 */
  find(order_number: string): number
  /** Puts a line behind all others, of an order that is not there yet. */
  add(line: Line): void
  at(place: number): Line
  /** all of them */
  packed(): PackedLines
}

export function createNewcomers(): Newcomers {
  const shapes = createShapes()
  const packed: Block[] = []
  /** of the block that is not full yet, as texts: objects would have to be looked after while more come in */
  let last: { readonly numbers: string[]; readonly lines: string[] } = { numbers: [], lines: [] }
  let hashes = new Uint32Array(blockSize)
  let slots = new Int32Array(2 * blockSize)
  const isTooMuch = ({ bytes }: { readonly bytes: number }): boolean => bytes > mostUnpacked / 2
  const numbers = createKept((block) => packed[block]?.numbers, isTooMuch)
  const lines = createKept((block) => packed[block]?.lines, isTooMuch)
  const size = (): number => packed.length * blockSize + last.lines.length
  const at = (place: number): Line => {
    const waiting = place - packed.length * blockSize
    if (waiting >= 0) return parseLine(last.numbers[waiting] ?? '', last.lines[waiting] ?? '', shapes)
    const [block, index] = [Math.floor(place / blockSize), place % blockSize]
    return parseLine(textAt(numbers.of(block), index), textAt(lines.of(block), index), shapes)
  }
  const isAt = (place: number, wanted: Wanted): boolean => {
    const waiting = place - packed.length * blockSize
    if (waiting >= 0) return last.numbers[waiting] === wanted.text
    return isTextAt(numbers.of(Math.floor(place / blockSize)), place % blockSize, wanted)
  }
  const insert = (place: number): void => {
    const mask = slots.length - 1
    let slot = (hashes[place] ?? 0) & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = place + 1
  }
  const grow = (): void => {
    const more = new Uint32Array(2 * hashes.length)
    more.set(hashes)
    slots = new Int32Array(2 * more.length)
    for (let place = 0; place < hashes.length; place++) insert(place)
    hashes = more
  }
  return {
    size,
    at,
    find(order_number) {
      const hash = hashOf(order_number)
      const wanted = wantedText(order_number)
      const mask = slots.length - 1
      for (let slot = hash & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
        const place = (slots[slot] ?? 0) - 1
        if (hashes[place] === hash && isAt(place, wanted)) return place
      }
      return -1
    },
    add(line) {
      const place = size()
      if (place === hashes.length) grow()
      hashes[place] = hashOf(line.order_number)
      insert(place)
      last.numbers.push(line.order_number)
      last.lines.push(lineText(line, shapes))
      if (last.lines.length < blockSize) return
      packed.push(packBlock(last.numbers, last.lines))
      last = { numbers: [], lines: [] }
    },
    packed: () => ({
      blocks: last.lines.length === 0 ? [...packed] : [...packed, packBlock(last.numbers, last.lines)],
      shapes,
    }),
  }
}
