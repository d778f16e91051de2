import { fieldEntries } from '../../order.ts'
import type { Feed } from '../../settings/settings.ts'
import type { RawRecord } from '../formats/format.ts'
import type { Presence } from '../record.ts'

/** Finds out which fields have no place in any record of an export, as after a program has renamed it. */
export interface Absent {
  look(raw: RawRecord, isValid: boolean): void
  /** what is known by now, where so many records were passed over; `undefined` where nothing is watched */
  presence(passed: number): Presence | undefined
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
  const least = contents === 'full' && format.type !== 'xml' ? 1 : fewRecords
  const watched = isTable || preset !== undefined ? [] : plain
  let missing = watched
  let unproven = watched
  const lines: Record<string, number> = {}
  let records = 0
  return {
    look({ values, line }, isValid) {
      records++
      const has = ({ slot }: (typeof plain)[number]): boolean => values[slot] !== undefined
      if (missing.some(has)) missing = missing.filter((one) => !has(one))
      if (!isValid || line === undefined || !unproven.some(has)) return
      for (const { path } of unproven.filter(has)) lines[path] = line
      unproven = unproven.filter((one) => !has(one))
    },
    presence: (passed) =>
      watched.length === 0
        ? undefined
        : { missing: records + passed < least ? [] : missing.map(({ path }) => path), lines },
    remarks: (passed) =>
      passed > 0 || records < least
        ? []
        : missing.map(
            ({ name, path }) =>
              `"${path}", which gives ${name}, is in none of the records (${records}). Where it is called otherwise by now, correct "fields" of the feed.`,
          ),
  }
}
