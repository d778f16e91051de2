import { describe, expect, it } from 'vitest'
import {
  type Blocks,
  blocksOfKept,
  createBlockFinder,
  createBlocks,
  createTagger,
} from '../../lib/exports/sieve/blocks.ts'
import { type HashedLines, hashLines, newHashedLines, type Seed } from '../../lib/exports/sieve/hash.ts'
import { createMatcher } from '../../lib/exports/sieve/known.ts'

const seed: Seed = [1, -2, 3, 4]
const tagOf = createTagger(seed)
const cutting = { kind: 'letter', code: 10 } as const

/** So many lines of ten bytes. */
const bytesOf = (count: number): Buffer =>
  Buffer.from(Array.from({ length: count }, (_, at) => `line ${String(at).padStart(4, '0')}\n`).join(''))

function linesOf(bytes: Buffer, most?: number): HashedLines {
  const lines = newHashedLines()
  hashLines(bytes, { cutting, seed, most }, lines)
  return lines
}

const numbersOf = (blocks: Blocks): number[][] =>
  Array.from({ length: blocks.length / 8 }, (_, at) => [...blocks.subarray(8 * at, 8 * at + 4)])

function blocksIn(count: number, first = 0): Blocks {
  const blocks = createBlocks(tagOf, 100)
  const bytes = bytesOf(count)
  blocks.cut(linesOf(bytes), bytes, first)
  return blocks.all()
}

describe('tags of bytes', () => {
  it('are those of these bytes, under this key', () => {
    const bytes = bytesOf(100)
    const other = Buffer.from(bytes)
    other.writeUInt8(other.readUInt8(500) ^ 1, 500)
    const all = [tagOf(bytes), tagOf(other), tagOf(bytes.subarray(1)), createTagger([1, -2, 3, 5])(bytes)]
    expect(new Set(all.map((tag) => tag.toString('hex'))).size).toBe(4)
    expect(tagOf(Buffer.from(bytes))).toEqual(tagOf(bytes))
  })
})

describe('blocks of a file', () => {
  it.each<[lines: number, blocks: number[][]]>([
    [0, []],
    [1, []],
    [2, [[0, 2, 20, 0]]],
    [10, [[0, 10, 100, 0]]],
    [11, [[0, 10, 100, 0]]],
    [
      25,
      [
        [0, 10, 100, 0],
        [10, 10, 100, 0],
        [20, 5, 50, 0],
      ],
    ],
  ])('of %d lines', (lines, blocks) => {
    expect(numbersOf(blocksIn(lines))).toEqual(blocks)
  })

  it('are numbered on from the lines before', () => {
    expect(numbersOf(blocksIn(10, 7))).toEqual([[7, 10, 100, 0]])
  })

  it('are hashed line by line up to as many as somebody wants', () => {
    expect([linesOf(bytesOf(20), 5).count, linesOf(bytesOf(20)).count, linesOf(bytesOf(3), 5).count]).toEqual([
      5, 20, 3,
    ])
  })
})

describe('finding blocks', () => {
  it('finds the first from a line on', () => {
    const { from } = createBlockFinder(blocksIn(30))
    expect([0, 1, 10, 11, 20, 21].map((line) => from(line)?.first)).toEqual([0, 10, 10, 20, 20, undefined])
    expect(from(10)?.tag).toEqual(tagOf(bytesOf(30).subarray(100, 200)))
  })

  it('looks at fewer and fewer where they are not there, and at all again once one was', () => {
    const { from, met } = createBlockFinder(blocksIn(5000))
    const tried: number[] = []
    for (let line = 0; from(line) !== undefined; ) {
      const block = from(line)
      if (block === undefined) break
      tried.push(block.first / 10)
      met(block, block.first === 630)
      line = block.first + block.count
    }
    expect(tried.slice(0, 9)).toEqual([0, 1, 3, 7, 15, 31, 63, 64, 65])
    expect(tried.slice(-3).map((at, index, all) => at - (all[index - 1] ?? at))).toEqual([0, 64, 64])
  })
})

describe('blocks of what is kept', () => {
  const all = blocksIn(30)
  /** how many of thirty lines are kept before each, without these */
  const without = (gone: readonly number[]): Uint32Array =>
    Uint32Array.from({ length: 31 }, (_, line) => line - gone.filter((one) => one < line).length)
  const places = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, at) => at)

  it.each<[what: string, gone: number[], blocks: number[]]>([
    ['nothing is gone', [], [0, 10, 20]],
    ['a line of the first is gone', [3], [9, 19]],
    ['a first and a last line are gone', [0, 29], [9]],
    ['one of each is gone', [1, 11, 21], []],
  ])('are numbered by it, and whole: %s', (_, gone, blocks) => {
    const kept = blocksOfKept(all, without(gone), places(30 - gone.length))
    expect(numbersOf(kept).map(([first]) => first)).toEqual(blocks)
  })

  it.each<[what: string, two: number, blocks: number[]]>([
    ['within a block', 5, [0, 10, 20]],
    ['between two', 10, [20]],
  ])('hold all lines of a record, or none: %s', (_, two, blocks) => {
    const orders = places(30)
    orders[two] = two - 1
    expect(numbersOf(blocksOfKept(all, without([]), orders)).map(([first]) => first)).toEqual(blocks)
  })
})

describe('taking rows for found', () => {
  const known = {
    hashes: linesOf(bytesOf(8)).hashes.slice(0, 16),
    places: Uint32Array.from({ length: 8 }, (_, at) => at),
  }

  it('goes on behind them', () => {
    const matcher = createMatcher(known)
    expect([matcher.take(0, 3), matcher.next()]).toEqual([true, 3])
  })

  it.each<[what: string, row: number, count: number]>([
    ['one was found before', 3, 5],
    ['there are not so many', 5, 4],
  ])('is refused where %s', (_, row, count) => {
    const matcher = createMatcher(known)
    expect(matcher.match(linesOf(bytesOf(8).subarray(40)), 0)).toBe(1)
    expect([matcher.place(), matcher.take(row, count), matcher.next()]).toEqual([4, false, 5])
  })
})
