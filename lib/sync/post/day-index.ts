import type { Effects } from '../../effects.ts'
import { reasonOf } from '../../errors.ts'
import { askAtOnce } from '../../storage/at-once.ts'
import { textOf } from '../../storage/read.ts'
import type { Head } from '../state/head.ts'
import { dayAt } from '../state/keys.ts'
import { type ArchivedEntry, readEntry } from './archive.ts'

/** Which orders the exchanges of a day are about, by their keys. */
type DayIndex = ReadonlyMap<string, readonly string[]>

const folder = 'archive/index/'
/** A day with more exchanges is not indexed: who looks for an order reads all of them. */
const most = 2000
/** So much time is left to the end of a run, at least. */
const spareMs = 30_000
const daysName = /^archive\/index\/(\d{4}\/\d{2}\/\d{2})\/orders\.json$/

const keyOf = (day: string): string => `${folder}${day}/orders.json`

/**
 * The first run of a day writes down which orders the exchanges of the day of the last commit are about, so that who asks
 * for one order need not read all of them. One LIST, one GET an exchange, one PUT, once a day; it never fails a run.
 */
export async function indexLastDay(
  head: Pick<Head, 'at' | 'run'>,
  deadlineMs: number,
  { store, clock, log }: Pick<Effects, 'store' | 'clock' | 'log'>,
): Promise<void> {
  const day = dayAt(Date.parse(head.at))
  const hasTime = (): boolean => clock.now() < deadlineMs - spareMs
  if (head.run === '' || day >= dayAt(clock.now()) || !hasTime()) return
  try {
    const keys = (await store.list(`archive/${day}/`)).map(({ key }) => key)
    if (keys.length === 0 || keys.length > most) return
    const indexed = await askAtOnce(keys, async (key) => (hasTime() ? ordersIn(await readEntry(key, store)) : []))
    if (!hasTime()) return
    await store.put(keyOf(day), JSON.stringify({ version: 1, exchanges: Object.fromEntries(indexed.flat()) }), {
      ifAbsent: true,
    })
  } catch (error) {
    log.warn(`the exchanges of ${day} were not indexed: ${reasonOf(error)}`)
  }
}

const ordersIn = (entries: readonly ArchivedEntry[]): [key: string, orders: readonly string[]][] =>
  entries.map(({ key, entry }) => [key, (entry.changes ?? []).map(({ order_number }) => order_number)])

/** The days that have an index, as `2026/11/23`. */
export async function indexedDays({ store }: Pick<Effects, 'store'>): Promise<ReadonlySet<string>> {
  return new Set((await store.list(folder)).flatMap(({ key }) => daysName.exec(key)?.[1] ?? []))
}

/**
 * The exchanges of an indexed day that may be about an order: those of which the index says so, and those that it does not
 * know, as where a clock was put back since.
 */
export async function exchangesOf(
  day: string,
  order_number: string,
  { store }: Pick<Effects, 'store'>,
): Promise<readonly string[]> {
  const content = await store.get(keyOf(day))
  const index = content === undefined ? undefined : parseIndex(await textOf(content.body))
  const listed = await store.list(`archive/${day}/`)
  return listed.map(({ key }) => key).filter((key) => index?.get(key)?.includes(order_number) ?? true)
}

/** A damaged index, or one of a newer version, says nothing. */
function parseIndex(text: string): DayIndex | undefined {
  try {
    const { version, exchanges } = JSON.parse(text) as { version?: unknown; exchanges?: Record<string, string[]> }
    return version === 1 && exchanges !== undefined ? new Map(Object.entries(exchanges)) : undefined
  } catch {
    return undefined
  }
}
