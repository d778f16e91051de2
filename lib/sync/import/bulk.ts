import type { ValidRecord } from '../../exports/record.ts'
import { type FieldName, type Fields, fieldEntries } from '../../order.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { newLine } from '../ledger/line.ts'
import { createNewcomers } from '../ledger/newcomers.ts'
import { claimedLines, type Lines } from './claims.ts'

/** What a record said of an order, where it is one of the bulk. */
export interface FromBulk {
  /** of its line, once the bulk is in the ledger */
  readonly place: number
  readonly record: number
  readonly fields: Fields
}

/**
 * The orders of a first export, of which an empty ledger adopts everything: nothing of them is compared, so that each is kept
 * as the line that it becomes. Whoever is named once more is taken out, and merged as any other order.
 */
export interface Bulk {
  /** Takes a record of an order that is not there yet; `false` where it is one that must be merged. */
  add(record: ValidRecord): boolean
  /** What was said of an order, which counts for nothing here from now on; `undefined`: it is not there. */
  takeOut(order_number: string): FromBulk | undefined
  /** how many there are, those that were taken out, too */
  size(): number
  /** all that were not taken out, as they would be taken out */
  others(): Iterable<readonly [order_number: string, said: FromBulk]>
  /** Puts all of them into the ledger. Those that were taken out begin with nothing. */
  moveInto(ledger: Ledger): void
  /** the places of those that were not taken out, once they are in the ledger */
  places(): number[]
  /** Makes the claims of all but some orders. */
  claim(make: (place: number, lines: Lines) => void, but: ReadonlySet<string>): void
}

/** Fields whose blanks are noted in one number. */
const mostFields = 31
const nobody = -1
/** number of the record, its first line, and which fields were blank */
const words = 3

/** @param owned all fields that the export may name; `undefined` where they are too many */
export function createBulk(owned: ReadonlySet<FieldName>): Bulk | undefined {
  const names = [...owned]
  if (names.length > mostFields) return undefined
  const lines = createNewcomers()
  /** orders that were taken out, by their places */
  const taken = new Map<number, string>()
  /** how many lines a record is, where it is more than one */
  const counts = new Map<number, number>()
  let notes = new Int32Array(1024 * words)
  const noteAt = (place: number, word: number): number => notes[place * words + word] ?? 0
  const note = (place: number, record: ValidRecord): void => {
    if (notes.length < (place + 1) * words) {
      const more = new Int32Array(2 * notes.length)
      more.set(notes)
      notes = more
    }
    const { first, count } = claimedLines(record) ?? { first: nobody, count: 1 }
    if (count > 1) counts.set(place, count)
    let blanks = 0
    for (let at = 0; at < names.length; at++) if (record.fields[names[at] as FieldName] === '') blanks |= 1 << at
    notes[place * words] = record.record
    notes[place * words + 1] = first
    notes[place * words + 2] = blanks
  }
  const said = (place: number): FromBulk => {
    const blanks = noteAt(place, 2)
    const blank = names.filter((_, at) => ((blanks >> at) & 1) === 1).map((name) => [name, ''] as const)
    const { acknowledged } = lines.at(place)
    return { place, record: noteAt(place, 0), fields: { ...acknowledged, ...Object.fromEntries(blank) } }
  }
  return {
    size: lines.size,
    add(record) {
      const { order_number, fields } = record
      if (isEmpty(fields)) return false
      note(lines.size(), record)
      lines.add({ order_number, acknowledged: withoutBlanks(fields) })
      return true
    },
    takeOut(order_number) {
      const place = lines.find(order_number)
      if (place === nobody || taken.has(place)) return undefined
      taken.set(place, order_number)
      return said(place)
    },
    *others() {
      for (let place = 0; place < lines.size(); place++)
        if (!taken.has(place)) yield [lines.at(place).order_number, said(place)]
    },
    moveInto(ledger) {
      ledger.load(lines.packed())
      // one block after the other
      for (const [place, order_number] of [...taken].sort(([left], [right]) => left - right))
        ledger.update(order_number, () => newLine(order_number), place)
    },
    places() {
      const places: number[] = []
      for (let place = 0; place < lines.size(); place++) if (!taken.has(place)) places.push(place)
      return places
    },
    claim(make, but) {
      const left = new Set([...taken.keys(), ...[...but].map(lines.find)])
      for (let place = 0; place < lines.size(); place++) {
        const first = noteAt(place, 1)
        if (first !== nobody && !left.has(place)) make(place, { first, count: counts.get(place) ?? 1 })
      }
    },
  }
}

function isEmpty(fields: Fields): boolean {
  for (const _ in fields) return false
  return true
}

/** A blank says nothing where a value is adopted. */
function withoutBlanks(fields: Fields): Fields {
  for (const name in fields)
    if (fields[name as FieldName] === '')
      return Object.fromEntries(fieldEntries(fields).filter(([, value]) => value !== ''))
  return fields
}
