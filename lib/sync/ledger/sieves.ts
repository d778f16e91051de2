import { createHash } from 'node:crypto'
import { type Blocks, blocksOfKept } from '../../exports/sieve/blocks.ts'
import type { KnownRecords } from '../../exports/sieve/known.ts'
import { type Packed, pack, unpack } from './blocks.ts'

/**
 * What is known of the records of a feed's last export: each of them says exactly what the line of its order knows. A
 * cache of that decision, never a source of truth: where it is missing or does not fit, everything is read.
 */
export interface Sieve extends KnownRecords {
  /** hash of what it holds for: the feed's settings, and who read the records */
  readonly readBy: string
  /** the day on which the records were read, `yyyy-mm-dd`: a date may have been in the future before */
  readonly today: string
  /** when everything was read last, ISO 8601 */
  readonly fullAt: string
}

const noBlocks: Blocks = new Uint32Array(0)

/** Sieves by the names of their feeds. */
export type Sieves = ReadonlyMap<string, Sieve>

/** A sieve in the directory of a snapshot. */
interface ToldSieve extends Omit<Sieve, 'hashes' | 'places' | 'blocks'> {
  readonly count: number
  /** of how many records, and their words in base64; absent in what older engines wrote */
  readonly blocks?: readonly [of: number, words: string]
  readonly places: { readonly length: number; readonly size: number }
}

/** Sieves in the directory of a snapshot, with a checksum that ties them to its lines. */
export interface ToldSieves {
  readonly feeds: Readonly<Record<string, ToldSieve>>
  readonly sum: string
}

/** Hashes of a sieve are kept as words. */
export const wordBytes = 4
const bytesOf = (words: Uint32Array): Buffer => Buffer.from(words.buffer, words.byteOffset, words.byteLength)
/** The same bytes as words; copied only where they begin between two words. */
const wordsOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Uint32Array =>
  byteOffset % wordBytes === 0
    ? new Uint32Array(buffer, byteOffset, byteLength / wordBytes)
    : new Uint32Array(buffer.slice(byteOffset, byteOffset + byteLength))

/** Most places follow the one before: as differences they are packed into nearly nothing. */
function packPlaces(places: Uint32Array): Packed {
  const steps = new Uint32Array(places.length)
  for (let at = 0; at < places.length; at++) steps[at] = (places[at] ?? 0) - (at === 0 ? 0 : (places[at - 1] ?? 0))
  return pack(bytesOf(steps))
}

function unpackPlaces(packed: Packed): Uint32Array {
  const places = wordsOf(unpack(packed))
  let place = 0
  for (let at = 0; at < places.length; at++) places[at] = place = (place + (places[at] ?? 0)) >>> 0
  return places
}

/**
 * Sieves as they are stored: what the directory tells of them, and their bytes behind the blocks.
 * @param lines what the directory tells of the lines that they belong to
 */
export function packSieves(
  sieves: Sieves,
  lines: unknown,
): { readonly told: ToldSieves; readonly parts: Uint8Array[] } {
  // all hashes first: they are words, and read where they are
  const hashed: Uint8Array[] = []
  const placed: Uint8Array[] = []
  const feeds: Record<string, ToldSieve> = {}
  for (const [feed, { hashes, places, blocks = noBlocks, ...rest }] of sieves) {
    const packed = packPlaces(places)
    hashed.push(bytesOf(hashes))
    placed.push(packed.bytes)
    const told = { length: packed.bytes.length, size: packed.size }
    const count = places.length
    feeds[feed] = { ...rest, count, places: told, blocks: [count, bytesOf(blocks).toString('base64')] }
  }
  const parts = [...hashed, ...placed]
  return { told: { feeds, sum: sumOf(feeds, lines, parts) }, parts }
}

/** @returns none where anything about them does not fit: they were tampered with, or belong to other lines */
export function unpackSieves(told: ToldSieves | undefined, lines: unknown, bytes: Buffer): Sieves {
  try {
    return told === undefined || told.sum !== sumOf(told.feeds, lines, [bytes]) ? new Map() : sievesIn(told, bytes)
  } catch {
    return new Map()
  }
}

function sievesIn({ feeds }: ToldSieves, bytes: Buffer): Sieves {
  let at = 0
  const take = (length: number): Buffer => {
    at += length
    return bytes.subarray(at - length, at)
  }
  const all = Object.entries(feeds).map(
    ([feed, told]) => [feed, told, wordsOf(take(2 * wordBytes * told.count))] as const,
  )
  return new Map(
    all.map(([feed, { count, places: told, blocks, ...rest }, hashes]) => {
      const places = unpackPlaces({ bytes: take(told.length), size: told.size, crc: 0 })
      if (places.length !== count || hashes.length !== 2 * count) throw new Error('a sieve is cut off')
      return [feed, { ...rest, hashes, places, blocks: blocksFrom(blocks, count) }]
    }),
  )
}

/** An older engine that took records out of a sieve has left its blocks as they were. */
const blocksFrom = (told: ToldSieve['blocks'], count: number): Blocks =>
  told?.[0] === count ? new Uint32Array(new Uint8Array(Buffer.from(told[1], 'base64')).buffer) : noBlocks

function sumOf(feeds: ToldSieves['feeds'], lines: unknown, parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256').update(JSON.stringify([feeds, lines]))
  for (const part of parts) hash.update(part)
  return hash.digest('base64url')
}

/** A sieve without the records of some orders. */
export function withoutOrders<S extends Sieve>(sieve: S, isGone: (place: number) => boolean): S {
  const { places, hashes, blocks = noBlocks } = sieve
  const gone: number[] = []
  /** how many are left before each one */
  const left = new Uint32Array(places.length + 1)
  for (let at = 0; at < places.length; at++) {
    left[at] = at - gone.length
    if (isGone(places[at] ?? 0)) gone.push(at)
  }
  left[places.length] = places.length - gone.length
  if (gone.length === 0) return sieve
  const kept = { hashes: withoutRows(hashes, gone, 2), places: withoutRows(places, gone, 1) }
  return { ...sieve, ...kept, blocks: blocksOfKept(blocks, left, kept.places) }
}

/** Rows of so many words each, without some: what is left between two of them moves up in one go. */
function withoutRows(words: Uint32Array, gone: readonly number[], width: number): Uint32Array {
  const kept = words.slice()
  let end = width * (gone[0] ?? 0)
  for (let at = 0; at < gone.length; at++) {
    const begin = width * ((gone[at] ?? 0) + 1)
    const next = at + 1 < gone.length ? width * (gone[at + 1] ?? 0) : words.length
    kept.copyWithin(end, begin, next)
    end += next - begin
  }
  return kept.subarray(0, end)
}
