import type { Clock } from '../../lib/effects.ts'
import type { Store, StoredObject } from '../../lib/storage/store.ts'
import { createMemoryStore } from '../support/memory-store.ts'

/** An object as it lies in a store of the simulation. */
export interface Kept extends StoredObject {
  readonly bytes: Buffer
}

/** A store that the simulation can look into and change behind the engine's back, as an ERP and people do. */
export interface TestStore extends Store {
  /** Puts an object without a condition, with a time of its own if told so. Returns its etag. */
  drop(key: string, body: string | Uint8Array, timeMs?: number): Promise<string>
  /** Gives an object another name, as `mv` does. */
  move(key: string, to: string): void
  bytes(key: string): Buffer | undefined
  keys(): string[]
}

/** The exact store of the product's tests, with times that can be told. */
export function createExactStore(clock: Pick<Clock, 'now'>): TestStore {
  let told: number | undefined
  const store = createMemoryStore({ now: () => told ?? clock.now() })
  const keys = new Set<string>()
  return {
    ...store,
    async put(key, body, condition) {
      const result = await store.put(key, body, condition)
      if (result.written) keys.add(key)
      return result
    },
    async delete(key) {
      keys.delete(key)
      await store.delete(key)
    },
    move(key, to) {
      store.move(key, to)
      keys.delete(key)
      keys.add(to)
    },
    async drop(key, body, timeMs) {
      told = timeMs
      store.drop(key, body)
      told = undefined
      keys.add(key)
      return (await store.list(key)).find((object) => object.key === key)?.etag ?? ''
    },
    keys: () => [...keys],
  }
}

/** Tells every write and deletion that happened, before anybody can act on it. */
export function observed(store: TestStore, seen: (verb: 'PUT' | 'DELETE', key: string) => void): TestStore {
  return {
    ...store,
    async put(key, body, condition) {
      const result = await store.put(key, body, condition)
      if (result.written) seen('PUT', key)
      return result
    },
    async delete(key) {
      const there = store.bytes(key) !== undefined
      await store.delete(key)
      if (there) seen('DELETE', key)
    },
  }
}
