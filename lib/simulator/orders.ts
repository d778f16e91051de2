import {
  type Email,
  type InitialOrder,
  type ShopOptions,
  type SimulatedOrder,
  type SimulatedStatus,
  usualStatuses,
} from './model.ts'

/** What somebody asks to be changed about one order, whichever API it came by. Absent: leave alone. */
export interface Wish {
  readonly order_number: string
  readonly status?: string
  readonly paid_date?: string
  readonly tracking_code?: string
  readonly resolved_yn?: boolean
  readonly metas: readonly {
    readonly key: string
    readonly value: string | Readonly<Record<string, string>> | undefined
  }[]
}

/** Why a wish was refused, or what was skipped. */
export interface Grant {
  readonly error?: string
  /** per skipped custom field, its key and what the shop says */
  readonly warnings: readonly { readonly key: string; readonly message: string }[]
}

/** The books of the simulated shop. */
export interface Books {
  readonly orders: ReadonlyMap<string, SimulatedOrder>
  readonly statuses: readonly SimulatedStatus[]
  readonly metas: ReadonlySet<string>
  readonly emails: readonly Email[]
  /** Carries out a wish, all of it or nothing but for unknown custom fields; mails the customer of a changed status. */
  grant(wish: Wish, mail: boolean): Grant
  /** Makes a custom field or a status known, as an owner would in the administration. */
  addMeta(key: string): void
  addStatus(name: string): void
  addOrder(order: InitialOrder): void
}

/** Opens the books. */
export function openBooks({ clock, orders, statuses, metas }: ShopOptions): Books {
  const known: SimulatedStatus[] = (
    statuses ?? [...new Set([...usualStatuses, ...orders.flatMap(({ status }) => status ?? [])])]
  ).map((status) => (typeof status === 'string' ? { name: status } : status))
  const keys = new Set(metas ?? orders.flatMap((order) => Object.keys(order.metas ?? {})))
  const books = new Map(orders.map((order) => [order.order_number, opened(order, known)]))
  const emails: Email[] = []
  return {
    orders: books,
    statuses: known,
    metas: keys,
    emails,
    addMeta: (key) => void keys.add(key),
    addStatus: (name) => void known.push({ name }),
    addOrder: (order) => void books.set(order.order_number, opened(order, known)),
    grant(wish, mail) {
      const order = books.get(wish.order_number)
      if (order === undefined) return { error: "Order with this number doesn't exists.", warnings: [] }
      const status = known.find(({ name }) => name === wish.status)
      if (wish.status !== undefined && status === undefined) {
        return { error: `Order status '${wish.status}' not defined.`, warnings: [] }
      }
      const time = new Date(clock.now()).toISOString()
      if (status !== undefined && status.name !== order.status && mail) {
        emails.push({ order_number: order.order_number, status: status.name, time })
      }
      change(order, wish, status, time)
      return { warnings: wish.metas.flatMap((meta) => changeMeta(order, meta, keys, time)) }
    },
  }
}

function opened(order: InitialOrder, statuses: readonly SimulatedStatus[]): SimulatedOrder {
  return {
    order_number: order.order_number,
    status: order.status ?? statuses[0]?.name ?? 'Přijatá',
    paid_date: order.paid_date ?? '',
    tracking_code: order.tracking_code ?? '',
    resolved_yn: order.resolved_yn ?? false,
    metas: new Map(Object.entries(order.metas ?? {})),
    history: [],
  }
}

function change(order: SimulatedOrder, wish: Wish, status: SimulatedStatus | undefined, time: string): void {
  const set = <K extends 'status' | 'paid_date' | 'tracking_code' | 'resolved_yn'>(
    field: K,
    after: SimulatedOrder[K] | undefined,
  ): void => {
    if (after === undefined || order[field] === after) return
    order.history.push({ time, field, before: order[field], after, origin: 'api' })
    order[field] = after
  }
  set('status', status?.name)
  if (status?.mark_paid_yn && order.paid_date === '') set('paid_date', time.slice(0, 10))
  if (status?.mark_resolved_yn) set('resolved_yn', true)
  set('paid_date', wish.paid_date)
  set('tracking_code', wish.tracking_code)
  set('resolved_yn', wish.resolved_yn)
}

function changeMeta(
  order: SimulatedOrder,
  { key, value }: Wish['metas'][number],
  keys: ReadonlySet<string>,
  time: string,
): Grant['warnings'] {
  if (!keys.has(key)) return [{ key, message: `Meta with key '${key}' not found.` }]
  if (value === undefined) return [{ key, message: `Meta with key '${key}' has no option 'value' or 'values'.` }]
  order.history.push({ time, field: `metas.${key}`, before: order.metas.get(key), after: value, origin: 'api' })
  order.metas.set(key, value)
  return []
}

/** The time of day is the shop's own business: only the date of a payment is kept. */
export const dateOnly = (value: string): string => value.slice(0, 10)
