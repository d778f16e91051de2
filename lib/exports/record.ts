import { OrderSyncError } from '../errors.ts'
import type { FieldName, Fields } from '../order.ts'
import type { Body, ByteRange } from '../storage/store.ts'
import type { Sifted } from './sieve/sifted.ts'
import type { Written } from './written.ts'

/** One record of an export, mapped, or told why it could not be. `record` is its number in the file, from 1. */
export type MappedRecord = ValidRecord | InvalidRecord

/** A word of the export that the `map` of a field does not know. */
export interface UnknownWord {
  readonly field: FieldName
  /** column, key or path that says it; of rules, the conditions by which they say it */
  readonly path: string
  readonly word: string
  /** what follows: the field is left alone, or the record is invalid */
  readonly otherwise: 'keep' | 'invalid'
}

/** A record that says something about one order. */
export interface ValidRecord {
  readonly valid: true
  readonly record: number
  /** where people find it: `line 24`, `row 24`, `record 3, number 26OP00012` */
  readonly place: string
  readonly order_number: string
  readonly fields: Fields
  /** why a field has its value, where a condition decided: `isDelivered = true` */
  readonly because?: { readonly [name in FieldName]?: string }
  /** oddities that were accepted: a date in the future, a status matched without diacritics */
  readonly notes?: readonly string[]
  /** words that no map knows and that left their fields alone */
  readonly unknownWords?: readonly UnknownWord[]
  /** of a file of lines: the number of the first line, from 0, of those that are this record and nothing else */
  readonly line?: number
  /** how many lines these are; default: 1 */
  readonly lines?: number
}

/** A record that could not be mapped; it is reported and left out, never guessed. */
export interface InvalidRecord {
  readonly valid: false
  readonly record: number
  /** where people find it: `line 24`, `row 24`, `record 3, number 26OP00012` */
  readonly place: string
  /** where the record's order number could be read */
  readonly order_number?: string
  /** the field of the order state, or `order_number` */
  readonly field: string
  /** column, key or path it came from */
  readonly column: string
  /** as found in the file, shortened to 100 characters */
  readonly value: string
  /** what was expected */
  readonly reason: string
  /** it says nothing of an order of the shop, so that such records are told together: the order number is missing, or does not match */
  readonly stranger?: 'no number' | 'no match'
  /** words that no map knows and that made it invalid */
  readonly unknownWords?: readonly UnknownWord[]
}

/** What is known of an export once all of it was read. */
export interface ExportSummary {
  /** records, valid and invalid; totals rows, blank lines and order-line continuations do not count */
  readonly records: number
  readonly encoding: string
  /** things about the whole file that are suspicious but do not refuse it, as another company's `ico` */
  readonly suspicions: readonly string[]
  /** things about the whole file that harm nothing, as records that were passed over */
  readonly remarks: readonly string[]
  /** of a CSV: whether its last line has an end; one that usually has, and now has not, may be cut off */
  readonly lineEnd?: boolean
  /** what sifting gave, where the export was sifted */
  readonly sifted?: Sifted
  /** where the fields of the feed were found, among the records that were not passed over; absent where a header says it */
  readonly presence?: Presence
  /** when the ERP wrote it, where the file itself says so */
  readonly written?: Written
  /** of a CSV: whether any row is as wide as its header; where none is any more, its columns may have slipped */
  readonly filled?: boolean
  readonly layout?: TableLayout
}

/** Where an export has the fields of its feed, by their paths. */
export interface Presence {
  /** paths that no record has, so that it is to be told; of those that were passed over nothing is known */
  readonly missing: readonly string[]
  /** the line of a valid record that has something at a path, as the sieve counts lines; absent: there is none, or it is not known */
  readonly lines: Readonly<Record<string, number>>
}

/** Of a CSV: how its rows fit its header. Where they do no longer, and the header is another one, columns may have slipped. */
export interface TableLayout {
  /** short hash of the header's cells */
  readonly header: string
  /** how many those are */
  readonly columns: number
  /** how many cells every row has more than the header, or fewer; absent: they differ, or not all of them were read */
  readonly surplus?: number
}

/** One export that can be opened, from any store. */
export interface ExportSource {
  /** for messages: key or file name */
  readonly key: string
  /** bytes */
  readonly size: number
  /** opens it from its beginning, or these bytes of it alone */
  open(range?: ByteRange): Promise<Body>
}

/** A file that cannot be read as a whole: truncated, not the format, an error page, a refusal from the ERP. Nothing of it is used. */
export class UnusableExport extends OrderSyncError {
  override name = 'UnusableExport'
  constructor(key: string, ended: string, hint?: string, cause?: unknown) {
    super({ attempted: 'read the export', subject: key, ended, ...(hint === undefined ? {} : { hint }), cause })
  }
}

/** A refused file that may be sound, but is of another kind than its feed expects: other columns, another root, no such list. */
export class UnexpectedExport extends UnusableExport {
  override name = 'UnexpectedExport'
}
