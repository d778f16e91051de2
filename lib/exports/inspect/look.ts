import { detectFormat } from '../formats/detect.ts'
import { refuseOtherContent } from '../formats/format.ts'
import { type ExportSource, UnusableExport } from '../record.ts'
import { peekBytes } from '../unpack/bytes.ts'
import { decodeText } from '../unpack/decode.ts'
import { type Container, detectContainer, openExport } from '../unpack/open.ts'
import { peekText } from '../unpack/text.ts'
import type { Archive } from '../unpack/zip.ts'
import { feedOf } from './trial.ts'

const sampleLength = 2 * 1024 ** 2
const limits = { unpackedBytes: 8 * 1024 ** 3 }

/** The beginning of a file as text. Everything that inspecting asks of unpacking and of the formats is in this file. */
export interface Sample {
  readonly container: Container
  /** `null`: it is a workbook */
  readonly encoding: string | null
  readonly format: ReturnType<typeof detectFormat> | 'xlsx'
  /** of a workbook: its rows as CSV */
  readonly text: string
}

/** @throws UnusableExport where the file cannot be read */
export async function sampleOf(source: ExportSource): Promise<Sample> {
  const opened = await openExport(source, limits)
  if (opened.kind === 'workbook')
    return { container: 'none', encoding: null, format: 'xlsx', text: await sheetText(opened.archive) }
  for await (const part of opened.parts) {
    const { text, encoding } = decodeText(part)
    const { start } = await peekText(text, sampleLength)
    const format = detectFormat(start)
    refuseOtherContent(start.slice(0, 65_536), source.key, isTable(start) ? 'CSV' : format.toUpperCase())
    return { container: opened.container, encoding: encoding(), format, text: start }
  }
  throw new UnusableExport(source.key, 'it holds no file')
}

/** A table as pages have it, without a page around it: nobody exports orders as `<tr>`. */
const isTable = (start: string): boolean => /^\s*<table[\s>]/i.test(start) && /<tr[\s>]/i.test(start)

/** How a file is packed, even where it cannot be read. */
export async function containerOfSource(source: ExportSource): Promise<Container> {
  const { head, close } = await peekBytes(await source.open(), 4)
  await close()
  return detectContainer(head)
}

/** Sheets that are looked at. */
const mostSheets = 20

/** The first rows of the sheet that looks most like a table: with most cells beside each other. */
async function sheetText(archive: Archive): Promise<string> {
  const { denseCells, detectWorkbook } = await import('../formats/workbook.ts')
  const { limits: usual } = feedOf({ format: { type: 'xlsx' }, fields: { order_number: '1' } })
  const workbook = await detectWorkbook(archive, usual)
  let best: readonly (readonly string[])[] = []
  const sizeOf = (rows: typeof best): number => rows.reduce((sum, { length }) => sum + Math.max(0, length - 1), 0)
  for (const sheet of workbook.sheets.slice(0, mostSheets)) {
    const rows = (await workbook.start(sheet)).rows.map(denseCells)
    if (best.length === 0 || sizeOf(rows) > sizeOf(best)) best = rows
  }
  return best.map((cells) => cells.map(csvCell).join(';')).join('\n')
}

const csvCell = (text: string): string => (/[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** What a file turned out to hold no records of, and no ready-made mapping knows. */
export const nothingFound = (key: string): string =>
  new UnusableExport(key, 'no records were found in it, and no ready-made mapping knows it').message
