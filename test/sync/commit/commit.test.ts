import { describe, expect, it } from 'vitest'
import { StateVanished } from '../../../lib/storage/errors.ts'
import type { Store } from '../../../lib/storage/store.ts'
import { commit, createHead, deleteReplaced, ownHead } from '../../../lib/sync/commit/commit.ts'
import { nextHead } from '../../../lib/sync/commit/next-head.ts'
import { createLedger } from '../../../lib/sync/ledger/ledger.ts'
import { type Head, loadHead, type StoredHead } from '../../../lib/sync/state/head.ts'
import { snapshotKey } from '../../../lib/sync/state/keys.ts'
import { type Lease, LostLease } from '../../../lib/sync/state/lease.ts'
import { factsOf, headOf } from '../../support/facts.ts'
import { iso, lineOf, nowMs, readSnapshot } from '../../support/lines.ts'
import { createMemoryStore } from '../../support/memory-store.ts'
import { createManualClock, seededRandom, settingsOf } from '../../support/world.ts'

const settings = settingsOf()
const headKey = 'state/head.json'
const [s0, s1] = [snapshotKey('20261124T090000Z-s0s0'), snapshotKey('20261124T093000Z-s1s1')]
const run = '20261124T100000Z-nnnn'

const leaseOf = (more: Partial<Lease> = {}): Lease => ({
  run,
  token: 1,
  until: iso(60_000),
  openRuns: [],
  foundRuns: [],
  hasCommitted: false,
  knows: () => true,
  check: () => undefined,
  deathsOver: () => 0,
  noteReading: async () => undefined,
  lasts: () => true,
  release: async () => true,
  ...more,
})
const lost = (): never => {
  throw new LostLease(run)
}

async function setUp(first: Partial<Head> = {}) {
  const clock = createManualClock()
  const store = createMemoryStore(clock)
  const put = (head: Head) => store.drop(headKey, JSON.stringify(head))
  put(headOf(first))
  const load = async (): Promise<StoredHead> => {
    const stored = await loadHead(store, settings)
    if (stored === undefined) throw new Error('no head')
    return stored
  }
  const puts: string[] = []
  /** every write of a store is seen, after something was done */
  const watched = (before: (nth: number) => void = () => undefined): Store => ({
    ...store,
    put: async (key, body, condition) => {
      before(puts.length + 1)
      puts.push(key)
      return store.put(key, body, condition)
    },
  })
  const effectsOn = (on: Store) => ({ store: on, clock, random: seededRandom(1) })
  return { clock, store, put, load, puts, watched, effectsOn, effects: effectsOn(store) }
}

const changedLedger = () => {
  const ledger = createLedger(new Map([['A', lineOf()]]))
  ledger.update('A', (line) => ({ ...line, acknowledged: { status: 'sent' } }))
  return ledger
}
const next = { ...nextHead(factsOf(), nowMs), run }

describe('the first head', () => {
  it('is written once; whoever comes later changes nothing', async () => {
    const store = createMemoryStore(createManualClock())
    const effects = { store, clock: createManualClock(), random: seededRandom(1) }
    await createHead('test', effects)
    const before = String(store.bytes(headKey))
    await createHead('test', effects)
    expect(String(store.bytes(headKey))).toBe(before)
    expect(JSON.parse(before)).toMatchObject({ shop: 'test', address: '', run: '', snapshot: null, version: 1 })
  })
})

