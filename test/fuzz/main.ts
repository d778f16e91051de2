import { parseArgs } from 'node:util'
import * as fc from 'fast-check'
import { feedFor, samples, troubleInspecting, troubleWith, wrongInput } from './cases.ts'

/** The long form: `npm run fuzz -- --cases 20000 [--seed N]`. Also cuts every sample at every byte. */
const { values } = parseArgs({ options: { cases: { type: 'string', default: '20000' }, seed: { type: 'string' } } })
const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed)
const troubles: string[] = []

let cuts = 0
for (const { name, bytes } of samples) {
  const feed = feedFor(name)
  for (let length = 0; length < bytes.length; length++) {
    cuts++
    const trouble = await troubleWith(feed, bytes.subarray(0, length), 4096)
    if (trouble !== undefined) troubles.push(`${name} cut after ${length} bytes: ${trouble}`)
  }
}
process.stdout.write(`${cuts} cuts, ${troubles.length} with trouble\n`)

const details = await fc.check(
  fc.asyncProperty(wrongInput(), async ({ feed, bytes, chunk }) => {
    const trouble =
      (await troubleWith(feed, bytes, chunk)) ?? (chunk === 64 ? await troubleInspecting(bytes) : undefined)
    if (trouble !== undefined) throw new Error(trouble)
  }),
  { numRuns: Number(values.cases), seed },
)
if (details.failed) troubles.push(`seed ${seed}: ${fc.defaultReportMessage(details) ?? ''}`)
process.stdout.write(
  `${details.numRuns} cases of seed ${seed}\n${troubles.slice(0, 10).join('\n')}\n${troubles.length} with trouble\n`,
)
process.exitCode = troubles.length === 0 ? 0 : 1
