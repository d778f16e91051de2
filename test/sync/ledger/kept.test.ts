import { describe, expect, it } from 'vitest'
import { pack } from '../../../lib/sync/ledger/blocks.ts'
import { createKept } from '../../../lib/sync/ledger/kept.ts'
import { packTexts, textAt } from '../../../lib/sync/ledger/texts.ts'

const packed = ['a', 'bb', 'cc', 'dd'].map((text) => pack(packTexts([text])))

/** Asks for blocks one after the other; which of them had to be unpacked. */
function unpacked(asked: readonly number[], isTooMuch: Parameters<typeof createKept>[1]) {
  const made: number[] = []
  const kept = createKept((block) => {
    made.push(block)
    return packed[block]
  }, isTooMuch)
  const said = asked.map((block) => textAt(kept.of(block), 0))
  expect(said).toEqual(asked.map((block) => ['a', 'bb', 'cc', 'dd'][block]))
  return made
}

describe('unpacked blocks', () => {
  it('are kept for who asks again', () => {
    expect(unpacked([0, 1, 0, 2, 1, 0], () => false)).toEqual([0, 1, 2])
  })

  it('give way where there are too many, the first one first', () => {
    expect(unpacked([0, 1, 1, 2, 0, 2, 1], ({ count }) => count >= 2)).toEqual([0, 1, 2, 0, 1])
  })

  it('give way where they are too large, with the one that comes', () => {
    // each takes eight bytes for its lengths, and its letters
    expect(unpacked([0, 1, 0, 2, 1, 0], ({ bytes }) => bytes > 20)).toEqual([0, 1, 2, 0])
    expect(unpacked([0, 1, 0, 2, 1, 0], ({ bytes }) => bytes > 19)).toEqual([0, 1, 2, 1, 0])
    expect(unpacked([0, 1, 0, 1], ({ bytes }) => bytes > 18)).toEqual([0, 1, 0, 1])
  })

  it('give back their memory with that', () => {
    const large = [1, 2].map(() => pack(packTexts(['x'.repeat(100_000)])))
    const kept = createKept(
      (block) => large[block],
      ({ count }) => count >= 1,
    )
    const first = kept.of(0)
    expect(textAt(first, 0)).toHaveLength(100_000)
    expect(textAt(kept.of(1), 0)).toHaveLength(100_000)
    expect(first.bytes.buffer.byteLength).toBe(0)
    expect(textAt(kept.of(0), 0)).toHaveLength(100_000)
  })

  it('are not there where the snapshot has none', () => {
    expect(() =>
      createKept(
        () => undefined,
        () => false,
      ).of(0),
    ).toThrow('a line is not there')
  })
})
