import { text } from 'node:stream/consumers'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../lib/storage/store.ts'

/** The promises of a store; every adapter keeps them. `open` gives an empty store each time. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  describe(`the store ${name}`, () => {
    let store: Store
    beforeEach(async () => {
      store = await open()
    })
    const read = async (key: string) => {
      const content = await store.get(key)
      return content === undefined ? undefined : text(content.body)
    }
    const put = async (key: string, body: string) => {
      const result = await store.put(key, body, { ifAbsent: true })
      if (!result.written) throw new Error(`${key} was there`)
      return result.etag
    }

    it('has nothing at first, and says so by a value', async () => {
      expect(await store.list('')).toEqual([])
      expect(await store.list('exports/')).toEqual([])
      expect(await store.get('state/head.json')).toBeUndefined()
    })

    it('gives back what was written, byte for byte', async () => {
      const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251)
      await store.put('state/snapshots/a.gz', bytes, { ifAbsent: true })
      const content = await store.get('state/snapshots/a.gz')
      const chunks: Buffer[] = []
      for await (const chunk of content?.body ?? []) chunks.push(Buffer.from(chunk))
      expect(Buffer.concat(chunks).equals(Buffer.from(bytes))).toBe(true)
      expect(content).toMatchObject({ key: 'state/snapshots/a.gz', size: 70_000 })
    })

    it.each([
      [0, 4, '0123'],
      [3, 5, '34'],
      [8, 100, '89'],
      [0, 10, '0123456789'],
      [10, 12, ''],
      [50, 60, ''],
    ])('gives the bytes from %i to %i alone, and the size of the whole', async (start, end, expected) => {
      const etag = await put('a', '0123456789')
      const content = await store.get('a', { start, end })
      expect(content).toMatchObject({ key: 'a', etag, size: 10 })
      expect(content === undefined ? undefined : await text(content.body)).toBe(expected)
      expect(await store.get('b', { start, end })).toBeUndefined()
    })

    it('keeps empty objects', async () => {
      await put('exports/orders/empty.csv', '')
      expect(await read('exports/orders/empty.csv')).toBe('')
      expect(await store.list('')).toMatchObject([{ key: 'exports/orders/empty.csv', size: 0 }])
    })

    it('lists what begins with a prefix, in the order of UTF-8 bytes', async () => {
      for (const key of ['exports/b/2.csv', 'exports/a/ž.csv', 'exports/a/z b.csv', 'exports/ab.csv', 'state/x'])
        await put(key, key)
      expect((await store.list('exports/')).map(({ key }) => key)).toEqual([
        'exports/a/z b.csv',
        'exports/a/ž.csv',
        'exports/ab.csv',
        'exports/b/2.csv',
      ])
      expect((await store.list('exports/a')).map(({ key }) => key)).toEqual([
        'exports/a/z b.csv',
        'exports/a/ž.csv',
        'exports/ab.csv',
      ])
      const [first] = await store.list('exports/a/z')
      expect(first).toMatchObject({
        size: 17,
        lastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      })
    })

    it('lists and reads with the same etag', async () => {
      const etag = await put('a/b', 'x')
      expect((await store.list('a/'))[0]?.etag).toBe(etag)
      const content = await store.get('a/b')
      content?.body.destroy()
      expect(content?.etag).toBe(etag)
    })

    it('writes where nothing is, and only there', async () => {
      await put('k', 'first')
      expect(await store.put('k', 'second', { ifAbsent: true })).toEqual({ written: false })
      expect(await read('k')).toBe('first')
    })

    it('swaps what it was told to replace, and only that', async () => {
      const first = await put('k', '1')
      const second = await store.put('k', '2', { ifMatch: first })
      expect(second).toMatchObject({ written: true })
      expect(await store.put('k', '3', { ifMatch: first })).toEqual({ written: false })
      expect(await read('k')).toBe('2')
    })

    it('never recreates what has vanished', async () => {
      const etag = await put('k', '1')
      await store.delete('k')
      await expect(store.put('k', '2', { ifMatch: etag })).rejects.toThrow('has vanished')
      expect(await read('k')).toBeUndefined()
    })

    it('deletes, and does not mind if nothing is there', async () => {
      await put('k', '1')
      await store.delete('k')
      await store.delete('k')
      expect(await store.list('')).toEqual([])
    })

    it('lets one of many writers win', async () => {
      const results = await Promise.all(
        Array.from({ length: 12 }, (_, index) => store.put('k', `${index}`, { ifAbsent: true })),
      )
      expect(results.filter(({ written }) => written)).toHaveLength(1)
      const content = await store.get('k')
      content?.body.destroy()
      const swaps = await Promise.all(
        Array.from({ length: 12 }, (_, index) => store.put('k', `swap ${index}`, { ifMatch: content?.etag ?? '' })),
      )
      expect(swaps.filter(({ written }) => written)).toHaveLength(1)
    })
  })
}

/** Keys that could leave a store; adapters on file systems refuse them. */
export const unsafeKeys = ['../x', 'a/../../x', '/etc/passwd', 'a//b', 'a/./b', '', 'a\\b', 'a\0b']
