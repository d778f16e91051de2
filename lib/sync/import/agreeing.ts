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

/** A place among so many may be marked before all of them get room: of a sifted export, few orders are read. */
const sparse = 64

/** In eight bytes an order where most of them agree: a million of them must fit into memory. */
export function createAgreeing(orders: number): Agreeing {
  const few = new Map<number, number>()
  let all: Float64Array | undefined
  let count = 0
  const widen = (): Float64Array => {
    const marks = new Float64Array(orders)
    for (const [place, mark] of few) marks[place] = mark
    few.clear()
    return marks
  }
  const get = (place: number): number | undefined => {
    const mark = all === undefined ? few.get(place) : all[place]
    return mark === 0 ? undefined : mark
  }
  return {
    get,
    count: () => count,
    set(place, mark) {
      if (get(place) === undefined) count++
      if (all === undefined && few.size > orders / sparse) all = widen()
      if (all === undefined) few.set(place, mark)
      else all[place] = mark
    },
    *places() {
      if (all === undefined) yield* few.keys()
      else for (const [place, mark] of all.entries()) if (mark !== 0) yield place
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
