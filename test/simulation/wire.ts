import { type FieldName, type FieldValue, fieldEntries } from '../../lib/order.ts'

/** What one request says about one order, read from the wire. */
export interface SentOrder {
  readonly order_number: string
  readonly fields: ReadonlyMap<FieldName, FieldValue>
}

/** A request that changes orders, read from the wire. */
export interface SentBatch {
  readonly mails: boolean
  /** the flag for text messages; absent in `state-update` */
  readonly texts?: boolean
  readonly orders: readonly SentOrder[]
}

type Json = Readonly<Record<string, unknown>>

/** Reads the body of a request in either API. */
export function sentBatch(body: unknown): SentBatch {
  const { sendEmails, send_emails_yn, send_sms_yn, orders } = body as Json
  return {
    mails: (send_emails_yn ?? sendEmails ?? true) === true,
    ...(send_emails_yn === undefined ? {} : { texts: (send_sms_yn ?? true) === true }),
    orders: (orders as Json[]).map(({ order_number, metas, ...rest }) => ({
      order_number: String(order_number),
      fields: new Map([...fieldEntries(rest as Record<FieldName, FieldValue>), ...metaFields(metas)]),
    })),
  }
}

const metaFields = (metas: unknown): [FieldName, FieldValue][] =>
  ((metas ?? []) as { key: string; value: FieldValue }[]).map(({ key, value }) => [`metas.${key}`, value])

/** What an answer acknowledges, refuses or shows, by the documents of the two APIs alone. */
export interface Understood {
  readonly acknowledged: readonly {
    readonly order_number: string
    readonly field: FieldName
    readonly value: FieldValue
  }[]
}

/** The fields that an answer to a request acknowledges. */
export function acknowledgedBy(
  sent: SentBatch,
  response: { readonly status: number; readonly body: unknown },
): Understood['acknowledged'] {
  const { status, body } = response
  if (status >= 500) return []
  return sent.orders.flatMap(({ order_number, fields }) => {
    const skipped = skippedIn(order_number, status, body)
    if (skipped === undefined) return []
    return [...fields]
      .filter(([field]) => !skipped.some((key) => field === `metas.${key}`))
      .map(([field, value]) => ({ order_number, field, value }))
  })
}

/** Keys of the custom fields that an order was taken without; `undefined` where it was not taken, or not named. */
function skippedIn(order: string, status: number, body: unknown): string[] | undefined {
  if (Array.isArray(body)) {
    const about = (body as Json[]).filter(({ order_number }) => String(order_number) === order)
    if (about.length === 0 || about.some(({ error }) => error === true)) return undefined
    return about.flatMap(({ message }) => /'([^']*)'/.exec(String(message))?.[1] ?? [])
  }
  const { success, orders } = (body ?? {}) as Json
  if (success === true && status < 300) return []
  if (!Array.isArray(orders) || status >= 300) return undefined
  const answer = (orders as Json[]).find(({ order_number }) => String(order_number) === order)
  if (answer === undefined || answer.updated_yn !== true) return undefined
  return ((answer.messages ?? []) as Json[]).flatMap(({ property }) => (property == null ? [] : [String(property)]))
}

/** What an answer to a reading shows. */
export function shownBy(body: unknown): Understood['acknowledged'] {
  const { orders } = (body ?? {}) as Json
  return (Array.isArray(orders) ? (orders as Json[]) : []).flatMap(
    ({ order_number, status, paid_date, tracking_code, resolved_yn, metas }) =>
      [
        ['status', status ?? ''] as const,
        ['paid_date', String(paid_date ?? '').slice(0, 10)] as const,
        ['tracking_code', tracking_code ?? ''] as const,
        ['resolved_yn', resolved_yn ?? false] as const,
        ['metas.note', ''] as const,
        ...metaFields(metas),
      ].map(([field, value]) => ({
        order_number: String(order_number),
        field: field as FieldName,
        value: value as FieldValue,
      })),
  )
}
