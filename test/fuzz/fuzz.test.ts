import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { feedFor, samples, troubleInspecting, troubleWith, wrongInput } from './cases.ts'
import { edited, toldSamples, wrongValue } from './untouched.ts'

describe('no input, however broken, ends in anything but order states, invalid records or a refusal', () => {
  it.each(samples)('not $name, cut anywhere', async ({ name, bytes }) => {
    const feed = feedFor(name)
    const step = Math.max(1, Math.floor(bytes.length / 120))
    for (let length = 0; length < bytes.length; length += step)
      expect([length, await troubleWith(feed, bytes.subarray(0, length), 4096)]).toEqual([length, undefined])
  })

  it('not mutated samples, random bytes, wrong encodings, broken archives', async () => {
    await fc.assert(
      fc.asyncProperty(wrongInput(), async ({ feed, bytes, chunk }) => {
        expect(await troubleWith(feed, bytes, chunk)).toBeUndefined()
      }),
      { numRuns: 700, seed: 20261124 },
    )
  })

  it('nor does a look at an unknown file', async () => {
    await fc.assert(
      fc.asyncProperty(wrongInput(), async ({ bytes }) => {
        expect(await troubleInspecting(bytes)).toBeUndefined()
      }),
      { numRuns: 150, seed: 20261124 },
    )
  })
})

it('an order that no edit of its export touched says what it said before, or nothing', async () => {
  const told = await toldSamples()
  expect(told.length).toBeGreaterThan(6)
  await fc.assert(
    fc.asyncProperty(edited(told), async ({ told: sample, edits }) => {
      expect(await wrongValue(sample, edits)).toBeUndefined()
    }),
    { numRuns: 1500, seed: 20261124 },
  )
})
