import { describe, expect, it } from 'vitest'
import { readDecisions, readHold, writeDecision, writeHold } from '../../../lib/sync/decisions/decisions.ts'
import { type Acted, cleanUp, readEvidence } from '../../../lib/sync/decisions/evidence.ts'
import type { Plan } from '../../../lib/sync/plan/change.ts'
import { changeOf } from '../../support/changes.ts'
import { iso } from '../../support/lines.ts'
import { createMemoryStore, type MemoryStore } from '../../support/memory-store.ts'
import { createManualClock, hourMs, seededRandom } from '../../support/world.ts'

const dayMs = 24 * hourMs
const hashOf = (letter: string) => letter.repeat(64)
const run = '20261124T100100Z-runs'

function setUp() {
  const clock = createManualClock()
  const store = createMemoryStore(clock)
  return { clock, store, effects: { store, clock, random: seededRandom(1), by: 'jana' } }
}
const planOf = (hash: string): Plan => ({
  hash,
  changes: [changeOf('A', { status: 'sent', 'metas.n': { cs: 'a' } }, { mails: ['status'], mayNotify: true })],
  leftOut: [],
  requests: 1,
  verdict: { kind: 'hold', reasons: [] },
})
const keysOf = async (store: MemoryStore, prefix = '') => (await store.list(prefix)).map(({ key }) => key)

describe('cleaning up', () => {
  const acting = async (store: MemoryStore, acted: Acted = new Map()) => ({
    run,
    decisions: (await readDecisions(store)).decisions,
    acted,
  })

  it('deletes what was acted upon, and nothing that came meanwhile', async () => {
    const { store, effects } = setUp()
    await writeDecision({ kind: 'unblock', since: iso() }, effects)
    await writeDecision({ kind: 'retry' }, effects)
    const done = await acting(store)
    await writeDecision({ kind: 'dismiss', key: 'k', etag: 'e' }, effects)
    await cleanUp(done, undefined, effects)
    expect((await readDecisions(store)).decisions.map(({ kind }) => kind)).toEqual(['dismiss'])
  })

  it('keeps each as evidence first: who, when, which run, and what became of it', async () => {
    const { store, effects } = setUp()
    await writeHold(planOf(hashOf('a')), effects)
    const id = await writeDecision({ kind: 'approve', hash: hashOf('a') }, effects)
    const plan = await readHold(store, hashOf('a'))
    if (plan === undefined) throw new Error('there is no plan')
    await cleanUp(await acting(store, new Map([[id, { became: 'done', plan }]])), undefined, effects)
    expect(await keysOf(store)).toEqual([`runs/decided/2026/11/24/${id}.json`, `state/holds/${hashOf('a')}.json`])
    expect(await readEvidence(effects, iso(-dayMs))).toEqual([
      {
        id,
        kind: 'approve',
        at: iso(),
        by: 'jana',
        hash: hashOf('a'),
        run,
        became: 'done',
        plan: {
          hash: hashOf('a'),
          reasons: [],
          changes: [{ order_number: 'A', fields: { status: 'sent', 'metas.n': { cs: 'a' } }, mails: ['status'] }],
        },
      },
    ])
    expect(await readEvidence(effects, iso(1))).toEqual([])
  })

  it('keeps the evidence of the run that was first, where another one acts on it once more', async () => {
    const { store, effects } = setUp()
    await writeDecision({ kind: 'retry' }, effects)
    const done = await acting(store)
    await cleanUp(done, undefined, effects)
    await cleanUp({ ...done, run: '20261124T100200Z-late' }, undefined, effects)
    expect((await readEvidence(effects, '')).map((one) => one.run)).toEqual([run])
  })

  it('keeps held plans for thirty days, decided ones too, and the present one for ever', async () => {
    const { store, clock, effects } = setUp()
    for (const letter of ['a', 'b', 'c']) await writeHold(planOf(hashOf(letter)), effects)
    const left = async () => (await keysOf(store, 'state/holds/')).map((key) => key['state/holds/'.length])
    await writeDecision({ kind: 'approve', hash: hashOf('b') }, effects)
    clock.advance(30 * dayMs)
    await writeHold(planOf(hashOf('f')), effects)
    await cleanUp(await acting(store), hashOf('a'), effects)
    expect(await left()).toEqual(['a', 'b', 'c', 'f'])
    clock.advance(1)
    await cleanUp({ run, decisions: [], acted: new Map() }, hashOf('a'), effects)
    expect(await left()).toEqual(['a', 'f'])
  })
})
