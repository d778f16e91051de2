import { buffer } from 'node:stream/consumers'
import { unzipSync } from 'fflate'
import { type CellValue, type Row, readSheet } from 'read-excel-file/universal'
import { reasonOf } from '../errors.ts'
import type { Feed } from '../settings/settings.ts'
import { type ExportSource, RefusedExport } from './record.ts'
import { isZip } from './zip.ts'

/** The delimiter of the CSV that a sheet is read as. */
export const sheetDelimiter = ';'

/**
 * Reads a sheet of an XLSX file as CSV text: texts as they stand, numbers as the file writes them, dates as ISO 8601.
 * The file is held in memory; its unpacked size is limited.
 * @throws RefusedExport where it is no XLSX file, or has no such sheet
 */
export async function* readSheetText(
  source: ExportSource,
  { format, limits }: Pick<Feed, 'format' | 'limits'>,
): AsyncGenerator<string> {
  const bytes = await buffer(await source.open())
  if (bytes.length === 0)
    throw new RefusedExport(source.key, 'it is empty (0 bytes)', 'The ERP may still be writing it.')
  if (!isZip(bytes))
    throw new RefusedExport(source.key, 'it is no XLSX file', 'Correct "format" in the settings of the feed.')
  checkSize(bytes, source.key, limits.unpackedBytes)
  const sheet = format.type === 'xlsx' ? format.sheet : undefined
  for (const row of await sheetOf(bytes, sheet, source.key)) yield `${row.map(cellText).join(sheetDelimiter)}\n`
}

function checkSize(bytes: Buffer, key: string, most: number): void {
  let size = 0
  try {
    unzipSync(bytes, {
      filter: ({ originalSize }) => {
        size += originalSize
        return false
      },
    })
  } catch (cause) {
    throw unreadable(key, cause)
  }
  if (size > most) {
    throw new RefusedExport(
      key,
      `it is larger than ${most} bytes when unpacked`,
      'If that is right, raise "limits.unpackedBytes" of the feed.',
    )
  }
}

const unreadable = (key: string, cause: unknown): RefusedExport =>
  new RefusedExport(key, `it cannot be read as XLSX (${reasonOf(cause)}); it may be cut off`, 'Save it again.', cause)

async function sheetOf(bytes: Buffer, sheet: string | undefined, key: string): Promise<Row[]> {
  const options = { parseNumber: (text: string) => text, trim: false }
  try {
    const content = new Blob([new Uint8Array(bytes)])
    return await (sheet === undefined ? readSheet(content, options) : readSheet(content, sheet, options))
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'SheetNotFoundError')
      throw new RefusedExport(key, `it has no sheet "${sheet}"`, 'Correct "sheet" in the "format" of the feed.', cause)
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
