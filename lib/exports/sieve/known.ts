import type { Blocks } from './blocks.ts'
import type { HashedLines, Seed } from './hash.ts'

/** What a feed's last export held: records whose order is known to say exactly what they say. */
export interface KnownRecords {
  readonly seed: Seed
  /** two words of the hash of each line of a record, in the order of the file */
  readonly hashes: Uint32Array
  /** by the line, the place of the record's order in the ledger */
  readonly places: Uint32Array
  /** how the export was laid out and decoded, as {@link Circumstances} */
  readonly layout: string
  readonly encoding: string
  /** of these lines, where many of them follow each other; absent: nobody knows of any */
  readonly blocks?: Blocks
  /** by the path of a field, the place of an order whose record has something there; absent: nobody knows of one */
  readonly witnesses?: Readonly<Record<string, number>>
}

/** Finds the records of the last export that are in this one, too, each once at most. */
export interface Matcher {
  /** How many lines from this one on are a known record; 0: none begins here. {@link Matcher.place} says whose. */
  match(lines: HashedLines, at: number): number
  /** the place of the order of the record that was found last */
  place(): number
  /** the row that follows the one that was found last */
  next(): number
  /** Takes rows for found, whose records are known to be here; not where one of them was found before. */
  take(row: number, count: number): boolean
  /**
   * The same of as many lines as are one known record each, in the order of the last export.
   * @param places where the place of each one's order is put
   * @returns how many they are
   */
  matchRow(lines: HashedLines, at: number, places: Int32Array): number
}

/** So far ahead the next record is looked for; records that are gone lie between. */
const ahead = 16
/** After so many records in a row that were not found so, an index of all is made. */
const mostMisses = 64

/** A record of several lines has a hash for each of them, all with its order's place. */
export function createMatcher({ hashes, places }: Pick<KnownRecords, 'hashes' | 'places'>): Matcher {
  const count = places.length
  const used = new Uint8Array(count)
  let next = 0
  let misses = 0
  let place = -1
  let index: Int32Array | undefined
  const isBegin = (row: number): boolean => row === 0 || places[row] !== places[row - 1]
  const isLine = (row: number, { hashes: other }: HashedLines, at: number): boolean =>
    hashes[2 * row] === other[2 * at] && hashes[2 * row + 1] === other[2 * at + 1]
  /** lines of the record that begins at a row, where all of them are here */
  const lengthAt = (row: number, lines: HashedLines, at: number): number => {
    if (used[row] === 1 || !isLine(row, lines, at) || !isBegin(row)) return 0
    let length = 1
    for (; row + length < count && !isBegin(row + length); length++)
      if (at + length >= lines.count || !isLine(row + length, lines, at + length)) return 0
    return length
  }
  const found = (row: number, length: number): number => {
    used[row] = 1
    next = row + length
    misses = 0
    place = places[row] ?? -1
    return length
  }
  return {
    place: () => place,
    next: () => next,
    take(row, count) {
      const rows = used.subarray(row, row + count)
      if (rows.length < count || rows.includes(1)) return false
      rows.fill(1)
      ;[next, misses] = [row + count, 0]
      return true
    },
    matchRow({ hashes: other, count: end }, from, found) {
      let at = from
      // most of an export goes through here: what follows the last record is the next one
      for (let row = next; at < end && row < count; row++, at++) {
        if (hashes[2 * row] !== other[2 * at] || hashes[2 * row + 1] !== other[2 * at + 1] || used[row] === 1) break
        const order = places[row] ?? 0
        if ((row > 0 && places[row - 1] === order) || (row + 1 < count && places[row + 1] === order)) break
        used[row] = 1
        found[at] = order
      }
      if (at > from) [next, misses] = [next + at - from, 0]
      return at - from
    },
    match(lines, at) {
      const most = Math.min(count, next + ahead)
      for (let row = next; row < most; row++) {
        const length = lengthAt(row, lines, at)
        if (length > 0) return found(row, length)
      }
      if (++misses < mostMisses && index === undefined) return 0
      index ??= indexOf(hashes, count, isBegin)
      const mask = index.length - 1
      for (let slot = (lines.hashes[2 * at] ?? 0) & mask; index[slot] !== 0; slot = (slot + 1) & mask) {
        const row = (index[slot] ?? 0) - 1
        const length = lengthAt(row, lines, at)
        if (length > 0) return found(row, length)
      }
      return 0
    },
  }
}

/** Records by the hash of their first line; no two of them are alike, for each names another order. */
function indexOf(hashes: Uint32Array, count: number, isBegin: (row: number) => boolean): Int32Array {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, 2 * count))))
  const mask = slots.length - 1
  for (let row = 0; row < count; row++) {
    if (!isBegin(row)) continue
    let slot = (hashes[2 * row] ?? 0) & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = row + 1
  }
  return slots
}
