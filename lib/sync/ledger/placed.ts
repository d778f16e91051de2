import type { Block } from './blocks.ts'
import { isOpen, type Line } from './line.ts'
import { attempt, changedBlocks, type Snapshot } from './snapshot.ts'
import { createStoredLines } from './stored.ts'

/** Lines by their places: those of a snapshot, what became of them in this run, and new ones behind them. */
export interface PlacedLines {
  /** places of the lines on which something waited at first */
  readonly openAtFirst: readonly number[]
  size(): number
  /** -1 where the order is not known */
  placeOf(order_number: string): number
  at(place: number): Line
  /** somebody is going to ask for the order at this place next, or for one that follows it */
  expect(place: number): void
  /** @param place -1: behind all others. Returns where it is now. */
  put(place: number, line: Line): number
  /** the snapshot's blocks, with what has changed */
  blocks(): Block[]
}

/** @param more lines behind those of the snapshot, of which nothing is stored yet */
export function createPlacedLines(
  { blocks, open }: Snapshot,
  key: string,
  more: ReadonlyMap<string, Line>,
): PlacedLines {
  const stored = createStoredLines(blocks)
  const waiting = new Map(open)
  const moved = new Map<number, Line>()
  const added = [...more.values()]
  const places = new Map([...more.keys()].map((order_number, index) => [order_number, stored.size + index]))
  const addedOpen = added.flatMap((line, index) => (isOpen(line) ? [stored.size + index] : []))
  const append = (line: Line): number => {
    const place = stored.size + added.length
    places.set(line.order_number, place)
    added.push(line)
    return place
  }
  return {
    openAtFirst: [...waiting.keys(), ...addedOpen],
    size: () => stored.size + added.length,
    placeOf(order_number) {
      const place = places.size === 0 ? undefined : places.get(order_number)
      return place ?? attempt(key, () => stored.find(order_number))
    },
    at(place) {
      const line =
        place < stored.size
          ? (moved.get(place) ?? waiting.get(place) ?? attempt(key, () => stored.at(place)))
          : added[place - stored.size]
      if (line === undefined) throw new Error(`there is no line ${place}`)
      return line
    },
    expect: stored.expect,
    put(place, line) {
      if (place === -1) return append(line)
      if (place < stored.size) moved.set(place, line)
      else added[place - stored.size] = line
      return place
    },
    blocks: () => attempt(key, () => changedBlocks(blocks, moved, added)),
  }
}
