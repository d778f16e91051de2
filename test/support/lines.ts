import type { Cause, FieldValue } from '../../lib/order.ts'
import type { Store } from '../../lib/storage/store.ts'
import { createLedger, type Ledger, openLedger } from '../../lib/sync/ledger/ledger.ts'
import type { Line, Parked, Wanted } from '../../lib/sync/ledger/line.ts'

/** Ten in the morning of the day that the tests of pure parts live in. */
export const nowMs = Date.parse('2026-11-24T10:00:00.000Z')

/** ISO 8601, so many milliseconds after {@link nowMs}. */
export const iso = (laterMs = 0): string => new Date(nowMs + laterMs).toISOString()

export const cause: Cause = { feed: 'orders', key: 'exports/orders/1.csv', record: 1 }

/** A value that an export wants since an hour ago. */
export const wanted = (value: FieldValue, more: Partial<Wanted> = {}): Wanted => ({
  value,
  since: iso(-3_600_000),
  cause,
  ...more,
})

/** Refused once, and tried again at a time. */
export const parkedUntil = (nextTry: string, more: Partial<Parked> = {}): Parked => ({
  kind: 'rejected',
  messages: ['no'],
  attempts: 1,
  nextTry,
  ...more,
})

/** A line of the order `A`, of which nothing is known but this. */
export const lineOf = (more: Partial<Line> = {}): Line => ({ order_number: 'A', acknowledged: {}, ...more })

/** A ledger of these lines. */
export const ledgerOf = (...lines: readonly Line[]): Ledger =>
  createLedger(new Map(lines.map((line) => [line.order_number, line])))

/** A snapshot of these lines, as it is stored. */
export const packLines = (lines: readonly Line[]): Uint8Array => ledgerOf(...lines).pack()

/** All lines of a snapshot, by their orders. */
export async function readSnapshot(store: Store, snapshot: string, orders: number): Promise<Map<string, Line>> {
  const ledger = await openLedger({ snapshot, orders }, { store })
  return new Map([...ledger.lines()].map((line) => [line.order_number, line]))
}
