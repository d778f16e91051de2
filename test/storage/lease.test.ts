import { describe, expect, it } from 'vitest'
import { type Holder, isProcessGone, thisProcess } from '../../lib/storage/holder.ts'
import { createMemoryStore } from '../../lib/storage/memory.ts'
import { acquireLease, LostLease } from '../../lib/sync/state/lease.ts'
import { createManualClock, minuteMs, seededRandom } from '../support/world.ts'

const holder: Holder = { host: 'here', pid: 1 }

function setUp() {
  const clock = createManualClock()
  const effects = { store: createMemoryStore(clock), clock, random: seededRandom(3) }
  const acquire = (run: string, more: Partial<Parameters<typeof acquireLease>[0]> = {}) =>
    acquireLease(
      { run, holder, untilMs: clock.now() + 10 * minuteMs, isGone: () => false, closedRuns: [], reading: [], ...more },
      effects,
    )
  const take = async (run: string, more?: Partial<Parameters<typeof acquireLease>[0]>) => {
    const result = await acquire(run, more)
    if (!result.taken) throw new Error(`${run} did not get the lease`)
    return result.lease
  }
  return { clock, acquire, take }
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
    expect(await take('c', { closedRuns: ['a', 'b'] })).toMatchObject({ openRuns: [], tookOver: true })
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
})

describe('a process', () => {
  it('is not gone while it lives, and gone when nobody has its number', () => {
    expect(isProcessGone(thisProcess())).toBe(false)
    expect(isProcessGone({ ...thisProcess(), pid: 2 ** 22 + 5 })).toBe(true)
  })
  it('of another machine is never known to be gone', () => {
    expect(isProcessGone({ host: 'elsewhere', pid: 2 ** 22 + 5 })).toBe(false)
  })
  describe.runIf(process.platform === 'linux')('on Linux', () => {
    const boot = thisProcess().startedAt?.split('/')[0]
    it.each<[string, Partial<Holder>, boolean]>([
      ['is gone when another one has got its number', { startedAt: `${boot}/1` }, true],
      ['may live on a machine of the same name that was booted another time', { startedAt: 'another/1' }, false],
      ['may live in another container of the same name', { pidNamespace: 'pid:[1]', pid: 2 ** 22 + 5 }, false],
      ['may live in a container that tells no namespace', { pidNamespace: undefined, pid: 2 ** 22 + 5 }, false],
    ])('%s', (_what, more, gone) => {
      expect(isProcessGone({ ...thisProcess(), ...more })).toBe(gone)
    })
  })
})
