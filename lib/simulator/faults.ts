import type { Fault } from './model.ts'
import type { PlainAnswer } from './wire.ts'

/** The answer of a request that was processed, as the fault lets it appear. */
export function altered(fault: Fault | undefined, answer: PlainAnswer, sent: readonly string[]): PlainAnswer {
  switch (fault?.kind) {
    case 'garble':
      return { status: fault.status ?? answer.status, body: fault.body }
    case 'say nothing':
      return { status: 200, body: isV2(answer.body) ? { orders: [] } : { success: false } }
    case 'leave out': {
      const left = fault.orders ?? sent.slice(0, 1)
      return named(answer, sent, ({ order_number }) => (left.includes(String(order_number)) ? [] : [{ order_number }]))
    }
    case 'respell':
      return named(answer, sent, ({ order_number }) => [{ order_number: respelt(String(order_number)) }])
    default:
      return answer
  }
}

interface Named {
  readonly order_number: unknown
}

const isV2 = (body: unknown): body is { readonly orders: readonly Named[] } =>
  typeof body === 'object' && body !== null && 'orders' in body && Array.isArray(body.orders)

/** Changes how an answer names its orders. The success of state-update names them all, as if each had a remark. */
function named(answer: PlainAnswer, sent: readonly string[], rename: (entry: Named) => readonly Named[]): PlainAnswer {
  const change = (entries: readonly Named[]) =>
    entries.flatMap((entry) => rename(entry).map((changed) => ({ ...entry, ...changed })))
  if (isV2(answer.body)) return { ...answer, body: { ...answer.body, orders: change(answer.body.orders) } }
  const messages = Array.isArray(answer.body)
    ? (answer.body as readonly Named[])
    : sent.map((order_number) => ({ order_number, error: false, message: 'Done.' }))
  return { ...answer, body: change(messages) }
}

const respelt = (order_number: string): string => {
  const lower = order_number.toLowerCase()
  return (lower === order_number ? order_number.toUpperCase() : lower).replace(/^0+(?=.)/, '')
}
