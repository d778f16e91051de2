/**
 * `npm run bench`: whole processes by turns, as ratios, at 10⁴, 10⁵ and 10⁶ orders; `-- --large` at 5·10⁶, too.
 * `-- --install` installs what they are compared with; `-- --sizes 10000,100000` and `-- --rounds 3` do less.
 * It fails where a goal is missed.
 */
import { parseArgs } from 'node:util'
import { benchBundle } from './bundle.ts'
import { benchFormats } from './formats.ts'
import { benchRace, installContenders } from './race.ts'
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
if (wants('bundle')) await benchBundle()
if (wants('xml')) await benchXml()
if (wants('formats')) await benchFormats()
const failures = wants('race') ? await benchRace(sizes, Number(values.rounds)) : []
for (const failure of failures) process.stdout.write(`missed: ${failure}\n`)
process.exitCode = failures.length > 0 ? 1 : 0
