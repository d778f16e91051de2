import { parseArgs } from 'node:util'
import { play } from './play.ts'
import { shrink, storyText } from './shrink.ts'
import { tell } from './story.ts'

/** The long form: `npm run soak -- --runs 20000 [--from SEED]`. Prints the shortest story of every violation. */
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '20000' }, from: { type: 'string', default: '1' } },
})
const [from, runs] = [Number(values.from), Number(values.runs)]
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
