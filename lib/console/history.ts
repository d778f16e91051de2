import type { Effects } from '../effects.ts'
import type { Settings } from '../settings/settings.ts'
import { type Sending, sendingOf } from '../sync/history.ts'
import { readEntryAbout } from '../sync/post/archive.ts'
import { lastDays } from '../sync/state/keys.ts'

const entriesAtOnce = 16

/** Where and how long to look. */
export interface LookBack {
  readonly order_number: string
  /** only exchanges whose keys come before this one; absent: all */
  readonly before?: string | undefined
  /** no further exchange is read after so many milliseconds */
  readonly budgetMs: number
}

/** What was found of an order, newest first. */
export interface Found {
  readonly sendings: readonly Sending[]
  /** the key to go on from; absent: the archive has been looked through */
  readonly next?: string
  /** entries that cannot be read */
  readonly damaged: number
}

type LookEffects = Pick<Effects, 'store' | 'shop' | 'clock'>

/** Looks through the archive, the newest day first, as far as the time goes: it may hold 100,000 exchanges. */
export async function lookBack(
  { order_number, before, budgetMs }: LookBack,
  { retention }: Pick<Settings, 'retention'>,
  effects: LookEffects,
): Promise<Found> {
  const { clock } = effects
  const startMs = clock.now()
  const sendings: Sending[] = []
  let damaged = 0
  for await (const { day, all } of listedDays(daysBack(before, startMs, retention.archiveDays), effects)) {
    const keys = all.filter((key) => before === undefined || key < before).reverse()
    for (let start = 0; start < keys.length; start += entriesAtOnce) {
      const next = keys[start - 1]
      if (next !== undefined && clock.now() - startMs >= budgetMs) return { sendings, damaged, next }
      const part = keys.slice(start, start + entriesAtOnce)
      for (const one of await Promise.all(part.map((key) => look(key, order_number, effects)))) {
        if (one === 'damaged') damaged++
        else if (one !== undefined) sendings.push(one)
      }
    }
    if (clock.now() - startMs >= budgetMs) return { sendings, damaged, next: `archive/${day}/` }
  }
  return { sendings, damaged }
}

/** The days from a key's, or today, back to the oldest that is kept: `2026/11/23`. */
function daysBack(before: string | undefined, nowMs: number, days: number): string[] {
  const today = lastDays(days + 1, nowMs)
  return before === undefined ? today : today.filter((day) => `archive/${day}/` < before)
}

interface ListedDay {
  readonly day: string
  readonly all: readonly string[]
}

const mostDaysAtOnce = 32

/** The exchanges of days, one day after the other; the longer nothing is found, the more days are listed at once. */
async function* listedDays(days: readonly string[], { store }: Pick<Effects, 'store'>): AsyncGenerator<ListedDay> {
  let atOnce = 1
  for (let start = 0; start < days.length; ) {
    const part = days.slice(start, start + atOnce)
    start += part.length
    const lists = await Promise.all(part.map((day) => store.list(`archive/${day}/`)))
    atOnce = lists.some((list) => list.length > 0) ? 1 : Math.min(2 * atOnce, mostDaysAtOnce)
    for (const [index, day] of part.entries()) yield { day, all: (lists[index] ?? []).map(({ key }) => key) }
  }
}

async function look(
  key: string,
  order_number: string,
  { store, shop }: LookEffects,
): Promise<Sending | 'damaged' | undefined> {
  try {
    const [found] = await readEntryAbout(order_number, key, store)
    return found === undefined ? undefined : sendingOf({ ...found, order_number }, shop)
  } catch {
    return 'damaged'
  }
}
