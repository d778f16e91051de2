import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { inspectExport } from '../../lib/exports/inspect/inspect.ts'
import { type MappedRecord, UnusableExport } from '../../lib/exports/record.ts'
import { presets } from '../../lib/settings/presets/index.ts'
import type { Feed } from '../../lib/settings/settings.ts'
import { feedOf, readAll, sample, sourceOf } from '../support/exports.ts'
import { textRow, workbookOf } from '../support/workbook.ts'

const order = ['O1', 'sent', '2026-03-02', 'DR1', '1']
const columns = ['order_number', 'status', 'paid_date', 'tracking_code', 'resolved_yn']
const record = Object.fromEntries(columns.map((column, index) => [column, order[index]]))

const sheet = `${textRow('title')}${textRow(...columns)}${textRow(...order)}<row r="9"><c r="A9"><v>7</v></c><c t="s"><v>0</v></c><c s="1"><v>46084</v></c><c s="2"><v>42</v></c><c t="b"><v>1</v></c></row>`
const workbook = { sheets: { Info: textRow('Objednávky'), Data: sheet }, strings: ['<t>sent</t>'] }

/** Samples of formats for which no real file is kept. */
const made: readonly (readonly [name: string, content: string | Uint8Array])[] = [
  ['workbook.xlsx', workbookOf(workbook)],
  [
    'records.json',
    JSON.stringify({ '@odata.count': 3, value: [record, { ...record, tracking_code: [1, 'x', { a: 1.5e3 }] }] }),
  ],
  [
    'records.ndjson',
    `${JSON.stringify(record)}\n${JSON.stringify({ ...record, order_number: 12345678901234567890n.toString() })}\n`,
  ],
  ['table.xls', `<html><table><tr><td>${columns.join('</td><td>')}</td></tr></table></html>`],
]

/** All samples that hold something, by name. */
export const samples: readonly { readonly name: string; readonly bytes: Buffer }[] = [
  ...readdirSync(join(import.meta.dirname, '../fixtures/samples'))
    .filter((name) => name !== 'README.md')
    .map((name) => ({ name, bytes: sample(name) })),
  ...made.map(([name, content]) => ({ name, bytes: Buffer.from(content) })),
]

const loose = {
  order_number: 'order_number',
  status: 'status',
  paid_date: 'paid_date',
  tracking_code: 'tracking_code',
  resolved_yn: 'resolved_yn',
}
const excel = {
  order_number: 'Číslo objednávky',
  status: 'Stav',
  paid_date: 'Datum úhrady',
  tracking_code: 'Číslo zásilky',
}

/** Feeds of every format and mapping. */
export const feeds: readonly Feed[] = [
  ...Object.keys(presets).map((preset) => feedOf({ preset, fields: {} })),
  feedOf({ format: { type: 'csv' }, fields: excel }),
  feedOf({ format: { type: 'csv', encoding: 'cp852', delimiter: ';' }, fields: excel }),
  feedOf({ format: { type: 'csv', header: false }, fields: { order_number: '1', status: '2', metas: { note: '3' } } }),
  feedOf({ format: { type: 'ndjson' }, fields: loose }),
  feedOf({ format: { type: 'json' }, fields: loose }),
  feedOf({ format: { type: 'xlsx' }, fields: loose }),
]

/** The feed that reads a sample when nothing is wrong with it. */
export function feedFor(name: string): Feed {
  const type = name.split('.').at(-1) ?? ''
  if (['xlsx', 'ndjson'].includes(type) || name === 'records.json') return feedOf({ format: { type }, fields: loose })
  const preset = name.startsWith('pohoda')
    ? 'pohoda-orders'
    : name.startsWith('moneys3')
      ? 'money-s3-orders'
      : name.startsWith('flexi')
        ? 'flexi-orders'
        : name.startsWith('csv-upgates')
          ? 'upgates-csv'
          : undefined
  return preset === undefined ? feedOf({ format: { type: 'csv' }, fields: excel }) : feedOf({ preset, fields: {} })
}

/** Why a record is none, or nothing. */
function flaw(record: MappedRecord): string | undefined {
  if (!record.valid)
    return record.reason.length > 0 && record.field.length > 0 ? undefined : 'an invalid record without a reason'
  if (record.order_number.trim() === '') return 'a record without an order number'
  for (const [name, value] of Object.entries(record.fields)) {
    if (name === 'resolved_yn' ? typeof value !== 'boolean' : typeof value !== 'string')
      return `${name} is a ${typeof value}`
    if (name === 'paid_date' && !/^(\d{4}-\d\d-\d\d)?$/.test(String(value))) return `paid_date is ${String(value)}`
  }
  return undefined
}

