import { describe, expect, it } from 'vitest'
import { storeContract } from '../storage/contract.ts'
import { createManualClock, seededRandom } from '../support/world.ts'
import { createS3LikeStore } from './s3-like-store.ts'
import { createExactStore } from './store.ts'

const open = (start?: string) => createS3LikeStore(createManualClock(start), seededRandom(1))

storeContract('of the simulation, like S3', async () => open())
storeContract('of the simulation, exact', async () => createExactStore(createManualClock()))

describe('the bucket of the simulation', () => {
  it('knows whole seconds only, and the same content by the same etag', async () => {
    const store = open('2026-11-24T10:00:00.900Z')
    const first = await store.drop('exports/a', 'x')
    expect(await store.drop('exports/b', 'x')).toBe(first)
    expect((await store.list('exports/')).map(({ lastModified }) => lastModified)).toEqual([
      '2026-11-24T10:00:00.000Z',
      '2026-11-24T10:00:00.000Z',
    ])
  })

  it('lists in pages, and keys that XML cannot carry', async () => {
    const store = open()
    const keys = Array.from({ length: 120 }, (_, index) => `exports/ž ${String(index).padStart(3, '0')}+&`)
    for (const key of keys) await store.drop(key, key)
    expect((await store.list('exports/')).map(({ key }) => key)).toEqual(keys)
  })

  it.each(['conflict 409', 'own 412'] as const)('its adapter writes all the same after a %s', async (quirk) => {
    const store = open()
    store.quirk(quirk)
    const first = await store.put('k', '1', { ifAbsent: true })
    store.quirk(quirk)
    const second = await store.put('k', '2', { ifMatch: first.written ? first.etag : '' })
    expect([first.written, second.written, String(store.bytes('k'))]).toEqual([true, true, '2'])
  })
})
