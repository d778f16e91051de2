import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { ExportSource } from '../../lib/exports/record.ts'
import { brief, csvFeed, feedOf, readAll, sourceOf } from '../support/exports.ts'
import { textRow, workbookOf } from '../support/workbook.ts'

/** A source that counts how often it is opened, and how much of it is asked for. */
function counted(content: Uint8Array, chunk?: number) {
  const source = sourceOf(content, chunk)
  const seen = { opened: 0, asked: 0 }
  const counting: ExportSource = {
    ...source,
    open: (range) => {
      seen.opened++
      // what is read of a whole file that is given up is at most a chunk or two
      seen.asked += range === undefined ? 0 : range.end - range.start
      return source.open(range)
    },
  }
  return { source: counting, seen }
}

const csv = (from: number, rows: number) =>
  `order_number\n${Array.from({ length: rows }, (_, row) => `O${from + row};${randomBytes(20).toString('hex')}`).join('\n')}\n`
const feed = csvFeed()

describe('an export is opened', () => {
  it.each([
    ['plain', Buffer.from(csv(0, 100)), feed, 1],
    ['in Windows-1250', Buffer.from('order_number;a\nO1;\x8e\x8a\n', 'latin1'), feed, 1],
    ['gzip', gzipSync(csv(0, 100)), feed, 1],
    ['a small zip', zipSync({ 'a.csv': strToU8('order_number\nO1\n') }), feed, 2],
    [
      'a workbook',
      workbookOf({ sheets: { L: textRow('n') + textRow('1') } }),
      feedOf({ format: { type: 'xlsx' }, fields: { order_number: 'n' } }),
      2,
    ],
  ])('as few times as possible: %s', async (_what, content, used, times) => {
    const { source, seen } = counted(content, 1000)
    await readAll(used, source)
    expect(seen.opened).toBe(times)
  })

  it('by ranges where it is an archive of many files', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 50 }, (_, file) => [`${file + 10}.csv`, strToU8(csv(file * 1000, 400))]),
    )
    const archive = zipSync(files)
    const { source, seen } = counted(archive, 65_536)
    expect((await readAll(feed, source)).records).toHaveLength(20_000)
    expect(seen.opened).toBeLessThan(10)
    expect(seen.asked / archive.length).toBeLessThan(2)
  })
})

describe('the unpacked size', () => {
  const limited = csvFeed({}, {}, { limits: { unpackedBytes: 3000 } })
  const part = strToU8(`order_number\n${'O1\n'.repeat(600)}`)
  it('counts all files of an archive together', async () => {
    expect((await readAll(limited, sourceOf(zipSync({ 'a.csv': part })))).records).toHaveLength(600)
    const reading = readAll(limited, sourceOf(zipSync({ 'a.csv': part, 'b.csv': part })))
    await expect(reading).rejects.toThrow('larger than 3000 bytes when unpacked')
  })
})

it('reading gzip leaves no listener behind, however slowly it is unpacked', async () => {
  const warnings: Error[] = []
  const listen = (warning: Error): void => void warnings.push(warning)
  process.on('warning', listen)
  try {
    const large = gzipSync(
      `order_number;a\n${Array.from({ length: 30_000 }, () => `O1;${randomBytes(60).toString('hex')}`).join('\n')}`,
    )
    expect((await readAll(feed, sourceOf(large, 65_536))).records).toHaveLength(30_000)
    await new Promise((resolve) => setImmediate(resolve))
    expect(warnings).toEqual([])
  } finally {
    process.off('warning', listen)
  }
})

it('reads zip64 and names in old code pages', async () => {
  const bytes = Buffer.from(zipSync({ 'z.csv': strToU8('order_number\n\x01') }))
  const named = Buffer.from(bytes.toString('latin1').replaceAll('z.csv', '\xa1.csv'), 'latin1')
  for (const at of [
    named.indexOf(Buffer.from([0x50, 0x4b, 3, 4])) + 6,
    named.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 8,
  ])
    named.writeUInt16LE(named.readUInt16LE(at) & ~0x800, at)
  const [record] = (await readAll(feed, sourceOf(named))).records
  expect(record).toMatchObject({ valid: false, place: 'í.csv, line 2' })
})

describe('a record is told by its place:', () => {
  const noted = csvFeed({ metas: { a: 'a' } })
  it.each([
    ['line 2', 'order_number;a\nO1;x\n'],
    ['line 3', '\norder_number;a\nO1;x\n'],
    ['line 3', 'order_number;a\n\nO1;x\n'],
    ['line 4 (row 3 in a spreadsheet)', 'order_number;a\nO0;"x\ny"\nO1;x\n'],
    ['line 4 (row 3 in a spreadsheet)', 'order_number;a\r\nO0;"x\r\ny"\r\nO1;x\r\n'],
    ['line 3', 'sep=;\norder_number;a\nO1;x\n'],
  ])('%s of %j', async (place, content) => {
    expect((await readAll(noted, sourceOf(content))).records.at(-1)).toMatchObject({ order_number: 'O1', place })
  })

  it.each([
    ['NDJSON', { type: 'ndjson', documentNumber: 'id' }, '\n{"n": "1", "id": "A1"}\n', 'line 2, number A1'],
    ['JSON', { type: 'json', documentNumber: 'head/id' }, '[{"n": "1", "head": {"id": 20}}]', 'record 1, number 20'],
    ['JSON without its number', { type: 'json', documentNumber: 'id' }, '[{"n": "1"}]', 'record 1'],
  ])('in %s', async (_what, format, content, place) => {
    const used = feedOf({ format, fields: { order_number: 'n' } })
    expect((await readAll(used, sourceOf(content))).records.map((record) => [...brief(record), record.place])).toEqual([
      ['1', {}, place],
    ])
  })

  it('where a quote opens that never closes', async () => {
    const rows = Array.from({ length: 40 }, (_, row) => `O${row};x`).join('\n')
    await expect(readAll(noted, sourceOf(`order_number;a\n${rows}\nO41;"x\n${rows}`, 50))).rejects.toThrow(
      'a quoted value in the record that begins in line 42 does not end',
    )
    const small = csvFeed({ metas: { a: 'a' } }, {}, { limits: { recordBytes: 300 } })
    await expect(readAll(small, sourceOf(`order_number;a\n${rows}\nO41;"x\n${rows}${rows}`, 50))).rejects.toThrow(
      'the record that begins in line 42 is longer than 300 bytes',
    )
  })

  it('after which JSON cannot be read', async () => {
    const used = feedOf({ format: { type: 'json', documentNumber: 'id' }, fields: { order_number: 'n' } })
    await expect(readAll(used, sourceOf('[{"n": "1", "id": "A1"},\n{"n": x}]', 5))).rejects.toThrow(
      'it is not JSON: "x" is not expected on line 2, after record 1, number A1',
    )
  })
})

describe('JSON with a control character', () => {
  const used = feedOf({ format: { type: 'json' }, fields: { order_number: 'n', tracking_code: 'c' } })
  it('is read where nothing mapped holds it; a mapped one makes its record invalid', async () => {
    const content = '[{"n": "1", "x": "a\u000bb", "\u0001": 1}, {"n": "2", "c": "a\u000bb"}, {"n": "3", "c": "T"}]'
    for (const size of [1, 1000])
      expect((await readAll(used, sourceOf(content, size))).records.map(brief)).toEqual([
        ['1', {}],
        ['2', 'record', 'c holds the control character U+000B'],
        ['3', { tracking_code: 'T' }],
      ])
  })
})