/** What went wrong with an input: nothing, where it gave order states, invalid records with reasons, or a refusal with one. */
export async function troubleWith(feed: Feed, bytes: Uint8Array, chunk: number): Promise<string | undefined> {
  try {
    const { records } = await readAll(feed, sourceOf(bytes, chunk, 'fuzz'))
    return records.map(flaw).find((one) => one !== undefined)
  } catch (error) {
    if (error instanceof UnusableExport && error.message.length > 30) return undefined
    return `it threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  }
}

/** The same for a look at an unknown file. */
export async function troubleInspecting(bytes: Uint8Array): Promise<string | undefined> {
  try {
    const { orders, refused, draft } = await inspectExport(sourceOf(bytes, 4096, 'fuzz'), { today: '2026-11-24' })
    return refused !== null && (orders.length > 0 || draft !== null) ? 'it is refused, but has orders' : undefined
  } catch (error) {
    return `inspect threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  }
}

type Edit = readonly [kind: number, place: number, length: number, bytes: Uint8Array]

function edited(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  let current = Buffer.from(bytes)
  for (const [kind, place, length, inserted] of edits) {
    const at = Math.floor(place * current.length)
    const part = current.subarray(at, at + length)
    const [head, tail] = [current.subarray(0, at), current.subarray(at + (kind === 1 || kind === 2 ? length : 0))]
    const middle = [inserted, Buffer.alloc(0), inserted, part][kind % 4] ?? inserted
    current = Buffer.concat([head, middle, kind === 3 ? current.subarray(at) : tail])
  }
  return current
}

const encodings = ['utf16le', 'latin1', 'utf8', 'ucs2', 'base64'] as const

/** Wrong bytes of every kind, with a feed that has to cope with them. */
export const wrongInput = (): fc.Arbitrary<{ feed: Feed; bytes: Uint8Array; chunk: number; what: string }> => {
  const anySample = fc.constantFrom(...samples)
  const special = fc.constantFrom(
    ...[
      '"',
      ';',
      '\r\n',
      '\0',
      '<',
      '>',
      '&',
      '&nbsp;',
      '&#x1A;',
      '<![CDATA[',
      '\u000b',
      ']]>',
      '<!--',
      '\u001a',
      '\ufeff',
      '{',
      '}',
      '[',
      '\\u0000',
      '__proto__',
      '1E+99',
      '😀',
    ].map((text) => strToU8(text)),
  )
  const edit = fc.tuple(
    fc.nat(3),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.integer({ min: 1, max: 200 }),
    fc.oneof(fc.uint8Array({ maxLength: 20 }), special),
  )
  const content = fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(anySample, fc.array(edit, { minLength: 1, maxLength: 6 }))
        .map(([{ name, bytes }, edits]) => ({ name, bytes: edited(bytes, edits) })),
    },
    { weight: 2, arbitrary: fc.uint8Array({ maxLength: 3000 }).map((bytes) => ({ name: 'random bytes', bytes })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(anySample, fc.constantFrom(...encodings), fc.boolean())
        .map(([{ name, bytes }, encoding, mark]) => ({
          name,
          bytes: Buffer.from((mark ? '\ufeff' : '') + bytes.toString('latin1'), encoding),
        })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(anySample, fc.nat(3000))
        .map(([{ name, bytes }, cut]) => ({ name, bytes: gzipSync(bytes).subarray(0, cut) })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(anySample, fc.array(edit, { maxLength: 2 })).map(([{ name, bytes }, edits]) => ({
        name,
        bytes: edited(zipSync({ 'a.xml': bytes, 'b.csv': bytes }), edits),
      })),
    },
    {
      weight: 2,
      arbitrary: fc.array(edit, { minLength: 1, maxLength: 4 }).map((edits) => ({
        name: 'workbook.xlsx',
        bytes: workbookOf({ ...workbook, sheets: { L: Buffer.from(edited(strToU8(sheet), edits)).toString() } }),
      })),
    },
    { weight: 1, arbitrary: fc.json({ maxDepth: 5 }).map((text) => ({ name: 'json', bytes: Buffer.from(text) })) },
  )
  return fc
    .tuple(content, fc.option(fc.constantFrom(...feeds), { freq: 3 }), fc.constantFrom(1, 7, 64, 5000, 1_000_000))
    .map(([{ name, bytes }, feed, chunk]) => ({
      what: name,
      bytes,
      feed: feed ?? feedFor(name),
      chunk: bytes.length > 5000 && chunk === 1 ? 64 : chunk,
    }))
}
