import { parseArgs } from 'node:util'
import * as fc from 'fast-check'
import { feedFor, samples, troubleInspecting, troubleWith, wrongInput } from './cases.ts'
import { edited, toldSamples, wrongValue } from './untouched.ts'

/**
 * The long form: `npm run fuzz -- --cases 100000 [--seed N]`. Also cuts every sample at every byte. As many cases of
 * anything, and as many edited samples of which every order that no edit touched must say what it said before. No case
 * may take longer than 2 s per MB, nor the whole more than 400 MB.
 */
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

let slowest = 0

/** Fails where there is trouble, and where it took longer than so many bytes may; a collection of garbage may take a while. */
async function timed(size: number, work: () => Promise<string | undefined>): Promise<void> {
  const before = process.cpuUsage()
  const trouble = await work()
  const { user, system } = process.cpuUsage(before)
  const seconds = (user + system) / 1e6
  slowest = Math.max(slowest, seconds)
  if (trouble !== undefined) throw new Error(trouble)
  if (seconds > Math.max(1, (2 * size) / 1e6)) throw new Error(`${size} bytes took ${seconds} s`)
}

const numRuns = Number(values.cases)
const details = await fc.check(
  fc.asyncProperty(wrongInput(), ({ feed, bytes, chunk }) =>
    timed(
      bytes.length,
      async () => (await troubleWith(feed, bytes, chunk)) ?? (chunk === 64 ? troubleInspecting(bytes) : undefined),
    ),
  ),
  { numRuns, seed },
)
const told = await toldSamples()
const mutations = await fc.check(
  fc.asyncProperty(edited(told), ({ told: sample, edits }) =>
    timed(sample.bytes.length, () => wrongValue(sample, edits)),
  ),
  { numRuns, seed },
)
for (const one of [details, mutations])
  if (one.failed) troubles.push(`seed ${seed}: ${fc.defaultReportMessage(one as typeof details) ?? ''}`)
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024)
if (megabytes > 400) troubles.push(`${megabytes} MB were used`)
process.stdout.write(
  `${details.numRuns} cases and ${mutations.numRuns} edited samples of seed ${seed}; the slowest took ${slowest.toFixed(2)} s; ${megabytes} MB\n` +
    `${troubles.slice(0, 10).join('\n')}\n${troubles.length} with trouble\n`,
)
process.exitCode = troubles.length === 0 ? 0 : 1
