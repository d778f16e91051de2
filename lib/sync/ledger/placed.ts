import { isOpen, type Line } from './line.ts'
import { attempt, changedBlocks, fullLine, type PackedLines, type Snapshot } from './snapshot.ts'
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
  /** Takes over all lines at once, where there is none yet. */
  load(lines: PackedLines): void
  /** a line that was read, and is going to be asked for once more */
  hold(place: number, line: Line): void
  /** @param place -1: behind all others. Returns where it is now. */
  put(place: number, line: Line): number
  /** all of them as they are stored, with what has changed; those on which something waits may be told as they were before */
  packed(): PackedLines & Pick<Snapshot, 'apart'>
}

/** @param more lines behind those of the snapshot, of which nothing is stored yet */
export function createPlacedLines(
  { open, apart, ...snapshot }: Omit<Snapshot, 'sieves'>,
  key: string,
  more: ReadonlyMap<string, Line>,
): PlacedLines {
  let base: PackedLines = snapshot
  let stored = createStoredLines(base)
  const waiting = new Map(open)
  const moved = new Map<number, Line>()
  const added = [...more.values()]
  const held = new Map<number, Line>()
  /** of moved lines, which are asked for by their orders again and again */
  const movedPlaces = new Map<string, number>()
  const places = createAddedPlaces(added, () => stored.size)
  const addedOpen = added.flatMap((line, index) => (isOpen(line) ? [stored.size + index] : []))
  const read = (place: number): Line => {
    const text = apart.get(place)
    return text === undefined ? stored.at(place) : fullLine(text)
  }
  const append = (line: Line): number => {
    added.push(line)
    return stored.size + added.length - 1
  }
  return {
    openAtFirst: [...waiting.keys(), ...addedOpen],
    size: () => stored.size + added.length,
    placeOf(order_number) {
      const place = movedPlaces.get(order_number) ?? places.get(order_number)
      return place ?? (stored.size === 0 ? -1 : attempt(key, () => stored.find(order_number)))
    },
    at(place) {
      const line =
        place < stored.size
          ? (moved.get(place) ?? waiting.get(place) ?? held.get(place) ?? attempt(key, () => read(place)))
          : added[place - stored.size]
      if (line === undefined) throw new Error(`there is no line ${place}`)
      return line
    },
    expect: (place) => stored.expect(place),
    load(all) {
      base = all
      stored = createStoredLines(base)
    },
    hold(place, line) {
      if (place < stored.size) held.set(place, line)
    },
    put(place, line) {
      if (place === -1) return append(line)
      if (place < stored.size) {
        moved.set(place, line)
        movedPlaces.set(line.order_number, place)
        held.delete(place)
      } else added[place - stored.size] = line
      return place
    },
    packed: () => attempt(key, () => ({ ...changedBlocks(base, { moved, apart, added }), shapes: base.shapes })),
  }
}

/** The places of added lines by their orders, in an index that is made when somebody asks: most first runs never do. */
function createAddedPlaces(added: readonly Line[], first: () => number) {
  const places = new Map<string, number>()
  return {
    get(order_number: string): number | undefined {
      if (added.length === 0) return undefined
      for (let at = places.size; at < added.length; at++) places.set(added[at]?.order_number ?? '', first() + at)
      return places.get(order_number)
    },
  }
}
