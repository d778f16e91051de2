import type { ValidRecord } from '../../exports/record.ts'

/** Which lines of an export say, alone and exactly, what the ledger knows of one order. */
export interface Claims {
  /** by the line, the place of its record's order; -1 where the line must be read every time */
  readonly places: Int32Array
  /** by the first line of a record, the place of the order with which it agreed as it was read, before anything was wanted */
  readonly agreed: Int32Array
}

/** Makes a claim about the order at a place. */
export type Claim = (place: number, lines: Lines) => void

/** Gathers claims while an export is read. Places are those of the ledger's lines. */
export interface ClaimsInTheMaking {
  /** A record names an order, whatever else it says; -1: the ledger does not know it yet. */
  name(place: number): void
  /** A record agrees with the line of its order. */
  agree(place: number, record: ValidRecord): void
  /** whether a record that was read names one of these orders */
  namesAny(orders: Uint8Array): boolean
  /** whether one of these orders is named by more than one record */
  namesTwice(orders: Uint8Array): boolean
  /** @param later makes the claims of orders that the ledger did not agree with, and that it agrees with by now */
  settle(lines: number, later: (claim: Claim) => void): Claims
}

/** Lines of a file that are one record. */
export interface Lines {
  /** number of the first, from 0 */
  readonly first: number
  readonly count: number
}

/**
 * Whatever must be looked at every time makes no claim: a record that is invalid, odd, or says a word that no map knows,
 * and every record of an order that is named more than once.
 */
export const claimedLines = ({ line, lines = 1, notes, unknownWords }: ValidRecord): Lines | undefined =>
  line === undefined || notes !== undefined || unknownWords !== undefined ? undefined : { first: line, count: lines }

const nobody = -1

/** @param orders lines of the ledger */
export function createClaims(orders: number): ClaimsInTheMaking {
  const named = new Uint8Array(orders)
  /** the first line of the record of an order, and one more: memory that nobody writes to takes none */
  const behindLine = new Uint32Array(orders)
  /** how many lines the record of an order is, where it is more than one */
  const countOf = new Map<number, number>()
  const isNamed = (some: Uint8Array, least: number): boolean => {
    for (let place = 0; place < some.length; place++) if (some[place] === 1 && (named[place] ?? 0) >= least) return true
    return false
  }
  return {
    name(place) {
      if (place !== nobody && (named[place] ?? 2) < 2) named[place] = (named[place] ?? 0) + 1
    },
    agree(place, record) {
      const { first, count } = claimedLines(record) ?? { first: nobody, count: 1 }
      behindLine[place] = first + 1
      if (count > 1) countOf.set(place, count)
    },
    namesAny: (some) => isNamed(some, 1),
    namesTwice: (some) => isNamed(some, 2),
    settle(lines, later) {
      const agreed = new Int32Array(lines).fill(nobody)
      const places = new Int32Array(lines).fill(nobody)
      // a record of which not all lines are known makes no claim: its beginning alone is no record
      const claim: Claim = (place, { first, count }) => {
        if (first + count <= lines) places.fill(place, first, first + count)
      }
      for (let place = 0; place < orders; place++) {
        const line = (behindLine[place] ?? 0) - 1
        if (line === nobody || named[place] !== 1) continue
        claim(place, { first: line, count: countOf.get(place) ?? 1 })
        if (places[line] === place) agreed[line] = place
      }
      later((place, claimed) => {
        if ((named[place] ?? 0) < 2) claim(place, claimed)
      })
      return { places, agreed }
    },
  }
}
