import { crc32, gunzipSync } from 'node:zlib'
import { reasonOf } from '../../errors.ts'
import type { FieldName } from '../../order.ts'
import { StateVanished } from '../../storage/errors.ts'
import { bytesOf } from '../../storage/read.ts'
import type { Store } from '../../storage/store.ts'
import { damagedState, inPlace, newerState } from '../state/head.ts'
import { headKey } from '../state/keys.ts'
import { type Block, blockSize, changedBlock, lineText, type Packed, pack, packBlock, unpackTexts } from './blocks.ts'
import { isOpen, type Line } from './line.ts'
import { createShapes, type Shapes } from './shapes.ts'
import { packSieves, type Sieves, type ToldSieves, unpackSieves, wordBytes } from './sieves.ts'
import { createStoredLines } from './stored.ts'
import { packTexts, textAt } from './texts.ts'

/**
 * Version of a snapshot. The first was one line of JSON per order, gzip; the second named the fields in each line; the third told
 * no lines apart from their blocks. All are read.
 */
export const snapshotVersion = 4

const mark = Buffer.from('order-sync\n')

/** Lines in blocks. */
export interface PackedLines {
  readonly blocks: readonly Block[]
  /** of the lines in all of them */
  readonly shapes: Shapes
}

/** Lines that their blocks tell as they were before, as JSON by their places: no block is written anew for a few of them. */
export type Apart = ReadonlyMap<number, string>

/** A snapshot as it is stored: blocks of lines, once more those on which something waits, and what blocks do not tell. */
export interface Snapshot extends PackedLines {
  readonly apart: Apart
  /** in the order in which the ledger tells them */
  readonly open: readonly OpenLine[]
  /** what is known of the records that said what these lines say */
  readonly sieves: Sieves
}

/** A line on which something waits, with its place in the snapshot. */
export type OpenLine = readonly [place: number, line: Line]

/** What is told of packed bytes: how many, how many unpacked, and their checksum. */
type Told = readonly [length: number, size: number, crc: number]

/** What stands before the blocks, as JSON. */
interface Directory {
  readonly version: number
  readonly orders: number
  readonly blocks: readonly (readonly [count: number, numbers: Told, lines: Told])[]
  readonly open: {
    readonly places: readonly number[]
    readonly lines: Told
    /** on so many of them, which come first, something waits; absent: on all */
    readonly waiting?: number
  }
  /** names of fields, by the numbers that lines give them; absent in the second version */
  readonly shapes?: readonly (readonly FieldName[])[]
  readonly sieves?: ToldSieves
}

/**
 * Opens a snapshot. All of its bytes are checked; its lines are unpacked when somebody asks for them.
 * @param orders number of lines that the head expects
 * @returns of an older version: all lines
 * @throws OrderSyncError if the object is missing, damaged, of a newer version, or does not hold what the head says
 */
export async function openSnapshot(
  store: Pick<Store, 'get' | 'description'>,
  key: string,
  orders: number,
): Promise<Snapshot | Map<string, Line>> {
  const content = await store.get(key)
  if (content === undefined) throw new StateVanished(key, store.description, headKey)
  const bytes = await bytesOf(content.body, content.size)
  const place = inPlace(key, store.description)
  const { opened, version } = attempt(place, () => open(bytes))
  if (opened === undefined) throw newerState(key, version, snapshotVersion)
  const size = opened instanceof Map ? opened.size : opened.blocks.reduce((sum, { count }) => sum + count, 0)
  if (size !== orders) throw damagedState(place, `it holds ${size} orders, state/head.json expects ${orders}`)
  return opened
}

/**
 * Whatever cannot be read of a snapshot is told as its damage.
 * @param place the object and where it lies, as {@link inPlace} says it
 */
export function attempt<T>(place: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw damagedState(place, reasonOf(error), error)
  }
}

interface Opened {
  readonly version: number
  /** absent: it is of a newer version */
  readonly opened?: Snapshot | Map<string, Line>
}

