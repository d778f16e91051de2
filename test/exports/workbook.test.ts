import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { RawRecord } from '../../lib/exports/formats/format.ts'
import type { MappedRecord } from '../../lib/exports/record.ts'
import { brief, feedOf, readAll, sourceOf } from '../support/exports.ts'
import { textRow, type WorkbookContent, workbookOf } from '../support/workbook.ts'

const fields = { order_number: 'order', metas: { a: 'a' } }
const feed = (format: object = {}) => feedOf({ format: { type: 'xlsx', ...format }, fields })
const read = async (content: WorkbookContent, format: object = {}) =>
  (await readAll(feed(format), sourceOf(workbookOf(content), 700))).records
const header = textRow('order', 'a')

describe('a sheet', () => {
  it.each<[string, string, string]>([
    ['cells without places', '<row><c><v>7</v></c><c t="str"><v>x</v></c></row>', 'row 2'],
    ['cells of which some have places', '<row r="9"><c r="A9"><v>7</v></c><c t="str"><v>x</v></c></row>', 'row 9'],
    ['a gap', '<row><c r="A2"><v>7</v></c><c r="B2" t="str"><v>x</v></c><c r="ZZ2"><v>1</v></c></row>', 'row 2'],
    ['rows without places after ones with', '<row r="5"/><row><c><v>7</v></c><c t="str"><v>x</v></c></row>', 'row 6'],
    ['prefixes', '<x:row><x:c><x:v>7</x:v></x:c><x:c t="str"><x:v>x</x:v></x:c></x:row>', 'row 2'],
    ['a formula', '<row><c><f>1+6</f><v>7</v></c><c t="str"><f>"x"</f><v>x</v></c></row>', 'row 2'],
    [
      'texts in runs',
      '<row><c><v>7</v></c><c t="inlineStr"><is><r><t>x</t></r><rPh><t>y</t></rPh></is></c></row>',
      'row 2',
    ],
    ['a comment', '<!-- <c><v>9</v></c> --><row><c><v>7</v></c><c t="str"><v>x</v></c></row>', 'row 2'],
  ])('is read with %s', async (_what, rows, place) => {
    const records = await read({ sheets: { L: `${header}${rows}` } })
    expect(records.map(brief)).toEqual([['7', { 'metas.a': 'x' }]])
    expect(records[0]?.place).toBe(place)
  })

  it.each<[string, string, string]>([
    ['<c><v>12345678901</v></c>', '12345678901', 'as it is written'],
    ['<c><v>221190.0</v></c>', '221190', 'as Java writes whole numbers'],
    ['<c><v>1.2345678901E10</v></c>', '12345678901', 'as Java writes large ones'],
    ['<c><v>0.1</v></c>', '0.1', 'a fraction'],
    ['<c><v>0.30000000000000004</v></c>', '0.3', 'a fraction that was calculated'],
    ['<c><v>1249.9999999999998</v></c>', '1250', 'a whole number that was calculated'],
    ['<c><v>-0.000123456789012345</v></c>', '-0.000123456789012345', 'a small fraction'],
    ['<c><v>1234.12345678901</v></c>', '1234.12345678901', 'a fraction of fifteen digits'],
    ['<c s="2"><v>42</v></c>', '0000042', 'with the zeros of its format'],
    ['<c s="1"><v>46084</v></c>', '2026-03-03', 'a date'],
    ['<c s="1"><v>46084.75</v></c>', '2026-03-03T18:00:00', 'a date with its time'],
    ['<c t="d"><v>2026-03-03T00:00:00</v></c>', '2026-03-03', 'a date in ISO 8601'],
    ['<c t="d"><v>2026-03-02T23:00:00.000Z</v></c>', '2026-03-02T23:00:00.000Z', 'a time in UTC as it is'],
    ['<c t="b"><v>1</v></c>', 'true', 'a boolean'],
    ['<c t="s"><v>0</v></c>', 'shared', 'a shared text'],
    ['<c t="s"><v>1</v></c>', 'a\nb', 'a shared text with an escaped line end'],
  ])('gives %s as %s: %s', async (cell, expected) => {
    const strings = ['<t>shared</t>', '<r><t>a_x000A_</t></r><r><t>b</t></r>']
    const rows = `${header}<row><c><v>7</v></c>${cell}</row>`
    expect((await read({ sheets: { L: rows }, strings })).map(brief)).toEqual([['7', { 'metas.a': expected }]])
  })

  it.each(['1.23457E+12', '12345678901234567', '1.2345678901234567E16'])(
    'never repairs a number that lost digits: %s',
    async (written) => {
      const rows = `${header}<row><c><v>7</v></c><c><v>${written}</v></c></row>`
      const [record] = await read({ sheets: { L: rows }, strings: [] })
      expect(record).toMatchObject({ valid: false, value: written, reason: expect.stringContaining('rounded number') })
    },
  )

  it('reads dates as they are, beside texts in the form that the feed names', async () => {
    const used = feedOf({
      format: { type: 'xlsx' },
      fields: { order_number: 'order', paid_date: { from: 'a', date: 'd.M.yyyy' } },
    })
    const utc = '<row><c><v>6</v></c><c t="d"><v>2026-03-02T23:00:00.000Z</v></c></row>'
    const rows = `${header}${utc}<row><c><v>7</v></c><c s="1"><v>46084</v></c></row>${textRow('8', '3.3.2026')}${textRow('9', '3/3/2026')}`
    const { records } = await readAll(used, sourceOf(workbookOf({ sheets: { L: rows } })))
    expect(records.map(brief)).toEqual([
      ['6', { paid_date: '2026-03-03' }],
      ['7', { paid_date: '2026-03-03' }],
      ['8', { paid_date: '2026-03-03' }],
      ['9', 'paid_date', 'expected a date as d.M.yyyy'],
    ])
  })

  it('counts dates from 1904 where the workbook says so', async () => {
    const rows = `${header}<row><c><v>7</v></c><c s="1"><v>44622</v></c></row>`
    expect((await read({ sheets: { L: rows }, date1904: true })).map(brief)).toEqual([
      ['7', { 'metas.a': '2026-03-03' }],
    ])
  })

  it.each([
    ['d.m.yyyy', true],
    ['[$-405]d. mmmm yyyy;@', true],
    ['[h]:mm:ss', true],
    ['"dny: "0', false],
    ['#,##0.00\\ "Kč"', false],
    ['[Red]0.00', false],
    ['[Magenta]0.00', false],
    ['[mm]:ss', true],
    ['General', false],
    ['00000', false],
  ])('takes the format %s for a date: %s', async (code, isDate) => {
    const escaped = code.replaceAll('"', '&quot;')
    const styles = `<numFmts><numFmt numFmtId="170" formatCode="${escaped}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>`
    const rows = `${header}<row><c><v>7</v></c><c s="1"><v>46084</v></c></row>`
    const [record] = await read({ sheets: { L: rows }, styles })
    expect(record).toMatchObject({ fields: { 'metas.a': isDate ? '2026-03-03' : '46084' } })
  })

  it.each([
    ['"OBJ-"0000', '42', 'OBJ-0042'],
    ['"OBJ-"0000', '123456', 'OBJ-123456'],
    ['"SE"0', '42', 'SE42'],
    ['0000-0000', '20240001', '2024-0001'],
    ['0000"/2026"', '12', '0012/2026'],
    ['\\O00000', '24001', 'O24001'],
    ['00\\ 000\\ 000', '20240001', '20240001'],
    ['[Red]00000', '42', '00042'],
    ['0', '42', '42'],
    ['0" ks"', '42', '42'],
    ['"Kč "0', '42', '42'],
    ['#,##0', '20240001', '20240001'],
  ])('shows a code as the format %s does: %s', async (code, value, shown) => {
    const escaped = code.replaceAll('"', '&quot;')
    const styles = `<numFmts><numFmt numFmtId="170" formatCode="${escaped}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>`
    const rows = `${header}<row><c s="1"><v>${value}</v></c></row>`
    expect(await read({ sheets: { L: rows }, styles })).toMatchObject([{ order_number: shown }])
  })

  it('takes no blank for what a formula would say, had anybody calculated it', async () => {
    const texts = (await read({
      sheets: {
        L: `${header}${['<c><f>A1</f></c>', '<c><f>A1</f><v></v></c>', '<c t="str"><f>A1</f><v></v></c>', '<c t="str"><f>A1</f><v>x</v></c>'].map((cell, at) => `<row><c><v>${at + 1}</v></c>${cell}</row>`).join('')}`,
      },
    })) as MappedRecord[]
    expect(texts.map((record) => (record.valid ? record.fields : record.reason.slice(0, 49)))).toEqual([
      'it has a formula whose result is not in the file;',
      'it has a formula whose result is not in the file;',
      {},
      { 'metas.a': 'x' },
    ])
  })

  it('reads texts in CDATA, and names of columns in several lines', async () => {
    const rows = `<row><c t="inlineStr"><is><t><![CDATA[order]]></t></is></c><c t="inlineStr"><is><t>\u200bčíslo&#10;balíku</t></is></c></row><row><c t="str"><v><![CDATA[O&1]]></v></c><c t="inlineStr"><is><t>a<![CDATA[b]]></t></is></c></row>`
    const used = feedOf({ format: { type: 'xlsx' }, fields: { order_number: 'order', metas: { a: 'číslo balíku' } } })
    expect((await readAll(used, sourceOf(workbookOf({ sheets: { L: rows } })))).records.map(brief)).toEqual([
      ['O&1', { 'metas.a': 'ab' }],
    ])
  })

  it('tells numbers from texts', async () => {
    const { readWorkbook } = await import('../../lib/exports/formats/workbook.ts')
    const { openExport } = await import('../../lib/exports/unpack/open.ts')
    const rows = `${header}<row><c><v>7</v></c><c s="1"><v>46084</v></c></row>${textRow('8', '9')}`
    const opened = await openExport(sourceOf(workbookOf({ sheets: { L: rows } })), { unpackedBytes: 1e6 })
    if (opened.kind !== 'workbook') throw new Error('it is a workbook')
    const options = {
      key: 'k',
      paths: ['order', 'a'],
      feed: feed(),
      said: () => {},
      suspect: () => {},
      remark: () => undefined,
      ended: () => {},
    }
    const raws: RawRecord[] = []
    for await (const some of readWorkbook(opened.archive, options)) raws.push(...some)
    expect(raws.map((raw) => [raw.isNumber('order'), raw.isNumber('a')])).toEqual([
      [true, false],
      [false, false],
    ])
  })
})

