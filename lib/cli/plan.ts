import type { Command } from 'commander'
import { planJson } from '../print/json.ts'
import { planText, safe } from '../print/text.ts'
import { dryRun } from '../sync/dry-run.ts'
import { openPlace, type PlaceOptions } from './effects.ts'
import { exitCodes, type Io } from './io.ts'
import { onPlace } from './options.ts'

/** `plan`: shows what a run would do; writes nothing and sends nothing. */
export function planCommand(program: Command, io: Io, exit: (code: number) => void): void {
  onPlace(program.command('plan'))
    .description('show what a run would change, and whether the guard lets it pass; writes and sends nothing')
    .option('--json', 'print the plan as JSON')
    .action(async (options: PlaceOptions & { json?: boolean }) => {
      const { settings, effects } = await openPlace(options, io)
      const dry = await dryRun(settings, effects)
      if (options.json) io.out(JSON.stringify(planJson(dry), null, 2))
      else {
        for (const { kind, message } of dry.problems) io.err(`${io.style.bad(kind)}: ${safe(message)}`)
        io.out(planText(dry.plan, io.style, dry.adopts))
      }
      const refused = dry.exports.some((one) => one.refused !== null || one.invalid > 0)
      if (dry.plan.verdict.kind === 'hold') exit(exitCodes.held)
      else if (refused) exit(exitCodes.refused)
    })
}
