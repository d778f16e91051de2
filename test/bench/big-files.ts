import { createWriteStream, type WriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { strToU8, Zip, ZipDeflate } from 'fflate'

const relationship = (id: number, type: string, target: string): string =>
  `<Relationship Id="rId${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`

function* sheet(rows: number): Generator<string> {
  yield '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>'
  for (let row = 2; row < rows + 2; row++)
    yield `<row r="${row}"><c r="A${row}" t="s"><v>${row * 2 - 1}</v></c><c r="B${row}" t="s"><v>${row * 2}</v></c><c r="C${row}" s="1"><v>46084</v></c></row>`
  yield '</sheetData></worksheet>'
}

function* strings(rows: number): Generator<string> {
  yield '<sst><si><t>order_number</t></si><si><t>note</t></si><si><t>paid_date</t></si>'
  for (let row = 2; row < rows + 2; row++)
    yield `<si><t>O2026${row}</t></si><si><t>Poznámka číslo ${row}: volat předem a nechat u sousedů, prosím</t></si>`
  yield '</sst>'
}

/** Writes a workbook with so many rows, whose texts are all different and shared, as Excel writes them. */
export async function writeWorkbook(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file)
  const zip = new Zip((error, data, final) => {
    if (error !== null) throw error
    out.write(data)
    if (final) out.end()
  })
  const parts: readonly (readonly [name: string, content: Iterable<string>])[] = [
    ['[Content_Types].xml', ['<Types/>']],
    ['_rels/.rels', [`<Relationships>${relationship(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>`]],
    [
      'xl/workbook.xml',
      ['<workbook xmlns:r="r"><sheets><sheet name="List1" sheetId="1" r:id="rId1"/></sheets></workbook>'],
    ],
    [
      'xl/_rels/workbook.xml.rels',
      [
        `<Relationships>${relationship(1, 'worksheet', 'worksheets/sheet1.xml')}${relationship(2, 'sharedStrings', 'sharedStrings.xml')}${relationship(3, 'styles', 'styles.xml')}</Relationships>`,
      ],
    ],
    ['xl/styles.xml', ['<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>']],
    ['xl/worksheets/sheet1.xml', sheet(rows)],
    ['xl/sharedStrings.xml', strings(rows)],
  ]
  for (const [name, content] of parts) addPart(zip, name, content)
  zip.end()
  await finished(out)
}

function addPart(zip: Zip, name: string, content: Iterable<string>): void {
  const part = new ZipDeflate(name, { level: 6 })
  zip.add(part)
  let waiting = ''
  for (const text of content) {
    waiting += text
    if (waiting.length < 65_536) continue
    part.push(strToU8(waiting))
    waiting = ''
  }
  part.push(strToU8(waiting), true)
}

/** Writes a JSON document with so many records. */
export async function writeJson(file: string, records: number): Promise<void> {
  const out: WriteStream = createWriteStream(file)
  out.write('{"value":[')
  for (let record = 0; record < records; record++) {
    const more = `"note":"Poznámka číslo ${record}","items":[{"code":"A","price":12.50},{"code":"B","price":1}]`
    const text = `${record === 0 ? '' : ','}{"order_number":"O${record}","paid_date":"2026-03-03",${more}}`
    if (!out.write(text)) await new Promise<void>((resolve) => void out.once('drain', resolve))
  }
  out.end(']}')
  await finished(out)
}
