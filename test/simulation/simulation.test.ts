import { describe, expect, it } from 'vitest'
import { live } from './days.ts'
import { play } from './play.ts'
import { shrink, storyText } from './shrink.ts'
import { type Action, faults, type Story, tell } from './story.ts'

const dayOne: Action = { do: 'drop', rows: Array.from({ length: 8 }, (_, order) => [order, 0, 0, 0] as const) }
const dayTwo: Action = {
  do: 'drop',
  rows: Array.from({ length: 8 }, (_, order) => [order, 1, 1, (order % 2) + 1] as const),
}
const dayThree: Action = {
  do: 'drop',
  rows: Array.from({ length: 6 }, (_, order) => [order, 2, 2, order % 3] as const),
}

/** Every story in which one effect of one run goes wrong in one way. The run has less than 40 effects. */
function* singleFaults(): Generator<Story> {
  for (const api of ['v2', 'state-update'] as const) {
    for (const contents of ['full', 'changes'] as const) {
      for (const kind of faults) {
        for (let effect = 1; effect <= 40; effect++) {
          const actions: Action[] = [
            dayOne,
            { do: 'run', faults: [], gone: true },
            dayTwo,
            { do: 'run', faults: [{ effect, kind }], gone: effect % 2 === 0 },
            { do: 'wait', minutes: 20 },
            dayThree,
            { do: 'run', faults: [], gone: true },
            { do: 'resume' },
          ]
          yield { seed: effect, api, contents, actions }
        }
      }
    }
  }
}

async function violationsOf(stories: Iterable<Story>): Promise<string[]> {
  const told: string[] = []
  for (const story of stories) {
    if ((await play(story)).length === 0) continue
    const shortest = await shrink(story, play)
    told.push([storyText(shortest), ...(await play(shortest))].join('\n'))
    if (told.length === 3) break
  }
  return told
}

describe('whatever goes wrong', () => {
  it('at any single effect of a run, all promises hold once faults stop', async () => {
    expect(await violationsOf(singleFaults())).toEqual([])
  }, 120_000)

  it('in 500 random stories, all promises hold once faults stop', async () => {
    expect(await violationsOf(Array.from({ length: 500 }, (_, index) => tell(1_000_000 + index)))).toEqual([])
  }, 120_000)

  it('an unattended shop on the smallest plan ends in agreement, with few requests and little state', async () => {
    const { disagreements, requests, needed, state, exports } = await live(30, 7)
    expect(disagreements).toEqual([])
    expect(exports).toBe(720)
    expect(requests).toBeLessThanOrEqual(needed * 1.05)
    expect(state.objects).toBeLessThanOrEqual(5)
  }, 120_000)

  it('a run that slept while it made sure of a takeover does not go on with what others have settled since', async () => {
    const story: Story = {
      seed: 11010,
      api: 'state-update',
      contents: 'changes',
      actions: [
        {
          do: 'drop',
          rows: [
            [5, 1, 1, 1],
            [7, 1, 2, 0],
          ],
        },
        { do: 'run', faults: [{ effect: 22, kind: 'lost answer' }], gone: true },
        { do: 'wait', minutes: 1 },
        { do: 'runs', runs: [[{ effect: 9, kind: 'pause' }]] },
        { do: 'wait', minutes: 2000 },
        { do: 'run', faults: [], gone: false },
        { do: 'drop', rows: [[5, 0, 2, 2]] },
        { do: 'drop', rows: [[5, 2, 0, 0]] },
        { do: 'run', faults: [], gone: true },
      ],
    }
    expect(await play(story)).toEqual([])
  })
})
