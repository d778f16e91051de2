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
 * @param tell is told a line about every request that was answered
 * @throws OrderSyncError if the port is taken
 */
export async function startSimulator(
  shop: Answering,
  port = 0,
  tell?: (line: string) => void,
): Promise<SimulatorServer> {
  const server = createServer((incoming, outgoing) => {
    if (tell !== undefined)
      outgoing.once('finish', () => tell(`${incoming.method} ${pathOf(incoming)}: ${outgoing.statusCode}`))
    answer(shop, incoming, outgoing).catch(() => incoming.socket.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  }).catch((cause: unknown) => {
    throw new OrderSyncError({
      attempted: 'serve the simulated shop on',
      subject: `127.0.0.1:${port}`,
      ended: isTaken(cause) ? 'another program uses this port' : reasonOf(cause),
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

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'

/** Without the query, which may hold a key. */
const pathOf = ({ url = '/' }: IncomingMessage): string => url.replace(/\?.*/s, '')

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
