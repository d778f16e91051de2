import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { OrderSyncError, reasonOf } from '../errors.ts'
import { policyOf } from '../page/page.ts'
import type { Language } from '../text/language.ts'
import type { Sent } from './decide.ts'
import { consoleStyle } from './frame.ts'
import { type Door, type Incoming, refusalOf } from './guard.ts'
import { type Answered, createRoutes } from './routes.ts'
import type { ConsoleShop } from './shop.ts'

/** What a console serves, and where. */
export interface ServerInput {
  readonly shops: readonly ConsoleShop[]
  readonly language: Language
  /** 0: any that is free */
  readonly port: number
}

/** A console that listens. */
export interface ConsoleServer {
  /** with its secret: `http://127.0.0.1:8788/4f…/` */
  readonly address: string
  close(): Promise<void>
}

const mostFormBytes = 64 * 1024

/**
 * Serves the console to this machine. Plain `node:http`, since what a console must be careful about (host, secret,
 * origin) no library would do for it.
 * @throws OrderSyncError where the port is taken
 */
export async function startConsole({ shops, language, port }: ServerInput): Promise<ConsoleServer> {
  const token = randomBytes(16).toString('hex')
  const server = createServer()
  server.requestTimeout = 30_000
  server.listen(port, '127.0.0.1')
  await once(server, 'listening').catch((error: unknown) => {
    throw portTaken(port, error)
  })
  const address = server.address()
  const door: Door = { token, port: typeof address === 'object' && address !== null ? address.port : port }
  const answer = createRoutes({ shops, language, base: `/${token}` })
  server.on('request', (request, response) => {
    void respond(request, response, (incoming) => answerOf(incoming, request, { door, answer }))
  })
  return {
    address: `http://127.0.0.1:${door.port}/${token}/`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function portTaken(port: number, cause: unknown): OrderSyncError {
  const isTaken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
  return new OrderSyncError({
    kind: 'usage',
    attempted: 'serve the console on',
    subject: `port ${port}`,
    ended: isTaken ? 'something listens there already, perhaps another console' : reasonOf(cause),
    hint: 'Use that one, or another port with --port; --port 0 takes any that is free.',
    cause,
  })
}

interface Inside {
  readonly door: Door
  readonly answer: ReturnType<typeof createRoutes>
}

async function answerOf(incoming: Incoming, request: IncomingMessage, { door, answer }: Inside): Promise<Answered> {
  const refused = refusalOf(incoming, door)
  if (refused !== undefined) return { status: refused.status, body: refused.message }
  const { pathname, searchParams } = new URL(incoming.url, 'http://127.0.0.1')
  const path = decoded(pathname.slice(door.token.length + 1))
  if (incoming.method !== 'POST') return answer({ method: 'GET', path, query: searchParams, sent: {} })
  const sent = await formOf(request)
  if (sent === undefined) return { status: 413, body: 'That is too much for a form.' }
  return answer({ method: 'POST', path, query: searchParams, sent })
}

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

async function formOf(request: IncomingMessage): Promise<Sent | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > mostFormBytes) return undefined
    chunks.push(chunk)
  }
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')))
}

/** What every answer says to the browser: nothing from elsewhere, nothing kept, nobody else's frame. */
const headersOf = ({ kept }: Answered, isPage: boolean) => ({
  'Content-Type': isPage ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8',
  // a page of a run brings its own policy
  ...(kept
    ? {}
    : {
        'Content-Security-Policy': `${policyOf({ style: consoleStyle })}; form-action 'self'; frame-ancestors 'none'`,
      }),
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
})

async function respond(
  { method = 'GET', url = '/', headers }: IncomingMessage,
  response: ServerResponse,
  answer: (incoming: Incoming) => Promise<Answered>,
): Promise<void> {
  let answered: Answered
  try {
    answered = await answer({ method, url, headers })
  } catch (error) {
    answered = { status: 500, body: `Something went wrong that should not have: ${reasonOf(error)}` }
  }
  const { status, body = '', location } = answered
  response.writeHead(status, {
    ...headersOf(answered, body.startsWith('<!doctype html>')),
    ...(location === undefined ? {} : { Location: location }),
  })
  response.end(method === 'HEAD' ? undefined : body)
}
