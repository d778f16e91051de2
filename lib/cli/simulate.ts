import { once } from 'node:events'
import { count, safe } from '../print/style.ts'
import { loadShop } from '../simulator/load.ts'
import { startSimulator } from '../simulator/server.ts'
import { createSimulatedShop } from '../simulator/shop.ts'
import { systemClock, today } from '../system.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'

interface Flags {
  readonly port: number
  readonly orders: string
  readonly login: string | undefined
  readonly apiKey: string | undefined
}

/** `simulate`: serves the simulated shop until it is interrupted. */
export async function simulate({ port, orders, login, apiKey }: Flags, io: Io): Promise<number> {
  const shop = createSimulatedShop({
    ...(await loadShop(orders, today())),
    ...(login === undefined ? {} : { login }),
    ...(apiKey === undefined ? {} : { apiKey }),
    clock: systemClock,
  })
  const server = await startSimulator(shop, port, (line) => io.out(safe(line)))
  io.out(`The simulated shop of ${count(shop.orders.size, 'order')} listens on ${server.url}`)
  io.out(`  v2:           ${server.url}/api/v2`)
  io.out(`  state-update: ${server.url}/api/orders/state/update`)
  io.out(`  an order:     ${server.url}/admin/orders/ORDER shows it, as the administration would`)
  io.out('Set "url" of "upgates" in the settings to the first of these addresses. Ctrl-C ends it.')
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await server.close()
  io.out(`${count(shop.requests.length, 'request')}, ${count(shop.emails.length, 'e-mail')} to customers`)
  return exitCodes.done
}
