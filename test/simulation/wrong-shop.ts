import type { SimulatedShop } from '../../lib/simulator/shop.ts'
import { NoAnswer, type ShopRequest, type ShopResponse } from '../../lib/upgates/shop.ts'
import type { ManualClock } from '../support/world.ts'

/** What the shop does to a request that changes orders. */
export type ShopFault =
  /** answers so without processing anything */
  | { readonly kind: 'answer'; readonly status: number }
  /** processes it, and answers so all the same */
  | { readonly kind: 'processed'; readonly status: number }
  /** processes the first half of the orders, and answers so */
  | { readonly kind: 'partly'; readonly status: number }
  /** processes it, but the answer cannot be read */
  | { readonly kind: 'garble' }
  | { readonly kind: 'lose answer' }
  | { readonly kind: 'lose request' }
  /** answers so to a question, whatever it is about */
  | { readonly kind: 'question'; readonly status: number }

/**
 * How a shop stays wrong: it processes an order and never names it when it is changed (`silent`), nor when it is read
 * (`hidden`); refuses to be asked about an order (`mute`), or about any; or answers 200 with nothing to it (`useless`).
 */
export type Wrongness =
  | { readonly kind: 'silent' | 'hidden' | 'mute'; readonly order: string }
  | { readonly kind: 'useless' | 'mute' }

/** A request on its way. */
export interface UnderWay {
  readonly pid: number
  readonly request: ShopRequest
  /** when it left, in the story's count of events */
  readonly sentAt: number
  /** its run has given up waiting */
  readonly late: boolean
  /** has arrived, or never will */
  settled: boolean
}

/** The simulated shop as the network shows it. */
export interface WrongShop {
  send(pid: number, request: ShopRequest, timeoutMs: number, lateMs?: number): Promise<ShopResponse>
  /** Shows a fault to the next requests that change orders. */
  fault(fault: ShopFault, times: number): void
  stayWrong(wrongness: Wrongness | undefined): void
  /** Lets late requests arrive whose time has come; `all`: whatever their time. */
  arrive(all?: boolean): Promise<void>
  clearFaults(): void
  readonly underWay: readonly UnderWay[]
}

/** What watches the network. */
export interface Watcher {
  /** Returns the event's number. */
  leaves(pid: number, request: ShopRequest, underWay: readonly UnderWay[]): number
  arrives(sent: UnderWay, request: ShopRequest): void
}

/** A shop that is wrong in every way that it is told, in front of the simulated one. */
export function createWrongShop(shop: SimulatedShop, clock: ManualClock, watcher: Watcher): WrongShop {
  const faults: Exclude<ShopFault, { kind: 'question' }>[] = []
  const questions: Extract<ShopFault, { kind: 'question' }>[] = []
  const underWay: UnderWay[] = []
  const late: { readonly dueMs: number; readonly sent: UnderWay }[] = []
  let wrong: Wrongness | undefined

  const process = (sent: UnderWay, request: ShopRequest, timeoutMs: number): Promise<ShopResponse> => {
    watcher.arrives(sent, request)
    return shop.handle(request, timeoutMs)
  }
  const arrive = async (all = false): Promise<void> => {
    const due = late.filter(({ dueMs }) => all || dueMs <= clock.now()).sort((left, right) => left.dueMs - right.dueMs)
    for (const one of due) {
      late.splice(late.indexOf(one), 1)
      await process(one.sent, one.sent.request, 0)
      one.sent.settled = true
    }
  }
  const answer = async (sent: UnderWay, timeoutMs: number): Promise<ShopResponse> => {
    const { request } = sent
    const isAsked = request.method === 'GET'
    if (isAsked && isMute(request, wrong)) return { status: 400, headers: {}, body: '{"message":"mute"}' }
    const question = isAsked ? questions.shift() : undefined
    if (question !== undefined) return { status: question.status, headers: {}, body: '{"message":"fault"}' }
    const fault = isAsked ? undefined : faults.shift()
    if (fault === undefined) return process(sent, request, timeoutMs)
    if (fault.kind === 'lose request') throw new NoAnswer('ECONNRESET: the connection was closed', true)
    if (fault.kind === 'answer') return { status: fault.status, headers: {}, body: '{"message":"fault"}' }
    const whole = await process(sent, fault.kind === 'partly' ? firstHalf(request) : request, timeoutMs)
    if (fault.kind === 'lose answer') throw new NoAnswer('ECONNRESET: the connection was closed', true)
    if (fault.kind === 'garble') return { ...whole, body: '{"orders": [' }
    return { ...whole, status: fault.status, body: '{"message":"fault"}' }
  }
  return {
    underWay,
    fault(fault, times) {
      for (let time = 0; time < times; time++)
        if (fault.kind === 'question') questions.push(fault)
        else faults.push(fault)
    },
    stayWrong: (wrongness) => {
      wrong = wrongness
    },
    arrive,
    clearFaults() {
      faults.splice(0)
      questions.splice(0)
    },
    async send(pid, request, timeoutMs, lateMs) {
      await arrive()
      const sentAt = watcher.leaves(pid, request, underWay)
      const sent: UnderWay = { pid, request, sentAt, late: lateMs !== undefined, settled: false }
      underWay.push(sent)
      if (lateMs !== undefined) {
        late.push({ dueMs: clock.now() + lateMs, sent })
        throw new NoAnswer('injected: no answer in time', true)
      }
      try {
        return wrongAnswer(await answer(sent, timeoutMs), request, wrong)
      } finally {
        sent.settled = true
      }
    },
  }
}

const isMute = ({ url }: ShopRequest, wrong: Wrongness | undefined): boolean =>
  wrong?.kind === 'mute' && (!('order' in wrong) || decodeURIComponent(url).split(/[=;&]/).includes(wrong.order))

function firstHalf(request: ShopRequest): ShopRequest {
  const body = JSON.parse(request.body ?? '{}')
  return {
    ...request,
    body: JSON.stringify({ ...body, orders: body.orders.slice(0, Math.ceil(body.orders.length / 2)) }),
  }
}

function wrongAnswer(response: ShopResponse, request: ShopRequest, wrong: Wrongness | undefined): ShopResponse {
  if (wrong === undefined || wrong.kind === 'mute' || response.status >= 300) return response
  if (wrong.kind === 'silent' && request.method === 'GET') return response
  if (wrong.kind === 'useless') return request.method === 'GET' ? response : { ...response, body: '{"success":false}' }
  const body = JSON.parse(response.body)
  if (!Array.isArray(body.orders) || !('order' in wrong)) return response
  const orders = body.orders.filter((order: { order_number: string }) => order.order_number !== wrong.order)
  return { ...response, body: JSON.stringify({ ...body, orders }) }
}
