import { gzipSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { UnusableExport } from '../../lib/exports/record.ts'
import { brief, csvFeed, feedOf, readAll, sourceOf } from '../support/exports.ts'

const feed = csvFeed({ status: 'status' })
const csv = (...rows: string[]) => ['order_number;status', ...rows].join('\r\n')
const zip = (files: Record<string, string | Uint8Array>, level: 0 | 6 = 6) =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, content]) => [name, typeof content === 'string' ? strToU8(content) : content]),
    ),
    { level },
  )

/** With `a.csv` for all names. */
const renamedTwice = (bytes: Uint8Array): Buffer =>
  Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('b.csv', 'a.csv'), 'latin1')

describe('a zip archive', () => {
  it.each([0, 6] as const)('of one file is that file (level %i), whatever its chunks', async (level) => {
    const bytes = zip({ 'export.csv': csv('1;sent', '2;new') }, level)
    for (const chunk of [1, 13, 100_000]) {
      expect((await readAll(feed, sourceOf(bytes, chunk))).records.map(brief)).toEqual([
        ['1', { status: 'sent' }],
        ['2', { status: 'new' }],
      ])
    }
  })

  it('of several files is all of them, in the order of their names, with their records counted on', async () => {
    const bytes = zip({
      'b/2.csv': csv('3;'),
      '__MACOSX/x': 'x',
      '.DS_Store': 'x',
      'empty/': '',
      '1.csv.gz': gzipSync(csv('1;sent', '2;\u0001')),
    })
    const { records, summary } = await readAll(feed, sourceOf(bytes))
    expect(records.map((record) => [record.record, record.order_number, record.valid])).toEqual([
      [1, '1', true],
      [2, '2', false],
      [3, '3', true],
    ])
    expect(summary.records).toBe(3)
  })

  it.each([
    [
      'cut off',
      zip({ 'a.csv': csv(...Array.from({ length: 500 }, (_, row) => `${row};${Math.sin(row)}`)) }).subarray(0, 2000),
      'cut off',
    ],
    ['with nothing in it', Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]), 'without a file in it'],
    [
      'with two files of one name',
      renamedTwice(zip({ 'a.csv': csv('1;x'), 'b.csv': csv('2;x') })),
      'two files of the name a.csv',
    ],
    ['without a file', zip({ '.DS_Store': 'x' }), 'without a file in it'],
    ['with a broken file', zip({ 'a.csv': csv('1;x'), 'b.csv': '<html>no</html>' }), 'b.csv in it: it is a web page'],
    [
      'of too many files',
      zip(Object.fromEntries(Array.from({ length: 101 }, (_, file) => [`${file}.csv`, 'x']))),
      'more than 100 files',
    ],
  ])('%s is refused', async (_what, bytes, reason) => {
    await expect(readAll(feed, sourceOf(bytes))).rejects.toThrow(reason)
  })

  it('is refused wherever it is cut, so that none of its files is lost', async () => {
    const bytes = zip({ 'a.csv': csv('A1;x'), 'b.csv': csv('B1;y') })
    for (let end = 4; end < bytes.length; end++)
      await expect(readAll(feed, sourceOf(bytes.subarray(0, end))), `cut at ${end}`).rejects.toThrow(UnusableExport)
  })

  it('is refused where a byte of a file in it has changed', async () => {
    const bytes = zip({ 'a.csv': csv('A1;x') }, 0)
    const damaged = Buffer.from(bytes)
    damaged[damaged.indexOf('A1')] = 0x42
    await expect(readAll(feed, sourceOf(damaged))).rejects.toThrow('the checksum of a.csv in it is wrong')
  })

  it('with a password is refused', async () => {
    const locked = Buffer.from(zip({ 'a.csv': csv('A1;x') }))
    const directory = locked.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
    locked.writeUInt16LE(locked.readUInt16LE(directory + 8) | 1, directory + 8)
    await expect(readAll(feed, sourceOf(locked))).rejects.toThrow('it is a zip archive with a password')
  })

  it('that is a workbook is told so to a feed of another format', async () => {
    await expect(readAll(feed, sourceOf(workbook('')))).rejects.toThrow('it is an XLSX workbook, but the feed says csv')
  })

  it('that unpacks to more than the limit is refused while it unpacks', async () => {
    const bytes = zip({ 'a.csv': csv(...Array.from({ length: 100_000 }, () => '1;sent')) })
    const limited = feedOf({
      format: { type: 'csv' },
      fields: { order_number: 'order_number' },
      limits: { unpackedBytes: 5000 },
    })
    await expect(readAll(limited, sourceOf(bytes))).rejects.toThrow('larger than 5000 bytes when unpacked')
  })
})

