import { join } from 'node:path'
import { fingerprintOf } from '../lib/exports/readers-code.ts'

/** What a bundle knows of the code that reads records: the fingerprint of its sources. */
export const readersDefined = (): Record<string, string> => ({
  ORDER_SYNC_READERS: JSON.stringify(fingerprintOf(join(import.meta.dirname, '../lib'))),
})
