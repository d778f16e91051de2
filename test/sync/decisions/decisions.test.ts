import { describe, expect, it } from 'vitest'
import {
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
import { createMemoryStore, type MemoryStore } from '../../support/memory-store.ts'
import { createManualClock, hourMs, seededRandom } from '../../support/world.ts'

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
    await writeHold(planOf(hashOf('a'), { kind: 'hold', reasons }), effects, true)
    const [change] = planOf('').changes
    expect(await readHold(store, hashOf('a'))).toEqual({
      hash: hashOf('a'),
      at: '2026-11-24T10:00:00.000Z',
      reasons,
      changes: [{ order_number: 'A', fields: change?.fields, mails: ['status'] }],
    })
  })

  it('is written out also where another run tidies up at the same time', async () => {
    const { store, effects } = setUp()
    let puts = 0
    const busy: typeof store = {
      ...store,
      put: async (...put) => (++puts === 1 ? { written: false } : store.put(...put)),
    }
    await writeHold(planOf(hashOf('a'), { kind: 'hold', reasons: [] }), { ...effects, store: busy })
    expect(await readHold(store, hashOf('a'))).toMatchObject({ hash: hashOf('a') })
    await writeHold(planOf(hashOf('b')), { ...effects, store: { ...store, put: async () => ({ written: false }) } })
    expect(await readHold(store, hashOf('b'))).toBeUndefined()
  })

  it('is written out anew where more of it is held, for other reasons, or a whole one follows one of a part', async () => {
    const { store, effects } = setUp()
    const reasons = [{ rule: 'export', feed: 'orders', figure: 1, limit: 0, message: 'm' }] as const
    await writeHold(planOf(hashOf('a'), { kind: 'hold', reasons, feeds: ['orders'] }), effects, true)
    const narrow = await readHold(store, hashOf('a'))
    const more = [...reasons, { rule: 'orders', figure: 2, limit: 1, message: 'n' } as const]
    await writeHold(planOf(hashOf('a'), { kind: 'hold', reasons: more }), effects, true)
    expect(await readHold(store, hashOf('a'))).toEqual({ ...narrow, reasons: more })
    await writeHold(planOf(hashOf('a'), { kind: 'hold', reasons: more }), effects)
    expect((await readHold(store, hashOf('a')))?.part).toBeUndefined()
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

describe('an export that people give up', () => {
  const refused = { key: 'exports/orders/2.csv', etag: '"2"', size: 3, lastModified: iso(), reason: 'no', at: iso(10) }
  const state: FeedState = { settingsHash: 'h', refused, taken: ['x'] }
  const { refused: _, ...rest } = state
  const say = (decision: Decision, id = 'd1'): StoredDecision => ({
    ...decision,
    storedAs: `state/decisions/${id}.json`,
  })
  const dismiss = (etag = refused.etag, key = refused.key): StoredDecision =>
    say({ kind: 'dismiss', at: iso(), key, etag })
  const leftOf = (feed: FeedState, ...decisions: readonly StoredDecision[]) =>
    withoutDismissed({ orders: feed }, decisions).orders
  const hash = versionHash(refused)

  it('counts as if it were not there: what was read last stays the last one', () => {
    const last = { ...refused, key: 'exports/orders/1.csv', records: 7 }
    expect(leftOf({ ...state, last }, dismiss())).toEqual({ ...rest, last, dismissed: [hash] })
  })

  it('counts once, however often people say it', () => {
    expect(leftOf(state, dismiss(), dismiss())).toEqual({ ...rest, dismissed: [hash] })
  })

  it.each<[string, StoredDecision]>([
    ['another one was given up', dismiss(refused.etag, 'exports/orders/3.csv')],
    ['another version of it was given up', dismiss('"3"')],
  ])('stays refused where %s', (_what, decision) => {
    expect(leftOf(state, decision)).toMatchObject({ refused })
  })

  it.each<[string, FeedState, readonly StoredDecision[]]>([
    ['one of another feed was given up', state, [dismiss('"2"', 'exports/parcels/2.csv')]],
    ['something else was decided', state, [say({ kind: 'unblock', at: iso(10), since: iso() })]],
    ['that was taken back', state, [dismiss(), say({ kind: 'undo-decision', at: iso(1), of: 'd1' }, 'd2')]],
  ])('changes nothing where %s', (_what, feed, decisions) => {
    expect(leftOf(feed, ...decisions)).toEqual(feed)
  })

  it('is looked at again where a person takes that back later', () => {
    const { key, etag } = refused
    const again = say({ kind: 'undo-decision', at: iso(), of: 'd1', dismissed: { key, etag } })
    expect(leftOf({ ...rest, dismissed: ['other', hash] }, again)).toEqual({ ...rest, dismissed: ['other'] })
    expect(leftOf({ ...rest, dismissed: [hash] }, again)).toEqual(rest)
  })
})
