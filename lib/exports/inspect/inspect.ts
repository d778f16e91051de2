import { fieldEntries } from '../../order.ts'
import { presets } from '../../settings/presets/index.ts'
import type { Feed } from '../../settings/settings.ts'
import { detectFormat } from '../formats/detect.ts'
import { refuseOtherContent } from '../formats/format.ts'
import { type ExportSource, UnexpectedExport, UnusableExport, type ValidRecord } from '../record.ts'
import { peekBytes } from '../unpack/bytes.ts'
import { decodeText } from '../unpack/decode.ts'
import { type Container, detectContainer, openExport } from '../unpack/open.ts'
import { peekText } from '../unpack/text.ts'
import type { Archive } from '../unpack/zip.ts'
import { type Outline, outlineCsv, outlineJson, outlineXml } from './outline.ts'
import { best, byProgress, draftFeed, feedOf, formatOf, shareOf, type Trial, tryFeed, tryPreset } from './trial.ts'

const sampleLength = 2 * 1024 ** 2
const limits = { unpackedBytes: 8 * 1024 ** 3 }

/** What a file turned out to be. */
export interface Inspection {
  readonly container: Container
  /** `null` where the file is no text */
  readonly encoding: string | null
  readonly format: Feed['format']['type'] | null
  /** of a CSV */
  readonly delimiter: string | null
  readonly recordsAt: string | null
  readonly paths: Outline['paths']
  readonly records: number
  /** the ready-made mapping that fits, or that was asked for */
  readonly preset: string | null
  /** ready-made mappings that can read it, with the share of records that map, best first */
  readonly presets: readonly { readonly name: string; readonly share: number }[]
  /** order states of the first 100 records; status in the ERP's own words where no `map` is known */
  readonly orders: readonly Readonly<Record<string, unknown>>[]
  /** which share of the records gives a field, by field of the mapping */
  readonly given: Readonly<Record<string, number>>
  /** orders that stand in it more than once, with different values */
  readonly contradicting: number
  readonly invalid: readonly { record: number; field: string; value: string; reason: string }[]
  /** why nothing of it can be used */
  readonly refused: string | null
  /** the ERP's words for the status, for the `map` of the settings */
  readonly statusWords: readonly string[]
  /** a feed for the settings, to start from */
  readonly draft: Readonly<Record<string, unknown>> | null
}

/**
 * Tells what a file is, which ready-made mapping fits, and how much of it maps.
 * @param options a mapping to try instead of all; today's date, `yyyy-mm-dd`
 */
export async function inspectExport(
  source: ExportSource,
  options: { readonly preset?: string; readonly today: string },
): Promise<Inspection> {
  let looked: Looked
  try {
    looked = await lookAt(source)
  } catch (error) {
    if (!(error instanceof UnusableExport)) throw error
    return { ...nothing, container: await containerOfSource(source), refused: error.message }
  }
  const names = options.preset === undefined ? Object.keys(presets) : [options.preset]
  const fitting = names.filter((name) => options.preset !== undefined || formatOf(name) === looked.format)
  const trials = await Promise.all(fitting.map((name) => tryPreset(name, source, options.today)))
  const own =
    options.preset === undefined && best(trials) === undefined ? draftFeed(looked.format, looked.outline) : undefined
  if (own !== undefined) trials.push(await tryFeed(own, source, options.today))
  const chosen = best(trials) ?? trials.toSorted(byProgress)[0]
  const told = { ...nothing, ...looked.told, ...toldOf(chosen, trials) }
  return own === undefined && options.preset === undefined && chosen?.refused instanceof UnexpectedExport
    ? { ...told, refused: nothingFound(source.key) }
    : told
}

const nothingFound = (key: string): string =>
  new UnusableExport(key, 'no records were found in it, and no ready-made mapping knows it').message

const nothing: Omit<Inspection, 'container'> = {
  encoding: null,
  format: null,
  delimiter: null,
  recordsAt: null,
  paths: [],
  records: 0,
  preset: null,
  presets: [],
  orders: [],
  given: {},
  contradicting: 0,
  invalid: [],
  refused: null,
  statusWords: [],
  draft: null,
}

interface Looked {
  readonly format: Feed['format']['type']
  readonly outline: Outline
  readonly told: Pick<Inspection, 'container' | 'encoding' | 'format' | 'delimiter' | 'recordsAt' | 'paths'>
}

async function containerOfSource(source: ExportSource): Promise<Container> {
  const { head, close } = await peekBytes(await source.open(), 4)
  await close()
  return detectContainer(head)
}

