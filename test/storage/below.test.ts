import { expect, it } from 'vitest'
import { storeBelow } from '../../lib/storage/below.ts'
import { createMemoryStore } from '../support/memory-store.ts'
import { createManualClock } from '../support/world.ts'
import { storeContract, unsafeKeys } from './contract.ts'

const memory = () => createMemoryStore(createManualClock())
storeContract('below a prefix', async () => storeBelow(memory(), 'shops/acme/'))

it('sees and writes nothing beside its prefix', async () => {
  const whole = memory()
  whole.drop('acme-2/exports/orders/1.csv', 'theirs')
  whole.drop('exports/orders/2.csv', 'theirs')
  const store = storeBelow(whole, 'acme/')
  expect(await store.list('')).toEqual([])
  await store.put('state/head.json', 'ours', { ifAbsent: true })
  expect((await whole.list('')).map(({ key }) => key)).toEqual([
    'acme-2/exports/orders/1.csv',
    'acme/state/head.json',
    'exports/orders/2.csv',
  ])
  await store.delete('exports/orders/2.csv')
  expect(whole.bytes('exports/orders/2.csv')).toBeDefined()
})

it.each(unsafeKeys)('refuses the key %j', async (key) => {
  await expect(storeBelow(memory(), 'acme/').get(key)).rejects.toThrow('not a plain relative path')
})