describe('the head under the lease', () => {
  it('is as it was loaded where nobody died', async () => {
    const { load, watched, effectsOn, puts } = await setUp()
    const stored = await load()
    expect(await ownHead({ stored, settings, lease: leaseOf() }, effectsOn(watched()))).toBe(stored)
    expect(puts).toEqual([])
  })

  it('is written anew after a takeover, so that the dead run cannot move it', async () => {
    const { load, store, effects } = await setUp()
    const stored = await load()
    const own = await ownHead({ stored, settings, lease: leaseOf({ openRuns: ['dead'] }) }, effects)
    expect(own.head).toEqual(stored.head)
    expect(own.etag).not.toBe(stored.etag)
    expect((await store.put(headKey, '{}', { ifMatch: stored.etag })).written).toBe(false)
    expect((await load()).etag).toBe(own.etag)
  })

  it('is loaded again where the dead run moved it just now', async () => {
    const { load, put, watched, effectsOn, puts } = await setUp()
    const stored = await load()
    const on = watched((nth) => nth === 1 && put(headOf({ run: 'dead', closedRuns: ['dead'] })))
    const own = await ownHead({ stored, settings, lease: leaseOf({ openRuns: ['dead'] }) }, effectsOn(on))
    expect(own.head).toMatchObject({ run: 'dead', closedRuns: ['dead'] })
    expect(puts).toHaveLength(2)
  })

  it('is not the one that runs have worked with where it knows of none', async () => {
    const { put, load, watched, effectsOn, puts } = await setUp()
    await put(headOf({ run: '', snapshot: null }))
    const owning = (more: Partial<Lease>) =>
      load().then((stored) => ownHead({ stored, settings, lease: leaseOf(more) }, effectsOn(watched())))
    await expect(owning({ hasCommitted: true })).rejects.toThrow(/head\.json in the memory: it has vanished, while/)
    await expect(owning({ hasCommitted: true, openRuns: ['dead'] })).rejects.toThrow(StateVanished)
    expect(puts).toEqual([])
    expect((await owning({})).head.run).toBe('')
  })

  it('is given up after three times', async () => {
    const { load, put, watched, effectsOn, puts } = await setUp()
    const on = watched((nth) => put(headOf({ run: `dead${nth}` })))
    const owning = ownHead({ stored: await load(), settings, lease: leaseOf({ openRuns: ['dead'] }) }, effectsOn(on))
    await expect(owning).rejects.toThrow(LostLease)
    expect(puts).toHaveLength(3)
  })

  it('is never written without the lease', async () => {
    const { load, watched, effectsOn, puts } = await setUp()
    const lease = leaseOf({ openRuns: ['dead'], check: lost })
    await expect(ownHead({ stored: await load(), settings, lease }, effectsOn(watched()))).rejects.toThrow(LostLease)
    expect(puts).toEqual([])
  })

  it.each<[string, readonly string[]]>([
    ['', []],
    [' of a takeover', ['dead']],
  ])('is never created%s', async (_what, openRuns) => {
    const { store, effects, load } = await setUp()
    const stored = await load()
    await store.delete(headKey)
    store.drop('state/lease.json', '{}')
    const lease = leaseOf({ openRuns })
    await expect(ownHead({ stored: undefined, settings, lease }, effects)).rejects.toThrow(StateVanished)
    if (openRuns.length > 0) await expect(ownHead({ stored, settings, lease }, effects)).rejects.toThrow(StateVanished)
    expect(await store.get(headKey)).toBeUndefined()
  })
})

