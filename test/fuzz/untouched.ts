import * as fc from 'fast-check'
import type { MappedRecord } from '../../lib/exports/record.ts'
import { UnusableExport } from '../../lib/exports/record.ts'
import type { Feed } from '../../lib/settings/settings.ts'
import { slipped, usualForm } from '../../lib/sync/import/feed-state.ts'
import { readAll, sourceOf } from '../support/exports.ts'
import { feedFor, samples } from './cases.ts'

/** A sample with what it says of every order that it names once, and where in the file that stands. */
export interface Told {
  readonly name: string
  readonly bytes: Buffer
  readonly feed: Feed
  /** what the state knows of the feed once this was its last export */
  readonly state: ReturnType<typeof usualForm>
  readonly orders: readonly { readonly number: string; readonly at: number; readonly fields: string }[]
}

/** Edits of a sample, by places of the original. */
export interface Edit {
  readonly at: number
  readonly removed: number
  readonly inserted: Uint8Array
}

const fieldsOf = (record: MappedRecord): string => JSON.stringify(record.valid ? record.fields : {})

/** The samples whose orders can be found in their bytes: everything but archives, workbooks and UTF-16. */
export async function toldSamples(): Promise<Told[]> {
  const told: Told[] = []
  for (const { name, bytes } of samples) {
    const feed = feedFor(name)
    const read = await readAll(feed, sourceOf(bytes)).catch(() => undefined)
    if (read === undefined) continue
    const { records, summary } = read
    const numbers = Map.groupBy(records, ({ order_number }) => order_number ?? '')
    const orders = records.flatMap((record) => {
      const number = record.order_number ?? ''
      const at = bytes.indexOf(number)
      const isPlain = number !== '' && record.valid && at !== -1 && numbers.get(number)?.length === 1
      return isPlain ? [{ number, at, fields: fieldsOf(record) }] : []
    })
    const state = usualForm(undefined, summary)
    if (orders.length > 1) told.push({ name, bytes, feed, state, orders: orders.toSorted((a, b) => a.at - b.at) })
  }
  return told
}

/** The bytes once these edits, which do not overlap, were made. */
export function withEdits(bytes: Buffer, edits: readonly Edit[]): Buffer {
  return edits
    .toSorted((left, right) => right.at - left.at)
    .reduce(
      (now, { at, removed, inserted }) => Buffer.concat([now.subarray(0, at), inserted, now.subarray(at + removed)]),
      bytes,
    )
}

/**
 * Orders that no edit comes near: a record begins somewhere between the number of the one before and its own, and ends
 * before the number of the next one.
 */
export function untouched({ orders, bytes }: Told, edits: readonly Edit[]): Told['orders'] {
  return orders.filter(({ number }, index) => {
    const start = index === 0 ? 0 : (orders[index - 1]?.at ?? 0)
    const end = orders[index + 1]?.at ?? bytes.length
    return !edits.some(
      ({ at, removed, inserted }) => (at <= end && at + removed >= start) || Buffer.from(inserted).includes(number),
    )
  })
}

/**
 * What an edited sample says wrongly: of an order that no edit touched, something else than before. Where its columns
 * may have slipped, all of it is held.
 */
export async function wrongValue(told: Told, edits: readonly Edit[]): Promise<string | undefined> {
  const same = new Map(untouched(told, edits).map(({ number, fields }) => [number, fields]))
  const read = await readAll(told.feed, sourceOf(withEdits(told.bytes, edits), 64)).catch((error: unknown) => {
    if (error instanceof UnusableExport) return undefined
    throw error
  })
  if (read === undefined || slipped(told.state, read.summary).length > 0) return undefined
  for (const record of read.records) {
    const expected = record.valid ? same.get(record.order_number) : undefined
    if (expected === undefined || expected === fieldsOf(record)) continue
    return `${told.name}: ${record.order_number} says ${fieldsOf(record)}, it said ${expected}`
  }
  return undefined
}

const marks = [
  ...['"', ';', ',', '\t', '\r\n', '\n', "'", '\0', '<', '>', '&', '<!--', '-->', '<![CDATA[', ']]>', '\u001a'],
  ...['\ufeff', '{', '}', '[', ']', '\\', ':', '=', '""', '";"', '</a>', '/>', 'é', '😀'],
].map((text) => Buffer.from(text))

/** Samples with one to three edits of any kind: bytes taken out, put in, overwritten, or said twice. */
export const edited = (all: readonly Told[]): fc.Arbitrary<{ told: Told; edits: readonly Edit[] }> =>
  fc.constantFrom(...all).chain((told) => {
    const edit = fc
      .tuple(
        fc.nat(told.bytes.length - 1),
        fc.constantFrom('out', 'in', 'over', 'twice'),
        fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 4 }) }, fc.integer({ min: 5, max: 300 })),
        fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...marks) }, fc.uint8Array({ minLength: 1, maxLength: 6 })),
      )
      .map(([at, kind, length, bytes]): Edit => {
        if (kind === 'out') return { at, removed: length, inserted: new Uint8Array() }
        if (kind === 'twice') return { at, removed: 0, inserted: told.bytes.subarray(at, at + length) }
        return { at, removed: kind === 'over' ? bytes.length : 0, inserted: bytes }
      })
    return fc
      .array(edit, { minLength: 1, maxLength: 3 })
      .filter((edits) => {
        const sorted = edits.toSorted((left, right) => left.at - right.at)
        return sorted.every(
          (one, index) => index === 0 || (sorted[index - 1] as Edit).at + (sorted[index - 1] as Edit).removed < one.at,
        )
      })
      .map((edits) => ({ told, edits }))
  })
