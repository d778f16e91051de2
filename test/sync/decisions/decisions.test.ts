import { describe, expect, it } from 'vitest'
import { createMemoryStore, type MemoryStore } from '../../../lib/storage/memory.ts'
import {
  cleanUp,
  type Decision,
  readDecisions,
  readHold,
  type StoredDecision,
  withoutDismissed,
  writeDecision,
  writeHold,
} from '../../../lib/sync/decisions/decisions.ts'
import { versionHash } from '../../../lib/sync/import/select.ts'
import type { Plan } from '../../../lib/sync/plan/change.ts'
import type { FeedState } from '../../../lib/sync/state/head.ts'
import { changeOf } from '../../support/changes.ts'
import { iso } from '../../support/lines.ts'
import { createManualClock, hourMs, seededRandom } from '../../support/world.ts'

const dayMs = 24 * hourMs
const hashOf = (letter: string) => letter.repeat(64)

function setUp() {
  const clock = createManualClock()
  const store = createMemoryStore(clock)
  return { clock, store, effects: { store, clock, random: seededRandom(1) } }
}
const planOf = (hash: string, verdict: Plan['verdict'] = { kind: 'pass' }): Plan => ({
  hash,
  changes: [changeOf('A', { status: 'sent', 'metas.n': { cs: 'a' } }, { mails: ['status'], mayNotify: true })],
  leftOut: [],
  requests: 1,
  verdict,
})
const keysOf = async (store: MemoryStore) => (await store.list('')).map(({ key }) => key)

describe('decisions', () => {
  it.each<Parameters<typeof writeDecision>[0]>([
    { kind: 'approve', hash: hashOf('a') },
    { kind: 'approve', hash: hashOf('a'), quiet: true },
    { kind: 'reject', hash: hashOf('a') },
    { kind: 'retry' },
    { kind: 'retry', orders: ['A', 'B'] },
    { kind: 'unblock', since: iso() },
    { kind: 'dismiss', key: 'exports/orders/1.csv', etag: '"1"' },
  ])('are read as they were written: %j', async (decision) => {
    const { store, effects } = setUp()
    await writeDecision(decision, effects)
    const [key] = await keysOf(store)
    expect(key).toMatch(new RegExp(`^state/decisions/20261124T100000Z-[0-9a-z]{4}-${decision.kind}\\.json$`))
    expect(await readDecisions(store)).toEqual({
      decisions: [{ ...decision, at: '2026-11-24T10:00:00.000Z', storedAs: key }],
      problems: [],
    })
  })

  it('come oldest first, also within a second', async () => {
    const { store, clock, effects } = setUp()
    const kinds = ['retry', 'retry', 'reject', 'approve', 'retry', 'approve'] as const
    for (const kind of kinds) {
      await writeDecision(kind === 'reject' || kind === 'approve' ? { kind, hash: hashOf('a') } : { kind }, effects)
      clock.advance(100)
    }
    expect((await readDecisions(store)).decisions.map(({ kind }) => kind)).toEqual(kinds)
  })

  it.each(['', '{', '{"kind":"approve"}', '{"kind":"launch","at":"2026-11-24T10:00:00.000Z"}', 'null'])(
    'that cannot be read (%j) are told, and stop nobody',
    async (body) => {
      const { store, effects } = setUp()
      store.drop('state/decisions/0-approve.json', body)
      await writeDecision({ kind: 'unblock', since: iso() }, effects)
      const { decisions, problems } = await readDecisions(store)
      expect(decisions.map(({ kind }) => kind)).toEqual(['unblock'])
      expect(problems).toMatchObject([{ kind: 'decision', subject: 'state/decisions/0-approve.json' }])
    },
  )

  it('that vanish while they are read are none', async () => {
    const { store, effects } = setUp()
    await writeDecision({ kind: 'unblock', since: iso() }, effects)
    const vanishing = { list: store.list, get: async () => undefined }
    expect(await readDecisions(vanishing)).toEqual({ decisions: [], problems: [] })
  })
})

