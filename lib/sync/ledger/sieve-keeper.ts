import { type Sieve, type Sieves, withoutOrders } from './sieves.ts'

/** When which line was moved, as numbers of moves. */
export interface Moves {
  note(place: number): void
  count(): number
  /** the number of the last move of a line, from 1; 0: none */
  lastOf(place: number): number
}

/** Counts moves, in four bytes a line. */
export function createMoves(): Moves {
  let last = new Uint32Array(1024)
  let count = 0
  return {
    note(place) {
      if (place >= last.length) {
        const more = new Uint32Array(Math.max(2 * last.length, place + 1))
        more.set(last)
        last = more
      }
      last[place] = ++count
    },
    count: () => count,
    lastOf: (place) => last[place] ?? 0,
  }
}

/** The sieves of a run: those of the snapshot, and new ones of the exports that were read. */
export interface SieveKeeper {
  of(feed: string): Sieve | undefined
  /**
   * Puts a new one into its place.
   * @param moves of lines that it knows of: whoever moves a line later takes the order's record out of it
   */
  put(feed: string, sieve: Sieve, moves: number): void
  /** nothing is known of the feed's records any more */
  forget(feed: string): void
  /** they are to be written even where no line has changed */
  noteWorth(): void
  isWorthWriting(): boolean
  /** without the records of orders whose lines were moved otherwise meanwhile */
  toKeep(): Sieves
}

/** Keeps sieves until they are written. */
export function createSieveKeeper(stored: Sieves, moves: Moves): SieveKeeper {
  const all = new Map([...stored].map(([feed, sieve]) => [feed, { sieve, since: 0 }]))
  let isWorth = false
  return {
    of: (feed) => all.get(feed)?.sieve,
    put: (feed, sieve, since) => void all.set(feed, { sieve, since }),
    forget: (feed) => void all.delete(feed),
    noteWorth() {
      isWorth = true
    },
    isWorthWriting: () => isWorth,
    toKeep: () =>
      new Map(
        [...all].map(([feed, { sieve, since }]) => [
          feed,
          moves.count() === since ? sieve : withoutOrders(sieve, (place) => moves.lastOf(place) > since),
        ]),
      ),
  }
}
