import { type Cutting, endOfTag, lettersOfBytes } from './cutting.ts'

/** Four secret words by which hashes are keyed, so that nobody who may upload can make two records look alike. */
export type Seed = readonly [number, number, number, number]

/** The lines of a file, with the hashes of their bytes. */
export interface HashedLines {
  count: number
  /** offset behind each line, its end included */
  ends: Uint32Array
  /** how many line breaks are in each line, where it is cut by tags; 0 elsewhere */
  breaks: Uint32Array
  /** two words of each line's hash */
  hashes: Uint32Array
}

const [lineFeed, carriageReturn] = [10, 13]
const ones = 0x01010101
const tops = 0x80808080 | 0
const step = 0x9e3779b9 | 0

/** Room for the lines of a text; it grows when it is used. */
export const newHashedLines = (): HashedLines => ({
  count: 0,
  ends: new Uint32Array(4096),
  breaks: new Uint32Array(4096),
  hashes: new Uint32Array(8192),
})

function grown(lines: HashedLines): void {
  const twice = (words: Uint32Array): Uint32Array => {
    const more = new Uint32Array(2 * words.length)
    more.set(words)
    return more
  }
  lines.ends = twice(lines.ends)
  lines.breaks = twice(lines.breaks)
  lines.hashes = twice(lines.hashes)
}

const settled = (hash: number): number => {
  const first = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35)
  return (second ^ (second >>> 16)) >>> 0
}

/** How lines are found and hashed. */
export interface Hashing {
  readonly cutting: Cutting
  readonly seed: Seed
  /** so many lines at most; default: all */
  readonly most?: number | undefined
}

/** The same of one way to cut. */
interface HashingBy<End> {
  readonly end: End
  readonly seed: Seed
  readonly most: number
}

/** Finds the ends of lines and hashes their bytes; the last byte ends the last one. */
export function hashLines(bytes: Buffer, { cutting, seed, most = bytes.length }: Hashing, lines: HashedLines): void {
  if (cutting.kind === 'letter') hashByLetter(bytes, { end: cutting.code, seed, most }, lines)
  else hashByTags(bytes, { end: cutting.name, seed, most }, lines)
}

/** Behind the last line of some bytes that ends before their last one, which is handed on in any case; 0: none does. */
export function lastEnd(bytes: Buffer, cutting: Cutting): number {
  if (cutting.kind === 'letter') return bytes.length < 2 ? 0 : bytes.lastIndexOf(cutting.code, bytes.length - 2) + 1
  const letters = lettersOfBytes(bytes)
  const wanted = `${cutting.name}>`
  for (let at = bytes.length; at > 0; ) {
    at = bytes.lastIndexOf(wanted, at - 1, 'latin1')
    if (at === -1) return 0
    const end = endOfTag(letters, cutting.name, at)
    if (end === at + wanted.length && end < bytes.length) return end
  }
  return 0
}

/**
 * Two words at a time, in one pass. How two words are mixed can be undone, and so can each step of both halves of the
 * hash: lines that differ in two such words only never have the same one.
 */
function hashByLetter(bytes: Uint8Array, { end, seed, most }: HashingBy<number>, lines: HashedLines): void {
  const stops = Math.imul(end, ones)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { length } = bytes
  const [one, two, key, odd, oddOne, oddTwo] = keysOf(seed)
  const last = length - 8
  let at = 0
  let count = 0
  let { ends, hashes } = lines
  // this goes over every byte of an export: no call, no array and no iterator in the inner loop
  while (at < length && count < most) {
    const start = at
    let first = one
    let second = two
    let place = key
    while (at <= last) {
      const left = view.getInt32(at, true)
      const right = view.getInt32(at + 4, true)
      const leftZeros = left ^ stops
      const rightZeros = right ^ stops
      if ((((leftZeros - ones) & ~leftZeros) | ((rightZeros - ones) & ~rightZeros)) & tops) break
      place = (place + step) | 0
      const low = Math.imul(left ^ place, odd)
      const high = Math.imul((right + place) | 0, odd)
      first = Math.imul((((first << 13) | (first >>> 19)) + (low ^ (high >>> 15))) | 0, oddOne)
      second = Math.imul(((second << 15) | (second >>> 17)) ^ high ^ (low >>> 17), oddTwo)
      at += 8
    }
    let left = 0
    let right = 0
    for (let shift = 0; bytes[at] !== end; shift += 8) {
      const byte = bytes[at++] ?? 0
      if (shift < 32) left |= byte << shift
      else right |= byte << (shift - 32)
    }
    at++
    place = (place + step) | 0
    const low = Math.imul(left ^ place, odd)
    const high = Math.imul((right + place) | 0, odd)
    first = Math.imul((((first << 13) | (first >>> 19)) + (low ^ (high >>> 15))) | 0, oddOne)
    second = Math.imul(((second << 15) | (second >>> 17)) ^ high ^ (low >>> 17), oddTwo)
    if (count === ends.length) {
      grown(lines)
      ;({ ends, hashes } = lines)
    }
    ends[count] = at
    hashes[2 * count] = settled(first ^ (at - start))
    hashes[2 * count + 1] = settled((second + (at - start)) | 0)
    count++
  }
  lines.count = count
}

