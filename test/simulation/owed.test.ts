import { describe, expect, it } from 'vitest'
import { play } from './play.ts'
import { plainSetup } from './setup.ts'
import type { Action, RunAction, Story } from './story.ts'

const run: RunAction = { do: 'run', faults: [], gone: true }
const drop = (...rows: [number, number, number, number][]): Action => ({ do: 'drop', rows })
const narrow = { ...plainSetup, guard: 'narrow' } as const
const many = (status: number): Action =>
  drop(...Array.from({ length: 8 }, (_, order) => [order, status, 0, 0] as [number, number, number, number]))

/** Stories that the engine does not bear yet, by what it owes. Each is turned into an ordinary one when it is mended. */
const owed: Readonly<Record<string, Omit<Story, 'seed'>>> = {
  'a blank clears what this sync had set': {
    setup: { ...plainSetup, blank: 'clear' },
    actions: [drop([0, 1, 0, 0], [1, 1, 1, 0]), run, drop([0, 1, 0, 0], [1, 1, 0, 0]), run],
  },
  'a shop that failed once is well again although nothing is left to send': {
    setup: { ...plainSetup, api: 'state-update' },
    actions: [
      drop([0, 1, 1, 0]),
      run,
      drop([0, 1, 2, 0]),
      { do: 'shop', fault: { kind: 'answer', status: 502 }, times: 3 },
      run,
      { ...run, adopt: true },
    ],
  },
  'what only a suspicious export said is not posted when a better one comes': {
    setup: plainSetup,
    actions: [
      drop([0, 1, 0, 0], [1, 1, 0, 0], [2, 1, 0, 0]),
      run,
      drop([1, 3, 0, 0]),
      run,
      drop([0, 1, 0, 0], [2, 1, 0, 0]),
      run,
    ],
  },
  'a deleted head stops everything': {
    setup: plainSetup,
    actions: [drop([0, 2, 0, 0]), run, { do: 'hand', what: 'delete head' }, drop([0, 3, 0, 0]), run],
  },
  'a deleted lease beside a head stops everything': {
    setup: plainSetup,
    actions: [drop([0, 2, 0, 0]), run, { do: 'hand', what: 'delete lease' }, drop([0, 3, 0, 0]), run],
  },
  'a head that is deleted during a takeover is not written anew': {
    setup: plainSetup,
    actions: [
      drop([0, 2, 0, 0]),
      run,
      drop([0, 3, 0, 0]),
      { ...run, faults: [{ at: 'PUT orders', nth: 1, kind: 'crash after' }] },
      { do: 'wait', minutes: 20 },
      {
        ...run,
        faults: [{ at: 'GET state/head.json', nth: 2, kind: 'meanwhile', then: { do: 'hand', what: 'delete head' } }],
      },
    ],
  },
  'a request that arrives late does not overwrite a newer value': {
    setup: plainSetup,
    actions: [
      drop([0, 2, 0, 0]),
      { ...run, faults: [{ at: 'PUT orders', nth: 1, kind: 'crash late' }] },
      drop([0, 3, 0, 0]),
      run,
    ],
  },
  'an export dated ahead does not blind its feed': {
    setup: plainSetup,
    actions: [{ do: 'drop', rows: [[0, 2, 0, 0]], dated: 525_600 }, run, drop([0, 3, 0, 0]), run],
  },
  'an export dated back is not passed over in silence': {
    setup: { ...plainSetup, contents: 'changes' },
    actions: [drop([0, 2, 0, 0]), run, { do: 'drop', rows: [[0, 3, 0, 0]], dated: -60 }, run],
  },
  'a run that slept after its commit leaves the hold of a newer one alone': {
    setup: { ...narrow, contents: 'changes' },
    actions: [
      many(2),
      run,
      many(3),
      run,
      { do: 'decide', what: 'approve' },
      { ...run, faults: [{ at: 'DELETE state/snapshots/*', nth: 1, kind: 'pause' }] },
      { do: 'wait', minutes: 20 },
      drop(...Array.from({ length: 6 }, (_, order) => [order, 1, 1, 1] as [number, number, number, number])),
      run,
      { do: 'resume' },
    ],
  },
  'an order that the shop leaves out of every answer is not taken as unchanged': {
    setup: plainSetup,
    actions: [
      drop([1, 2, 0, 0]),
      run,
      { do: 'stay wrong', how: { kind: 'hidden', order: 'O1' } },
      drop([1, 3, 0, 0]),
      run,
      drop([1, 2, 0, 0]),
      run,
    ],
  },
}

describe('the engine owes that', () => {
  it.fails.each(Object.entries(owed))('%s', async (_, story) => {
    expect((await play({ seed: 1, ...story })).violations).toEqual([])
  })
})

/** A shop that never says anything usable about an order must not be sent it every five minutes for ever, without a word. */
describe.each(['v2', 'state-update'] as const)('the engine owes an end to a shop on %s that stays wrong', (api) => {
  it.fails('few requests, and a word in every report', async () => {
    const fiveMinutes: Action[] = Array.from({ length: 60 }, () => [{ do: 'wait', minutes: 5 } as const, run]).flat()
    const { requests, endings } = await play({
      seed: 1,
      setup: { ...plainSetup, api },
      staysWrong: true,
      actions: [{ do: 'stay wrong', how: { kind: 'useless' } }, drop([0, 2, 0, 0]), run, ...fiveMinutes],
    })
    const silent = endings.filter(
      (end) => end.kind === 'report' && end.report.outcome === 'done' && end.report.problems.length === 0,
    )
    expect(requests).toBeLessThan(30)
    expect(silent).toEqual([])
  })
})
