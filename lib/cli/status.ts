import type { Command } from 'commander'
import { historyText, statusText } from '../report/overview.ts'
import { historyOf, statusOf } from '../sync/overview.ts'
import { openPlace, type PlaceOptions } from './effects.ts'
import type { Io } from './io.ts'
import { onPlace } from './options.ts'

type Flags = PlaceOptions & { readonly days: string; readonly json?: boolean }

const daysOf = (text: string, usual: number): number => {
  const days = Number(text)
  return Number.isInteger(days) && days > 0 ? Math.min(days, 4000) : usual
}

/** `status` and `history`: what happened and what waits. */
export function statusCommands(program: Command, io: Io): void {
  onPlace(program.command('status'))
    .description('what happened lately and what waits: pending, parked, held, blocked, refused')
    .option('--days <number>', 'how far to look back for runs', '3')
    .option('--json', 'print it as JSON')
    .action(async (flags: Flags) => {
      const { settings, effects } = await openPlace(flags, io)
      const status = await statusOf(settings, effects, { days: daysOf(flags.days, 3), runs: 10 })
      io.out(flags.json ? JSON.stringify(status, null, 2) : statusText(status, settings.shop, io.style))
    })
  onPlace(program.command('history <order>'))
    .description('everything that was sent about one order and what the shop said, newest first')
    .option('--days <number>', 'how far to look back', '90')
    .option('--json', 'print it as JSON')
    .action(async (order: string, flags: Flags) => {
      const { effects } = await openPlace(flags, io)
      const history = await historyOf(effects, order, daysOf(flags.days, 90))
      io.out(flags.json ? JSON.stringify(history, null, 2) : historyText(order, history, io.style))
    })
}
