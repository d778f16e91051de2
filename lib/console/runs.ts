import { textOf } from '../storage/read.ts'
import type { Store } from '../storage/store.ts'
import { type KeptReport as FoundReport, keptReport } from '../sync/kept-report.ts'
import { type ArchiveEntry, batchOfEntry, parseEntry, responseOfEntry } from '../sync/post/archive.ts'
import type { SentOrder } from '../sync/post/send.ts'
import { archiveFolder, pageKey, reportKey } from '../sync/state/keys.ts'
import { dayMs } from '../units.ts'
import { interpretAsked } from '../upgates/interpret.ts'
import type { Shop } from '../upgates/shop.ts'

export type { KeptReport as FoundReport } from '../sync/kept-report.ts'

/** Reads the report of a run; `undefined` where there is none. */
export const readReport = async (store: Pick<Store, 'get'>, run: string): Promise<FoundReport | undefined> =>
  isRunId(run) ? keptReport(store, reportKey(run)) : undefined

/** Whether a text from an address may be the id of a run: anything else never reaches the store. */
const isRunId = (text: string): boolean => /^\d{8}T\d{6}Z-[0-9a-z]{4}$/.test(text)

/** The page of a run as it was written beside its report. */
export async function readPage(store: Pick<Store, 'get'>, run: string): Promise<string | undefined> {
  const content = isRunId(run) ? await store.get(pageKey(run)) : undefined
  return content === undefined ? undefined : textOf(content.body)
}

/** Whether a run has a page: it may have left none, or somebody's values were taken out of it. */
export const hasPage = async (store: Pick<Store, 'list'>, run: string): Promise<boolean> =>
  isRunId(run) && (await store.list(pageKey(run))).length > 0

/** A day with the runs that had something to do, newest first. */
export interface RunsOfDay {
  /** `2026-11-23`, as UTC has it */
  readonly day: string
  readonly runs: readonly string[]
}

/** The runs of some days, the first day first: one LIST a day, and no report is read. */
export const runsOfDays = (store: Pick<Store, 'list'>, days: readonly string[]): Promise<RunsOfDay[]> =>
  Promise.all(
    days.map(async (day) => {
      const objects = await store.list(`runs/${day.replaceAll('-', '/')}/`)
      const runs = objects.flatMap(({ key }) => /([^/]+)\.json$/.exec(key)?.[1] ?? [])
      return { day, runs: runs.reverse() }
    }),
  )

/** The days until one, that one last. */
export const daysUntil = (lastMs: number, days: number): string[] =>
  Array.from({ length: days }, (_, index) => new Date(lastMs - (days - 1 - index) * dayMs).toISOString().slice(0, 10))

/** Requests of a run with what became of their orders. */
export interface ArchivedRun {
  readonly entries: readonly ArchiveEntry[]
  readonly results: ReadonlyMap<string, SentOrder>
  /** requests in all */
  readonly requests: number
  /** entries that cannot be read */
  readonly damaged: number
}

const entriesOfView = 50

/** The first requests of a run, as its archive has them. */
export async function archivedRun(
  run: string,
  { store, shop }: { readonly store: Pick<Store, 'list' | 'get'>; readonly shop: Pick<Shop, 'api' | 'interpret'> },
): Promise<ArchivedRun> {
  const keys = (await store.list(archiveFolder(run))).map(({ key }) => key)
  const read = await Promise.all(keys.slice(0, entriesOfView).map((key) => readEntry(store, key)))
  const entries = read.filter((entry) => entry !== undefined && entry !== 'damaged')
  const results = new Map(entries.flatMap((entry) => resultsOf(entry, shop)))
  return { entries, results, requests: keys.length, damaged: read.filter((entry) => entry === 'damaged').length }
}

/** One archived exchange; `undefined` for a fence or nothing. */
async function readEntry(store: Pick<Store, 'get'>, key: string): Promise<ArchiveEntry | 'damaged' | undefined> {
  const content = await store.get(key)
  if (content === undefined) return undefined
  const text = await textOf(content.body)
  try {
    return parseEntry(key, text)
  } catch {
    return 'damaged'
  }
}

function resultsOf(entry: ArchiveEntry, shop: Pick<Shop, 'api' | 'interpret'>): [string, SentOrder][] {
  const [batch, response] = [batchOfEntry(entry), responseOfEntry(entry)]
  if (batch === undefined || response === undefined) return []
  return interpretAsked(entry.request, shop)(batch, response).map((outcome) => [outcome.order_number, sentAs(outcome)])
}

type Outcome = ReturnType<Shop['interpret']>[number]

function sentAs(outcome: Outcome): SentOrder {
  if (outcome.kind === 'accepted') return { kind: 'accepted' }
  const { messages } = outcome
  return outcome.kind === 'accepted with warnings' ? { kind: 'warned', messages } : { kind: outcome.kind, messages }
}
