import type { Http, ShopRequest, ShopResponse } from '../upgates/shop.ts'
import { NoAnswer } from '../upgates/shop.ts'
import { administer } from './administration.ts'
import { altered } from './faults.ts'
import { createLimits } from './limits.ts'
import type { Fault, ShopOptions } from './model.ts'
import { type Books, openBooks } from './orders.ts'
import { answerStateUpdate } from './state-update.ts'
import { getHistory, getMetas, getOrders, getStatuses, putOrders } from './v2.ts'
import type { PlainAnswer } from './wire.ts'

const mostAtOnce = 3
const stateUpdatePath = '/api/orders/state/update'
const v2Path = '/api/v2'

/** One request that reached the simulated shop. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  /** order numbers in its body */
  readonly orders: readonly string[]
  readonly status: number
}

/** A shop in memory that answers both APIs like Upgates does. */
export interface SimulatedShop extends Books {
  /** Answers one request; throws {@link NoAnswer} where a fault loses the request or its answer. */
  readonly handle: Http
  /** all requests that arrived, in order */
  readonly requests: readonly SeenRequest[]
  /** the most that were under way at once */
  readonly mostAtOnce: number
  /** Shows a fault to the next `times` requests (default 1). */
  fault(fault: Fault, times?: number): void
  /** Forgets faults that no request has met yet. */
  clearFaults(): void
  /** Processes the requests that were taken in to be processed late; returns the statuses that nobody waits for. */
  processLate(): number[]
  /** Plays a person in the administration: `GET` shows an order, `POST` edits it by hand. */
  administer(method: string, order_number: string, body?: unknown): PlainAnswer
  /** Changes the key, as an owner would in the administration. */
  changeKey(apiKey: string): void
}

/** Opens a simulated shop. */
export function createSimulatedShop(options: ShopOptions): SimulatedShop {
  const { clock } = options
  const books = openBooks(options)
  const limits = createLimits(clock, options.limits ?? { hour: 100, day: 1500 })
  const faults: Fault[] = []
  const requests: SeenRequest[] = []
  const late: ShopRequest[] = []
  const counts = { underWay: 0, most: 0 }
  const { endpoints = servedEndpoints } = options
  let { apiKey } = options

  const isKey = (key: string | undefined): boolean => (apiKey === undefined ? (key ?? '') !== '' : key === apiKey)
  const isLogin = (login: string): boolean => (options.login === undefined ? login !== '' : login === options.login)

  const wrongLogin = (): PlainAnswer => {
    limits.wrongLogin()
    return { status: 401, body: { message: 'Bad credentials.' } }
  }

  const process = (request: ShopRequest): PlainAnswer => {
    const url = new URL(request.url)
    if (limits.locked()) return { status: 403, body: { message: 'The login is locked.' } }
    if (url.pathname === stateUpdatePath) {
      if (request.method !== 'POST') return { status: 405, body: { message: 'Method not allowed.' } }
      if (!limits.take()) return { status: 429, body: { message: 'Too many requests.' } }
      return answerStateUpdate(books, jsonBody(request), { isKey, wrongKey: wrongLogin })
    }
    if (!url.pathname.startsWith(`${v2Path}/`)) return { status: 404, body: { message: 'Not found.' } }
    const [login = '', key] = credentials(request)
    if (!isLogin(login) || !isKey(key)) return wrongLogin()
    if (!limits.take()) return { status: 429, body: { message: 'Too many requests.' } }
    return routeV2({ books, endpoints }, request, url)
  }

  const answerOf = (fault: Fault | undefined, request: ShopRequest): ShopResponse => {
    const tooMany = counts.underWay > mostAtOnce ? { status: 429, body: { message: 'Too many at once.' } } : undefined
    const orders = ordersIn(request)
    const plain =
      fault?.kind === 'answer'
        ? { status: fault.status, body: fault.body ?? { message: 'fault' } }
        : (tooMany ?? process(request))
    requests.push({ method: request.method, path: new URL(request.url).pathname, orders, status: plain.status })
    const { status, body } = plain.status === 200 ? altered(fault, plain, orders) : plain
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      ...limits.headers(),
      ...(status === 429 ? { 'retry-after': limits.retryAfter() } : {}),
      ...(fault?.kind === 'answer' ? fault.headers : {}),
    }
    return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
  }

  const handle: Http = async (request, timeoutMs) => {
    const fault = faults.shift()
    const tooLate = new NoAnswer(`no answer within ${timeoutMs / 1000} s`, true)
    counts.underWay++
    counts.most = Math.max(counts.most, counts.underWay)
    try {
      if (fault?.kind === 'lose request') throw new NoAnswer('ECONNRESET: the connection was closed', true)
      await clock.sleep(fault?.kind === 'delay' ? Math.min(fault.ms, timeoutMs) : 0)
      if (fault?.kind === 'process late') {
        late.push(request)
        throw tooLate
      }
      const answer = answerOf(fault, request)
      if (fault?.kind === 'lose answer') throw new NoAnswer('ECONNRESET: the connection was closed', true)
      if (fault?.kind === 'delay' && fault.ms > timeoutMs) throw tooLate
      return answer
    } finally {
      counts.underWay--
    }
  }

  return {
    ...books,
    handle,
    requests,
    get mostAtOnce() {
      return counts.most
    },
    fault: (fault, times = 1) => void faults.push(...Array.from({ length: times }, () => fault)),
    clearFaults: () => void faults.splice(0),
    processLate: () => late.splice(0).map((request) => answerOf(undefined, request).status),
    administer: (method, order_number, body) => administer(books, method, order_number, body),
    changeKey: (key) => {
      apiKey = key
    },
  }
}

