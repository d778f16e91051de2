import { describe, expect, it } from 'vitest'
import type { Holder } from '../../../lib/storage/holder.ts'
import type { PutCondition, PutResult, Store } from '../../../lib/storage/store.ts'
import { acquireLease, LostLease } from '../../../lib/sync/state/lease.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { createManualClock, minuteMs, seededRandom } from '../../support/world.ts'

const holder: Holder = { host: 'here', pid: 1 }
const key = 'state/lease.json'

type Request = Partial<Parameters<typeof acquireLease>[0]>

function setUp() {
  const clock = createManualClock()
  const store = createMemoryStore(clock)
  const effects = { store, clock, random: seededRandom(3) }
  const acquire = (run: string, more: Request = {}, other: Store = store) =>
    acquireLease(
      {
        run,
        holder,
        untilMs: clock.now() + 10 * minuteMs,
        isGone: () => false,
        closedRuns: [],
        hasCommitted: false,
        reading: [],
        ...more,
      },
      { ...effects, store: other },
    )
  const take = async (run: string, more?: Request) => {
    const result = await acquire(run, more)
    if (!result.taken) throw new Error(`${run} did not get the lease`)
    return result.lease
  }
  const kept = () => JSON.parse(String(store.bytes(key)))
  return { clock, store, acquire, take, kept }
}

