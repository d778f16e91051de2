import type { Clock } from '../effects.ts'
import {
  type Email,
  type InitialOrder,
  type MetaValue,
  type Origin,
  type PlainFields,
  type ShopOptions,
  type SimulatedOrder,
  type SimulatedStatus,
  usualStatuses,
} from './model.ts'

/** What somebody asks to be changed about one order, whichever API it came by. Absent: leave alone. */
export interface Wish extends Asked<PlainFields> {
  readonly order_number: string
  /** id of a status; wins over its name */
  readonly status_id?: number | undefined
  readonly metas?: readonly { readonly key: string | undefined; readonly value: MetaValue | undefined }[]
  /** `false`: no invoice is made of the order */
  readonly invoice?: boolean | undefined
}

/** Fields that may be asked for. */
type Asked<T> = { readonly [K in keyof T]?: T[K] | undefined }

/** What the shop says about a wish. */
export interface Message {
  /** the order was refused; otherwise something of it was skipped */
  readonly error: boolean
  readonly object: 'order' | 'metas'
  /** the field, or the key of the custom field */
  readonly property: string | null
  readonly message: string
}

/** How a wish comes. */
export interface Manner {
  /** whether the customer may be mailed of a changed status */
  readonly mail: boolean
  readonly origin?: Origin
}

/** The books of the simulated shop. */
export interface Books {
  readonly orders: ReadonlyMap<string, SimulatedOrder>
  readonly statuses: readonly SimulatedStatus[]
  readonly metas: ReadonlySet<string>
  readonly emails: readonly Email[]
  /** Carries out a wish, all of it or nothing but for unknown custom fields, and says all that is to be said. */
  grant(wish: Wish, manner: Manner): readonly Message[]
  /** Makes a custom field or a status known, as an owner would in the administration. */
  addMeta(key: string): void
  addStatus(name: string): void
  addOrder(order: InitialOrder): void
}

/** Opens the books. */
export function openBooks({ clock, orders, statuses, metas, mailsInvoices = false }: ShopOptions): Books {
  const known: SimulatedStatus[] = (
    statuses ?? [...new Set([...usualStatuses, ...orders.flatMap(({ status }) => status ?? [])])]
  ).map((status) => (typeof status === 'string' ? named(status) : status))
  const keys = new Set(metas ?? orders.flatMap((order) => Object.keys(order.metas ?? {})))
  const books = new Map(orders.map((order) => [order.order_number, opened(order, known, clock)]))
  const emails: Email[] = []

  const carryOut = (order: SimulatedOrder, wish: Wish, { mail, origin = 'api' }: Manner): void => {
    const time = new Date(clock.now()).toISOString()
    const before = { status: order.status, paid_date: order.paid_date }
    change(order, wish, { known, keys, time, origin })
    const { order_number, status } = order
    if (mail && status !== before.status) emails.push({ order_number, kind: 'status', status, time })
    if (mailsInvoices && wish.invoice !== false && before.paid_date === '' && order.paid_date !== '')
      emails.push({ order_number, kind: 'invoice', status, time })
  }

  return {
    orders: books,
    statuses: known,
    metas: keys,
    emails,
    addMeta: (key) => void keys.add(key),
    addStatus: (name) => void known.push({ name }),
    addOrder: (order) => void books.set(order.order_number, opened(order, known, clock)),
    grant(wish, manner) {
      const order = books.get(wish.order_number)
      const messages = [
        ...(order === undefined ? [refusal('order_number', "Order with this number doesn't exists.")] : []),
        ...statusProblem(wish, known),
        ...metaProblems(wish, keys),
      ]
      if (order !== undefined && !messages.some(({ error }) => error)) carryOut(order, wish, manner)
      return messages
    },
  }
}

/** The usual statuses are those of the shop itself, of which a cancelled order returns its goods to the stock. */
const usualTypes: Readonly<Record<string, string>> = { Přijatá: 'Received', Odeslaná: 'Sent', Storno: 'Canceled' }

const named = (name: string): SimulatedStatus => {
  const type = Object.hasOwn(usualTypes, name) ? usualTypes[name] : undefined
  return type === undefined ? { name } : { name, type }
}

const refusal = (property: string, message: string): Message => ({ error: true, object: 'order', property, message })

function opened(order: InitialOrder, statuses: readonly SimulatedStatus[], clock: Pick<Clock, 'now'>): SimulatedOrder {
  return {
    status: statuses[0]?.name ?? 'Přijatá',
    paid_date: '',
    delivered_date: '',
    tracking_code: '',
    resolved_yn: false,
    internal_note: '',
    external_order_number: '',
    ...order,
    updated: new Date(clock.now()).toISOString(),
    metas: new Map(Object.entries(order.metas ?? {})),
    history: [],
  }
}

const wanted = ({ status, status_id }: Wish, known: readonly SimulatedStatus[]): SimulatedStatus | undefined =>
  status_id === undefined ? known.find(({ name }) => name === status) : known[status_id - 1]

function statusProblem(wish: Wish, known: readonly SimulatedStatus[]): Message[] {
  const { status, status_id } = wish
  if ((status === undefined && status_id === undefined) || wanted(wish, known) !== undefined) return []
  if (status_id !== undefined) return [refusal('status_id', `Order status with id '${status_id}' not defined.`)]
  return [refusal('status', `Order status '${status}' not defined.`)]
}

function metaProblems({ metas = [] }: Wish, keys: ReadonlySet<string>): Message[] {
  return metas.flatMap(({ key, value }) => {
    const warn = (message: string) => ({ error: false, object: 'metas' as const, property: key ?? null, message })
    if (key === undefined) return [warn("Meta has no option 'key'.")]
    if (!keys.has(key)) return [warn(`Meta with key '${key}' not found.`)]
    return value === undefined ? [warn(`Meta with key '${key}' has no option 'value' or 'values'.`)] : []
  })
}

interface Change {
  readonly known: readonly SimulatedStatus[]
  readonly keys: ReadonlySet<string>
  readonly time: string
  readonly origin: Origin
}

const plainNames = [
  'paid_date',
  'delivered_date',
  'tracking_code',
  'resolved_yn',
  'internal_note',
  'external_order_number',
] as const

function change(order: SimulatedOrder, wish: Wish, { known, keys, time, origin }: Change): void {
  const note = (field: string, before: unknown, after: unknown): void => {
    order.history.push({ time, field, before, after, origin })
    order.updated = time
  }
  const set = <K extends keyof PlainFields>(field: K, after: PlainFields[K] | undefined): void => {
    if (after === undefined || order[field] === after) return
    note(field, order[field], after)
    Object.assign(order, { [field]: after })
  }
  const status = wanted(wish, known)
  set('status', status?.name)
  if (status?.mark_paid_yn && order.paid_date === '') set('paid_date', time.slice(0, 10))
  if (status?.mark_delivered_yn && order.delivered_date === '') set('delivered_date', time.slice(0, 10))
  if (status?.mark_resolved_yn) set('resolved_yn', true)
  for (const name of plainNames) set(name, wish[name])
  for (const { key, value } of wish.metas ?? []) {
    if (key === undefined || value === undefined || !keys.has(key)) continue
    note(`metas.${key}`, order.metas.get(key), value)
    order.metas.set(key, value)
  }
}

/** The time of day is the shop's own business: only the date of a payment is kept. */
export const dateOnly = (value: string): string => value.slice(0, 10)
