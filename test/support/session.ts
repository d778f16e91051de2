import { redactor } from '../../lib/upgates/redact.ts'
import type {
  Allowance,
  Batch,
  Http,
  Refusal,
  Reply,
  Session,
  ShopRequest,
  ShopResponse,
} from '../../lib/upgates/shop.ts'

export const canary = 'canary-key-f00d/+ž'

/** What a session was told. */
export interface RecordedSession extends Session {
  readonly exchanges: { readonly request: ShopRequest; readonly attempt: number; response?: ShopResponse }[]
  readonly allowances: Allowance[]
  readonly newAddresses: string[]
  refusal: Refusal | undefined
}

export function createSession(): RecordedSession {
  const exchanges: RecordedSession['exchanges'] = []
  const allowances: Allowance[] = []
  const newAddresses: string[] = []
  const session: RecordedSession = {
    exchanges,
    allowances,
    newAddresses,
    refusal: undefined,
    apiKey: { value: canary },
    redact: redactor(canary),
    permit: () => session.refusal,
    allowance: (allowance) => void allowances.push(allowance),
    newAddress: (address) => void newAddresses.push(address),
    record: async ({ request, attempt }) => {
      const exchange: RecordedSession['exchanges'][number] = { request, attempt }
      exchanges.push(exchange)
      return async (response) => {
        exchange.response = response
      }
    },
  }
  return session
}

/** A plain answer. */
export const answer = (status: number, body: unknown = '', headers: Record<string, string> = {}): ShopResponse => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

/** An `Http` that gives these answers one after the other, the last one for ever; a function or error is called or thrown. */
export const scripted = (
  ...answers: readonly (ShopResponse | Error | ((request: ShopRequest) => ShopResponse))[]
): Http => {
  let next = 0
  return async (request) => {
    const current = answers[Math.min(next++, answers.length - 1)]
    if (current instanceof Error) throw current
    if (current === undefined) throw new Error('no answer was scripted')
    return typeof current === 'function' ? current(request) : current
  }
}

/** Kind of a reply in one word: `answered`, or the kind of trouble. */
export const endOf = (reply: Reply<unknown>): string => (reply.kind === 'answered' ? reply.kind : reply.trouble.kind)

export const batchOf = (...numbers: string[]): Batch => ({
  mayNotify: false,
  updates: numbers.map((order_number) => ({ order_number, fields: { status: 'sent', 'metas.note': 'x' } })),
})
