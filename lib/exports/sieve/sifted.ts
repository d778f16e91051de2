import type { Blocks } from './blocks.ts'
import type { Seed } from './hash.ts'
import type { KnownRecords } from './known.ts'

/** How an export is sifted. */
export interface SieveOptions {
  readonly seed: Seed
  /** what the last export held; absent: nothing is passed over */
  readonly known?: KnownRecords
  /** whether the ledger still says of the order at a place what its record said */
  readonly isSettled: (place: number) => boolean
  /** told of the place behind that of the record which was passed over last */
  readonly passedTo: (place: number) => void
  /** orders of the ledger */
  readonly orders: number
  /** hand on everything, and only note what would have been passed over */
  readonly compares: boolean
  /** remember the hashes of all lines, for the next export */
  readonly gathers: boolean
  /** bytes of a block */
  readonly blockBytes: number
}

/** What sifting an export gave. Lines are numbered from 0, as its format is cut ({@link Cutting}). */
export interface Sifted {
  readonly layout: string
  /** records that were passed over, or would have been */
  readonly count: number
  /** by its place in the ledger, whether an order's record was one of them */
  readonly orders: Uint8Array
  /** two words of each line's hash; empty where they are not gathered */
  readonly hashes: Uint32Array
  /**
   * by its line, the place of an order whose record was passed over, -1 elsewhere; where everything is compared, by the
   * first line of a record that would have been
   */
  readonly places: Int32Array
  /** of all lines */
  readonly blocks: Blocks
}

/** What was passed over right before a text. */
export interface Passed {
  readonly lines: number
  readonly records: number
  /** line breaks in them, where lines are cut by tags; 0 elsewhere */
  readonly breaks: number
}

export const noneWerePassed: Passed = { lines: 0, records: 0, breaks: 0 }

/** Where the reader behind the sieve stands, and what it is told. */
export interface ReaderGate {
  /** The reader has found out how the text is laid out. Only now may anything be passed over. */
  laidOut(layout: string): void
  /** What was passed over right before the text that the reader was given last. */
  passed(): Passed
  /** The reader has read whole records up to here, behind so many lines; where what it read may end elsewhere, -1. */
  stand(lines: number): void
}
