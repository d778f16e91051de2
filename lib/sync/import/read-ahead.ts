import { bodyOfBytes } from '../../storage/body.ts'
import { bytesOf } from '../../storage/read.ts'
import type { ByteRange, Store, StoredContent, StoredObject } from '../../storage/store.ts'

/** How exports are read: through this, some small ones are on their way before it is their turn. */
export interface ExportReader {
  get(key: string, range?: ByteRange): Promise<StoredContent | undefined>
  /** whether an export is still the version that was read, or gone; what is always whole need not be */
  isUnchanged(read: StoredObject): Promise<boolean>
}

type ReadStore = Pick<Store, 'get' | 'list' | 'isWhole'>

const smallBytes = 256 * 1024
const atOnce = 8

/** Reads one export as it is asked for. */
export const readOneByOne = (store: ReadStore): ExportReader => ({
  get: (key, range) => store.get(key, range),
  async isUnchanged(read) {
    if (store.isWhole === true) return true
    const now = (await store.list(read.key)).find(({ key }) => key === read.key)
    return now === undefined || now.etag === read.etag
  },
})

interface Fetched {
  readonly object: StoredObject
  readonly bytes: Buffer
  readonly isUnchanged: boolean
}

/** Reads these exports in their order; small ones are fetched eight at a time, and wait in memory for their turn. */
export function readAhead(objects: readonly StoredObject[], store: ReadStore): ExportReader {
  if (objects.length < 2) return readOneByOne(store)
  const queue = objects.filter(({ size }) => size <= smallBytes)
  const fetched = new Map<string, Promise<Fetched | undefined>>()
  let next = 0
  const fill = (): void => {
    for (; next < queue.length && fetched.size < atOnce; next++) {
      const { key } = queue[next] as StoredObject
      const work = fetchOne(store, key)
      work.catch(() => undefined)
      fetched.set(key, work)
    }
  }
  /** All before the one that is asked for now have had their turn. */
  const take = (key: string): Promise<Fetched | undefined> | undefined => {
    if (!fetched.has(key)) fill()
    return fetched.get(key)
  }
  return {
    async get(key, range) {
      const work = take(key)
      if (work === undefined) return store.get(key, range)
      const found = await work
      if (found === undefined) return undefined
      const part = found.bytes.subarray(range?.start ?? 0, range?.end ?? found.bytes.length)
      return { ...found.object, body: bodyOfBytes(part) }
    },
    async isUnchanged(read) {
      const found = await fetched.get(read.key)?.catch(() => undefined)
      fetched.delete(read.key)
      fill()
      if (found?.object.etag === read.etag) return found.isUnchanged
      return isStill(store, read)
    },
  }
}

async function fetchOne(store: ReadStore, key: string): Promise<Fetched | undefined> {
  const content = await store.get(key)
  if (content === undefined) return undefined
  const { body, ...object } = content
  const bytes = await bytesOf(body)
  return { object, bytes, isUnchanged: await isStill(store, object) }
}

/** One byte is enough to learn the version. */
async function isStill(store: ReadStore, { key, etag }: StoredObject): Promise<boolean> {
  if (store.isWhole === true) return true
  const now = await store.get(key, { start: 0, end: 1 })
  now?.body.destroy()
  return now === undefined || now.etag === etag
}
