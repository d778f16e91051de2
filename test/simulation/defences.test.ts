import { describe, expect, it } from 'vitest'
import type { PlannedFault } from './faults.ts'
import { play } from './play.ts'
import { plainSetup } from './setup.ts'
import { type Action, type RunAction, type Said, type Story, storyText } from './story.ts'

const run: RunAction = { do: 'run', faults: [], gone: true }
const waiting: RunAction = { do: 'run', faults: [], gone: false }
const faulty = (...faults: PlannedFault[]): RunAction => ({ ...run, faults })
const drop = (...rows: Said[]): Action => ({ do: 'drop', rows })
const all = (status: number, code: number): Action =>
  drop(...Array.from({ length: 7 }, (_, order): Said => [order, status, 0, code]))
const wait = (minutes: number): Action => ({ do: 'wait', minutes })
const crowd = (status: number, code: number): Action => ({ do: 'drop', rows: { orders: 250, status, code } })
const resume: Action = { do: 'resume' }

/** One short story per defence of the engine: with the defence removed, the watch of the simulation cries out. */
const defences: Readonly<Record<string, Omit<Story, 'seed'>>> = {
  'two runs at once do not both post': {
    setup: plainSetup,
    actions: [all(2, 1), { do: 'runs', runs: [[], []] }, all(3, 2), { do: 'runs', runs: [[], [], []] }],
  },
  'a run that waits for an answer keeps others from posting': {
    setup: plainSetup,
    actions: [
      all(2, 1),
      run,
      all(3, 1),
      faulty({ at: 'PUT orders', nth: 1, kind: 'pause' }),
      all(1, 2),
      waiting,
      resume,
    ],
  },
  'a run that slept before it posts finds its lease gone': {
    setup: plainSetup,
    actions: [
      all(2, 1),
      faulty({ at: 'secret', nth: 1, kind: 'pause' }),
      wait(20),
      waiting,
      all(3, 2),
      waiting,
      resume,
    ],
  },
  'a run that slept over its archive entry finds it fenced': {
    setup: plainSetup,
    actions: [all(2, 1), faulty({ at: 'PUT archive request', nth: 1, kind: 'pause' }), wait(20), waiting, resume],
  },
  'of three at once that slept over an archive entry, none leaves': {
    setup: { ...plainSetup, orders: 320 },
    actions: [
      { do: 'drop', rows: { orders: 320, status: 2, code: 1 } },
      faulty({ at: 'PUT archive request', nth: 2, kind: 'pause' }),
      wait(20),
      waiting,
      resume,
    ],
  },
  'a run that slept before its commit cannot move the head': {
    setup: plainSetup,
    actions: [
      all(2, 1),
      faulty({ at: 'PUT state/head.json', nth: 2, kind: 'pause' }),
      wait(20),
      waiting,
      all(3, 2),
      waiting,
      resume,
    ],
  },
  'a run that slept before its snapshot cannot move the head, either': {
    setup: plainSetup,
    actions: [
      all(2, 1),
      faulty({ at: 'PUT state/snapshots/*', nth: 1, kind: 'pause' }),
      wait(20),
      waiting,
      all(3, 2),
      waiting,
      resume,
    ],
  },
  'a run that slept while it made sure of a takeover does not go on with what others have settled since': {
    setup: { ...plainSetup, api: 'state-update', contents: 'changes' },
    actions: [
      drop([5, 2, 1, 1], [6, 2, 2, 0]),
      faulty({ at: 'PUT archive answer', nth: 1, kind: 'lost answer' }),
      wait(1),
      { do: 'run', faults: [{ at: 'PUT state/head.json', nth: 1, kind: 'pause' }], gone: false },
      wait(2000),
      waiting,
      drop([5, 1, 2, 2]),
      drop([5, 3, 0, 0]),
      run,
    ],
  },
  'what a dead run was told counts as acknowledged': {
    setup: plainSetup,
    actions: [all(2, 1), faulty({ at: 'PUT state/snapshots/*', nth: 1, kind: 'crash before' }), wait(20), run],
  },
  'what a dead run sent without an answer is asked for before it is sent again': {
    setup: plainSetup,
    actions: [all(2, 1), faulty({ at: 'PUT archive answer', nth: 1, kind: 'crash before' }), wait(20), run, run],
  },
  'an answer that is lost is asked for': {
    setup: plainSetup,
    actions: [all(2, 1), run, all(3, 2), faulty({ at: 'PUT orders', nth: 1, kind: 'lost answer' }), run],
  },
  'a crowd goes out a hundred at a time, three at once': {
    setup: { ...plainSetup, orders: 250 },
    actions: [crowd(2, 1), run, crowd(3, 2), run],
  },
  'a plan beyond the limits waits, and only what was approved is sent': {
    setup: { ...plainSetup, guard: 'narrow' },
    actions: [all(2, 1), run, { do: 'decide', what: 'approve' }, all(3, 1), run, run],
  },
  'what was sent within the hour counts with what is sent next': {
    setup: { ...plainSetup, guard: 'hour' },
    actions: [drop([0, 2, 0, 1], [1, 2, 0, 1], [2, 2, 0, 1]), run, wait(20), drop([3, 2, 0, 1], [4, 2, 0, 1]), run],
  },
  'what a dead run has sent counts, too': {
    setup: { ...plainSetup, guard: 'hour' },
    actions: [
      drop([0, 2, 0, 1], [1, 2, 0, 1], [2, 2, 0, 1]),
      faulty({ at: 'PUT state/snapshots/*', nth: 1, kind: 'crash before' }),
      wait(20),
      drop([3, 2, 0, 1], [4, 2, 0, 1], [5, 2, 0, 1]),
      run,
    ],
  },
  'a customer who was mailed often enough is mailed the next day, and the order counts as waiting until then': {
    setup: { ...plainSetup, guard: 'tired' },
    actions: [drop([0, 2, 0, 1]), run, wait(20), drop([0, 3, 0, 1]), run, run],
  },
  'what a person rejected is not sent': {
    setup: { ...plainSetup, guard: 'narrow' },
    actions: [
      all(2, 1),
      run,
      { do: 'decide', what: 'reject' },
      { do: 'settings', change: { guard: 'wide' } },
      run,
      run,
    ],
  },
  'a quiet run mails nobody': {
    setup: plainSetup,
    actions: [all(2, 1), { ...run, quiet: true }],
  },
  'a quiet run mails nobody on the old API, either': {
    setup: { ...plainSetup, api: 'state-update' },
    actions: [all(2, 1), { ...run, quiet: true }],
  },
  'only the statuses of the list mail': {
    setup: { ...plainSetup, notify: ['done'] },
    actions: [drop([0, 2, 0, 1], [1, 3, 0, 1], [2, 0, 0, 1]), run, drop([0, 3, 0, 2], [1, 2, 0, 2], [2, 1, 0, 2]), run],
  },
  'a final status stays': {
    setup: { ...plainSetup, finalStatuses: ['done'] },
    actions: [drop([0, 3, 0, 1]), run, drop([0, 2, 0, 2]), run],
  },
  'a wrong key is tried once': {
    setup: plainSetup,
    actions: [all(2, 1), { do: 'shop', fault: { kind: 'answer', status: 401 }, times: 1 }, run, run],
  },
}

describe('defended by the engine:', () => {
  it('a run that commits just as another one takes over does not make that one fail', async () => {
    const { violations, endings } = await play({
      seed: 1,
      setup: plainSetup,
      actions: [
        all(2, 1),
        faulty({ at: 'PUT state/head.json', nth: 2, kind: 'pause' }),
        wait(20),
        all(3, 2),
        { do: 'run', faults: [{ at: 'PUT state/head.json', nth: 1, kind: 'meanwhile', then: resume }], gone: false },
      ],
    })
    const outcomes = endings.map((ending) => (ending.kind === 'report' ? ending.report.outcome : ending.kind))
    expect({ violations, first: outcomes.slice(0, 2) }).toEqual({ violations: [], first: ['stopped', 'done'] })
  })

  it.each(Object.entries(defences))('%s', async (_, parts) => {
    const story: Story = { seed: 1, ...parts }
    const { violations, unmet } = await play(story)
    expect([...violations, ...unmet], storyText(story, plainSetup)).toEqual([])
  })
})
