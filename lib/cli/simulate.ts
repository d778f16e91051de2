import { once } from 'node:events'
import type { Command } from 'commander'
import { OrderSyncError } from '../errors.ts'
import { loadShop } from '../simulator/load.ts'
import { startSimulator } from '../simulator/server.ts'
import { createSimulatedShop } from '../simulator/shop.ts'
import { systemClock } from '../system.ts'
import type { Io } from './io.ts'

interface SimulateFlags {
  readonly port: string
  readonly orders: string
  readonly login?: string
  readonly apiKey?: string
}

/** `simulate`: serves the simulated shop until it is interrupted. */
export function simulateCommand(program: Command, io: Io): void {
  program
    .command('simulate')
    .description('serve a simulated shop on this machine that answers both APIs like Upgates does')
    .requiredOption('--orders <file>', 'what the shop starts with: JSON, NDJSON, CSV, or one order number a line')
    .option('--port <number>', 'port to listen on; 0 for any that is free', '8787')
    .option('--login <login>', 'the only login that is accepted (default: any)')
    .option('--api-key <key>', 'the only API key that is accepted (default: any)')
    .action(async (flags: SimulateFlags) => {
      const shop = createSimulatedShop({
        ...(await loadShop(flags.orders)),
        ...(flags.login === undefined ? {} : { login: flags.login }),
        ...(flags.apiKey === undefined ? {} : { apiKey: flags.apiKey }),
        clock: systemClock,
      })
      const server = await startSimulator(shop, portOf(flags.port))
      io.out(`The simulated shop of ${shop.orders.size} orders listens on ${server.url}`)
      io.out(`  v2:           ${server.url}/api/v2`)
      io.out(`  state-update: ${server.url}/api/orders/state/update`)
      io.out('Set "url" of "upgates" in the settings to the first of these addresses. Ctrl-C ends it.')
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
      await server.close()
      io.out(`${shop.requests.length} requests, ${shop.emails.length} e-mails to customers`)
    })
}

function portOf(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new OrderSyncError({
    kind: 'usage',
    attempted: 'use',
    subject: `--port ${text}`,
    ended: 'a port is a number from 0 to 65535',
  })
}
