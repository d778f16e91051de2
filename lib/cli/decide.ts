import type { Command } from 'commander'
import { count, reportText } from '../print/text.ts'
import { decidePlan, dismissExport, retryOrders, unblock } from '../sync/decisions/commands.ts'
import { openPlace, type PlaceOptions } from './effects.ts'
import type { Io } from './io.ts'
import { onPlace } from './options.ts'
import { exitCodeOf, runHere } from './run.ts'

const next = 'The next run acts on it; now: npx order-sync run'

/** What people decide: `approve`, `reject`, `retry`, `unblock`, `dismiss`, `adopt`. */
export function decisionCommands(program: Command, io: Io, exit: (code: number) => void): void {
  for (const kind of ['approve', 'reject'] as const) {
    onPlace(program.command(`${kind} <hash>`))
      .description(
        kind === 'approve'
          ? 'approve exactly the changes of a held plan'
          : 'give up the changes of a held plan until the exports say something else',
      )
      .action(async (hash: string, options: PlaceOptions) => {
        const { settings, effects } = await openPlace(options, io)
        const decided = await decidePlan(settings, effects, kind, hash)
        const of = `${count(decided.stillWanted, 'change')} of ${decided.fields}`
        io.out(
          kind === 'approve'
            ? `Approved the plan ${decided.hash.slice(0, 12)}: ${of} are still wanted and may be posted. ${next}`
            : `Rejected the plan ${decided.hash.slice(0, 12)}: ${of} are given up until the exports say something else; npx order-sync plan lists them as left out. ${next}`,
        )
      })
  }
  onPlace(program.command('retry [orders...]'))
    .description('let parked orders go out with the next run: these, or all')
    .action(async (orders: string[], options: PlaceOptions) => {
      const { settings, effects } = await openPlace(options, io)
      const retried = await retryOrders(settings, effects, orders)
      io.out(
        retried.length === 0 ? 'No order is parked.' : `${count(retried.length, 'order')} will be tried again. ${next}`,
      )
    })
  onPlace(program.command('unblock'))
    .description('let the same API key be tried once more, after the login was unlocked')
    .action(async (options: PlaceOptions) => {
      const { settings, effects } = await openPlace(options, io)
      await unblock(settings, effects)
      io.out(`The key will be tried once more. ${next}`)
    })
  onPlace(program.command('dismiss <key>'))
    .description('give up a refused export, so that its feed goes on without it')
    .action(async (key: string, options: PlaceOptions) => {
      const { settings, effects } = await openPlace(options, io)
      await dismissExport(settings, effects, key)
      io.out(`The export will be passed over. ${next}`)
    })
  onPlace(program.command('adopt'))
    .description('take what the exports say as acknowledged, without posting: for a shop that shows it already')
    .option('--json', 'print the run report as JSON')
    .action(async (options: PlaceOptions & { json?: boolean }) => {
      const place = await openPlace(options, io)
      const report = await runHere(place, io, { adopt: true, showProgress: false })
      io.out(options.json ? JSON.stringify(report, null, 2) : reportText(report, io.style, place.archive))
      exit(exitCodeOf(report))
    })
}
