import type { Store } from './store.ts'

/**
 * A part of a store as a store of its own: everything below a prefix.
 * @param prefix folders with a `/` at their end; empty: the whole store
 */
export function storeBelow(store: Store, prefix: string): Store {
  if (prefix === '') return store
  const inside = <T extends { readonly key: string }>(object: T): T => ({
    ...object,
    key: object.key.slice(prefix.length),
  })
  return {
    description: `${store.description}, below ${prefix}`,
    ...(store.isWhole === true && { isWhole: true }),
    list: async (below, after) =>
      (await store.list(prefix + below, after === undefined ? undefined : prefix + after)).map(inside),
    async get(key, range) {
      const content = await store.get(prefix + key, range)
      return content === undefined ? undefined : inside(content)
    },
    put: (key, body, condition) => store.put(prefix + key, body, condition),
    delete: (key) => store.delete(prefix + key),
  }
}