function open(bytes: Buffer): Opened {
  if (!bytes.subarray(0, mark.length).equals(mark)) return { version: 1, opened: readFirstVersion(bytes) }
  const begin = mark.length + 8
  if (bytes.length < begin) throw new Error('it is cut off')
  const end = begin + bytes.readUInt32LE(mark.length)
  const head = bytes.subarray(begin, end)
  if (crc32(head) !== bytes.readUInt32LE(mark.length + 4)) throw new Error('its beginning is damaged')
  const directory = JSON.parse(String(head)) as Directory
  const { version } = directory
  return version > snapshotVersion ? { version } : { version, opened: blocksIn(directory, bytes.subarray(end)) }
}

function blocksIn({ blocks, open: waiting, shapes, sieves }: Directory, bytes: Buffer): Snapshot {
  let at = 0
  const take = ([length, size, crc]: Told): Packed => {
    const part = bytes.subarray(at, at + length)
    at += length
    if (part.length !== length || crc32(part) !== crc) throw new Error('a block is damaged or cut off')
    return { bytes: part, size, crc }
  }
  const all = blocks.map(([count, numbers, lines]) => ({ count, numbers: take(numbers), lines: take(lines) }))
  const texts = unpackTexts(take(waiting.lines))
  const told = waiting.places.map((place, index) => [place, textAt(texts, index)] as const)
  const opened = told.slice(0, waiting.waiting).map(([place, text]): OpenLine => [place, fullLine(text)])
  const apart = new Map(told.slice(opened.length))
  const sifted = unpackSieves(sieves, { blocks, open: waiting }, bytes.subarray(at))
  return { blocks: all, shapes: createShapes(shapes), open: opened, apart, sieves: sifted }
}

/**
 * Reads a line that tells all of itself.
 * @throws Error where it cannot be read
 */
export function fullLine(text: string): Line {
  const { order_number, ...rest } = JSON.parse(text) as Line
  return { order_number, ...rest }
}

/** One line of JSON per order, gzip. */
function readFirstVersion(bytes: Buffer): Map<string, Line> {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(gunzipSync(bytes))
  const texts = text === '' ? [] : text.split('\n')
  if (texts.length > 0 && texts.pop() !== '') throw new Error('its last line is cut off')
  return new Map(
    texts.map((line) => {
      const { order_number, acknowledged, ...rest } = wholeLine(line)
      return [order_number, { order_number, acknowledged, ...rest }]
    }),
  )
}

function wholeLine(text: string): Line {
  let line: unknown
  try {
    line = JSON.parse(text)
  } catch {
    throw new Error('a line is not JSON')
  }
  if (typeof line !== 'object' || line === null || !('order_number' in line) || !('acknowledged' in line))
    throw new Error('a line is not an order')
  return line as Line
}

const tell = ({ bytes, size, crc }: Packed): Told => [bytes.length, size, crc]

/** Puts a snapshot together. */
export function packSnapshot({ blocks, shapes, open: waiting, apart, sieves }: Snapshot): Uint8Array {
  const lines = pack(packTexts([...waiting.map(([, line]) => JSON.stringify(line)), ...apart.values()]))
  const places = [...waiting.map(([place]) => place), ...apart.keys()]
  const told: Pick<Directory, 'blocks' | 'open'> = {
    blocks: blocks.map((block) => [block.count, tell(block.numbers), tell(block.lines)]),
    open: { places, lines: tell(lines), ...(apart.size > 0 && { waiting: waiting.length }) },
  }
  const sifted = packSieves(sieves, told)
  const orders = blocks.reduce((sum, { count }) => sum + count, 0)
  const directory: Directory = { version: snapshotVersion, orders, ...told, shapes: shapes.all(), sieves: sifted.told }
  const bodies = [...blocks.flatMap(({ numbers, lines: said }) => [numbers.bytes, said.bytes]), lines.bytes]
  const lengths = Buffer.alloc(8)
  const text = JSON.stringify(directory)
  const before = [mark, lengths, Buffer.from(text), ...bodies].reduce((sum, { length }) => sum + length, 0)
  // blanks behind the directory, so that sieves begin where a word does
  const head = Buffer.from(text + ' '.repeat((wordBytes - (before % wordBytes)) % wordBytes))
  lengths.writeUInt32LE(head.length)
  lengths.writeUInt32LE(crc32(head), 4)
  return Buffer.concat([mark, lengths, head, ...bodies, ...sifted.parts])
}

