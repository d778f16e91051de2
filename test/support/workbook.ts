import { strToU8, zipSync } from 'fflate'

/** Parts of a workbook, as texts; whatever is left out is usual. */
export interface WorkbookContent {
  /** XML inside `sheetData`, by the sheets' names */
  readonly sheets: Readonly<Record<string, string>>
  /** sheets that are not shown */
  readonly hidden?: readonly string[]
  /** XML inside `styleSheet`; without it, style 1 is a date and style 2 shows seven digits */
  readonly styles?: string
  /** texts that cells share */
  readonly strings?: readonly string[]
  readonly date1904?: boolean
  /** when it was saved last, as its properties say */
  readonly modified?: string
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const usualStyles =
  '<numFmts count="1"><numFmt numFmtId="164" formatCode="0000000"/></numFmts><cellStyleXfs count="1"><xf numFmtId="164"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>'

/** A workbook as Excel writes it. */
export function workbookOf({
  sheets,
  hidden = [],
  styles,
  strings = [],
  date1904 = false,
  modified,
}: WorkbookContent): Uint8Array {
  const names = Object.keys(sheets)
  const listed = names.map((name, index) => {
    const state = hidden.includes(name) ? ' state="hidden"' : ''
    return `<sheet name="${name}" sheetId="${index + 1}"${state} r:id="rId${index + 1}"/>`
  })
  const relation = (id: number, type: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${relationships}/${type}" Target="${target}"/>`
  const inside = names.map((_, index) => relation(index + 1, 'worksheet', `worksheets/sheet${index + 1}.xml`))
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': `<Relationships>${relation(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relationships}"><workbookPr date1904="${date1904 ? 1 : 0}"/><sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${inside.join('')}${relation(90, 'styles', 'styles.xml')}${relation(91, 'sharedStrings', '/xl/sharedStrings.xml')}</Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}">${styles ?? usualStyles}</styleSheet>`,
    'xl/sharedStrings.xml': `<sst xmlns="${main}">${strings.map((text) => `<si>${text}</si>`).join('')}</sst>`,
    ...(modified === undefined
      ? {}
      : {
          'docProps/core.xml': `<cp:coreProperties xmlns:cp="a" xmlns:dcterms="b"><dcterms:created>2001-01-01T00:00:00Z</dcterms:created><dcterms:modified>${modified}</dcterms:modified></cp:coreProperties>`,
        }),
    ...Object.fromEntries(
      names.map((name, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        `<worksheet xmlns="${main}"><sheetData>${sheets[name]}</sheetData></worksheet>`,
      ]),
    ),
  }
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])), { level: 1 })
}

/** A row of cells with inline texts, without saying where they are. */
export const textRow = (...texts: readonly string[]): string =>
  `<row>${texts.map((text) => (text === '' ? '<c/>' : `<c t="inlineStr"><is><t>${text}</t></is></c>`)).join('')}</row>`