async function lookAt(source: ExportSource): Promise<Looked> {
  const opened = await openExport(source, limits)
  if (opened.kind === 'workbook') return lookAtSheet(opened.archive)
  for await (const part of opened.parts) {
    const { text, encoding } = decodeText(part)
    const { start: sample } = await peekText(text, sampleLength)
    const format = detectFormat(sample)
    refuseOtherContent(sample.slice(0, 65_536), source.key, format.toUpperCase())
    const outline = outlineOf(format, sample)
    return {
      format,
      outline,
      told: { container: opened.container, encoding: encoding(), format, ...placesOf(outline) },
    }
  }
  throw new UnusableExport(source.key, 'it holds no file')
}

async function lookAtSheet(archive: Archive): Promise<Looked> {
  const { denseCells, detectWorkbook } = await import('../formats/workbook.ts')
  const { limits: usual } = feedOf({ format: { type: 'xlsx' }, fields: { order_number: '1' } })
  const workbook = await detectWorkbook(archive, usual)
  const [sheet] = workbook.sheets
  const rows = sheet === undefined ? [] : (await workbook.start(sheet)).rows
  const text = rows.map((row) => denseCells(row).map(csvCell).join(';'))
  const { delimiter: _, ...outline } = outlineCsv(text.join('\n'))
  return {
    format: 'xlsx',
    outline,
    told: { container: 'none', encoding: null, format: 'xlsx', ...placesOf(outline) },
  }
}

const placesOf = ({ delimiter, recordsAt, paths }: Outline) => ({
  delimiter: delimiter ?? null,
  recordsAt: recordsAt ?? null,
  paths,
})

const csvCell = (text: string): string => (/[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

function outlineOf(format: string, sample: string): Outline {
  if (format === 'xml') return outlineXml(sample, knownRecords(sample))
  return format === 'csv' ? outlineCsv(sample) : outlineJson(sample)
}

/** The place of the records where a ready-made mapping knows it: one single record does not repeat. */
function knownRecords(sample: string): string | undefined {
  const places = Object.keys(presets).flatMap((name) => {
    const format = feedOf({ preset: name, fields: {} }).format
    return format.type === 'xml' ? [format.records] : []
  })
  return places.find((place) =>
    place.split('/').every((step) => new RegExp(`<([\\w.-]+:)?${step}[\\s/>]`).test(sample)),
  )
}

function toldOf(chosen: Trial | undefined, trials: readonly Trial[]) {
  const usable = trials.filter(({ refused, preset }) => refused === undefined && preset !== undefined)
  const list = usable.toSorted((left, right) => shareOf(right) - shareOf(left))
  const known = { presets: list.map((trial) => ({ name: trial.preset ?? '', share: shareOf(trial) })) }
  if (chosen === undefined) return known
  const { refused } = chosen
  return {
    ...known,
    preset: refused instanceof UnexpectedExport ? null : (chosen.preset ?? null),
    records: chosen.records,
    refused: refused?.message ?? null,
    orders: refused === undefined ? chosen.first.filter((record) => record.valid).map(orderOf) : [],
    invalid: chosen.invalid.map((record) => {
      if (record.valid) throw new Error('a valid record among the invalid ones')
      const { record: number, field, value, reason } = record
      return { record: number, field, value, reason }
    }),
    given: Object.fromEntries(
      [...chosen.given].map(([name, number]) => [name, chosen.records === 0 ? 0 : number / chosen.records]),
    ),
    contradicting: chosen.contradicting,
    statusWords: chosen.statusWords,
    draft: refused === undefined ? withWords(chosen) : null,
  }
}

/** An order state in Upgates' own names. */
function orderOf({ order_number, fields }: ValidRecord): Record<string, unknown> {
  const entries = fieldEntries(fields)
  const metas = entries.filter(([name]) => name.startsWith('metas.'))
  return {
    order_number,
    ...Object.fromEntries(entries.filter(([name]) => !name.startsWith('metas.'))),
    ...(metas.length === 0 ? {} : { metas: Object.fromEntries(metas.map(([name, value]) => [name.slice(6), value])) }),
  }
}

/** The feed for the settings, with every word of the status to be translated. */
function withWords({ feed, preset, statusWords }: Trial): Record<string, unknown> {
  const fields = (feed.fields ?? {}) as Record<string, unknown>
  const map = Object.fromEntries(statusWords.map((word) => [word, word]))
  const status =
    preset === undefined ? (typeof fields.status === 'string' ? { from: fields.status, map } : undefined) : { map }
  return {
    ...feed,
    contents: 'full',
    fields: { ...fields, ...(statusWords.length === 0 || status === undefined ? {} : { status }) },
  }
}
