import type { ValidRecord } from '../../exports/record.ts'
import type { FieldName } from '../../order.ts'

/** Marks of the orders whose records agree, by their places in the ledger. */
export interface Agreeing {
  get(place: number): number | undefined
  set(place: number, mark: number): void
  /** all of them */
  places(): Iterable<number>
  count(): number
}

/** In eight bytes an order: a million of them must fit into memory. */
export function createAgreeing(orders: number): Agreeing {
  let marks = new Float64Array(0)
  let count = 0
  return {
    count: () => count,
    get: (place) => (marks[place] === 0 ? undefined : marks[place]),
    set(place, mark) {
      if (marks.length === 0) marks = new Float64Array(orders)
      if (marks[place] === 0) count++
      marks[place] = mark
    },
    *places() {
      for (const [place, mark] of marks.entries()) if (mark !== 0) yield place
    },
  }
}

/**
 * The number of a record that agrees with the ledger, and which fields such records of its order named, in one number:
 * a million of them must fit into memory. Of very many fields, the last ones count as named.
 */
export function createMarks(owned: ReadonlySet<FieldName>) {
  const names = [...owned]
  const told = names.slice(0, 20)
  const size = 2 ** told.length
  return {
    add(mark: number | undefined, { record, fields }: ValidRecord): number {
      const before = mark === undefined ? 0 : mark % size
      const named = told.reduce((bits, name, place) => (name in fields ? bits | (1 << place) : bits), before)
      return (mark === undefined ? record : Math.floor(mark / size)) * size + named
    },
    recordOf: (mark: number): number => Math.floor(mark / size),
    fieldsOf: (mark: number): FieldName[] =>
      names.filter((_, place) => place >= 20 || ((mark % size) >> place) % 2 === 1),
  }
}

/** Marks of one feed. */
export type Marks = ReturnType<typeof createMarks>
