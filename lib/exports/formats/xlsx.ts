import { buffer } from 'node:stream/consumers'
import { inflateRawSync } from 'node:zlib'
import { type CellValue, type Row, readSheet } from 'read-excel-file/universal'
import { reasonOf } from '../../errors.ts'
import type { Feed } from '../../settings/settings.ts'
import { type ExportSource, UnusableExport } from '../record.ts'
import { isZip } from '../unpack/zip.ts'
import { headerLength, storedZip, type ZipEntry, zipDirectory } from '../unpack/zip-format.ts'

/** The delimiter of the CSV that a sheet is read as. */
export const sheetDelimiter = ';'

/**
 * Reads a sheet of an XLSX file as CSV text: texts as they stand, numbers as the file writes them or as their format
 * shows leading zeros, dates as ISO 8601, errors as Excel shows them.
 * The file is held in memory; its unpacked size is limited.
 * @throws UnusableExport where it is no XLSX file, or has no such sheet
 */
export async function* readSheetText(
  source: ExportSource,
  { format, limits }: Pick<Feed, 'format' | 'limits'>,
): AsyncGenerator<string> {
  const bytes = await buffer(await source.open())
  if (bytes.length === 0)
    throw new UnusableExport(source.key, 'it is empty (0 bytes)', 'The ERP may still be writing it.')
  if (!isZip(bytes))
    throw new UnusableExport(source.key, 'it is no XLSX file', 'Correct "format" in the settings of the feed.')
  const entries = entriesOf(bytes, source.key, limits.unpackedBytes)
  const sheet = format.type === 'xlsx' ? format.sheet : undefined
  const shown = asShown(bytes, entries, source.key)
  for (const row of await sheetOf(shown, sheet, source.key)) yield `${row.map(cellText).join(sheetDelimiter)}\n`
}

function entriesOf(bytes: Buffer, key: string, most: number): ZipEntry[] {
  const entries = zipDirectory(bytes)
  if (entries === undefined) throw unreadable(key, 'its directory is missing')
  if (entries.reduce((sum, { size }) => sum + size, 0) <= most) return entries
  throw new UnusableExport(
    key,
    `it is larger than ${most} bytes when unpacked`,
    'If that is right, raise "limits.unpackedBytes" of the feed.',
  )
}

function contentOf(bytes: Buffer, { offset, packedSize, method, size }: ZipEntry): Buffer {
  const start = offset + headerLength(bytes.subarray(offset))
  const packed = bytes.subarray(start, start + packedSize)
  return method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) })
}

const sheetName = /^xl\/worksheets\/[^/]+\.xml$/

/**
 * The file with the cells as texts that the library would give otherwise than Excel shows them: errors, which it
 * leaves out, and numbers whose format has leading zeros. Anything else stays as it is.
 */
function asShown(bytes: Buffer, entries: readonly ZipEntry[], key: string): Uint8Array {
  try {
    const styles = entries.find(({ name }) => name === 'xl/styles.xml')
    const widths = zeroFormats(styles === undefined ? '' : contentOf(bytes, styles).toString())
    const changed = new Map<string, Buffer>()
    for (const entry of entries.filter(({ name }) => sheetName.test(name))) {
      const sheet = contentOf(bytes, entry).toString('latin1')
      const text = withTexts(sheet, widths)
      if (text !== sheet) changed.set(entry.name, Buffer.from(text, 'latin1'))
    }
    if (changed.size === 0) return bytes
    return storedZip(new Map(entries.map((entry) => [entry.name, changed.get(entry.name) ?? contentOf(bytes, entry)])))
  } catch (cause) {
    throw unreadable(key, cause)
  }
}

const cellWithNumber = /<((?:\w+:)?)c\b([^>]*)>(<\1f\b[^>]*>[^<]*<\/\1f>)?<\1v>(\d+)<\/\1v>/g

function withTexts(sheet: string, widths: ReadonlyMap<string, number>): string {
  const errors = sheet.replaceAll(/(<(?:\w+:)?c\b[^>]*\st=)"e"/g, '$1"str"')
  if (widths.size === 0) return errors
  return errors.replaceAll(cellWithNumber, (cell, prefix: string, attributes: string, formula = '', digits: string) => {
    const width = widths.get(/\ss="(\d+)"/.exec(attributes)?.[1] ?? '')
    if (width === undefined || /\st="(?!n")/.test(attributes)) return cell
    const others = attributes.replace(/\st="n"/, '')
    return `<${prefix}c${others} t="str">${formula}<${prefix}v>${digits.padStart(width, '0')}</${prefix}v>`
  })
}

/** Styles of cells whose number format is nothing but zeros, with the number of digits that it shows. */
function zeroFormats(styles: string): Map<string, number> {
  const formats = new Map<string, number>()
  for (const [tag] of styles.matchAll(/<(?:\w+:)?numFmt\b[^>]*>/g)) {
    const zeros = /\sformatCode="(0{2,})"/.exec(tag)?.[1]
    const id = /\snumFmtId="(\d+)"/.exec(tag)?.[1]
    if (zeros !== undefined && id !== undefined) formats.set(id, zeros.length)
  }
  const cells = /<(?:\w+:)?cellXfs\b.*?<\/(?:\w+:)?cellXfs>/s.exec(styles)?.[0] ?? ''
  return new Map(
    [...cells.matchAll(/<(?:\w+:)?xf\b[^>]*>/g)].flatMap(([tag], index) => {
      const width = formats.get(/\snumFmtId="(\d+)"/.exec(tag)?.[1] ?? '')
      return width === undefined ? [] : [[String(index), width] as const]
    }),
  )
}

/**
 * Numbers as they stand in the file. Java writes whole numbers as `221190.0` and `2.02600123E8`, exactly; with a plus
 * sign it would be a rounded number, which stays one.
 */
const plainNumber = (text: string): string =>
  /^-?\d+\.0$|^-?\d\.\d+E\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? String(Number(text)) : text

const unreadable = (key: string, cause: unknown): UnusableExport =>
  new UnusableExport(key, `it cannot be read as XLSX (${reasonOf(cause)}); it may be cut off`, 'Save it again.', cause)

async function sheetOf(bytes: Uint8Array, sheet: string | undefined, key: string): Promise<Row[]> {
  const options = { parseNumber: plainNumber, trim: false }
  try {
    const content = new Blob([new Uint8Array(bytes)])
    return await (sheet === undefined ? readSheet(content, options) : readSheet(content, sheet, options))
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'SheetNotFoundError')
      throw new UnusableExport(key, `it has no sheet "${sheet}"`, 'Correct "sheet" in the "format" of the feed.', cause)
    throw unreadable(key, cause)
  }
}

function cellText(cell: CellValue | null): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date)
    return cell
      .toISOString()
      .replace(/T00:00:00\.000Z$/, '')
      .replace(/\.\d+Z$/, '')
  const text = String(cell)
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
