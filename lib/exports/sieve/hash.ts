/** Four secret words by which hashes are keyed, so that nobody who may upload can make two records look alike. */
export type Seed = readonly [number, number, number, number]

/** The lines of a text, with the hashes of their bytes. */
export interface HashedLines {
  count: number
  /** offset behind each line, its end included */
  ends: Uint32Array
  /** two words of each line's hash */
  hashes: Uint32Array
}

const lineFeed = 10
const lineFeeds = 0x0a0a0a0a
const ones = 0x01010101
const tops = 0x80808080 | 0
const step = 0x9e3779b9 | 0

/** Room for the lines of a text; it grows when it is used. */
export const newHashedLines = (): HashedLines => ({
  count: 0,
  ends: new Uint32Array(4096),
  hashes: new Uint32Array(8192),
})

function grown(lines: HashedLines): void {
  const [ends, hashes] = [new Uint32Array(2 * lines.ends.length), new Uint32Array(2 * lines.hashes.length)]
  ends.set(lines.ends)
  hashes.set(lines.hashes)
  lines.ends = ends
  lines.hashes = hashes
}

const stirred = (word: number, odd: number): number => {
  const mixed = Math.imul(word, odd)
  return Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
}

const settled = (hash: number): number => {
  const first = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35)
  return (second ^ (second >>> 16)) >>> 0
}

/**
 * Finds the ends of all lines and hashes their bytes, four at a time, in one pass.
 * @param bytes whole lines: the last byte is a line feed
 */
export function hashLines(bytes: Uint8Array, seed: Seed, lines: HashedLines): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { length } = bytes
  const [one, two, key, secret] = seed
  const odd = secret | 1
  const [oddOne, oddTwo] = [(one | 3) & ~4, (two | 3) & ~4]
  let at = 0
  lines.count = 0
  // this goes over every byte of an export: no call, no array and no iterator in the inner loop
  while (at < length) {
    const start = at
    let first = one
    let second = two
    let place = key
    while (at + 4 <= length) {
      const word = view.getInt32(at, true)
      const zeros = word ^ lineFeeds
      if (((zeros - ones) & ~zeros & tops) !== 0) break
      place = (place + step) | 0
      const mixed = stirred(word ^ place, odd)
      first = Math.imul((first + mixed) | 0, oddOne)
      second = Math.imul(((second << 15) | (second >>> 17)) ^ mixed, oddTwo)
      at += 4
    }
    let tail = 0
    for (let shift = 0; bytes[at] !== lineFeed; shift += 8) tail |= (bytes[at++] ?? 0) << shift
    at++
    const mixed = stirred(tail ^ (place + step), odd)
    if (lines.count === lines.ends.length) grown(lines)
    const { ends, hashes, count } = lines
    const size = at - start
    ends[count] = at
    hashes[2 * count] = settled(Math.imul((first + mixed) | 0, oddOne) ^ size)
    hashes[2 * count + 1] = settled((Math.imul(((second << 15) | (second >>> 17)) ^ mixed, oddTwo) + size) | 0)
    lines.count = count + 1
  }
}
