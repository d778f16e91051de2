import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import type { Store } from '../../../lib/storage/store.ts'
import { readAhead, readOneByOne } from '../../../lib/sync/import/read-ahead.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { createManualClock } from '../../support/world.ts'

/** A store of these exports that tells what it is asked, and how many are read at once. */
async function storeOf(...contents: readonly string[]) {
  const store = createMemoryStore(createManualClock())
  for (const [index, content] of contents.entries()) store.drop(`e/${index}`, content)
  const asked: string[] = []
  let busy = 0
  let most = 0
  const listening: Pick<Store, 'get' | 'list'> = {
    list: store.list,
    async get(key, range) {
      asked.push(range === undefined ? key : `${key} ${range.start}-${range.end}`)
      most = Math.max(most, ++busy)
      await new Promise((resolve) => setImmediate(resolve))
      busy--
      return store.get(key, range)
    },
  }
  return { store, asked, atOnce: () => most, listening, objects: await store.list('e/') }
}
const contentOf = async (got: Awaited<ReturnType<Store['get']>>) => got && [got.size, await text(got.body)]

describe('one export at a time', () => {
  it('is read as it is asked for, as a whole or a part of it', async () => {
    const { listening, asked } = await storeOf('abcdef')
    const reader = readOneByOne(listening)
    expect(await contentOf(await reader.get('e/0'))).toEqual([6, 'abcdef'])
    expect(await contentOf(await reader.get('e/0', { start: 1, end: 3 }))).toEqual([6, 'bc'])
    expect(asked).toEqual(['e/0', 'e/0 1-3'])
  })

  it('is unchanged as long as it is that version, and where it is gone', async () => {
    const { listening, store, objects } = await storeOf('a')
    const reader = readOneByOne(listening)
    const [read] = objects as [(typeof objects)[number]]
    store.drop('e/01', 'another whose name begins alike')
    expect(await reader.isUnchanged(read)).toBe(true)
    store.drop('e/0', 'b')
    expect(await reader.isUnchanged(read)).toBe(false)
    await store.delete('e/0')
    expect(await reader.isUnchanged(read)).toBe(true)
  })
})

describe('several exports', () => {
  it('are on their way before it is their turn, eight at a time', async () => {
    const { listening, asked, atOnce, objects } = await storeOf(...'abcdefghij')
    const reader = readAhead(objects, listening)
    expect(asked).toEqual([])
    const said: unknown[] = []
    for (const object of objects) {
      said.push(await contentOf(await reader.get(object.key)))
      expect(await reader.isUnchanged(object)).toBe(true)
    }
    expect(said).toEqual([...'abcdefghij'].map((content) => [1, content]))
    expect(atOnce()).toBe(8)
    // each once, and a byte of it to see that it is still the same
    expect([...asked].sort()).toEqual(objects.flatMap(({ key }) => [key, `${key} 0-1`]).sort())
  })

  it('are not fetched ahead where there is only one', async () => {
    const { listening, asked, objects } = await storeOf('abc')
    const reader = readAhead(objects, listening)
    expect(await contentOf(await reader.get('e/0', { start: 2, end: 3 }))).toEqual([3, 'c'])
    expect(asked).toEqual(['e/0 2-3'])
  })

  it('are read in parts, also in none', async () => {
    const { listening, objects } = await storeOf('abcdef', 'x')
    const reader = readAhead(objects, listening)
    for (const [range, part] of [
      [{ start: 1, end: 3 }, 'bc'],
      [{ start: 4, end: 99 }, 'ef'],
      [{ start: 6, end: 6 }, ''],
    ] as const)
      expect(await contentOf(await reader.get('e/0', range))).toEqual([6, part])
  })

  it('are left to their turn where they are large: 256 KB wait in memory at the most', async () => {
    const small = 'x'.repeat(256 * 1024)
    const { listening, asked, objects } = await storeOf(`${small}y`, small, 'z')
    const reader = readAhead(objects, listening)
    expect((await contentOf(await reader.get('e/2')))?.[1]).toBe('z')
    expect(asked.filter((one) => !one.includes(' '))).toEqual(['e/1', 'e/2'])
    expect((await contentOf(await reader.get('e/0', { start: 0, end: 1 })))?.[1]).toBe('x')
    expect(asked).toContain('e/0 0-1')
    expect(await reader.isUnchanged(objects[0] as (typeof objects)[number])).toBe(true)
  })

  it('are known to have changed while they were fetched', async () => {
    const { store, objects } = await storeOf('a', 'b')
    const [first, second] = objects as [(typeof objects)[number], (typeof objects)[number]]
    let isFirst = true
    const reader = readAhead(objects, {
      list: store.list,
      async get(key, range) {
        const content = await store.get(key, range)
        if (key === first.key && isFirst) store.drop(key, 'changed')
        isFirst &&= key !== first.key
        return content
      },
    })
    expect((await contentOf(await reader.get(first.key)))?.[1]).toBe('a')
    expect(await reader.isUnchanged(first)).toBe(false)
    expect(await reader.isUnchanged(second)).toBe(true)
  })

  it('are looked at again where another version was fetched than was read', async () => {
    const { listening, store, objects } = await storeOf('a', 'b')
    const reader = readAhead(objects, listening)
    await reader.get('e/0')
    const [first] = objects as [(typeof objects)[number]]
    expect(await reader.isUnchanged({ ...first, etag: 'older' })).toBe(false)
    store.drop('e/0', 'new')
    expect((await contentOf(await reader.get('e/0')))?.[1]).toBe('new')
  })

  it('may be gone, or not given: then they are told as such when it is their turn', async () => {
    const { store, objects } = await storeOf('a', 'b', 'c')
    await store.delete('e/0')
    const reader = readAhead(objects, {
      list: store.list,
      get: async (key, range) => (key === 'e/1' ? Promise.reject(new Error('denied')) : store.get(key, range)),
    })
    expect(await reader.get('e/0')).toBeUndefined()
    await expect(reader.get('e/1')).rejects.toThrow('denied')
    expect((await contentOf(await reader.get('e/2')))?.[1]).toBe('c')
    expect(await reader.isUnchanged(objects[0] as (typeof objects)[number])).toBe(true)
  })
})