/** What a line begins with, and what it is multiplied by. */
function keysOf([one, two, key, secret]: Seed): readonly [number, number, number, number, number, number] {
  return [one, two, key, secret | 1, (one | 3) & ~4, (two | 3) & ~4]
}

/** The same of lines whose ends have to be looked for; line breaks in them are counted, too. */
function hashByTags(bytes: Buffer, { end: name, seed, most }: HashingBy<string>, lines: HashedLines): void {
  const letters = lettersOfBytes(bytes)
  const hasReturns = bytes.includes(carriageReturn)
  lines.count = 0
  for (let start = 0; start < bytes.length && lines.count < most; ) {
    const found = endOfTag(letters, name, start)
    const end = found === -1 ? bytes.length : found
    if (lines.count === lines.ends.length) grown(lines)
    const breaks = hashPart(bytes.subarray(start, end), seed, lines)
    lines.breaks[lines.count] = breaks + (hasReturns ? loneReturns(bytes, start, end) : 0)
    lines.ends[lines.count++] = end
    start = end
  }
}

/** Carriage returns that no line feed follows, which break a line of XML, too. */
function loneReturns(bytes: Buffer, start: number, end: number): number {
  let count = 0
  for (let at = bytes.indexOf(carriageReturn, start); at !== -1 && at < end; at = bytes.indexOf(carriageReturn, at + 1))
    if (bytes[at + 1] !== lineFeed) count++
  return count
}

const lineFeeds = Math.imul(lineFeed, ones)

const sevens = 0x7f7f7f7f
/** How many bytes of a word are nothing: the top bit of each of them, and of no other, is set and counted. */
const zerosIn = (word: number): number => Math.imul(~(((word & sevens) + sevens) | word | sevens) >>> 7, ones) >>> 24

/** Puts the hash of a line into its place; returns how many line feeds are in it. */
function hashPart(bytes: Uint8Array, seed: Seed, { count, hashes }: HashedLines): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { length } = bytes
  const [one, two, key, odd, oddOne, oddTwo] = keysOf(seed)
  const last = length - 8
  let first = one
  let second = two
  let place = key
  let breaks = 0
  let at = 0
  // as above: this goes over every byte
  for (; at <= last; at += 8) {
    const left = view.getInt32(at, true)
    const right = view.getInt32(at + 4, true)
    breaks += zerosIn(left ^ lineFeeds) + zerosIn(right ^ lineFeeds)
    place = (place + step) | 0
    const low = Math.imul(left ^ place, odd)
    const high = Math.imul((right + place) | 0, odd)
    first = Math.imul((((first << 13) | (first >>> 19)) + (low ^ (high >>> 15))) | 0, oddOne)
    second = Math.imul(((second << 15) | (second >>> 17)) ^ high ^ (low >>> 17), oddTwo)
  }
  let left = 0
  let right = 0
  for (let shift = 0; at < length; shift += 8) {
    const byte = bytes[at++] ?? 0
    if (byte === lineFeed) breaks++
    if (shift < 32) left |= byte << shift
    else right |= byte << (shift - 32)
  }
  place = (place + step) | 0
  const low = Math.imul(left ^ place, odd)
  const high = Math.imul((right + place) | 0, odd)
  first = Math.imul((((first << 13) | (first >>> 19)) + (low ^ (high >>> 15))) | 0, oddOne)
  second = Math.imul(((second << 15) | (second >>> 17)) ^ high ^ (low >>> 17), oddTwo)
  hashes[2 * count] = settled(first ^ length)
  hashes[2 * count + 1] = settled((second + length) | 0)
  return breaks
}
