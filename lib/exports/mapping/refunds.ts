import type { Feed } from '../../settings/settings.ts'
import type { RawRecord } from '../formats/format.ts'
import { parseAmount } from './amounts.ts'

/** Knows the records of a table of payments that are money that went back. */
export interface Refunds {
  /** whether it is one, which dates no payment */
  take(raw: RawRecord): boolean
  /** how many there were, and where the first one is */
  remarks(): string[]
}

/**
 * In a table of payments, money that went back: it dates no payment. Only where the feed gives nothing but paid dates,
 * straight from a column, and does not say itself which records to skip.
 */
export function refundsOf({ fields: { mappings }, skip }: Pick<Feed, 'fields' | 'skip'>): Refunds {
  const isPlain = Object.keys(mappings).length === 1 && mappings.paid_date?.kind === 'column' && skip.length === 0
  let first: { readonly place: string; readonly column: string } | undefined
  let count = 0
  return {
    take: ({ amount, place }) => {
      if (!isPlain || amount === undefined || (parseAmount(amount.text) ?? 0) >= 0) return false
      first ??= { place, column: amount.column }
      count++
      return true
    },
    remarks: () => (first === undefined ? [] : [told(count, first)]),
  }
}

const told = (count: number, { place, column }: { readonly place: string; readonly column: string }): string => {
  const what =
    count === 1
      ? `1 record, in ${place}, was passed over as money that went back: its "${column}" is`
      : `${count} records were passed over as money that went back (the first is ${place}): their "${column}" is`
  return `${what} below zero. Where that is not right, say in "skip" of the feed which records do not count.`
}