describe('the parts of a workbook', () => {
  const told = async (edit: (parts: Record<string, Uint8Array>) => void) => {
    const parts = unzipSync(
      workbookOf({ sheets: { L: `${header}<row><c><v>7</v></c><c t="s"><v>0</v></c></row>` }, strings: ['<t>x</t>'] }),
    )
    edit(parts)
    return (await readAll(feed(), sourceOf(zipSync(parts)))).records.map(brief)
  }
  const move = (parts: Record<string, Uint8Array>, from: string, to: string): void => {
    parts[to] = parts[from] ?? new Uint8Array()
    delete parts[from]
  }

  it.each<[string, (parts: Record<string, Uint8Array>) => void]>([
    [
      'in other letters than they are named by, as 1C writes them',
      (parts) => {
        move(parts, 'xl/sharedStrings.xml', 'xl/SharedStrings.xml')
        move(parts, 'xl/worksheets/sheet1.xml', 'xl/Worksheets/Sheet1.xml')
      },
    ],
    [
      'by ways around',
      (parts) => {
        const rels = 'xl/_rels/workbook.xml.rels'
        parts[rels] = strToU8(strFromU8(parts[rels] ?? new Uint8Array()).replace('worksheets/', '../xl/./worksheets/'))
      },
    ],
  ])('are found %s', async (_how, edit) => expect(await told(edit)).toEqual([['7', { 'metas.a': 'x' }]]))
})

