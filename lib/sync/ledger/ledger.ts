import type { Effects } from '../../effects.ts'
import { ownedFields, type Settings } from '../../settings/settings.ts'
import { type Head, inPlace } from '../state/head.ts'
import { adoptAllOf } from './adopt.ts'
import { isOpen, type Line, newLine } from './line.ts'
import { createPlacedLines } from './placed.ts'
import { createShapes } from './shapes.ts'
import { createMoves, createSieveKeeper, type SieveKeeper } from './sieve-keeper.ts'
import { openSnapshot, type PackedLines, packSnapshot, type Snapshot } from './snapshot.ts'
import { heedOwners } from './unowned.ts'

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
  /**
   * Moves one line by a pure transition; an order that is not known starts with nothing acknowledged.
   * @param place where its line is, for who knows that already
   * @returns where its line is by now; -1: nowhere
   */
  update(order_number: string, transition: (line: Line) => Line, place?: number): number
  /** Takes over all lines at once, where there is none yet. */
  load(lines: PackedLines): void
  /** the line at this place is going to be asked for once more, and is kept at hand until it is moved */
  hold(place: number, line: Line): void
  /** all lines; nobody but the first run walks them */
  lines(): Iterable<Line>
  /** the snapshot of all lines, as it is stored */
  pack(): Uint8Array
  /** the place of an order among all lines, which never changes; -1 where it is not known */
  placeOf(order_number: string): number
  at(place: number): Line
  /** somebody is going to ask for the order at this place next, or for one that follows it: only a hint */
  expect(place: number): void
  /** how often any line was moved in this run */
  readonly moves: number
  /** whether the line at a place was moved in this run, later than the n-th move of all; default: at all */
  isMoved(place: number, since?: number): boolean
  readonly sieves: SieveKeeper
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
  ledgerOver({ blocks: [], shapes: createShapes(), open: [], apart: new Map(), sieves: new Map() }, '', lines)

/** A ledger over the lines of a snapshot, which are read when they are asked for, and further ones behind them. */
function ledgerOver(snapshot: Snapshot, from: string, more: ReadonlyMap<string, Line> = new Map()): Ledger {
  const lines = createPlacedLines(snapshot, from, more)
  const open = new Set(lines.openAtFirst)
  const moves = createMoves()
  const sieves = createSieveKeeper(snapshot.sieves, moves)
  let changed = false
  const ledger: Ledger = {
    get size() {
      return lines.size()
    },
    get changed() {
      return changed || sieves.isWorthWriting()
    },
    get moves() {
      return moves.count()
    },
    placeOf: lines.placeOf,
    at: lines.at,
    expect: lines.expect,
    isMoved: (place, since = 0) => moves.lastOf(place) > since,
    sieves,
    get(order_number) {
      const place = lines.placeOf(order_number)
      return place === -1 ? undefined : lines.at(place)
    },
    *lines() {
      for (let place = 0; place < lines.size(); place++) yield lines.at(place)
    },
    *open() {
      for (const place of open) yield lines.at(place)
    },
    load(packed) {
      if (lines.size() > 0) throw new Error('a ledger that has lines takes over no others')
      lines.load(packed)
      changed ||= packed.blocks.length > 0
    },
    hold: lines.hold,
    update(order_number, transition, place = lines.placeOf(order_number)) {
      const before = place === -1 ? newLine(order_number) : lines.at(place)
      const after = transition(before)
      if (after === before) return place
      const now = lines.put(place, after)
      moves.note(now)
      changed = true
      if (isOpen(after)) open.add(now)
      else open.delete(now)
      return now
    },
    pack() {
      const opened = [...open].sort((left, right) => left - right).map((place) => [place, lines.at(place)] as const)
      return packSnapshot({ ...lines.packed(), open: opened, sieves: sieves.toKeep() })
    },
  }
  return ledger
}

/** Nothing waits of fields that no feed of the settings gives; what was set aside of others waits again. */
export function setUnownedAside(ledger: Ledger, { feeds }: Pick<Settings, 'feeds'>): void {
  const all = Object.entries(feeds)
  const owners = {
    fields: new Set(all.flatMap(([, feed]) => ownedFields(feed))),
    ofChanges: new Set(all.flatMap(([name, { contents }]) => (contents === 'changes' ? [name] : []))),
  }
  for (const { order_number } of [...ledger.open()]) ledger.update(order_number, (line) => heedOwners(line, owners))
}

/** Takes everything that is wanted as acknowledged, without posting. Returns the number of orders. */
export function adoptAll(ledger: Ledger): number {
  const unheard: string[] = []
  // nothing waits of what a person has taken back for good
  for (const { order_number, wanted, unowned, pinned, rejected } of ledger.lines())
    if ([wanted, unowned, pinned, rejected].some((some) => some !== undefined)) unheard.push(order_number)
  for (const order_number of unheard) ledger.update(order_number, adoptAllOf)
  return unheard.length
}
