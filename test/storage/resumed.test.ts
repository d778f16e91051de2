import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { bytesOf } from '../../lib/storage/read.ts'
import { Interrupted, withResumedReads } from '../../lib/storage/resumed.ts'
import type { ByteRange, Store } from '../../lib/storage/store.ts'
import { createMemoryStore } from '../support/memory-store.ts'
import { createManualClock } from '../support/world.ts'

const content = Buffer.from('0123456789'.repeat(1000))
const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })

/** How one reading ends: after so many bytes, with a reset or as if it were complete. */
type Break = { readonly after: number; readonly how: 'reset' | 'end' | 'no answer' }

function storeThat(breaks: readonly Break[], replaced = Number.POSITIVE_INFINITY) {
  const clock = createManualClock()
  const whole = createMemoryStore(clock)
  whole.drop('a', content)
  const asked: (ByteRange | undefined)[] = []
  const store: Store = {
    ...whole,
    async get(key, range) {
      asked.push(range)
      if (asked.length > replaced) whole.drop('a', 'another')
      const plan = breaks[asked.length - 1]
      if (plan?.how === 'no answer') throw reset
      const got = await whole.get(key, range)
      if (got === undefined || plan === undefined) return got
      const bytes = await bytesOf(got.body)
      const body = Readable.from(
        (async function* () {
          yield bytes.subarray(0, plan.after)
          if (plan.how === 'reset') throw reset
        })(),
        { objectMode: false },
      )
      return { ...got, body }
    },
  }
  const random = () => 0.5
  return { asked, clock, began: clock.now(), store: withResumedReads(store, { clock, random }) }
}

const read = async (store: Store, range?: ByteRange) => {
  const got = await store.get('a', range)
  return got === undefined ? undefined : text(got.body)
}

describe('a body whose connection breaks', () => {
  it.each<[string, readonly Break[], number]>([
    ['once', [{ after: 100, how: 'reset' }], 2],
    ['before the first byte', [{ after: 0, how: 'reset' }], 2],
    ['right before its end', [{ after: 9999, how: 'reset' }], 2],
    ['by ending early', [{ after: 5000, how: 'end' }], 2],
    ['again and again, but gets on', Array.from({ length: 20 }, () => ({ after: 400, how: 'reset' }) as const), 21],
    [
      'and then is not answered for a while',
      [
        { after: 1, how: 'reset' },
        { after: 0, how: 'no answer' },
      ],
      3,
    ],
  ])('%s is read on from there', async (_what, breaks, times) => {
    const { store, asked, clock, began } = storeThat(breaks)
    expect(await read(store)).toBe(content.toString())
    expect(asked).toHaveLength(times)
    expect(clock.now()).toBeGreaterThan(began)
  })

  it('is read within the range that was asked for', async () => {
    const { store, asked } = storeThat([{ after: 10, how: 'reset' }])
    expect(await read(store, { start: 100, end: 150 })).toBe(content.toString().slice(100, 150))
    expect(asked[1]).toEqual({ start: 110, end: 150 })
  })

  it('is given up after five times without a byte, and is not called damaged', async () => {
    const { store, asked } = storeThat(Array.from({ length: 9 }, () => ({ after: 0, how: 'reset' })))
    const error = await read(store).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Interrupted)
    expect(String(error)).toMatch(
      /broke 5 times in a row, at last with: read ECONNRESET\. Nothing is known to be damaged/,
    )
    expect(asked).toHaveLength(5)
  })

  it('is never made up of two versions', async () => {
    const { store } = storeThat([{ after: 100, how: 'reset' }], 1)
    await expect(read(store)).rejects.toThrow('ECONNRESET')
  })
})

it('a body that nobody wants breaks nothing', async () => {
  const { store, asked } = storeThat([{ after: 0, how: 'reset' }])
  const got = await store.get('a')
  got?.body.destroy()
  expect(asked).toHaveLength(1)
})

it('a store is wrapped once', () => {
  const { store, clock } = storeThat([])
  expect(withResumedReads(store, { clock })).toBe(store)
})
