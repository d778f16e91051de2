import type { Effects } from '../../effects.ts'
import { ownedFields, type Settings } from '../../settings/settings.ts'
import { type Head, inPlace } from '../state/head.ts'
import { adoptWanted, isOpen, type Line, newLine } from './line.ts'
import { attempt, changedBlocks, openSnapshot, packSnapshot, type Snapshot } from './snapshot.ts'
import { createStoredLines } from './stored.ts'
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
  /** all lines; nobody but the first run walks them */
  lines(): Iterable<Line>
  /** the snapshot of all lines, as it is stored */
  pack(): Uint8Array
}

/** Opens the ledger at the snapshot that the head points to; empty before the first commit. */
export async function openLedger(
  head: Pick<Head, 'snapshot' | 'orders'>,
  { store }: Pick<Effects, 'store'>,
): Promise<Ledger> {
  if (head.snapshot === null) return createLedger()
  const opened = await openSnapshot(store, head.snapshot, head.orders)
  return opened instanceof Map ? createLedger(opened) : ledgerOver(opened, inPlace(head.snapshot, store.description))
}

/** A ledger over these lines. */
export const createLedger = (lines: ReadonlyMap<string, Line> = new Map()): Ledger =>
  ledgerOver({ blocks: [], open: [] }, '', lines)

/**
 * A ledger over the lines of a snapshot, which are read when they are asked for, and further ones behind them. A place is
 * the number of a line, from 0; no line ever changes its place.
 */
function ledgerOver(snapshot: Snapshot, from: string, more: ReadonlyMap<string, Line> = new Map()): Ledger {
  const stored = createStoredLines(snapshot.blocks)
  const waiting = new Map(snapshot.open)
  const moved = new Map<number, Line>()
  const added = [...more.values()]
  const places = new Map([...more.keys()].map((order_number, index) => [order_number, stored.size + index]))
  const open = new Set([...waiting.keys(), ...added.flatMap((line, at) => (isOpen(line) ? [stored.size + at] : []))])
  let changed = false
  const placeOf = (order_number: string): number => {
    const place = added.length === 0 ? undefined : places.get(order_number)
    return place ?? attempt(from, () => stored.find(order_number))
  }
  const at = (place: number): Line | undefined =>
    place < stored.size
      ? (moved.get(place) ?? waiting.get(place) ?? attempt(from, () => stored.at(place)))
      : added[place - stored.size]
  const put = (place: number, line: Line): number => {
    if (place >= stored.size) added[place - stored.size] = line
    else if (place !== -1) moved.set(place, line)
    else {
      places.set(line.order_number, stored.size + added.length)
      return stored.size + added.push(line) - 1
    }
    return place
  }
  const ledger: Ledger = {
    get size() {
      return stored.size + added.length
    },
    get changed() {
      return changed
    },
    get(order_number) {
      const place = placeOf(order_number)
      return place === -1 ? undefined : at(place)
    },
    *lines() {
      for (let place = 0; place < ledger.size; place++) yield at(place) as Line
    },
    *open() {
      for (const place of open) yield at(place) as Line
    },
    update(order_number, transition) {
      const place = placeOf(order_number)
      const before = place === -1 ? undefined : at(place)
      const after = transition(before ?? newLine(order_number))
      if (after === before) return
      const now = put(place, after)
      changed = true
      if (isOpen(after)) open.add(now)
      else open.delete(now)
    },
    pack() {
      const places = [...open].sort((left, right) => left - right)
      const opened = places.map((place) => [place, at(place) as Line] as const)
      const blocks = attempt(from, () => changedBlocks(snapshot.blocks, moved, added))
      return packSnapshot({ blocks, open: opened })
    },
  }
  return ledger
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
