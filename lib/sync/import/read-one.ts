import type { Effects } from '../../effects.ts'
import { reasonOf } from '../../errors.ts'
import { readOrderStates } from '../../exports/read.ts'
import { type ExportSummary, type MappedRecord, UnusableExport } from '../../exports/record.ts'
import type { SieveOptions } from '../../exports/sieve/sifted.ts'
import type { Feed } from '../../settings/settings.ts'
import { ObjectRefused } from '../../storage/errors.ts'
import { Interrupted } from '../../storage/resumed.ts'
import type { Body, ByteRange, StoredObject } from '../../storage/store.ts'
import type { Problem } from '../problems.ts'
import { isoNow } from '../state/keys.ts'
import { Refused, Unreadable, Vanished } from './not-read.ts'
import { createProblems } from './problems.ts'
import type { ExportReader } from './read-ahead.ts'

export { Refused, Unreadable } from './not-read.ts'

/** One export that was read to its end. */
export interface ReadOne {
  /** the version that was read */
  readonly object: StoredObject
  readonly summary: ExportSummary
  readonly invalid: number
  readonly unnumbered: number
  readonly problems: readonly Problem[]
}

/** An export that is to be read. */
export interface OneExport {
  readonly feed: Feed
  readonly object: StoredObject
  readonly reader: ExportReader
  readonly sieve: SieveOptions | undefined
  /** nothing is told about these orders */
  readonly isForgotten: (order_number: string) => boolean
}

/** Reads one export to its end, and makes sure that it was one version of it. */
export async function readOne(
  { feed, object, reader, sieve, isForgotten }: OneExport,
  add: (records: readonly MappedRecord[]) => void,
  { clock, log }: Pick<Effects, 'clock' | 'log'>,
): Promise<ReadOne | UnusableExport | Unreadable | undefined> {
  let opened: StoredObject | undefined
  const open = async (range?: ByteRange): Promise<Body> => {
    const content = await reader.get(object.key, range).catch((error: unknown) => {
      if (error instanceof ObjectRefused) throw new Refused(object.key, error.ended, error.hint, error)
      throw new Unreadable(reasonOf(error))
    })
    if (content === undefined) throw new Vanished()
    if (opened !== undefined && opened.etag !== content.etag) {
      content.body.destroy()
      throw new Vanished()
    }
    opened = { key: object.key, etag: content.etag, size: content.size, lastModified: content.lastModified }
    return content.body
  }
  const problems = createProblems(object.key, isForgotten)
  try {
    const records = readOrderStates(
      feed,
      { key: object.key, size: object.size, open },
      { today: isoNow(clock).slice(0, 10), sieve },
    )
    for (;;) {
      const step = await records.next()
      if (step.done) {
        const read = opened ?? object
        if (await reader.isUnchanged(read)) return { object: read, summary: step.value, ...problems.end() }
        log.warn(`${object.key} changed while it was read; it is read again in the next run`)
        return undefined
      }
      for (const some of step.value) {
        add(some)
        for (const record of some) problems.tell(record)
      }
    }
  } catch (error) {
    if (error instanceof UnusableExport) return (await reader.isUnchanged(opened ?? object)) ? error : undefined
    if (error instanceof Vanished) return undefined
    if (error instanceof Unreadable) return error
    if (error instanceof Interrupted) return new Unreadable(error.message)
    throw error
  }
}
