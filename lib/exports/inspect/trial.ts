import { fieldEntries } from '../../order.ts'
import { parseSettings } from '../../settings/parse.ts'
import { type Feed, type Format, ownedFields } from '../../settings/settings.ts'
import { oneByOne } from '../batches.ts'
import { countUnknownWords, toldWords } from '../mapping/unknown-words.ts'
import { readOrderStates } from '../read.ts'
import { type ExportSource, type MappedRecord, UnexpectedExport, UnusableExport } from '../record.ts'

const mostRecords = 100
const mostWords = 200

/** What reading the file by one mapping gave. */
export interface Trial {
  readonly feed: Readonly<Record<string, unknown>>
  readonly preset?: string
  readonly records: number
  readonly valid: number
  readonly first: readonly MappedRecord[]
  readonly invalid: readonly MappedRecord[]
  /** the ERP's words for the status, with how many records say each */
  readonly statusWords: ReadonlyMap<string, number>
  /** words of the file that are in no map of the feed, in sentences */
  readonly unknownWords: readonly string[]
  /** records that give a field, by field */
  readonly given: ReadonlyMap<string, number>
  /** orders that stand in it more than once, with different values */
  readonly contradicting: number
  readonly refused?: UnusableExport
}

/** A feed as the settings would say it. */
export const feedOf = (feed: Readonly<Record<string, unknown>>): Feed =>
  parseSettings({
    shop: 'inspect',
    upgates: { api: 'v2', url: 'http://127.0.0.1:1', login: '1', notify: false },
    feeds: { inspect: { contents: 'full', ...feed } },
  }).feeds.inspect as Feed

/** What files a ready-made mapping reads. */
export function formatsOf(preset: string): readonly Format[] {
  const { format, formats } = feedOf({ preset, fields: {} })
  return formats ?? [format]
}

/** A ready-made mapping without translation, so that the ERP's own words show. */
export function tryPreset(name: string, source: ExportSource, today: string): Promise<Trial> {
  const feed = feedOf({ preset: name, fields: {} })
  const { status, ...mappings } = feed.fields.mappings
  const plain = status === undefined || status.kind === 'languages' ? status : { ...status, map: undefined }
  const { map: _, ...untranslated } = { map: undefined, ...plain }
  const shown = { ...mappings, ...(status === undefined ? {} : { status: untranslated as typeof status }) }
  return attempt({ ...feed, fields: { ...feed.fields, mappings: shown } }, { preset: name }, source, today)
}

/** Reads the file by a feed of its own. */
export const tryFeed = (
  draft: Readonly<Record<string, unknown>>,
  source: ExportSource,
  today: string,
): Promise<Trial> => attempt(feedOf(draft), draft, source, today)

/** Reads the file by a feed of the settings. */
export const trySettings = (feed: Feed, source: ExportSource, today: string): Promise<Trial> =>
  attempt(feed, {}, source, today)

async function attempt(
  feed: Feed,
  draft: Readonly<Record<string, unknown>> & { readonly preset?: string },
  source: ExportSource,
  today: string,
): Promise<Trial> {
  const first: MappedRecord[] = []
  const invalid: MappedRecord[] = []
  let words = new Map<string, number>()
  const unknown = countUnknownWords()
  const given = new Map(ownedFields(feed).map((name): [string, number] => [name, 0]))
  const said = new Map<string, string>()
  const contradicting = new Set<string>()
  let [records, valid] = [0, 0]
  const told = (refused?: UnusableExport): Trial => ({
    feed: draft,
    ...(draft.preset === undefined ? {} : { preset: draft.preset }),
    records,
    valid,
    first,
    invalid,
    statusWords: words,
    unknownWords: toldWords(unknown.list()),
    given,
    contradicting: contradicting.size,
    ...(refused === undefined ? {} : { refused }),
  })
  try {
    for await (const some of oneByOne(readOrderStates(feed, source, { today }))) {
      for (const record of some) {
        records++
        unknown.add(record)
        if (first.length < mostRecords) first.push(record)
        if (record.valid) {
          valid++
          for (const [name] of fieldEntries(record.fields)) given.set(name, (given.get(name) ?? 0) + 1)
          const fields = JSON.stringify(record.fields)
          if ((said.get(record.order_number) ?? fields) !== fields) contradicting.add(record.order_number)
          said.set(record.order_number, fields)
          countStatus(words, record)
        } else if (invalid.length < mostRecords) invalid.push(record)
      }
    }
    if (valid < records) words = await allStatusWords(feed, source, today)
    return told()
  } catch (error) {
    if (error instanceof UnusableExport) return told(error)
    throw error
  }
}

function countStatus(words: Map<string, number>, record: MappedRecord): void {
  const status = record.valid ? record.fields.status : undefined
  if (typeof status === 'string' && (words.has(status) || words.size < mostWords))
    words.set(status, (words.get(status) ?? 0) + 1)
}

/** The words for the status once more, of records too in which another field cannot be mapped. */
async function allStatusWords(feed: Feed, source: ExportSource, today: string): Promise<Map<string, number>> {
  const words = new Map<string, number>()
  const { status } = feed.fields.mappings
  if (status === undefined) return words
  const alone = { ...feed, fields: { ...feed.fields, mappings: { status } } }
  for await (const some of oneByOne(readOrderStates(alone, source, { today })))
    for (const record of some) countStatus(words, record)
  return words
}

/** Share of the records that map. */
export const shareOf = ({ valid, records }: Trial): number => (records === 0 ? 0 : valid / records)

/** The trial that read the file, with most of its records mapped. */
export const best = (trials: readonly Trial[]): Trial | undefined =>
  trials.filter(({ refused }) => refused === undefined).toSorted((left, right) => shareOf(right) - shareOf(left))[0]

/** Refused ones by how far they came; that a file is of another kind says least. */
export function byProgress(left: Trial, right: Trial): number {
  const rank = ({ refused, records }: Trial): number => (refused instanceof UnexpectedExport ? -1 : records)
  return rank(right) - rank(left)
}
