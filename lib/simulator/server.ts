import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { OrderSyncError, reasonOf } from '../errors.ts'
import { jsonOf } from '../upgates/named.ts'
import type { ShopRequest } from '../upgates/shop.ts'
import { administrationPath } from './administration.ts'
import type { SimulatedShop } from './shop.ts'

/** What a server needs of a shop. */
type Answering = Pick<SimulatedShop, 'handle'> & Partial<Pick<SimulatedShop, 'administer'>>

/** A simulated shop that listens. */
export interface SimulatorServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

const longestMs = 600_000

/**
 * Serves a simulated shop on this machine only.
 * @param port 0 for any that is free
 * @throws OrderSyncError if the port is taken
 */
export async function startSimulator(shop: Answering, port = 0): Promise<SimulatorServer> {
  const server = createServer((incoming, outgoing) => {
    answer(shop, incoming, outgoing).catch(() => incoming.socket.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  }).catch((cause: unknown) => {
    throw new OrderSyncError({
      attempted: 'serve the simulated shop on',
      subject: `127.0.0.1:${port}`,
      ended: reasonOf(cause),
      hint: 'Name another port with --port, or 0 for any that is free.',
      cause,
    })
  })
  const address = server.address()
  const actual = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://127.0.0.1:${actual}`,
    port: actual,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(shop: Answering, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await text(incoming)
  const url = new URL(`http://${incoming.headers.host ?? '127.0.0.1'}${incoming.url ?? '/'}`)
  const method = incoming.method ?? 'GET'
  if (shop.administer !== undefined && url.pathname.startsWith(administrationPath)) {
    const order_number = decodeURIComponent(url.pathname.slice(administrationPath.length))
    const edited = shop.administer(method, order_number, jsonOf(body))
    outgoing.writeHead(edited.status, { 'content-type': 'application/json' }).end(JSON.stringify(edited.body))
    return
  }
  const request: ShopRequest = {
    method,
    url: url.href,
    headers: { authorization: incoming.headers.authorization ?? '' },
    body,
  }
  const response = await shop.handle(request, longestMs)
  outgoing.writeHead(response.status, response.headers).end(response.body)
}
