import { expect, it } from 'vitest'
import { createMemoryStore } from '../support/memory-store.ts'
import { createManualClock } from '../support/world.ts'
import { storeContract, unsafeKeys } from './contract.ts'

storeContract('in memory', async () => createMemoryStore(createManualClock()))

it.each(unsafeKeys)('the store in memory refuses the key %j', async (key) => {
  await expect(createMemoryStore(createManualClock()).get(key)).rejects.toThrow('not a plain relative path')
})