/** What the simulated shop serves of v2. */
const servedEndpoints = ['orders', 'order-statuses', 'metas', 'status'] as const

interface Served {
  readonly books: Books
  readonly endpoints: readonly string[]
}

function routeV2({ books, endpoints }: Served, request: ShopRequest, url: URL): PlainAnswer {
  const path = url.pathname.slice(v2Path.length)
  const [, endpoint = ''] = path.split('/')
  if (endpoint !== 'status' && !endpoints.includes(endpoint) && servedEndpoints.some((one) => one === endpoint))
    return { status: 403, body: { message: 'The login has no right to use this endpoint.' } }
  const history = /^\/orders\/([^/]+)\/history$/.exec(path)?.[1]
  if (history !== undefined) return getHistory(books, decodeURIComponent(history))
  if (path === '/orders' && request.method === 'PUT') return putOrders(books, jsonBody(request), url.origin)
  const reads: Readonly<Record<string, () => PlainAnswer>> = {
    '/orders': () => getOrders(books, url.searchParams),
    '/order-statuses': () => getStatuses(books),
    '/metas': () => getMetas(books, url.searchParams),
    '/status': () => ({ status: 200, body: { endpoints } }),
  }
  const read = Object.hasOwn(reads, path) ? reads[path] : undefined
  if (read === undefined) return { status: 404, body: { message: 'Not found.' } }
  return request.method === 'GET' ? read() : { status: 405, body: { message: 'Method not allowed.' } }
}

function jsonBody({ body }: ShopRequest): unknown {
  try {
    return JSON.parse(body ?? '')
  } catch {
    return undefined
  }
}

function ordersIn(request: ShopRequest): string[] {
  const body = jsonBody(request)
  if (typeof body !== 'object' || body === null || !('orders' in body) || !Array.isArray(body.orders)) return []
  return body.orders.map((order: unknown) => String((order as { order_number?: unknown })?.order_number))
}

function credentials({ headers }: ShopRequest): string[] {
  const header = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? ''
  const text = Buffer.from(header.replace(/^Basic\s+/i, ''), 'base64').toString()
  const colon = text.indexOf(':')
  return colon === -1 ? [] : [text.slice(0, colon), text.slice(colon + 1)]
}
