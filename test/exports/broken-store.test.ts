import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { RefusedExport } from '../../lib/exports/record.ts'
import { csvFeed, readAll } from '../support/exports.ts'

const csv = Buffer.from(`order_number\n${Array.from({ length: 5000 }, (_, row) => `O${Math.sin(row)}`).join('\n')}\n`)

/** A store whose connection breaks after some bytes of every reading but the first two looks. */
const breaking = (bytes: Uint8Array) => ({
  key: 'export',
  open: async () =>
    Readable.from(
      (async function* () {
        yield Buffer.from(bytes.subarray(0, 2000))
        throw new Error('ECONNRESET')
      })(),
      { objectMode: false },
    ),
})

it.each([
  ['plain', csv],
  ['gzip', gzipSync(csv)],
  ['zip', zipSync({ 'a.csv': csv })],
])('a connection that breaks while a %s export is read is no fault of the export', async (_what, bytes) => {
  const error: unknown = await readAll(csvFeed(), breaking(bytes)).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ message: 'ECONNRESET' })
  expect(error).not.toBeInstanceOf(RefusedExport)
})
