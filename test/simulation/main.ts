import { parseArgs } from 'node:util'
import { live } from './days.ts'
import { play } from './play.ts'
import { shrink, storyText } from './shrink.ts'
import { tell } from './story.ts'

/**
 * The long forms: `npm run soak -- --runs 20000 [--from SEED]` tells random stories, and the shortest story of every
 * violation; `npm run soak -- --days 1000 [--from SEED]` lives through days of an unattended shop.
 */
const { values } = parseArgs({
  options: { runs: { type: 'string' }, from: { type: 'string', default: '1' }, days: { type: 'string' } },
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
const runs = Number(values.runs ?? 20_000)
let violated = 0
for (let seed = from; seed < from + runs; seed++) {
  const violations = await play(tell(seed))
  if (violations.length > 0) {
    violated++
    const story = await shrink(tell(seed), play)
    process.stdout.write(`${storyText(story)}\n${(await play(story)).map((line) => `  → ${line}`).join('\n')}\n`)
  }
  if ((seed - from + 1) % 1000 === 0) process.stdout.write(`${seed - from + 1} stories, ${violated} with a violation\n`)
}
process.stdout.write(`${runs} stories, ${violated} with a violation\n`)
process.exitCode = violated === 0 ? 0 : 1
