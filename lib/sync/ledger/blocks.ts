import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Line } from './line.ts'
import { changedTexts, packTexts, readTexts, type Texts } from './texts.ts'

/** Orders of a block; all blocks but the last are full. */
export const blockSize = 8192

/** Compressed bytes, as they lie in the snapshot. */
export interface Packed {
  readonly bytes: Uint8Array
  /** how many bytes they are unpacked */
  readonly size: number
  readonly crc: number
}

/** Some orders of a snapshot: their numbers, and what else their lines say, each by its place. */
export interface Block {
  readonly count: number
  readonly numbers: Packed
  readonly lines: Packed
}

/** Compresses bytes. */
export function pack(bytes: Uint8Array): Packed {
  const packed = zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
  return { bytes: packed, size: bytes.length, crc: crc32(packed) }
}

/** @throws Error where they cannot be unpacked */
export function unpack({ bytes, size }: Packed): Buffer {
  const unpacked = zstdDecompressSync(bytes, { chunkSize: Math.max(64, size + 64), maxOutputLength: Math.max(1, size) })
  if (unpacked.length !== size) throw new Error('a block has another size than it should')
  return unpacked
}

/** Unpacks texts. */
export const unpackTexts = (packed: Packed): Texts => readTexts(unpack(packed))

/** A line without its number, in as few letters as can be: most say nothing but what the shop acknowledged. */
export function lineText({ order_number: _, acknowledged, ...rest }: Line): string {
  for (const _ in rest) return JSON.stringify([acknowledged, rest])
  return JSON.stringify(acknowledged)
}

/** @throws Error where it is not a line; it is never quoted */
export function parseLine(order_number: string, text: string): Line {
  const said: unknown = parseJson(text)
  if (Array.isArray(said)) {
    const [acknowledged, rest] = said
    if (isObject(acknowledged) && isObject(rest)) return { order_number, acknowledged, ...rest }
  } else if (isObject(said)) return { order_number, acknowledged: said }
  throw new Error('a line is not an order')
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('a line is not JSON')
  }
}

/** Packs lines into a block. */
export const packBlock = (lines: readonly Line[]): Block => ({
  count: lines.length,
  numbers: pack(packTexts(lines.map(({ order_number }) => order_number))),
  lines: pack(packTexts(lines.map(lineText))),
})

const unchanged: ReadonlyMap<number, string> = new Map()

/** A block with other lines in some of its places, and further ones behind; all others are copied as bytes. */
export function changedBlock(block: Block, changed: ReadonlyMap<number, Line>, more: readonly Line[]): Block {
  const texts = new Map([...changed].map(([at, line]) => [at, lineText(line)]))
  const lines = pack(changedTexts(unpackTexts(block.lines), texts, more.map(lineText)))
  if (more.length === 0) return { ...block, lines }
  const added = more.map(({ order_number }) => order_number)
  const numbers = pack(changedTexts(unpackTexts(block.numbers), unchanged, added))
  return { count: block.count + more.length, numbers, lines }
}
