import { fieldEntries } from '../../order.ts'
import { presets } from '../../settings/presets/index.ts'
import type { Feed } from '../../settings/settings.ts'
import { checkHeader, findHeader } from '../formats/table.ts'
import { createMapper } from '../mapping/mapping.ts'
import { type ExportSource, type InvalidRecord, UnexpectedExport, UnusableExport, type ValidRecord } from '../record.ts'
import type { Container } from '../unpack/open.ts'
import { type Draft, draftFeed, feedNameOf, presetDraft, settingsStart, unknownColumn, withWords } from './draft.ts'
import { containerOfSource, nothingFound, type Sample, sampleOf } from './look.ts'
import { type Outline, outlineCsv, outlineJson, outlineXml } from './outline.ts'
import { best, byProgress, formatsOf, shareOf, type Trial, tryFeed, tryPreset, trySettings } from './trial.ts'

/** What a file turned out to be. */
export interface Inspection {
  readonly container: Container
  /** `null` where the file is not text */
  readonly encoding: string | null
  readonly format: Sample['format'] | null
  /** of a CSV */
  readonly delimiter: string | null
  readonly recordsAt: string | null
  /** of XML that names the company it is of: its number (IČO) */
  readonly company: string | null
  readonly paths: Outline['paths']
  readonly records: number
  /** the ready-made mapping that fits, or that was asked for */
  readonly preset: string | null
  /** ready-made mappings that map something of it, with the share of records that map, best first */
  readonly presets: readonly { readonly name: string; readonly share: number }[]
  /** order states of the first 100 records; status in the ERP's own words where no `map` is known */
  readonly orders: readonly Readonly<Record<string, unknown>>[]
  /** which share of the records gives a field, by field of the mapping */
  readonly given: Readonly<Record<string, number>>
  /** orders that stand in it more than once, with different values */
  readonly contradicting: number
  readonly invalid: readonly { record: number; place: string; field: string; value: string; reason: string }[]
  /** why nothing of it can be used */
  readonly refused: string | null
  /** the ERP's words for the status that stand in it, the most frequent first */
  readonly statusWords: readonly string[]
  /** words that are in no map of the feed that was asked for, and what follows, in sentences */
  readonly unknownWords: readonly string[]
  /** how many records say each of these words */
  readonly wordCounts: Readonly<Record<string, number>>
  /** a feed for the settings, to start from */
  readonly draft: Draft | null
  /** what to put into a settings file: the feed by a name, and the shop where there are no settings yet */
  readonly settings: Readonly<Record<string, unknown>> | null
  /** whether a person has to say first which column holds the order number */
  readonly isIncomplete: boolean
}

/** How a file is looked at. */
export interface InspectOptions {
  /** a mapping to try instead of all */
  readonly preset?: string
  /** a feed of the settings to read it by, instead */
  readonly feed?: Feed
  /** today's date, `yyyy-mm-dd` */
  readonly today: string
  /** whether there is a settings file already, so that only the feed is drafted; default: no */
  readonly hasSettings?: boolean
}

/** Tells what a file is, which ready-made mapping fits, and how much of it maps. */
export async function inspectExport(source: ExportSource, options: InspectOptions): Promise<Inspection> {
  try {
    const sample = await sampleOf(source)
    return await inspected(source, sample, options)
  } catch (error) {
    if (!(error instanceof UnusableExport)) throw error
    return { ...nothing, container: await containerOfSource(source), refused: error.message }
  }
}

async function inspected(source: ExportSource, sample: Sample, options: InspectOptions): Promise<Inspection> {
  const { preset, today } = options
  const outline = outlineOf(sample)
  const { container, encoding, format } = sample
  const { delimiter = null, recordsAt = null, company = null, paths } = outline
  const told: Inspection = { ...nothing, container, encoding, format, delimiter, recordsAt, company, paths }
  if (options.feed !== undefined)
    return { ...told, ...toldOf(await tryFeedOf(options.feed, source, { outline, today }), undefined, options) }
  if (preset !== undefined && !isReadBy(preset, format))
    return { ...told, refused: otherFormat(source.key, preset, format) }
  const names = preset === undefined ? Object.keys(presets) : [preset]
  const fitting = names.filter((name) => isReadBy(name, format))
  const trials = await Promise.all(fitting.map((name) => tryPreset(name, source, today)))
  const proposed = preset === undefined ? trials.filter(mapsSomething) : trials
  const own = preset === undefined && best(proposed) === undefined ? draftFeed(sample.format, outline) : undefined
  if (own !== undefined) {
    const trial = await tryDraft(own, source, outline, today)
    const [furthest = trial] = [trial, ...trials].toSorted(byProgress)
    if (furthest.refused instanceof UnexpectedExport) return { ...told, refused: nothingFound(source.key) }
    return { ...told, ...toldOf(trial.refused === undefined ? trial : furthest, own, options) }
  }
  const chosen = best(proposed) ?? trials.toSorted(byProgress)[0]
  if (chosen === undefined || (preset === undefined && chosen.refused instanceof UnexpectedExport))
    return { ...told, refused: nothingFound(source.key) }
  return { ...told, ...toldOf(chosen, presetDraft(chosen.preset ?? ''), options), presets: sharesOf(proposed) }
}

const isReadBy = (preset: string, format: Sample['format']): boolean =>
  formatsOf(preset).some(({ type }) => type === format)

