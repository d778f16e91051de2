import type { Effects } from '../../effects.ts'
import { ownedFields, type Settings } from '../../settings/settings.ts'
import type { Head } from '../state/head.ts'
import { adoptWanted, isOpen, type Line, newLine } from './line.ts'
import { readSnapshot } from './snapshot.ts'
import { forgetUnowned } from './undone.ts'

/** The orders that the shop is known to have, for who only reads. */
export interface LedgerView {
  /** number of orders */
  readonly size: number
  get(order_number: string): Line | undefined
  /** the lines on which something waits, in the order of the snapshot */
  open(): Iterable<Line>
}

/** All orders of a run. `update` is the only way in; `changed` says whether the snapshot must be written. */
export interface Ledger extends LedgerView {
  readonly changed: boolean
  /** Moves one line by a pure transition; an order that is not known starts with nothing acknowledged. */
  update(order_number: string, transition: (line: Line) => Line): void
  /** all lines; only a first run, an adoption and the commit walk them */
  lines(): Iterable<Line>
}

/** Opens the ledger at the snapshot that the head points to; empty before the first commit. */
export async function openLedger(
  head: Pick<Head, 'snapshot' | 'orders'>,
  { store }: Pick<Effects, 'store'>,
): Promise<Ledger> {
  return createLedger(head.snapshot === null ? new Map() : await readSnapshot(store, head.snapshot, head.orders))
}

/** A ledger over these lines, which become its own. */
export function createLedger(lines: Map<string, Line> = new Map()): Ledger {
  const open = new Set<string>()
  for (const line of lines.values()) if (isOpen(line)) open.add(line.order_number)
  let changed = false
  return {
    get size() {
      return lines.size
    },
    get changed() {
      return changed
    },
    get: (order_number) => lines.get(order_number),
    lines: () => lines.values(),
    *open() {
      for (const order_number of open) {
        const line = lines.get(order_number)
        if (line !== undefined) yield line
      }
    },
    update(order_number, transition) {
      const before = lines.get(order_number)
      const after = transition(before ?? newLine(order_number))
      if (after === before) return
      lines.set(order_number, after)
      changed = true
      if (isOpen(after)) open.add(order_number)
      else open.delete(order_number)
    },
  }
}

/** Forgets what was wanted of fields that no feed of the settings owns any more. */
export function forgetUnownedFields(ledger: Ledger, { feeds }: Pick<Settings, 'feeds'>): void {
  const owned = new Set<string>(Object.values(feeds).flatMap((feed) => ownedFields(feed)))
  for (const { order_number } of [...ledger.open()]) ledger.update(order_number, (line) => forgetUnowned(line, owned))
}

/** Takes everything that is wanted as acknowledged, without posting. Returns the number of orders. */
export function adoptAll(ledger: Ledger): number {
  const wanted = [...ledger.open()].filter((line) => line.wanted !== undefined)
  for (const { order_number } of wanted) ledger.update(order_number, adoptWanted)
  return wanted.length
}
