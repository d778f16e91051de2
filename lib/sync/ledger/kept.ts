import { type Packed, release, unpackTexts } from './blocks.ts'
import type { Texts } from './texts.ts'

/** So many bytes are kept unpacked for who asks for orders here and there: of a million orders all, whatever their order. */
export const mostUnpacked = 128 * 1024 ** 2

/** How much is kept. */
interface Held {
  readonly count: number
  readonly bytes: number
}

/**
 * Unpacked parts of blocks by their numbers. Those that came first give way where they are too many: what somebody was given
 * is good until another one is asked for.
 */
export function createKept(packedAt: (block: number) => Packed | undefined, isTooMuch: (held: Held) => boolean) {
  const kept = new Map<number, Texts>()
  let bytes = 0
  return {
    of(block: number): Texts {
      const known = kept.get(block)
      if (known !== undefined) return known
      const packed = packedAt(block)
      if (packed === undefined) throw new Error('a line is not there')
      const texts = unpackTexts(packed)
      bytes += texts.bytes.length
      for (const [first, { bytes: gone }] of kept) {
        if (!isTooMuch({ count: kept.size, bytes })) break
        kept.delete(first)
        bytes -= gone.length
        release(gone)
      }
      kept.set(block, texts)
      return texts
    },
  }
}
