import type { Command } from 'commander'
import { historyText, statusText } from '../print/status.ts'
import { historyOf, statusOf } from '../sync/status.ts'
import { openPlace, type PlaceOptions } from './effects.ts'
import type { Io } from './io.ts'
import { onPlace, wholeNumber } from './options.ts'

type Flags = PlaceOptions & { readonly days: number; readonly json?: boolean }

/** `status` and `history`: what happened and what waits. */
export function statusCommands(program: Command, io: Io): void {
  onPlace(program.command('status'))
    .description('what happened lately and what waits: pending, parked, held, blocked, refused')
    .option('--days <number>', 'how far to look back for runs', wholeNumber(4000), 3)
    .option('--json', 'print it as JSON')
    .action(async (flags: Flags) => {
      const { settings, effects } = await openPlace(flags, io)
      const status = await statusOf(settings, effects, { days: flags.days, runs: 10 })
      io.out(flags.json ? JSON.stringify(status, null, 2) : statusText(status, settings.shop, io.style))
    })
  onPlace(program.command('history <order>'))
    .description('everything that was sent about one order and what the shop said, newest first')
    .option('--days <number>', 'how far to look back', wholeNumber(4000), 90)
    .option('--json', 'print it as JSON')
    .action(async (order: string, flags: Flags) => {
      const { effects } = await openPlace(flags, io)
      const history = await historyOf(effects, order, flags.days)
      io.out(flags.json ? JSON.stringify(history, null, 2) : historyText(order, history, io.style))
    })
}