describe('the sheet of a workbook', () => {
  const titles = `${textRow('Objednávky', '')}<row r="2"/>${textRow('', 'printed on', '1.3.2026')}`
  const data = `${titles}${textRow('', 'order', 'x', 'a')}${textRow('', 'O1', '', 'y')}${textRow('', '', '', '')}${textRow('Celkem', '', '', '')}`

  it('may have titles above its header, and columns beside it', async () => {
    const records = await read({ sheets: { L: data } })
    expect(records.map(brief)).toEqual([['O1', { 'metas.a': 'y' }]])
    expect(records[0]?.place).toBe('row 5')
  })

  it('is found by the mapped columns', async () => {
    const records = await read({ sheets: { Info: textRow('hello'), Data: data, Other: textRow('order') } })
    expect(records.map((record) => [...brief(record), record.place])).toEqual([
      ['O1', { 'metas.a': 'y' }, 'sheet "Data", row 5'],
    ])
  })

  it('may have no header, and columns by their numbers', async () => {
    const used = feedOf({ format: { type: 'xlsx', header: false }, fields: { order_number: '2', metas: { a: '1' } } })
    const content = { sheets: { Empty: '', L: `${textRow('x', 'O1')}${textRow('y', 'O2')}` } }
    expect((await readAll(used, sourceOf(workbookOf(content)))).records.map(brief)).toEqual([
      ['O1', { 'metas.a': 'x' }],
      ['O2', { 'metas.a': 'y' }],
    ])
  })

  it('is told with all others where no sheet has the columns', async () => {
    await expect(read({ sheets: { Info: textRow('x'), Data: textRow('order', 'xyz') } })).rejects.toThrow(
      'the column "a" is missing; it has "order", "xyz" in the sheet "Data"; there are the sheets "Info", "Data"',
    )
    await expect(read({ sheets: { Info: header, Data: header } }, { sheet: 'Jiný' })).rejects.toThrow(
      'it has no sheet "Jiný"; it has "Info", "Data"',
    )
  })

  it('is suspicious where another one has the columns, too, unless it is hidden or one is named', async () => {
    const suspicions = async (content: WorkbookContent, format = {}) =>
      (await readAll(feed(format), sourceOf(workbookOf(content)))).summary.suspicions
    const two = { Leden: data, Únor: data }
    expect(await suspicions({ sheets: two })).toEqual([
      'the sheets "Leden", "Únor" have all columns, and only "Leden" is read; name one as "sheet" in the "format" of the feed',
    ])
    expect(await suspicions({ sheets: two, hidden: ['Leden'] })).toEqual([])
    expect(await suspicions({ sheets: two }, { sheet: 'Únor' })).toEqual([])
  })
})

