/** `node test/sync/import/soak.ts [runs]`: random sequences of exports, sifted and in full; the long form of the test. */
import { counts, differenceIn } from './sequences.ts'

const runs = Number(process.argv[2] ?? 20_000)
const first = Math.floor(Date.now() / 1000) % 1_000_000
let differing = 0
for (let seed = first; seed < first + runs; seed++) {
  if (seed > first && (seed - first) % 1000 === 0)
    process.stderr.write(`${seed - first} sequences, ${differing} differ; passed over ${JSON.stringify(counts)}\n`)
  const difference = await differenceIn(seed)
  if (difference === undefined) continue
  differing++
  process.stdout.write(`${difference}\n`)
}
process.stdout.write(
  `${runs} sequences from seed ${first} on, ${differing} differ; passed over ${JSON.stringify(counts)}\n`,
)
process.exitCode = differing === 0 ? 0 : 1
