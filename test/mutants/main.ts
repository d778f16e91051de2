import { parseArgs } from 'node:util'
import { type Killed, openKiller } from './killer.ts'
import { type Mutant, mutants } from './mutants.ts'

/**
 * `npm run mutants [-- --short] [--list] [--only TEXT]`: removes one defence of the product after the other, in memory
 * only, and runs the test that must notice. Ends with 1 where a mutant survives, or does not fit the source any more.
 */
const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
})
const chosen = mutants.filter(
  ({ name, short, file }) => (!values.short || short) && `${file} ${name}`.includes(values.only),
)

const line = ({ name, file, killedBy }: Mutant): string => `${file}: ${name} [${killedBy.file} ${killedBy.test ?? ''}]`

if (values.list) {
  process.stdout.write(`${chosen.map(line).join('\n')}\n${chosen.length} mutants\n`)
} else {
  const killer = await openKiller()
  const startedMs = Date.now()
  const failing = await killer.sound(chosen.map(({ killedBy }) => killedBy))
  const survivors: Mutant[] = []
  for (const mutant of failing.length > 0 ? [] : chosen) {
    const killed: Killed = await killer.kill(mutant)
    if (killed !== 'killed') survivors.push(mutant)
    process.stdout.write(
      `${killed.padEnd(12)} ${line(mutant)}\n${killed === 'killed' ? '' : `             ${mutant.breaks}\n`}`,
    )
  }
  await killer.close()
  for (const test of failing) process.stdout.write(`fails, or is not there, without any mutant: ${test}\n`)
  const seconds = Math.round((Date.now() - startedMs) / 1000)
  const told = failing.length > 0 ? 'none was tried' : `${survivors.length} survived`
  process.stdout.write(`${chosen.length} mutants, ${told}, ${seconds} s\n`)
  process.exitCode = survivors.length + failing.length === 0 ? 0 : 1
}
