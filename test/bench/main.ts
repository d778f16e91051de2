/**
 * `npm run bench`: whole processes by turns, as ratios, at 10⁴, 10⁵ and 10⁶ orders; `-- --large` at 5·10⁶, too.
 * `-- --install` installs what they are compared with; `-- --sizes 10000,100000` and `-- --rounds 3` do less.
 * `-- --only race` (start, xml, bundle, formats, memory) measures one thing. It fails where a goal is missed.
 */
import { parseArgs } from 'node:util'
import { benchBundle } from './bundle.ts'
import { benchFormats } from './formats.ts'
import { benchRace, installContenders } from './race.ts'
import { benchRaceXml } from './race-xml.ts'
import { benchStart } from './start.ts'
import { benchXml } from './xml.ts'

const { values } = parseArgs({
  options: {
    install: { type: 'boolean', default: false },
    large: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    sizes: { type: 'string', default: '10000,100000,1000000' },
  },
})

if (values.install) installContenders()
const sizes = [...values.sizes.split(',').map(Number), ...(values.large ? [5_000_000] : [])]
const wants = (part: string): boolean => values.only === undefined || values.only === part
const rounds = Number(values.rounds)
const failures: string[] = []
if (wants('bundle')) failures.push(...(await benchBundle()))
if (wants('memory')) await benchXml()
if (wants('formats')) await benchFormats()
if (wants('start')) failures.push(...(await benchStart(rounds)))
if (wants('race')) failures.push(...(await benchRace(sizes, rounds)))
if (wants('xml')) failures.push(...(await benchRaceXml(rounds)))
for (const failure of failures) process.stdout.write(`missed: ${failure}\n`)
process.exitCode = failures.length > 0 ? 1 : 0