describe('a held plan', () => {
  it('is written out in full, once', async () => {
    const { store, clock, effects } = setUp()
    const reasons = [{ rule: 'orders', figure: 2, limit: 1, message: 'm' }] as const
    await writeHold(planOf(hashOf('a'), { kind: 'hold', reasons }), effects)
    clock.advance(hourMs)
    await writeHold(planOf(hashOf('a')), effects)
    const [change] = planOf('').changes
    expect(await readHold(store, hashOf('a'))).toEqual({
      hash: hashOf('a'),
      at: '2026-11-24T10:00:00.000Z',
      reasons,
      changes: [{ order_number: 'A', fields: change?.fields, mails: ['status'] }],
    })
  })

  it.each([
    ['its whole hash', hashOf('a'), true],
    ['its beginning', 'aaaaaa', true],
    ['a beginning that is too short', 'aaaaa', false],
    ['one letter', 'a', false],
    ['nothing', '', false],
    ['a beginning that two plans share', 'b'.repeat(12), false],
    ['the whole hash of one of them', hashOf('b'), true],
    ['a hash that no plan has', 'c'.repeat(12), false],
    ['something longer than a hash', `${hashOf('a')}a`, false],
    ['capital letters', 'AAAAAA', false],
    ['a path', '../../head', false],
  ])('is found by %s: %#', async (_what, hash, found) => {
    const { store, effects } = setUp()
    for (const name of [hashOf('a'), hashOf('b'), `${'b'.repeat(63)}a`]) await writeHold(planOf(name), effects)
    expect((await readHold(store, hash))?.hash).toBe(found ? hash.padEnd(64, 'a') : undefined)
  })

  it.each(['', '{', '{"hash":1}', '[]'])('that is damaged (%j) is none: it stops nobody', async (body) => {
    const { store } = setUp()
    store.drop(`state/holds/${hashOf('a')}.json`, body)
    expect(await readHold(store, hashOf('a'))).toBeUndefined()
  })
})

describe('cleaning up', () => {
  const stored = (decision: Decision, storedAs: string): StoredDecision => ({ ...decision, storedAs })

  it('deletes what was acted upon, and nothing that came meanwhile', async () => {
    const { store, effects } = setUp()
    await writeDecision({ kind: 'unblock', since: iso() }, effects)
    await writeDecision({ kind: 'retry' }, effects)
    const { decisions } = await readDecisions(store)
    await writeDecision({ kind: 'dismiss', key: 'k', etag: 'e' }, effects)
    await cleanUp(decisions, undefined, effects)
    expect((await readDecisions(store)).decisions.map(({ kind }) => kind)).toEqual(['dismiss'])
  })

  it('keeps held plans for thirty days, the present one for ever, and decided ones not at all', async () => {
    const { store, clock, effects } = setUp()
    for (const letter of ['a', 'b', 'c', 'd', 'e']) await writeHold(planOf(hashOf(letter)), effects)
    clock.advance(30 * dayMs)
    await writeHold(planOf(hashOf('f')), effects)
    const left = async () => (await keysOf(store)).map((key) => key['state/holds/'.length])
    const decide = (kind: 'approve' | 'reject', letter: string) =>
      cleanUp([stored({ kind, hash: hashOf(letter), at: iso() }, `state/decisions/${letter}`)], hashOf('a'), effects)
    await decide('approve', 'b')
    expect(await left()).toEqual(['a', 'c', 'd', 'e', 'f'])
    await decide('reject', 'c')
    expect(await left()).toEqual(['a', 'd', 'e', 'f'])
    await decide('approve', 'a')
    expect(await left()).toEqual(['a', 'd', 'e', 'f'])
    clock.advance(1)
    await cleanUp([], hashOf('a'), effects)
    expect(await left()).toEqual(['a', 'f'])
  })
})

describe('an export that people give up', () => {
  const refused = { key: 'exports/orders/2.csv', etag: '"2"', size: 3, lastModified: iso(), reason: 'no', at: iso(10) }
  const state: FeedState = { settingsHash: 'h', refused, taken: ['x'] }
  const dismiss = (etag = refused.etag, key = refused.key): Decision => ({ kind: 'dismiss', at: iso(), key, etag })
  const leftOf = (feed: FeedState, ...decisions: readonly Decision[]) =>
    withoutDismissed({ orders: feed }, decisions).orders

  it('counts as taken in', () => {
    expect(leftOf(state, dismiss())).toEqual({
      settingsHash: 'h',
      taken: ['x', versionHash(refused)],
      last: { key: refused.key, etag: '"2"', size: 3, lastModified: iso(), records: 0 },
    })
  })

  it('counts so also where it was the first of its feed', () => {
    const { taken: _, ...first } = state
    expect(leftOf(first, dismiss())?.taken).toEqual([versionHash(refused)])
  })

  it('keeps how many records the last one had', () => {
    expect(leftOf({ ...state, last: { ...refused, records: 7 } }, dismiss())?.last?.records).toBe(7)
  })

  it('counts from when it was seen first where its time lies ahead', () => {
    const ahead = { [versionHash(refused)]: iso(-5) }
    expect(leftOf({ ...state, ahead }, dismiss())?.last?.lastModified).toBe(iso(-5))
  })

  it.each<[string, FeedState, readonly Decision[]]>([
    ['another one was given up', state, [dismiss(refused.etag, 'exports/orders/3.csv')]],
    ['another version of it was given up', state, [dismiss('"3"')]],
    ['something else was decided', state, [{ kind: 'unblock', at: iso(10), since: iso() }]],
    ['nothing is refused', { settingsHash: 'h' }, [dismiss()]],
  ])('is not where %s', (_what, feed, decisions) => {
    expect(leftOf(feed, ...decisions)).toEqual(feed)
  })
})
