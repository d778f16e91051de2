import type { Feed } from '../../settings/settings.ts'
import { UnexpectedExport, UnusableExport } from '../record.ts'
import type { Archive } from '../unpack/zip.ts'
import { type RawRecord, type ReaderOptions, recordMaker } from './format.ts'
import { type Cell, type CellContext, readSheet, type SheetRow } from './sheet.ts'
import { amountColumn, type Cells, checkHeader, findHeader, type Header, headerRows, isHeaderAgain } from './table.ts'
import { workbookModified } from './workbook-modified.ts'
import { readSharedStrings, readWorkbookParts, type SheetPart } from './workbook-parts.ts'

/** More sheets than a person looks through. */
const mostSheets = 50

/** A sheet with its first rows. */
export interface SheetStart {
  readonly sheet: SheetPart
  /** its first rows that hold something, with the numbers that Excel shows */
  readonly rows: readonly SheetRow[]
}

/** A workbook whose sheets can be read. */
export interface Workbook {
  /** all sheets, the visible ones first */
  readonly sheets: readonly SheetPart[]
  /** the first rows of a sheet, enough for its header */
  start(sheet: SheetPart): Promise<SheetStart>
  rows(sheet: SheetPart): AsyncIterable<readonly SheetRow[]>
}

/**
 * Opens an XLSX workbook. Its sheets are read as they stream in; only the texts that cells share are held in memory.
 * @throws UnusableExport where it cannot be read
 */
export async function detectWorkbook(
  archive: Archive,
  { recordBytes }: Pick<Feed['limits'], 'recordBytes'>,
): Promise<Workbook> {
  const { sheets, sharedStrings, styles, firstDay } = await readWorkbookParts(archive)
  const context: CellContext = {
    styles,
    firstDay,
    recordBytes,
    strings: await readSharedStrings(archive, sharedStrings, recordBytes),
  }
  const rows = (sheet: SheetPart) => readSheet(archive, sheet, context)
  return {
    sheets: sheets.toSorted((left, right) => Number(left.isHidden) - Number(right.isHidden)),
    rows,
    start: async (sheet) => {
      const first: SheetRow[] = []
      for await (const some of rows(sheet)) {
        first.push(...some.slice(0, headerRows - first.length))
        if (first.length >= headerRows) break
      }
      return { sheet, rows: first }
    },
  }
}

/** The cells of a row, blank ones too. */
export function denseCells({ cells }: SheetRow): Cells {
  const dense: string[] = []
  for (const { column, text } of cells) {
    while (dense.length < column) dense.push('')
    dense[column] = text
  }
  return dense
}

/** The sheet that is read, and where its columns are. */
interface ChosenSheet {
  readonly sheet: SheetPart
  readonly header: Header
  /** number of the row with the header */
  readonly headerRow: number
}

/** Reads the records of a workbook: those of the sheet that the feed names, or of the first that has all mapped columns. */
export async function* readWorkbook(archive: Archive, options: ReaderOptions): AsyncGenerator<readonly RawRecord[]> {
  options.said('dcterms:modified', (await workbookModified(archive)) ?? '')
  const workbook = await detectWorkbook(archive, options.feed.limits)
  const chosen = await chooseSheet(workbook, options)
  const make = recordMaker(options.paths)
  const slots = Map.groupBy(options.paths.keys(), (slot) => chosen.header.positions[slot] ?? -1)
  const amountAt = amountColumn(chosen.header)
  const where = workbook.sheets.length === 1 ? '' : `sheet "${chosen.sheet.name}", `
  let record = 0
  for await (const rows of workbook.rows(chosen.sheet)) {
    const records: RawRecord[] = []
    for (const { row, cells } of rows) {
      if (row <= chosen.headerRow || cells.every(isBlank)) continue
      const found = valuesOf(cells, slots, options.paths.length)
      const text = cells.find(({ column }) => column === amountAt)?.text
      const amount = text === undefined ? undefined : { column: chosen.header.cells[amountAt] ?? '', text }
      if (isHeaderAgain(found.values, chosen.header)) continue
      records.push(make({ record: ++record, place: `${where}row ${row}`, ...found, amount }))
    }
    if (records.length > 0) yield records
  }
}

const isBlank = ({ text, isUncalculated }: Cell): boolean => isUncalculated !== true && text.trim() === ''

function valuesOf(cells: SheetRow['cells'], slots: ReadonlyMap<number, readonly number[]>, length: number) {
  const values = Array<string>(length).fill('')
  let numbers: Set<number> | undefined
  let broken: string | undefined
  for (const { column, text, isNumber, isUncalculated } of cells) {
    for (const slot of slots.get(column) ?? []) {
      if (isUncalculated === true) broken ??= uncalculated
      if (values[slot] !== '' && values[slot] !== text) broken ??= `it has two cells in column ${column + 1}`
      values[slot] = text
      if (isNumber) numbers = (numbers ?? new Set()).add(slot)
    }
  }
  return { values, ...(numbers === undefined ? {} : { numbers }), ...(broken === undefined ? {} : { broken }) }
}

const uncalculated =
  'it has a formula whose result is not in the file; open the workbook in Excel or LibreOffice and save it, or let the ERP write values'

async function chooseSheet(workbook: Workbook, options: ReaderOptions): Promise<ChosenSheet> {
  const { key, feed, paths, suspect } = options
  const format = feed.format.type === 'xlsx' ? feed.format : { header: true, sheet: undefined }
  const wanted = { paths, header: format.header }
  const named = format.sheet
  const names = workbook.sheets.slice(0, mostSheets).map(({ name }) => `"${name.slice(0, 40)}"`)
  const sheets = named === undefined ? workbook.sheets : workbook.sheets.filter(({ name }) => name === named)
  if (sheets.length === 0)
    throw new UnusableExport(
      key,
      `it has no sheet "${named}"; it has ${names.join(', ')}`,
      'Correct "sheet" in the "format" of the feed.',
    )
  const found: ChosenSheet[] = []
  for (const sheet of sheets.slice(0, mostSheets)) {
    const { rows } = await workbook.start(sheet)
    const header = findHeader(rows.map(denseCells), wanted)
    found.push({ sheet, header, headerRow: rows[header.skip - 1]?.row ?? 0 })
  }
  const best = found.toSorted((left, right) => right.header.found - left.header.found)[0]
  if (best === undefined) throw new UnexpectedExport(key, 'it has no sheets')
  const where = names.length === 1 ? '' : ` in the sheet "${best.sheet.name}"; there are the sheets ${names.join(', ')}`
  checkHeader(best.header, wanted, key, where)
  const others = found.filter(
    ({ sheet, header }) => sheet !== best.sheet && !sheet.isHidden && header.found === paths.length,
  )
  if (others.length > 0)
    suspect(
      `the sheets ${[best, ...others].map(({ sheet }) => `"${sheet.name}"`).join(', ')} have all columns, and only ` +
        `"${best.sheet.name}" is read; name one as "sheet" in the "format" of the feed`,
    )
  return best
}
