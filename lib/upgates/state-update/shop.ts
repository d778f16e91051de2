import * as z from 'zod/mini'
import { type FieldName, fieldEntries } from '../../order.ts'
import { jsonOf, namedFields } from '../named.ts'
import { toReply, type UpdateResult } from '../old.ts'
import type { Batch, Outcome, Session, Shop, ShopResponse, Update } from '../shop.ts'
import { createTransport, type Transport, type TransportEffects } from '../transport.ts'

const batchSize = 100

const truthy = z.pipe(
  z.union([z.boolean(), z.literal([0, 1]), z.literal(['0', '1', 'true', 'false'])]),
  z.transform((value) => ['1', 'true', 1, true].includes(value)),
)

const successSchema = z.object({ success: z.literal([true, 1, '1', 'true']) })
const messagesSchema = z.array(
  z.object({
    order_number: z.pipe(z.union([z.string(), z.number()]), z.transform(String)),
    error: truthy,
    message: z.string(),
  }),
)

type Message = z.infer<typeof messagesSchema>[number]

/** How the order-status API is reached: one address, the key in the body. */
export interface StateUpdateOptions {
  readonly url: string
  /** per request */
  readonly timeoutMs: number
}

/**
 * The order-status API of the seed document. An order counts as acknowledged only by `success: true`, or by an answer
 * that names it with warnings alone; after an answer with errors the others go out once more without the refused ones.
 */
export function createStateUpdateShop(options: StateUpdateOptions, effects: TransportEffects): Shop {
  const transport = createTransport(options.url, options.timeoutMs, effects)
  return {
    api: 'state-update',
    batchSize,
    interpret,
    update: async (batch, session) => toReply(await update(transport, batch, session)),
  }
}

async function update(transport: Transport, batch: Batch, session: Session): Promise<UpdateResult> {
  const settled: Outcome[] = []
  let rest = batch.updates
  while (rest.length > 0) {
    const part: Batch = { updates: rest, mayNotify: batch.mayNotify }
    const answer = await ask(transport, part, session)
    if (answer.kind === 'not sent') return { ...answer, outcomes: settled }
    if (answer.kind !== 'answer') return settled.length === 0 ? answer : withRest(settled, rest, answer)
    const outcomes = interpret(part, answer.response)
    const open = outcomes.filter(({ kind }) => kind === 'unknown').map(({ order_number }) => order_number)
    settled.push(...outcomes.filter(({ kind }) => kind !== 'unknown'))
    if (open.length === rest.length) return { kind: 'answered', outcomes: [...settled, ...outcomes] }
    rest = rest.filter(({ order_number }) => open.includes(order_number))
  }
  return { kind: 'answered', outcomes: settled }
}

/** What was settled before the trouble counts; the trouble itself comes back with the next batch or run. */
function withRest(
  settled: readonly Outcome[],
  rest: readonly Update[],
  trouble: { readonly kind: string; readonly message: string },
): UpdateResult {
  const kind = 'unknown' as const
  const outcomes = rest.map(({ order_number }): Outcome => ({ order_number, kind, messages: [trouble.message] }))
  return { kind: 'answered', outcomes: [...settled, ...outcomes] }
}

async function ask(transport: Transport, batch: Batch, session: Session) {
  const body = JSON.stringify({ apiKey: session.apiKey.value, ...updateBody(batch) })
  const answer = await transport(
    {
      request: (url) => ({
        method: 'POST',
        url,
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body,
      }),
      orderNumbers: batch.updates.map(({ order_number }) => order_number),
      batch,
      repeatable: true,
      isReadable: (response) => isAnswer(response) || isDenial(response),
    },
    session,
  )
  if (answer.kind !== 'answer' || !isDenial(answer.response)) return answer
  return { kind: 'denied' as const, status: answer.response.status, message: 'The shop refused the API key.' }
}

/** `success: true`, or a list of messages about orders, whatever the status below 500. */
function isAnswer({ status, body }: ShopResponse): boolean {
  const value = jsonOf(body)
  return messagesSchema.safeParse(value).success
    ? Array.isArray(value) && value.length > 0
    : status < 300 && successSchema.safeParse(value).success
}

/** `success: false` with a word about the key; the page on this API does not say how a wrong key is answered. */
function isDenial({ status, body }: ShopResponse): boolean {
  if (status >= 300) return false
  const value = z.object({ success: z.literal([false, 0]), message: z.string() }).safeParse(jsonOf(body))
  return value.success && /api.?key|unauthori[sz]ed|forbidden/i.test(value.data.message)
}

/** The body without the key. */
export const updateBody = ({ updates, mayNotify }: Batch) => ({ sendEmails: mayNotify, orders: updates.map(orderBody) })

function orderBody({ order_number, fields }: Update): Record<string, unknown> {
  const plain = fieldEntries(fields).filter(([name]) => !name.startsWith('metas.'))
  const metas = fieldEntries(fields)
    .filter(([name]) => name.startsWith('metas.'))
    .map(([name, value]) => ({
      key: name.slice('metas.'.length),
      ...(typeof value === 'object' ? { values: value } : { value }),
    }))
  return { order_number, ...Object.fromEntries(plain), ...(metas.length === 0 ? {} : { metas }) }
}

/** Reads one answer; orders that it neither refuses nor acknowledges are `unknown`. */
function interpret(batch: Batch, response: ShopResponse): Outcome[] {
  const value = jsonOf(response.body)
  if (response.status < 300 && successSchema.safeParse(value).success) {
    return batch.updates.map(({ order_number }) => ({ order_number, kind: 'accepted' }))
  }
  const parsed = messagesSchema.safeParse(value)
  const messages = parsed.success && response.status < 500 ? parsed.data : []
  return batch.updates.map((update) =>
    outcomeOf(
      update,
      messages.filter(({ order_number }) => order_number === update.order_number),
    ),
  )
}

function outcomeOf({ order_number, fields }: Update, about: readonly Message[]): Outcome {
  const messages = about.map(({ message }) => message)
  if (about.length === 0) return { order_number, kind: 'unknown', messages: ['the answer does not name this order'] }
  if (about.some(({ error }) => error)) return { order_number, kind: 'rejected', messages }
  const skipped = [...new Set(messages.flatMap((message): FieldName[] => namedFields(fields, message)))]
  return { order_number, kind: 'accepted with warnings', messages, skipped }
}