describe('a workbook', () => {
  it.each([
    [
      'a text that is not there',
      { sheets: { L: `${header}<row><c t="s"><v>5</v></c></row>` } },
      'row 2 refers to a text',
    ],
    [
      'a broken sheet',
      { sheets: { L: `${header}<row><c></row>` } },
      'xl/worksheets/sheet1.xml, line 1: unexpected close',
    ],
    ['a DOCTYPE', { sheets: { L: header }, strings: ['</si><!DOCTYPE x><si>'] }, 'cannot be read as XLSX'],
  ])('with %s is refused', async (_what, content, reason) => {
    await expect(read(content)).rejects.toThrow(reason)
  })

  it('with two cells at one place has a broken record, not the last of them', async () => {
    const feed = feedOf({ format: { type: 'xlsx' }, fields: { order_number: 'n' } })
    const cell = (text: string) => `<c r="A2" t="inlineStr"><is><t>${text}</t></is></c>`
    const rows = `${textRow('n')}<row r="2">${cell('O1')}${cell('O2')}</row>${textRow('O3')}`
    const { records } = await readAll(feed, sourceOf(workbookOf({ sheets: { L: rows } })))
    expect(records).toMatchObject([
      { valid: false, reason: 'it has two cells in column 1' },
      { valid: true, order_number: 'O3' },
    ])
  })

  it('counts all its parts together, and bounds its rows and texts', async () => {
    const limited = (limits: object, content: WorkbookContent) =>
      readAll(feedOf({ format: { type: 'xlsx' }, fields, limits }), sourceOf(workbookOf(content)))
    const long = 'x'.repeat(200_000)
    await expect(
      limited({ unpackedBytes: 150_000 }, { sheets: { L: header }, strings: [`<t>${long}</t>`] }),
    ).rejects.toThrow('larger than 150000 bytes when unpacked')
    await expect(
      limited({ recordBytes: 50_000 }, { sheets: { L: header }, strings: [`<t>${long}</t>`] }),
    ).rejects.toThrow('a record in xl/sharedStrings.xml is longer than 50000 bytes')
    await expect(limited({ recordBytes: 50_000 }, { sheets: { L: `${header}${textRow(long)}` } })).rejects.toThrow(
      'a record in xl/worksheets/sheet1.xml is longer than 50000 bytes',
    )
  })
})
