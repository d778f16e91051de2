import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { UnusableExport } from '../../lib/exports/record.ts'
import type { ByteRange } from '../../lib/storage/store.ts'
import { csvFeed, readAll } from '../support/exports.ts'

const csv = Buffer.from(`order_number\n${Array.from({ length: 5000 }, (_, row) => `O${Math.sin(row)}`).join('\n')}\n`)

/** A store whose connection breaks after some bytes, from a certain reading of the export on. */
function breaking(bytes: Uint8Array, from: number) {
  let readings = 0
  const open = async (range?: ByteRange) => {
    const part = bytes.subarray(range?.start, range?.end)
    const breaks = ++readings >= from
    return Readable.from(
      (async function* () {
        yield Buffer.from(part.subarray(0, 2000))
        if (breaks) throw new Error('ECONNRESET')
        yield Buffer.from(part.subarray(2000))
      })(),
      { objectMode: false },
    )
  }
  return { key: 'export', size: bytes.length, open }
}

it.each([
  ['plain', csv, 1],
  ['gzip', gzipSync(csv), 1],
  ['zip', zipSync({ 'a.csv': csv }), 1],
  ['zip', zipSync({ 'a.csv': csv }), 2],
  ['large zip', zipSync({ 'a.csv': Buffer.concat(Array.from({ length: 9 }, () => csv)) }, { level: 0 }), 3],
])('a connection that breaks while a %s export is read is no fault of the export', async (_what, bytes, from) => {
  const error: unknown = await readAll(csvFeed(), breaking(bytes, from)).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ message: 'ECONNRESET' })
  expect(error).not.toBeInstanceOf(UnusableExport)
})
