import type { Clock } from '../../lib/effects.ts'
import { byKey, checkKey, comesAfter, StateVanished } from '../../lib/storage/errors.ts'
import type { Store, StoredObject } from '../../lib/storage/store.ts'
import { reusedBody } from './reused.ts'

interface Kept extends StoredObject {
  readonly bytes: Buffer
}

/** A store in memory, for tests and the simulation; exact, but not durable. */
export interface MemoryStore extends Store {
  /** Puts an object without a condition, as an ERP drops its export. */
  drop(key: string, body: string | Uint8Array): void
  /** Gives an object another name, as `mv` does: with its time and its etag. */
  move(key: string, to: string): void
  /** The whole object, or `undefined`. */
  bytes(key: string): Buffer | undefined
  /** Another store that holds the same, and goes its own way from here. */
  copy(clock: Pick<Clock, 'now'>): MemoryStore
}

/** A new, empty store. `clock` gives the objects their times. */
export const createMemoryStore = (clock: Pick<Clock, 'now'>): MemoryStore => storeOf(new Map(), 0, clock)

function storeOf(objects: Map<string, Kept>, since: number, clock: Pick<Clock, 'now'>): MemoryStore {
  let versions = since

  const keep = (key: string, body: string | Uint8Array): string => {
    checkKey(key)
    const bytes = Buffer.from(body)
    const etag = `"${++versions}"`
    objects.set(key, { key, etag, size: bytes.length, lastModified: new Date(clock.now()).toISOString(), bytes })
    return etag
  }

  return {
    description: 'memory',
    drop: (key, body) => void keep(key, body),
    move(key, to) {
      const object = objects.get(key)
      if (object === undefined) return
      objects.delete(key)
      objects.set(to, { ...object, key: to })
    },
    bytes: (key) => objects.get(key)?.bytes,
    copy: (other) => storeOf(new Map(objects), versions, other),
    async list(prefix, after) {
      const behind = comesAfter(after)
      const found = [...objects.values()].filter((one) => one.key.startsWith(prefix) && behind(one)).sort(byKey)
      return found.map(({ bytes: _, ...object }) => object)
    },
    async get(key, range) {
      checkKey(key)
      const object = objects.get(key)
      if (object === undefined) return undefined
      const { bytes, ...rest } = object
      return { ...rest, body: reusedBody(range === undefined ? bytes : bytes.subarray(range.start, range.end)) }
    },
    async put(key, body, condition) {
      checkKey(key)
      const there = objects.get(key)
      if ('ifAbsent' in condition)
        return there === undefined ? { written: true, etag: keep(key, body) } : { written: false }
      if (there === undefined) throw new StateVanished(key, 'memory')
      return there.etag === condition.ifMatch ? { written: true, etag: keep(key, body) } : { written: false }
    },
    async delete(key) {
      checkKey(key)
      objects.delete(key)
    },
  }
}