/** A workbook as Excel writes it: shared and inline texts, numbers, dates by their style, formulas, booleans. */
function workbook(rows: string, sheets = ['List1']): Uint8Array {
  const all = (text: (name: string, index: number) => string) => sheets.map(text).join('')
  return zip({
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    '_rels/.rels': '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
    'xl/workbook.xml': `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${all((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all((_, index) => `<Relationship Id="rId${index + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`)}<Relationship Id="rId90" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId91" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/styles.xml':
      '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="0000000"/></numFmts><cellStyleXfs count="1"><xf numFmtId="164"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml':
      '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>order_number</t></si><si><t>paid_date</t></si><si><t>tracking_code</t></si></sst>',
    ...Object.fromEntries(
      sheets.map((_, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>${index === sheets.length - 1 ? rows : ''}</sheetData></worksheet>`,
      ]),
    ),
  })
}

describe('an XLSX file', () => {
  const xlsx = (format: object = {}) =>
    feedOf({
      format: { type: 'xlsx', ...format },
      fields: { order_number: 'order_number', paid_date: 'paid_date', tracking_code: 'tracking_code' },
    })
  const rows =
    '<row r="2"><c r="A2" t="inlineStr"><is><t>0221190</t></is></c><c r="B2" s="1"><v>46084</v></c><c r="C2"><v>1.23457E+12</v></c></row>' +
    '<row r="3"><c r="A3"><v>221191</v></c><c r="C3" t="inlineStr"><is><t>DR"1.2</t></is></c></row>'

  it('keeps texts as texts, dates as dates, and never repairs a ruined number', async () => {
    expect((await readAll(xlsx(), sourceOf(workbook(rows)))).records.map(brief)).toEqual([
      ['0221190', 'tracking_code', expect.stringContaining('a spreadsheet has turned it into a rounded number')],
      ['221191', { tracking_code: 'DR"1.2' }],
    ])
    const dated = '<row r="2"><c r="A2" t="inlineStr"><is><t>1</t></is></c><c r="B2" s="1"><v>46084</v></c></row>'
    expect((await readAll(xlsx(), sourceOf(workbook(dated)))).records.map(brief)).toEqual([
      ['1', { paid_date: '2026-03-03' }],
    ])
  })

  it.each([
    ['<c r="A2" s="2"><v>221190</v></c>', ['0221190', {}]],
    ['<c r="A2" s="2" t="n"><f>A1&lt;B1</f><v>221190</v></c>', ['0221190', {}]],
    ['<c r="A2" s="2" t="inlineStr"><is><t>O1</t></is></c>', ['O1', {}]],
    ['<c r="A2"><v>221190.0</v></c>', ['221190', {}]],
    ['<c r="A2"><v>2.02600123E8</v></c>', ['202600123', {}]],
    ['<c r="A2" s="1"><v>46084</v></c>', [undefined, 'order_number', 'expected a code; this is a date']],
    ['<c r="A2"><v>1</v></c><c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', ['1', 'tracking_code', /spreadsheet/]],
    ['<c r="A2"><v>1</v></c><c r="D2" t="e"><v>#N/A</v></c>', ['1', {}]],
  ])('reads a cell as it is shown: %s', async (cells, [number, fields, reason]) => {
    const { records } = await readAll(xlsx(), sourceOf(workbook(`<row r="2">${cells}</row>`)))
    const told = reason === undefined ? [number, fields] : [number, fields, expect.stringMatching(reason as string)]
    expect(records.map(brief)).toEqual([told])
  })

  it('gives its first sheet, or the one that is named', async () => {
    const two = workbook('<row r="2"><c r="A2"><v>7</v></c></row>', ['Prázdný', 'Objednávky'])
    expect((await readAll(xlsx(), sourceOf(two))).records).toEqual([])
    expect((await readAll(xlsx({ sheet: 'Objednávky' }), sourceOf(two))).records.map(brief)).toEqual([['7', {}]])
    await expect(readAll(xlsx({ sheet: 'Jiný' }), sourceOf(two))).rejects.toThrow('it has no sheet "Jiný"')
  })

  it.each([
    ['empty', new Uint8Array(), 'it is empty'],
    ['a CSV', Buffer.from(csv('1;x')), 'it is not an XLSX workbook'],
    ['cut off', workbook(rows).subarray(0, 900), 'cut off or damaged'],
    ['another zip archive', zip({ 'a.csv': csv('1;x') }), 'a.csv in it: it is not an XLSX workbook'],
  ])('that is %s is refused', async (_what, bytes, reason) => {
    await expect(readAll(xlsx(), sourceOf(bytes))).rejects.toThrow(reason)
  })
})
