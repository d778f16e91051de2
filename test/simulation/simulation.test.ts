import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { play } from './play.ts'
import { plainSetup } from './setup.ts'
import { storyText } from './story.ts'
import { everything, stories } from './tell.ts'

it('in 500 random stories, all promises hold once faults stop', async () => {
  const pool = everything
  const told = await fc.check(
    fc.asyncProperty(stories(pool), async (story) => {
      const { violations } = await play(story)
      if (violations.length > 0) throw new Error(violations.join('\n'))
    }),
    { seed: 20_261_124, numRuns: 500 },
  )
  const [story] = told.counterexample ?? []
  expect(story === undefined ? '' : `${storyText(story, plainSetup)}\n${String(told.errorInstance)}`).toBe('')
}, 300_000)
