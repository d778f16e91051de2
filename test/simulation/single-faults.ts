import { describe, expect, it } from 'vitest'
import { faultsAt, type PlannedFault } from './faults.ts'
import type { EffectName } from './names.ts'
import { play } from './play.ts'
import { plainSetup, type Setup } from './setup.ts'
import { type Action, type RunAction, type Said, type Story, storyText } from './story.ts'

export const dayOne: Action = { do: 'drop', rows: Array.from({ length: 8 }, (_, order): Said => [order, 1, 0, 0]) }
export const dayTwo: Action = {
  do: 'drop',
  rows: Array.from({ length: 8 }, (_, order): Said => [order, 2, 1, (order % 2) + 1, 1, 1]),
}
const dayThree: Action = { do: 'drop', rows: Array.from({ length: 6 }, (_, order): Said => [order, 3, 2, order % 3]) }
/** A run in which these effects go wrong. */
export const run = (...faults: PlannedFault[]): RunAction => ({ do: 'run', faults, gone: true })
export const wait = (minutes: number): Action => ({ do: 'wait', minutes })

const after: readonly Action[] = [wait(20), dayThree, run(), { do: 'resume' }]

const setups: readonly Setup[] = [
  { ...plainSetup, api: 'v2', contents: 'full' },
  { ...plainSetup, api: 'state-update', contents: 'changes', store: 's3' },
]

/** Names and numbers of all effects that the run does when nothing goes wrong. */
async function effectsOf(setup: Setup, before: readonly Action[]): Promise<{ at: EffectName; nth: number }[]> {
  const { recorded } = await play({ seed: 1, setup, actions: [...before, run()] })
  const effects = recorded[before.filter((action) => action.do === 'run').length] ?? []
  return effects.map((at, index) => ({ at, nth: effects.slice(0, index + 1).filter((name) => name === at).length }))
}

/** Every story in which one effect of one run goes wrong in one way. */
async function* singleFaults(setup: Setup, before: readonly Action[]): AsyncGenerator<Story> {
  for (const { at, nth } of await effectsOf(setup, before))
    for (const kind of faultsAt(at)) yield { seed: nth, setup, actions: [...before, run({ at, nth, kind }), ...after] }
}

/** What comes before the run that goes wrong. */
export interface Before {
  readonly setup?: Partial<Setup>
  readonly actions: readonly Action[]
}

/** Tells what no run may break, whichever single effect of it goes wrong in whichever way. */
export function testSingleFaults(name: string, { setup: changes, actions }: Before): void {
  describe(`after ${name}, at any single effect of a run`, () => {
    it.each(setups)(
      'all promises hold: $api, $contents, store $store',
      async (plain) => {
        const broken: string[] = []
        let told = 0
        for await (const story of singleFaults({ ...plain, ...changes }, actions)) {
          const { violations, unmet } = await play(story)
          const all = [...violations, ...unmet.map((fault) => `the fault was never met: ${JSON.stringify(fault)}`)]
          if (all.length > 0) broken.push(`${storyText(story, plainSetup)}\n→ ${all.join('\n→ ')}`)
          told++
        }
        expect(broken.slice(0, 3)).toEqual([])
        expect(told).toBeGreaterThan(80)
      },
      300_000,
    )
  })
}
