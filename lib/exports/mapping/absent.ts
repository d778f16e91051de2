import { fieldEntries } from '../../order.ts'
import type { Feed } from '../../settings/settings.ts'
import type { RawRecord } from '../formats/format.ts'

/** Finds out which fields have no place in any record of an export, as after a program has renamed it. */
export interface Absent {
  look(raw: RawRecord): void
  /** in words; nothing where records that have it may have been passed over */
  remarks(passed: number): string[]
}

/** Fewer records may all leave out what is blank. */
const fewRecords = 10

/**
 * Watches the places of plain fields in XML and JSON; a table without a column is refused. A ready-made mapping knows its
 * places, and programs may leave out what is blank: so a few records tell only where they are all there is, in JSON.
 */
export function createAbsent(
  { fields, format, contents, preset }: Pick<Feed, 'fields' | 'format' | 'contents' | 'preset'>,
  paths: readonly string[],
): Absent {
  const isTable = format.type === 'csv' || format.type === 'xlsx'
  const plain = fieldEntries(fields.mappings).flatMap(([name, mapping]) =>
    mapping.kind === 'column' ? [{ name, path: mapping.from, slot: paths.indexOf(mapping.from) }] : [],
  )
  let missing = isTable || preset !== undefined ? [] : plain
  let records = 0
  return {
    look({ values }) {
      records++
      if (missing.some(({ slot }) => values[slot] !== undefined))
        missing = missing.filter(({ slot }) => values[slot] === undefined)
    },
    remarks(passed) {
      const least = contents === 'full' && format.type !== 'xml' ? 1 : fewRecords
      if (passed > 0 || records < least) return []
      return missing.map(
        ({ name, path }) =>
          `"${path}", which gives ${name}, is in none of the records (${records}). Where it is called otherwise by now, correct "fields" of the feed.`,
      )
    },
  }
}
