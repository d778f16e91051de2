import { once } from 'node:events'
import { safe } from '../print/style.ts'
import { loadShop } from '../simulator/load.ts'
import { startSimulator } from '../simulator/server.ts'
import { createSimulatedShop } from '../simulator/shop.ts'
import { systemClock, today } from '../system.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { voiceHere } from './language.ts'

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
  const { simulate: texts } = (await voiceHere({}, io)).texts
  io.out(texts.listens(shop.orders.size, server.url))
  const places = [
    ['v2:', `${server.url}/api/v2`],
    ['state-update:', `${server.url}/api/orders/state/update`],
    [texts.anOrder, texts.shows(`${server.url}/admin/orders/ORDER`)],
  ] as const
  for (const [what, where] of places) io.out(`  ${what.padEnd(14)}${where}`)
  io.out(texts.setUrl)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await server.close()
  io.out(texts.ended(shop.requests.length, shop.emails.length))
  return exitCodes.done
}