describe('a commit', () => {
  it('writes the snapshot first, then the head, which knows what it replaced', async () => {
    const { load, store, watched, effectsOn, puts } = await setUp({ snapshot: s1, orders: 1 })
    const head = await commit(
      { from: await load(), head: next, ledger: changedLedger() },
      leaseOf(),
      effectsOn(watched()),
    )
    expect(puts).toEqual([snapshotKey(run), headKey])
    expect(head).toMatchObject({ snapshot: snapshotKey(run), replacedSnapshot: s1, orders: 1 })
    expect((await load()).head).toMatchObject({ run, snapshot: snapshotKey(run), replacedSnapshot: s1 })
    expect((await readSnapshot(store, snapshotKey(run), 1)).get('A')?.acknowledged).toEqual({ status: 'sent' })
  })

  it('keeps the snapshot where nothing changed', async () => {
    const { load, watched, effectsOn, puts } = await setUp({ snapshot: s1, replacedSnapshot: s0, orders: 1 })
    const ledger = createLedger(new Map([['A', lineOf()]]))
    await commit({ from: await load(), head: next, ledger }, leaseOf(), effectsOn(watched()))
    expect(puts).toEqual([headKey])
    const { head } = await load()
    expect(head).toMatchObject({ run, snapshot: s1, orders: 1 })
    expect(head.replacedSnapshot).toBeUndefined()
  })

  it.each<[string, boolean]>([
    ['moved the head', false],
    ['deleted the head', true],
  ])('stops where somebody has %s meanwhile', async (_what, isDeleted) => {
    const { load, put, store, effects } = await setUp({ snapshot: s1 })
    const from = await load()
    if (isDeleted) await store.delete(headKey)
    else put(headOf({ run: 'other' }))
    await expect(commit({ from, head: next, ledger: changedLedger() }, leaseOf(), effects)).rejects.toThrow()
    if (isDeleted) expect(await store.get(headKey)).toBeUndefined()
    else expect((await load()).head.run).toBe('other')
  })

  it('leaves the head alone once the lease has run out', async () => {
    const { load, effects } = await setUp({ snapshot: s1 })
    const from = await load()
    const committing = commit({ from, head: next, ledger: changedLedger() }, leaseOf({ check: lost }), effects)
    await expect(committing).rejects.toThrow(LostLease)
    expect((await load()).etag).toBe(from.etag)
  })

  it('never overwrites a snapshot', async () => {
    const { load, store, effects } = await setUp()
    store.drop(snapshotKey(run), 'there')
    const committing = commit({ from: await load(), head: next, ledger: changedLedger() }, leaseOf(), effects)
    await expect(committing).rejects.toThrow('it is there already')
    expect(String(store.bytes(snapshotKey(run)))).toBe('there')
  })
})

describe('what is deleted after a commit', () => {
  const dead = '20261124T094500Z-dead'
  const own = snapshotKey(run)
  it.each<[string, Partial<Head>, Partial<Head>, readonly string[], readonly string[]]>([
    [
      'the snapshot that was replaced',
      { snapshot: s1 },
      { snapshot: own, replacedSnapshot: s1 },
      [],
      [s0, own, snapshotKey(dead)],
    ],
    ['nothing where none was replaced', { snapshot: s1 }, { snapshot: s1 }, [], [s0, s1, own, snapshotKey(dead)]],
    [
      'what the run before had to delete',
      { snapshot: s1, replacedSnapshot: s0 },
      { snapshot: s1 },
      [],
      [s1, own, snapshotKey(dead)],
    ],
    ['what dead runs left', { snapshot: s1 }, { snapshot: s1 }, [dead], [s0, s1, own]],
    [
      'not what a dead run left where the head points to it',
      { snapshot: snapshotKey(dead), replacedSnapshot: s1 },
      { snapshot: snapshotKey(dead) },
      [dead],
      [s0, own, snapshotKey(dead)],
    ],
    ['nothing before the first snapshot', { snapshot: null }, { snapshot: own }, [], [s0, s1, own, snapshotKey(dead)]],
  ])('%s', async (_what, from, head, openRuns, left) => {
    const { store } = await setUp()
    for (const key of [s0, s1, own, snapshotKey(dead)]) store.drop(key, 'x')
    await deleteReplaced({ from: headOf(from), head: headOf(head) }, { openRuns }, { store })
    const keys = (await store.list('state/snapshots/')).map(({ key }) => key)
    expect(keys).toEqual([...left].sort())
  })

  it.each([
    ['is known to have deleted it: it is not asked for once more', '20261124T090000Z-last', [s0]],
    ['was another one: nobody knows', '20261124T080000Z-else', []],
    ['is not known: nobody knows', undefined, []],
  ])('what the run before had to delete, where that run %s', async (_what, tidiedBy, left) => {
    const { store } = await setUp()
    for (const key of [s0, s1]) store.drop(key, 'x')
    const from = headOf({ run: '20261124T090000Z-last', snapshot: s1, replacedSnapshot: s0 })
    const lease = { openRuns: [], ...(tidiedBy === undefined ? {} : { tidiedBy }) }
    await deleteReplaced({ from, head: headOf({ snapshot: own }) }, lease, { store })
    expect((await store.list('state/snapshots/')).map(({ key }) => key)).toEqual(left)
  })
})