/** Why a ready-made mapping cannot read a file of another format. */
function otherFormat(key: string, preset: string, format: Sample['format']): string {
  const reads = formatsOf(preset).map(({ type }) => type.toUpperCase())
  const ended = `it is ${aFormat(format)}, and the ready-made mapping ${preset} reads ${reads.join(' or ')}`
  return new UnusableExport(key, ended, 'Without --preset, inspect tells which mapping fits.').message
}

const aFormat = (format: Sample['format']): string =>
  `${format === 'xml' || format === 'xlsx' ? 'an' : 'a'} ${format.toUpperCase()}`

/** Reads the file by a feed of the settings; where columns are missing, names those that the outline found. */
async function tryFeedOf(
  feed: Feed,
  source: ExportSource,
  { outline, today }: { readonly outline: Outline; readonly today: string },
): Promise<Trial> {
  const trial = await trySettings(feed, source, today)
  const isTable = feed.format.type === 'csv' || feed.format.type === 'xlsx'
  if (!isTable || outline.header === false || !(trial.refused instanceof UnexpectedExport)) return trial
  const wanted = { paths: (await createMapper(feed, today)).paths, header: true }
  try {
    checkHeader(findHeader([outline.paths.map(({ path }) => path)], wanted), wanted, source.key)
    return trial
  } catch (error) {
    if (error instanceof UnusableExport) return { ...trial, refused: error }
    throw error
  }
}

/** A ready-made mapping that finds its records, but nothing in them, is another ERP's or another document's. */
const mapsSomething = ({ refused, records, valid }: Trial): boolean =>
  refused === undefined && (records === 0 || valid > 0)

/** Where no column reads as the order number, the records are counted by any that is there. */
async function tryDraft(draft: Draft, source: ExportSource, { paths }: Outline, today: string): Promise<Trial> {
  const { order_number, ...fields } = draft.fields
  if (order_number !== unknownColumn) return withAllWords(draft, source, today)
  const counted = { ...draft, fields: { ...fields, order_number: paths[0]?.path ?? '' } }
  const trial = await withAllWords(counted, source, today)
  return { ...trial, first: [], invalid: [], contradicting: 0 }
}

/** A trial that knows the words for the status of records in which another field cannot be mapped. */
async function withAllWords(draft: Draft, source: ExportSource, today: string): Promise<Trial> {
  const trial = await tryFeed(draft, source, today)
  const { order_number, status } = draft.fields
  if (trial.refused !== undefined || trial.invalid.length === 0 || status === undefined) return trial
  const { statusWords } = await tryFeed({ ...draft, fields: { order_number, status } }, source, today)
  return { ...trial, statusWords }
}

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
  company: null,
  refused: null,
  statusWords: [],
  unknownWords: [],
  wordCounts: {},
  draft: null,
  settings: null,
  isIncomplete: false,
}

function outlineOf({ format, text }: Sample): Outline {
  if (format === 'xml') return outlineXml(text, knownRecords(text))
  if (format === 'csv') return outlineCsv(text)
  if (format !== 'xlsx') return outlineJson(text)
  const { delimiter: _, ...outline } = outlineCsv(text)
  return outline
}

/** The place of the records where a ready-made mapping knows it: one single record does not repeat. */
function knownRecords(sample: string): string | undefined {
  const formats = Object.keys(presets).flatMap(formatsOf)
  const places = formats.flatMap((format) => (format.type === 'xml' ? [format.records] : []))
  return places.find((place) =>
    place.split('/').every((element) => new RegExp(`<(?:[\\w.-]+:)?${element}[\\s>/]`).test(sample)),
  )
}

/** Ready-made mappings with the share of records that they map, best first. */
const sharesOf = (trials: readonly Trial[]): Inspection['presets'] =>
  trials
    .filter(({ refused }) => refused === undefined)
    .map((trial) => ({ name: trial.preset ?? '', share: shareOf(trial) }))
    .toSorted((left, right) => right.share - left.share)

type Told = Omit<Inspection, keyof Sample | 'delimiter' | 'recordsAt' | 'company' | 'paths' | 'presets'>

function toldOf(trial: Trial, draft: Draft | undefined, { hasSettings = false }: InspectOptions): Omit<Told, 'text'> {
  const { refused, records, first, invalid, given, contradicting } = trial
  const counts = [...trial.statusWords].toSorted(([, left], [, right]) => right - left)
  const words = counts.map(([word]) => word)
  const feed = refused === undefined && draft !== undefined ? withWords(draft, words) : null
  return {
    preset: refused instanceof UnexpectedExport ? null : (trial.preset ?? null),
    records,
    refused: refused?.message ?? null,
    orders: refused === undefined ? first.filter((record) => record.valid).map(orderOf) : [],
    invalid: invalid.flatMap((record) => (record.valid ? [] : [brief(record)])),
    given: Object.fromEntries([...given].map(([name, number]) => [name, records === 0 ? 0 : number / records])),
    contradicting,
    statusWords: words,
    unknownWords: trial.unknownWords,
    wordCounts: Object.fromEntries(counts),
    draft: feed,
    settings: feed === null ? null : { ...(hasSettings ? {} : settingsStart), feeds: { [feedNameOf(feed)]: feed } },
    isIncomplete: feed?.fields.order_number === unknownColumn,
  }
}

const brief = ({ record, place, field, value, reason }: InvalidRecord) => ({ record, place, field, value, reason })

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