describe('the lease', () => {
  it('is held by one run at a time', async () => {
    const { acquire, take } = setUp()
    const lease = await take('a')
    expect(await acquire('b')).toMatchObject({ taken: false, holder })
    expect(await lease.release([])).toBe(true)
    expect(await take('b')).toMatchObject({ token: 2, openRuns: [] })
  })

  it('runs out, and whoever takes it over learns whose archive to read', async () => {
    const { clock, take, acquire } = setUp()
    const dead = await take('a')
    clock.advance(10 * minuteMs - 1)
    dead.check()
    expect(await acquire('b')).toMatchObject({ taken: false })
    clock.advance(1)
    expect(() => dead.check()).toThrow(LostLease)
    expect(await take('b')).toMatchObject({ token: 2, openRuns: ['a'] })
    expect(await dead.release([])).toBe(false)
  })

  it('need not run out when its holder is surely gone', async () => {
    const { take } = setUp()
    await take('a')
    expect(await take('b', { isGone: ({ pid }) => pid === 1 })).toMatchObject({ openRuns: ['a'] })
  })

  it('remembers every run that was not settled, over several deaths and failures', async () => {
    const { clock, take } = setUp()
    await take('a')
    clock.advance(11 * minuteMs)
    await take('b')
    clock.advance(11 * minuteMs)
    const third = await take('c')
    expect(third.openRuns).toEqual(['a', 'b'])
    await third.release([...third.openRuns, 'c'])
    expect((await take('d')).openRuns).toEqual(['a', 'b', 'c'])
  })

  it('does not keep runs open whose archives the head knows', async () => {
    const { clock, take } = setUp()
    await take('a')
    clock.advance(11 * minuteMs)
    await take('b')
    clock.advance(11 * minuteMs)
    expect(await take('c', { closedRuns: ['a', 'b'] })).toMatchObject({ openRuns: [] })
  })

  it('counts deaths over what may have been read, and forgets them once it was given back', async () => {
    const { clock, take } = setUp()
    const die = () => clock.advance(11 * minuteMs)
    await take('a', { reading: ['x', 'y'] })
    die()
    const second = await take('b', { reading: ['x', 'y'] })
    expect([second.deathsOver('x'), second.deathsOver('y'), second.deathsOver('z')]).toEqual([1, 1, 0])
    await second.noteReading(['x'])
    die()
    const third = await take('c')
    expect([third.deathsOver('x'), third.deathsOver('y')]).toEqual([2, 1])
    await third.release([])
    expect((await take('d')).deathsOver('x')).toBe(0)
  })

  it('counts no death of a run that had committed before it died', async () => {
    const { clock, take } = setUp()
    await take('a', { reading: ['x'] })
    clock.advance(11 * minuteMs)
    expect((await take('b', { closedRuns: ['a'] })).deathsOver('x')).toBe(0)
  })

  it('does not count a death before anything was opened as another one over the same version', async () => {
    const { clock, take } = setUp()
    for (const run of ['a', 'b', 'c']) {
      await take(run, { reading: ['x'] })
      clock.advance(11 * minuteMs)
    }
    expect((await take('d')).deathsOver('x')).toBe(1)
  })

  it('cannot be written once somebody else has it', async () => {
    const { clock, take } = setUp()
    const lost = await take('a')
    clock.advance(11 * minuteMs)
    await take('b')
    await expect(lost.noteReading([])).rejects.toThrow(LostLease)
  })

  it('goes to one of fifty', async () => {
    const { acquire } = setUp()
    const results = await Promise.all(Array.from({ length: 50 }, (_, index) => acquire(`run${index}`)))
    expect(results.filter(({ taken }) => taken)).toHaveLength(1)
  })

  it('is written with its version, its holder and a word of its own each time', async () => {
    const { take, kept, clock } = setUp()
    const lease = await take('a')
    const first = kept()
    expect(first).toEqual({
      version: 1,
      writeId: expect.stringMatching(/^[0-9a-z]{16}$/),
      token: 1,
      run: 'a',
      holder,
      until: new Date(clock.now() + 10 * minuteMs).toISOString(),
      released: false,
      openRuns: [],
      reading: [],
      deaths: {},
    })
    await lease.release(['a'])
    expect(kept()).toEqual({ ...first, writeId: expect.any(String), released: true, openRuns: ['a'] })
    expect(kept().writeId).not.toBe(first.writeId)
  })

  it.each([
    ['committed and tidied up', true, 'a'],
    ['did neither', false, undefined],
  ])('tells of the run before that it %s', async (_what, hasDone, tidiedBy) => {
    const { take } = setUp()
    await (await take('a')).release([], hasDone)
    const second = await take('b')
    expect(second.tidiedBy).toBe(tidiedBy)
    await second.release(['b'])
    expect((await take('c')).tidiedBy).toBeUndefined()
  })

  it('lasts to the millisecond that it was taken for', async () => {
    const { take, clock } = setUp()
    const until = clock.now() + 10 * minuteMs
    const lease = await take('a')
    expect([lease.lasts(until - 1), lease.lasts(until), lease.lasts(until + 1)]).toEqual([true, true, false])
    clock.advance(10 * minuteMs - 1)
    expect(() => lease.check()).not.toThrow()
    clock.advance(1)
    expect(() => lease.check()).toThrow(LostLease)
  })

  it('tells whether any run has committed, however it was given back since', async () => {
    const { take } = setUp()
    const first = await take('a')
    expect(first.hasCommitted).toBe(false)
    await first.release(['a'])
    const second = await take('b')
    expect(second.hasCommitted).toBe(false)
    await second.release([], true)
    const third = await take('c')
    expect(third.hasCommitted).toBe(true)
    await third.release(['c'])
    expect((await take('d')).hasCommitted).toBe(true)
  })

  it('knows of a commit that its run did not live to tell', async () => {
    const { take } = setUp()
    await (await take('a', { hasCommitted: true })).release([])
    expect((await take('b')).hasCommitted).toBe(true)
  })

  it('that has vanished is kept for an unknown holder, and then all archives since are read', async () => {
    const { clock, store, acquire, take } = setUp()
    const since = '20261124T090000Z'
    store.drop('archive/2026/11/24/20261124T090000Z-aaaa/0001.json', '{}')
    store.drop('archive/2026/11/24/20261124T085959Z-zzzz/0001.json', '{}')
    expect(await acquire('20261124T100000Z-bbbb', { since })).toMatchObject({
      taken: false,
      holder: { host: 'unknown' },
    })
    clock.advance(11 * minuteMs)
    const found = ['20261124T090000Z-aaaa']
    const taken = await take('20261124T101100Z-cccc', { since })
    expect([taken.openRuns, taken.foundRuns]).toEqual([found, found])
    await taken.release([...taken.openRuns, taken.run])
    const next = await take('20261124T102200Z-dddd', { since, closedRuns: [] })
    expect([next.openRuns, next.foundRuns]).toEqual([['20261124T101100Z-cccc', ...found], found])
    await next.release([])
    expect(await take('20261124T102300Z-eeee', { closedRuns: [next.run] })).toMatchObject({
      openRuns: [],
      foundRuns: [],
    })
  })

  it('knows which run committed last, also where the clock was put back before it', async () => {
    const { take } = setUp()
    const [first, second] = ['20261124T100000Z-aaaa', '20261124T090000Z-bbbb']
    await (await take(first)).release([], true)
    await (await take(second, { since: first, closedRuns: [first], hasCommitted: true })).release([], true)
    // somebody has put the head of the first one back
    const third = await take('20261124T091000Z-cccc', { since: first, closedRuns: [first], hasCommitted: true })
    expect([third.openRuns, third.foundRuns]).toEqual([[second], []])
  })

  it('is free where nobody ever held it', async () => {
    expect(await setUp().take('a')).toMatchObject({ token: 1, openRuns: [], run: 'a' })
  })

  it.each([
    ['there was none', false],
    ['there was one', true],
  ])('is not taken where another run is a moment faster and %s', async (_what, earlier) => {
    const { store, acquire, take } = setUp()
    if (earlier) await (await take('z')).release([])
    const slow: Store = {
      ...store,
      put: async (name: string, body: string | Uint8Array, condition: PutCondition): Promise<PutResult> => {
        await take('faster')
        return store.put(name, body, condition)
      },
    }
    expect(await acquire('slower', {}, slow)).toMatchObject({ taken: false, holder })
    expect(JSON.parse(String(store.bytes(key)))).toMatchObject({ run: 'faster' })
  })

  it('cannot be given back by a run that has lost it, and what that run says is not kept', async () => {
    const { clock, take, kept } = setUp()
    const dead = await take('a')
    clock.advance(11 * minuteMs)
    await take('b')
    expect(await dead.release([])).toBe(false)
    expect(kept()).toMatchObject({ run: 'b', released: false, openRuns: ['a'] })
  })

  it('that vanished while it was held is not created anew', async () => {
    const { store, take } = setUp()
    const lease = await take('a')
    await store.delete(key)
    await expect(lease.release([])).rejects.toThrow(/state\/lease\.json in the memory: it has vanished/)
    expect(store.bytes(key)).toBeUndefined()
  })

  it.each([
    ['is not JSON', '{', 'it is damaged'],
    ['is empty', '', 'it is damaged'],
    ['is null', 'null', 'it is damaged'],
    ['lacks its token', '{"version":1,"writeId":"x","run":"a"}', 'it is damaged'],
    ['has a newer version', '{"version":2}', 'it has the format 2, this version of order-sync knows formats up to 1'],
  ])('that %s stops everything, and is left alone', async (_what, body, ended) => {
    const { store, acquire } = setUp()
    store.drop(key, body)
    await expect(acquire('a')).rejects.toThrow(`Could not read ${key} in the memory: ${ended}`)
    expect(String(store.bytes(key))).toBe(body)
  })
})
