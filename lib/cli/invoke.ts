import type { Command } from 'commander'
import { reportText } from '../print/text.ts'
import { loadSettings } from '../settings/load.ts'
import type { Io } from './io.ts'
import { exitCodeOf } from './run.ts'

interface Flags {
  readonly settings: string
  readonly function?: string
  readonly json?: boolean
}

/** `invoke`: one run of the deployed function, now. */
export function invokeCommand(program: Command, io: Io, exit: (code: number) => void): void {
  program
    .command('invoke')
    .description('run the deployed function now, and print its report')
    .option('--settings <file>', 'settings of the shop', 'order-sync.json')
    .option('--function <name>', 'name of the function (default: order-sync-SHOP)')
    .option('--json', 'print the run report as JSON')
    .action(async (flags: Flags) => {
      const { shop } = await loadSettings(flags.settings)
      const { invokeFunction } = await import('./lambda.ts')
      const report = await invokeFunction(flags.function ?? `order-sync-${shop}`)
      io.out(flags.json ? JSON.stringify(report, null, 2) : reportText(report, io.style, 'archive/ in its bucket'))
      exit(exitCodeOf(report))
    })
}
