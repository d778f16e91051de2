import { refuseOtherContent } from '../formats/format.ts'
import { type ExportSource, UnusableExport } from '../record.ts'
import { type Container, containerOf } from '../unpack/containers.ts'
import { openText } from '../unpack/decode.ts'
import { isWorkbook, partsOf } from '../unpack/zip.ts'
import { feedOf } from './trial.ts'

const sampleLength = 2 * 1024 ** 2
const limits = { unpackedBytes: 8 * 1024 ** 3 }

/** Which format a text is in. */
export type TextFormat = 'csv' | 'ndjson' | 'json' | 'xml'

/** The beginning of a file as text. Everything that inspecting asks of unpacking and of the formats is in this file. */
export interface Sample {
  readonly container: Container
  /** `null`: it is a workbook */
  readonly encoding: string | null
  readonly format: TextFormat | 'xlsx'
  /** of a workbook: its rows as CSV */
  readonly text: string
}

/** @throws UnusableExport where the file cannot be read */
export async function sampleOf(source: ExportSource): Promise<Sample> {
  const container = await containerOfSource(source)
  if (await isWorkbook(source)) return sheetSample(source)
  const [part = source] = await partsOf(source, 'csv')
  const { text, encoding } = await openText(part, limits)
  let sample = ''
  for await (const chunk of text) {
    sample += chunk
    if (sample.length >= sampleLength) break
  }
  const format = formatOfText(sample)
  refuseOtherContent(sample.slice(0, 4096), source.key, format.toUpperCase())
  return { container, encoding, format, text: sample }
}

/** How a file is packed, even where it cannot be read. */
export async function containerOfSource(source: ExportSource): Promise<Container> {
  const stream = await source.open()
  for await (const chunk of stream) {
    stream.destroy()
    return containerOf(chunk as Buffer)
  }
  return 'none'
}

async function sheetSample(source: ExportSource): Promise<Sample> {
  const { readSheetText } = await import('../formats/xlsx.ts')
  const { format, limits: usual } = feedOf({ format: { type: 'xlsx' }, fields: { order_number: '1' } })
  let text = ''
  for await (const row of readSheetText(source, { format, limits: usual })) if (text.length < sampleLength) text += row
  return { container: 'none', encoding: null, format: 'xlsx', text }
}

function formatOfText(sample: string): TextFormat {
  const start = sample.trimStart()
  if (start.startsWith('<')) return 'xml'
  if (start.startsWith('[')) return /^\[[A-Z_]+\]/.test(start) ? 'csv' : 'json'
  if (!start.startsWith('{')) return 'csv'
  const lines = start.split('\n').filter((line) => line.trim() !== '')
  return lines.length > 1 && lines.slice(0, 2).every((line) => /^\{.*\}\s*$/.test(line)) ? 'ndjson' : 'json'
}

/** What a file turned out to hold no records of, and no ready-made mapping knows. */
export const nothingFound = (key: string): string =>
  new UnusableExport(key, 'no records were found in it, and no ready-made mapping knows it').message