/** More lines of one block are not told apart from it: it is written anew. */
const mostApart = 128

/** What has become of a snapshot's lines. */
export interface ChangedLines {
  /** by their places */
  readonly moved: ReadonlyMap<number, Line>
  /** what was told apart before; what was moved since counts for nothing */
  readonly apart: Apart
  /** behind all others */
  readonly added: readonly Line[]
}

/**
 * The blocks of a snapshot with some lines in other words, and further ones behind all others. Blocks of which few lines
 * have changed are the same bytes, and those lines told apart, but for those on which something waits: they are told anyway.
 */
export function changedBlocks(
  { blocks, shapes }: PackedLines,
  { moved, apart, added }: ChangedLines,
): Pick<Snapshot, 'blocks' | 'apart'> {
  const left = new Map<number, string>()
  const room = blockSize - (blocks.at(-1)?.count ?? blockSize)
  const changes = byBlocks(moved, apart)
  const changed = blocks.map((block, at) => {
    const lines = changes.get(at) ?? []
    const more = at === blocks.length - 1 ? added.slice(0, room) : []
    if (lines.length <= mostApart && more.length === 0) {
      for (const [place, line] of lines) {
        const isTold = typeof line !== 'string' && isOpen(line)
        if (!isTold) left.set(place, typeof line === 'string' ? line : JSON.stringify(line))
      }
      return block
    }
    const texts = lines.map(([place, line]): [number, Line] => [
      place % blockSize,
      typeof line === 'string' ? fullLine(line) : line,
    ])
    return changedBlock(block, { changed: new Map(texts), more }, shapes)
  })
  return { blocks: [...changed, ...blocksOf(added.slice(room), shapes)], apart: left }
}

type Said = readonly [place: number, line: Line | string]

function byBlocks(moved: ReadonlyMap<number, Line>, apart: Apart): Map<number, Said[]> {
  const others = [...apart].filter(([place]) => !moved.has(place))
  return Map.groupBy<number, Said>([...moved, ...others], ([place]) => Math.floor(place / blockSize))
}

/** Lines in blocks. */
function blocksOf(lines: readonly Line[], shapes: Shapes): Block[] {
  const blocks: Block[] = []
  for (let at = 0; at < lines.length; at += blockSize) {
    const some = lines.slice(at, at + blockSize)
    const numbers = some.map(({ order_number }) => order_number)
    blocks.push(
      packBlock(
        numbers,
        some.map((line) => lineText(line, shapes)),
      ),
    )
  }
  return blocks
}

/**
 * All lines of a snapshot from its bytes, for who has them at hand.
 * @throws Error where they cannot be read
 */
export function parseSnapshot(bytes: Buffer): Map<string, Line> {
  const { opened, version } = open(bytes)
  if (opened === undefined) throw new Error(`the snapshot has the format ${version}`)
  return allOf(opened)
}

function allOf(opened: Snapshot | Map<string, Line>): Map<string, Line> {
  if (opened instanceof Map) return opened
  const stored = createStoredLines(opened)
  const open = new Map(opened.open)
  const apartAt = (place: number): Line | undefined => {
    const text = opened.apart.get(place)
    return text === undefined ? undefined : fullLine(text)
  }
  return new Map(
    Array.from({ length: stored.size }, (_, place) => {
      const line = open.get(place) ?? apartAt(place) ?? stored.at(place)
      return [line.order_number, line]
    }),
  )
}
