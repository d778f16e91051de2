import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { FieldName, FieldValue } from '../../order.ts'
import type { Line } from './line.ts'
import type { Shapes } from './shapes.ts'
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

/**
 * Gives back the memory of bytes that were unpacked, and that nobody is going to read: it would be held until V8 looks after
 * what is old. What shares its memory with others stays.
 */
export function release({ buffer, byteOffset }: Buffer): void {
  const isAlone = byteOffset === 0 && buffer.byteLength > Buffer.poolSize
  if (isAlone && buffer instanceof ArrayBuffer) buffer.transfer(0)
}

/** Unpacks texts. */
export const unpackTexts = (packed: Packed): Texts => readTexts(unpack(packed))

/**
 * A line without its number, in as few letters as can be: which fields the shop acknowledged, as the number of their list,
 * their values, and what else there is to say; most lines have nothing.
 */
export function lineText(line: Line, shapes: Shapes): string {
  const { acknowledged } = line
  const values: unknown[] = [shapes.numberOf(acknowledged)]
  let isNamed = values[0] === -1
  for (const name in acknowledged) {
    const value = acknowledged[name as FieldName]
    isNamed ||= value === undefined
    values.push(value)
  }
  if (!isNamed && !saysMore(line)) return JSON.stringify(values)
  const { order_number: _, acknowledged: __, ...rest } = line
  return JSON.stringify(isNamed ? [acknowledged, rest] : [...values, rest])
}

function saysMore(line: Line): boolean {
  for (const key in line) if (key !== 'order_number' && key !== 'acknowledged') return true
  return false
}

/**
 * Reads a line, also as the second version of a snapshot has it: what was acknowledged by the names of its fields, alone or
 * before what else there is to say.
 * @throws Error where it is not a line; it is never quoted
 */
export function parseLine(order_number: string, text: string, shapes: Shapes): Line {
  const said: unknown = parseJson(text)
  if (!Array.isArray(said)) {
    if (isObject(said)) return { order_number, acknowledged: said }
  } else if (typeof said[0] === 'number') {
    const names = shapes.at(said[0])
    const rest: unknown = said[1 + (names?.length ?? 0)]
    const isWhole =
      said.length === 1 + (names?.length ?? 0) || (isObject(rest) && said.length === 2 + (names?.length ?? 0))
    if (names !== undefined && isWhole) return { order_number, acknowledged: named(names, said), ...(rest ?? {}) }
  } else {
    const [acknowledged, rest] = said
    if (isObject(acknowledged) && isObject(rest)) return { order_number, acknowledged, ...rest }
  }
  throw new Error('a line is not an order')
}

function named(names: readonly FieldName[], said: readonly FieldValue[]): Line['acknowledged'] {
  const fields: { [name in FieldName]?: FieldValue } = {}
  let at = 0
  for (const name of names) fields[name] = said[++at] ?? ''
  return fields
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('a line is not JSON')
  }
}

/** Compresses bytes that nobody is going to read otherwise. */
function packAway(bytes: Buffer): Packed {
  const packed = pack(bytes)
  release(bytes)
  return packed
}

/** Packs the numbers of orders and the texts of their lines into a block. */
export const packBlock = (numbers: readonly string[], lines: readonly string[]): Block => ({
  count: lines.length,
  numbers: packAway(packTexts(numbers)),
  lines: packAway(packTexts(lines)),
})

const unchanged: ReadonlyMap<number, string> = new Map()

/** What becomes of a block: lines in other words, by their places in it, and further ones behind all others. */
export interface BlockChange {
  readonly changed: ReadonlyMap<number, Line>
  readonly more: readonly Line[]
}

/** A block with some lines changed; all others are copied as bytes. */
export function changedBlock(block: Block, { changed, more }: BlockChange, shapes: Shapes): Block {
  const texts = new Map([...changed].map(([at, line]) => [at, lineText(line, shapes)]))
  const added = more.map((line) => lineText(line, shapes))
  const before = unpackTexts(block.lines)
  const lines = packAway(changedTexts(before, texts, added))
  release(before.bytes)
  if (more.length === 0) return { ...block, lines }
  const orders = more.map(({ order_number }) => order_number)
  const numbers = pack(changedTexts(unpackTexts(block.numbers), unchanged, orders))
  return { count: block.count + more.length, numbers, lines }
}
