import type { Store } from '../../lib/storage/store.ts'

/** A store that says every effect by its name, as `PUT state/head.json`, before it happens. */
export const listening = (store: Store, told: (effect: string) => void | Promise<void>): Store => {
  const after = async <T>(effect: string, act: () => Promise<T>): Promise<T> => {
    await told(effect)
    return act()
  }
  return {
    description: store.description,
    list: (prefix) => after(`LIST ${prefix}`, () => store.list(prefix)),
    get: (key, range) => after(`GET ${key}`, () => store.get(key, range)),
    put: (key, body, condition) => after(`PUT ${key}`, () => store.put(key, body, condition)),
    delete: (key) => after(`DELETE ${key}`, () => store.delete(key)),
  }
}
