import { parseArgs } from 'node:util'
import * as fc from 'fast-check'
import { live } from './days.ts'
import { play } from './play.ts'
import { plainSetup } from './setup.ts'
import { type Story, storyText } from './story.ts'
import { everything, type Pool, stories } from './tell.ts'

/**
 * The long forms: `npm run soak -- --runs 20000 [--from SEED] [--without late,times]` tells random stories, and the
 * shortest story of every violation; `npm run soak -- --days 1000 [--from SEED]` lives through days of an unattended shop.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20000' },
    from: { type: 'string', default: '1' },
    days: { type: 'string' },
    without: { type: 'string', default: '' },
    past: { type: 'string' },
  },
})
const from = Number(values.from)
if (values.days !== undefined) {
  const { disagreements, ...figures } = await live(Number(values.days), from)
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n${disagreements.slice(0, 20).join('\n')}\n`)
  process.stdout.write(
    `${disagreements.length} disagreements; ${(100 * figures.requests) / figures.needed} % of the needed requests\n`,
  )
  process.exit(disagreements.length === 0 ? 0 : 1)
}
const without = values.without.split(',')
const pool = Object.fromEntries(
  Object.entries(everything).map(([name, there]) => [name, there && !without.includes(name)]),
) as unknown as Pool
const runs = Number(values.runs)
const past = values.past === undefined ? undefined : new RegExp(values.past)
const chunk = 250
let violated = 0
let unmet = 0
const startedMs = Date.now()
for (let done = 0; done < runs; done += chunk) {
  const seed = from + done / chunk
  const told = await fc.check(
    fc.asyncProperty(stories(pool), async (story: Story) => {
      const played = await play(story)
      unmet += played.unmet.length
      const found = played.violations.filter((line) => past === undefined || !past.test(line))
      if (found.length > 0) throw new Error(found.join('\n'))
    }),
    { seed, numRuns: Math.min(chunk, runs - done), interruptAfterTimeLimit: 120_000 },
  )
  if (told.counterexample !== null) {
    violated++
    const [story] = told.counterexample
    const { violations } = await play(story)
    process.stdout.write(`${storyText(story, plainSetup)}\n${violations.map((line) => `  → ${line}`).join('\n')}\n`)
    process.stdout.write(`  seed ${told.seed}, path ${told.counterexamplePath}\n`)
  }
  const seconds = Math.round((Date.now() - startedMs) / 1000)
  process.stdout.write(`${done + told.numRuns} stories, ${violated} violations, ${unmet} faults unmet, ${seconds} s\n`)
}
process.exitCode = violated === 0 ? 0 : 1
