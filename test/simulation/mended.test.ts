import { describe, expect, it } from 'vitest'
import { play } from './play.ts'
import { plainSetup, type Setup } from './setup.ts'
import { type Action, type RunAction, type Story, storyText } from './story.ts'

const run: RunAction = { do: 'run', faults: [], gone: true }
const drop = (...rows: [number, number, number, number][]): Action => ({ do: 'drop', rows })
const narrow = { ...plainSetup, guard: 'narrow' } as const
const many = (status: number): Action =>
  drop(...Array.from({ length: 8 }, (_, order) => [order, status, 0, 0] as [number, number, number, number]))

/** Stories that the engine did not bear once. */
const mended: Readonly<Record<string, Omit<Story, 'seed'>>> = {
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
  'a suspicious word that a person has rejected stays rejected, also where the run that acted on it died': {
    setup: { ...plainSetup, store: 's3', feeds: 'two', guard: 'narrow', blank: 'clear' },
    actions: [
      {
        do: 'drop',
        rows: [
          [2, 0, 0, 0],
          [1, 0, 0, 0],
          [6, 0, 0, 0],
          [7, 1, 0, 0],
          [0, 0, 0, 2],
        ],
        dated: 600,
      },
      {
        do: 'drop',
        rows: [
          [1, 0, 0, 0, 0, 1],
          [2, 0, 0, 0, 0, 1],
          [3, 0, 0, 0, 0, 1],
        ],
        feed: 'payments',
        dated: -600,
      },
      run,
      drop([1, 0, 0, 0], [0, 0, 0, 1]),
      run,
      { do: 'decide', what: 'reject' },
      { ...run, faults: [{ at: 'PUT state/head.json', nth: 1, kind: 'crash before' }] },
      { do: 'drop', rows: [[0, 0, 0, 0]], broken: 'empty' },
      run,
    ],
  },
  'what a person has rejected stays rejected where an export that does not say it comes before a run acts on that': {
    setup: { ...plainSetup, api: 'state-update', store: 's3', guard: 'tired' },
    actions: [
      drop(...[0, 1, 2, 3, 4, 5, 6].map((order): [number, number, number, number] => [order, 0, 0, 0])),
      run,
      drop([3, 0, 0, 2], [0, 0, 0, 0]),
      run,
      { do: 'decide', what: 'reject' },
      drop([0, 0, 0, 0]),
      { ...run, adopt: true },
      drop([3, 0, 0, 2], [0, 0, 0, 0]),
    ],
  },
  'what was posted before the clock was put back is not taken from its archive once more': {
    setup: { ...plainSetup, api: 'state-update', guard: 'narrow', drift: 'shop', waitFor: 'quiet' },
    actions: [
      { do: 'drop', rows: [[0, 0, 0, 0]], broken: 'empty' },
      { do: 'drop', rows: [[0, 0, 0, 0, 0, 1]], dated: 600 },
      {
        do: 'runs',
        runs: [
          [{ at: 'LIST exports/', nth: 1, kind: 'pause' }],
          [{ at: 'GET state/head.json', nth: 1, kind: 'crash before' }],
        ],
      },
      { ...run, gone: false },
      { do: 'drop', rows: [[0, 0, 0, 0]], broken: 'empty' },
      { do: 'undo', pin: true },
      { do: 'clock', minutes: -60 },
      { ...run, gone: false },
      { do: 'decide', what: 'approve' },
    ],
  },
  'a holder that nobody knows has died over no export': {
    setup: { ...plainSetup, api: 'state-update', store: 's3', feeds: 'two', verify: 'status' },
    actions: [
      drop([0, 0, 0, 0]),
      { ...run, faults: [{ at: 'GET state/lease.json', nth: 1, kind: 'crash before' }], gone: false },
      { do: 'wait', minutes: 1 },
      { ...run, gone: false },
      { do: 'wait', minutes: 120 },
      { ...run, faults: [{ at: 'GET exports/*', nth: 1, kind: 'crash before' }], gone: false },
      { do: 'drop', rows: [[0, 0, 0, 0]], dated: -600 },
      { do: 'wait', minutes: 1 },
      { ...run, gone: false },
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
  'what a dead run sent is not overwritten by what was wanted before, although its export is gone': {
    setup: { ...plainSetup, api: 'state-update' },
    actions: [
      drop([0, 2, 0, 0]),
      { do: 'shop', fault: { kind: 'answer', status: 503 }, times: 3 },
      run,
      { do: 'wait', minutes: 20 },
      drop([0, 3, 0, 0]),
      { ...run, faults: [{ at: 'PUT orders', nth: 1, kind: 'crash after' }] },
      { do: 'wait', minutes: 20 },
      { ...run, faults: [{ at: 'GET exports/*', nth: 1, kind: 'error' }] },
      { do: 'wait', minutes: 20 },
      { ...run, faults: [{ at: 'GET exports/*', nth: 1, kind: 'error' }] },
    ],
  },
  'what the first of two exports says does not leave while the second one cannot be opened': {
    setup: { ...plainSetup, contents: 'changes' },
    actions: [
      drop([0, 2, 0, 0]),
      drop([0, 3, 0, 0]),
      { ...run, faults: [{ at: 'GET exports/*', nth: 2, kind: 'error' }] },
      run,
    ],
  },
  'who slept since before there was a head does not begin anew where it was deleted': {
    setup: plainSetup,
    actions: [
      drop([0, 2, 0, 0]),
      { ...run, faults: [{ at: 'PUT state/head.json', nth: 1, kind: 'pause' }] },
      run,
      { do: 'hand', what: 'delete head' },
      drop([0, 3, 0, 0]),
      { do: 'resume' },
      { do: 'wait', minutes: 20 },
      run,
    ],
  },
  'a lease that is deleted before the first commit does not let a second run in': {
    setup: plainSetup,
    actions: [
      drop([0, 2, 0, 0]),
      { ...run, gone: false, faults: [{ at: 'PUT state/snapshots/*', nth: 1, kind: 'crash before' }] },
      { do: 'wait', minutes: 5 },
      { do: 'hand', what: 'delete lease' },
      { ...run, gone: false },
      { do: 'wait', minutes: 20 },
      { ...run, gone: false },
    ],
  },
  'what comes after the clock was put back counts as newer than what was taken before': {
    setup: { ...plainSetup, contents: 'changes' },
    actions: [drop([1, 2, 1, 0]), run, drop([1, 2, 2, 0]), { do: 'clock', minutes: -60 }, run, run],
  },
  'what was posted and committed while a run slept is not taken from its archive once more': {
    setup: plainSetup,
    actions: [
      drop([1, 2, 0, 0]),
      run,
      drop([0, 1, 1, 0]),
      { ...run, faults: [{ at: 'GET state/lease.json', nth: 1, kind: 'pause' }] },
      run,
      drop([0, 2, 2, 0]),
      run,
      { do: 'resume' },
      run,
    ],
  },
  'runs that had posted did not die over what they had read': {
    setup: { ...plainSetup, api: 'state-update', contents: 'changes' },
    actions: [
      drop([7, 1, 0, 0]),
      run,
      drop([7, 2, 0, 0], [0, 2, 0, 0]),
      { ...run, faults: [{ at: 'PUT orders', nth: 1, kind: 'crash after' }] },
      { do: 'wait', minutes: 3 },
      { ...run, faults: [{ at: 'PUT state/lease.json', nth: 2, kind: 'crash after' }] },
      { do: 'wait', minutes: 20 },
      run,
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
  'a first attempt that arrives late does not overwrite a newer value on the old API, either': {
    setup: { ...plainSetup, api: 'state-update' },
    actions: [
      drop([0, 2, 0, 1]),
      { ...run, faults: [{ at: 'PUT orders', nth: 1, kind: 'late' }] },
      drop([0, 3, 0, 2]),
      run,
      run,
    ],
  },
  'a shop that fails on what it has taken is well again once it was asked': {
    setup: plainSetup,
    actions: [drop([0, 2, 0, 1]), { do: 'shop', fault: { kind: 'processed', status: 500 }, times: 1 }, run, run],
  },
  'what an order may have that the shop leaves out of every answer is cleared': {
    setup: { ...plainSetup, blank: 'clear' },
    actions: [
      drop([1, 2, 0, 0]),
      run,
      { do: 'stay wrong', how: { kind: 'hidden', order: 'O1' } },
      drop([1, 2, 0, 1]),
      run,
      drop([1, 2, 0, 0]),
      run,
    ],
  },
  'what an order may have that nothing is known of any more is cleared': {
    setup: { ...plainSetup, blank: 'clear' },
    actions: [
      drop([1, 2, 0, 0]),
      run,
      { do: 'stay wrong', how: { kind: 'hidden', order: 'O1' } },
      drop([1, 2, 0, 1]),
      run,
      { do: 'wait', minutes: 5 },
      run,
      drop([1, 2, 0, 0]),
      run,
    ],
  },
  'of two runs at once, the one that finds everything done tells what still waits': {
    setup: { ...plainSetup, contents: 'changes', allowance: 'small' },
    actions: [drop([0, 0, 0, 1]), run, drop([0, 2, 0, 0]), { do: 'runs', runs: [[], []] }],
  },
  'a plan that was held before it mailed anybody can be approved': {
    setup: { ...narrow, notify: false },
    actions: [many(2), run, { do: 'settings', change: { notify: true } }, run],
  },
  'an export dated ahead does not blind its feed': {
    setup: plainSetup,
    actions: [{ do: 'drop', rows: [[0, 2, 0, 0]], dated: 525_600 }, run, drop([0, 3, 0, 0]), run],
  },
  'an export of changes that is dated back is not passed over': {
    setup: { ...plainSetup, contents: 'changes' },
    actions: [drop([0, 2, 0, 0]), run, { do: 'drop', rows: [[1, 3, 0, 0]], dated: -60 }, run],
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
  'a second attempt that arrives late, after the first one was processed, overwrites nothing newer': {
    setup: { ...plainSetup, store: 's3', notify: false, names: 'numbers' },
    actions: [
      { do: 'drop', rows: [[1, 0, 0, 0, 1, 0]] },
      { do: 'shop', fault: { kind: 'partly', status: 500 }, times: 1 },
      { ...run, faults: [{ at: 'PUT orders', nth: 2, kind: 'crash late' }] },
      { do: 'drop', rows: [[1, 0, 0, 0, 2, 0]] },
      run,
      { do: 'wait', minutes: 1 },
    ],
  },
  'what a quiet run has sent in vain is mailed, although another status before it may have been': {
    setup: { ...plainSetup, verify: 'notifying', waitFor: 'hold' },
    actions: [
      { do: 'drop', rows: [[0, 0, 0, 0, 0, 0]], broken: 'empty' },
      {
        do: 'drop',
        rows: [
          [7, 1, 0, 0, 0, 0],
          [0, 0, 0, 0, 0, 0],
        ],
        dated: 2,
      },
      { do: 'shop', fault: { kind: 'lose answer' }, times: 2 },
      { ...run, gone: false },
      { do: 'clock', minutes: 60 },
      {
        do: 'drop',
        rows: [
          [7, 2, 0, 1, 0, 0],
          [0, 0, 0, 0, 0, 0],
        ],
        dated: -2,
      },
      { ...run, gone: false, quiet: true },
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

describe('mended:', () => {
  it.each(Object.entries(mended))('%s', async (_, parts) => {
    const story: Story = { seed: 1, ...parts }
    const { violations, unmet } = await play(story)
    expect([...violations, ...unmet], storyText(story, plainSetup)).toEqual([])
  })
})

describe('a shop that never says anything usable about an order', () => {
  const fiveHours: Action[] = Array.from({ length: 60 }, () => [{ do: 'wait', minutes: 5 } as const, run]).flat()
  const stayingWrong = (api: Setup['api']) =>
    play({
      seed: 1,
      setup: { ...plainSetup, api },
      staysWrong: true,
      actions: [{ do: 'stay wrong', how: { kind: 'useless' } }, drop([0, 2, 0, 0]), run, ...fiveHours],
    })

  it('is asked what it shows on v2, and believed', async () => {
    const { requests, violations } = await stayingWrong('v2')
    expect({ requests, violations }).toEqual({ requests: 2, violations: [] })
  })

  it('is sent it ever more seldom on state-update, and every report says so', async () => {
    const { requests, endings } = await stayingWrong('state-update')
    const silent = endings.filter(
      (end) => end.kind === 'report' && end.report.outcome === 'done' && end.report.problems.length === 0,
    )
    expect(silent).toEqual([])
    // 7 of the 61 runs, and the 7 of the days after that, try three times each
    expect(requests).toBeLessThanOrEqual(42)
  })
})
