import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { UnusableExport } from '../../lib/exports/record.ts'
import { csvFeed, feedOf, readAll, sourceOf } from '../support/exports.ts'

const feeds = {
  csv: csvFeed(),
  xml: feedOf({ format: { type: 'xml', records: 'a/b' }, fields: { order_number: 'n' } }),
  json: feedOf({ format: { type: 'json' }, fields: { order_number: 'n' } }),
  xlsx: feedOf({ format: { type: 'xlsx' }, fields: { order_number: 'n' } }),
}
const archive = (...names: string[]) => zipSync(Object.fromEntries(names.map((name) => [name, strToU8('x')])))
const bytes = (...start: number[]) => Buffer.concat([Buffer.from(start), Buffer.alloc(600)])
const compound = (name: string) =>
  Buffer.concat([
    bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1),
    Buffer.alloc(20_000),
    Buffer.from(name, 'utf16le'),
  ])
const dbf = Buffer.alloc(400)
dbf.set([0x03, 126, 3, 5, 9, 0, 0, 0, 97, 0, 40, 0])

const table =
  '<html><head><style>td {}</style></head><body><table><tr><th>order</th></tr><tr><td>O1</td></tr></table></body></html>'

/** Documents that are no exports, and what they are. */
const documents: readonly (readonly [is: string, content: string | Uint8Array])[] = [
  ['an old Excel workbook (.xls)', compound('Workbook')],
  ['an old Excel workbook (.xls)', bytes(0x09, 0x08, 0x10, 0x00, 0x00, 0x06)],
  ['an old Excel workbook (.xls)', bytes(0x09, 0x04, 0x06, 0x00, 0x00, 0x00)],
  ['an Excel workbook with a password', compound('EncryptedPackage')],
  ['a Word document (.doc)', compound('WordDocument')],
  ['a binary Excel workbook (.xlsb)', archive('[Content_Types].xml', 'xl/workbook.bin')],
  ['a LibreOffice document (.ods)', archive('mimetype', 'content.xml', 'META-INF/manifest.xml')],
  ['a Numbers document', archive('Index/Document.iwa')],
  ['a Word document (.docx)', archive('[Content_Types].xml', 'word/document.xml')],
  ['a PDF document', '%PDF-1.7\n…'],
  ['an RTF document', '{\\rtf1\\ansi'],
  ['a picture (PNG)', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a)],
  ['a picture (JPEG)', bytes(0xff, 0xd8, 0xff, 0xe0)],
  ['an Access database (.mdb)', Buffer.concat([Buffer.from('\0\x01\0\0Standard Jet DB\0'), Buffer.alloc(600)])],
  ['an SQLite database', Buffer.from('SQLite format 3\0')],
  ['a dBASE table (.dbf)', dbf],
  ['a 7-Zip archive', Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1')],
  ['a tar archive', Buffer.concat([Buffer.alloc(257, 'orders.csv'), Buffer.from('ustar\0'), Buffer.alloc(600)])],
  ['a RAR archive', Buffer.from('Rar!\x1a\x07')],
  ['an HTML table', table],
  ['an HTML table', `\ufeff<!DOCTYPE html>\n<!-- x -->${table}`],
  [
    'an Excel workbook of 2003 (XML Spreadsheet)',
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
  ],
  ['a LibreOffice document (.fods)', '<?xml version="1.0"?><office:document xmlns:office="x"/>'],
  ['a web page in one file', 'MIME-Version: 1.0\nContent-Type: multipart/related\n\n<table>'],
  ['a web page', '<html><body><form><table><tr><td><input type="password"></td></tr></table></form></body></html>'],
  ['a web page', '<!DOCTYPE html><html><h1>502 Bad Gateway</h1></html>'],
]

describe.each(Object.entries(feeds))('a feed of %s', (_type, feed) => {
  it.each(documents)('is told that it was given %s', async (is, content) => {
    const reading = readAll(feed, sourceOf(content, 300))
    await expect(reading).rejects.toThrow(`it is ${is}`)
    await expect(reading).rejects.toBeInstanceOf(UnusableExport)
  })
})

it.each([
  ['csv', '<table><tr><td>O1</td></tr></table>', 'it is an HTML table'],
  ['csv', '<meta charset="utf-8"><table><tr><td>O1</td></tr></table>', 'it is an HTML table'],
  ['xml', '<table><tr/></table>', 'its root element is "table", expected "a"'],
] as const)('a feed of %s is told what %s is', async (type, content, reason) => {
  await expect(readAll(feeds[type], sourceOf(content))).rejects.toThrow(reason)
})

it('texts that only look like documents are read', async () => {
  for (const name of ['MZDA', 'PAR1', 'GIF8', 'BZh', 'II', 'PK', 'ID']) {
    const records = (await readAll(csvFeed({ order_number: name }), sourceOf(`${name};x\n1;2\n`))).records
    expect(records, name).toHaveLength(1)
  }
})

it.each(['csv', 'xml', 'json'] as const)('a message of PHP before an export of %s is told as one', async (type) => {
  const message = '<br />\n<b>Warning</b>:  Undefined array key "x" in <b>/www/x.php</b> on line <b>3</b><br />\n'
  await expect(readAll(feeds[type], sourceOf(`${message}order_number\nO1\n`))).rejects.toThrow(
    'it begins with a message of the program that wrote it: "Warning : Undefined array key',
  )
})
