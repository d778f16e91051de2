import { gzipSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import type { Feed } from '../../lib/settings/settings.ts'
import { csvFeed, feedOf } from '../support/exports.ts'
import { textRow } from '../support/workbook.ts'

const xlsx = feedOf({ format: { type: 'xlsx' }, fields: { order_number: 'n' } })
const xml = feedOf({ format: { type: 'xml', records: 'a/b' }, fields: { order_number: 'n' } })
const json = feedOf({ format: { type: 'json' }, fields: { order_number: 'n' } })
const ndjson = feedOf({ format: { type: 'ndjson' }, fields: { order_number: 'n' } })

const size = 100_000_000
const filled = (part: string, before = '', after = ''): Uint8Array =>
  Buffer.concat([Buffer.from(before), Buffer.alloc(size - (size % part.length), part), Buffer.from(after)])
const packed = (...texts: Parameters<typeof filled>): Uint8Array => gzipSync(filled(...texts), { level: 1 })

const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${relationships}/${type}" Target="${target}"/>`

/** A workbook of which one part is large. */
function workbookWith(part: string, content: Uint8Array): Uint8Array {
  const sheet = `<worksheet><sheetData>${textRow('n')}${textRow('O1')}</sheetData></worksheet>`
  const inside = `${relation('r1', 'worksheet', 'sheet.xml')}${relation('r2', 'styles', 'styles.xml')}${relation('r3', 'sharedStrings', 'strings.xml')}`
  const parts = {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships>${relation('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns:r="${relationships}"><sheets><sheet name="L" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${inside}</Relationships>`,
    'xl/styles.xml': '<styleSheet/>',
    'xl/strings.xml': '<sst/>',
    'xl/sheet.xml': sheet,
  }
  const bytes = Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]))
  return zipSync({ ...bytes, [part]: content }, { level: 1 })
}

const rows = (part: string) => filled(part, `<worksheet><sheetData>${textRow('n')}`, '</sheetData></worksheet>')

/** Small files that are large once unpacked, each in another way. */
export const bombs: Readonly<Record<string, readonly [feed: Feed, make: () => Uint8Array]>> = {
  'texts of cells': [
    xlsx,
    () => workbookWith('xl/strings.xml', filled('<si><t>0123456789</t></si>', '<sst>', '</sst>')),
  ],
  'empty texts of cells': [xlsx, () => workbookWith('xl/strings.xml', filled('<si/>', '<sst>', '</sst>'))],
  'styles of cells': [
    xlsx,
    () => workbookWith('xl/styles.xml', filled('<xf numFmtId="14"/>', '<s><cellXfs>', '</cellXfs></s>')),
  ],
  'an attribute of a style': [xlsx, () => workbookWith('xl/styles.xml', filled('a', '<s x="', '"/>'))],
  'rows of a sheet': [xlsx, () => workbookWith('xl/sheet.xml', rows('<row><c><v>1</v></c></row>'))],
  'cells of a row': [xlsx, () => workbookWith('xl/sheet.xml', rows('<c r="A1"><v>1</v></c>'))],
  'elements within elements of a sheet': [xlsx, () => workbookWith('xl/sheet.xml', rows('<a>'))],
  'records of XML': [xml, () => packed('<b><n>1</n></b>', '<a>', '</a>')],
  'a comment of XML': [xml, () => packed('a', '<a><!--', '--></a>')],
  'a document type': [xml, () => packed('<!ENTITY a "b">', '<!DOCTYPE a [', ']><a/>')],
  'records of JSON': [json, () => packed('{"n":"1"},', '[', '{"n":"2"}]')],
  'a list of JSON': [json, () => packed('1,', '[{"n":"1","x":[', '1]}]')],
  'lines of NDJSON': [ndjson, () => packed('{"n":"1"}\n')],
  'rows of CSV': [csvFeed(), () => packed('O1\n', 'order_number\n')],
  'cells of CSV': [csvFeed(), () => packed(';', 'order_number\n', '\n')],
  'columns of CSV': [csvFeed(), () => packed(';', 'order_number', '\n')],
}
