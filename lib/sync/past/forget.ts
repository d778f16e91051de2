import type { Effects } from '../../effects.ts'
import { OrderSyncError } from '../../errors.ts'
import { markupText } from '../../printable.ts'
import { textOf } from '../../storage/read.ts'
import { type DecideEffects, decisionsPrefix, holdsPrefix, writeDecision } from '../decisions/decisions.ts'
import { openRunsNow } from '../state/lease.ts'
import { scrubbed, valuesOf } from './scrub.ts'

/** Where values of an order were found, or taken out. */
export interface Forgotten {
  readonly order_number: string
  /** archived requests and answers */
  readonly exchanges: number
  /** reports, pages and decisions of runs */
  readonly reports: number
  /** held plans */
  readonly holds: number
  /** decisions that no run has acted on yet */
  readonly decisions: number
}

type Places = { readonly [name in Exclude<keyof Forgotten, 'order_number'>]?: string }

/** What a run copies into what it leaves comes before the decision, so that no run copies it after that. */
const waiting: Places = { decisions: decisionsPrefix, holds: holdsPrefix }
/** Exchanges come first: they tell the values that reports tell of without the number of the order. */
const past: Places = { exchanges: 'archive/', reports: 'runs/' }

/**
 * Takes the values of an order out of archive, reports, decisions and held plans, and has the next run take them out of
 * the snapshot. That requests were made, when, and how they were answered stays. Reads the whole archive.
 * @param isMeant `false`: nothing is changed, only counted
 * @throws OrderSyncError where a run is at work, or has died and its archive is still needed
 */
export async function forgetOrder(
  order_number: string,
  { isMeant }: { readonly isMeant: boolean },
  effects: DecideEffects,
): Promise<Forgotten> {
  const forgetting: Forgetting = { order_number, isMeant, values: new Set() }
  const open = await openRunsNow(effects.store)
  if (open.length > 0) throw stillOpen(order_number, open, 'Nothing was changed. ')
  const found = await forgetBelow(waiting, forgetting, effects)
  if (isMeant) {
    await writeDecision({ kind: 'forget', orders: [order_number] }, effects)
    // a run that began before that has not seen it, and writes what it knows
    const begun = await openRunsNow(effects.store)
    if (begun.length > 0) throw stillOpen(order_number, begun, '')
  }
  const none = { exchanges: 0, reports: 0, holds: 0, decisions: 0 }
  return { order_number, ...none, ...found, ...(await forgetBelow(past, forgetting, effects)) }
}

/** By name of the place, in how many of its objects the order had values. */
async function forgetBelow(
  places: Places,
  forgetting: Forgetting,
  effects: Pick<Effects, 'store'>,
): Promise<Partial<Omit<Forgotten, 'order_number'>>> {
  const counts: [string, number][] = []
  for (const [name, prefix] of Object.entries(places)) {
    let found = 0
    for (const { key } of await effects.store.list(prefix)) if (await forgetIn(key, forgetting, effects)) found++
    counts.push([name, found])
  }
  return Object.fromEntries(counts)
}

const stillOpen = (order_number: string, runs: readonly string[], changed: string): OrderSyncError =>
  new OrderSyncError({
    attempted: 'forget',
    subject: `the order ${order_number}`,
    ended: `a run is at work, or has died and its archive is still to be read (${runs.join(', ')})`,
    hint: `${changed}Let it, or another run, end first (order-sync run), then forget once more.`,
  })

interface Forgetting {
  readonly order_number: string
  readonly isMeant: boolean
  /** its values, as far as they were found yet */
  readonly values: Set<string>
}

/** Whether an object held values of the order. */
async function forgetIn(
  key: string,
  { order_number, isMeant, values }: Forgetting,
  { store }: Pick<Effects, 'store'>,
): Promise<boolean> {
  const content = await store.get(key)
  const before = content === undefined ? '' : await textOf(content.body)
  const isJson = key.endsWith('.json')
  const words = [...values]
  const itsForms = [...writtenForms(order_number), ...(key.startsWith('runs/') ? words.flatMap(quoted(isJson)) : [])]
  if (content === undefined || !itsForms.some((form) => before.includes(form))) return false
  // a page is made of the report, and of nothing else
  if (!isJson) {
    if (isMeant) await store.delete(key)
    return true
  }
  const value = parsed(key, before)
  for (const one of valuesOf(value, order_number)) values.add(one)
  const after = `${JSON.stringify(scrubbed(value, order_number, words), null, 2)}\n`
  if (JSON.stringify(value) === JSON.stringify(JSON.parse(after))) return false
  const result = isMeant ? await store.put(key, after, { ifMatch: content.etag }) : { written: true }
  if (result.written) return true
  throw new OrderSyncError({ attempted: 'write', subject: key, ended: 'it was changed meanwhile', hint: 'Try again.' })
}

/** The number as it stands in JSON, and in a page. */
const writtenForms = (order_number: string): readonly string[] => [
  order_number,
  JSON.stringify(order_number).slice(1, -1),
  markupText(order_number),
]

/** A value as a report, or its page in any language, tells of it that the shop does not have it. */
const quoted =
  (isJson: boolean) =>
  (value: string): readonly string[] =>
    isJson
      ? [JSON.stringify(`"${value}" (exports/`).slice(1, -1)]
      : [`"${value}"`, `„${value}“`].map((word) => markupText(`${word} (exports/`))

function parsed(key: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new OrderSyncError({
      attempted: 'take an order out of',
      subject: key,
      ended: 'it names the order, but cannot be read, and was left as it is',
      hint: 'Delete it, or put it back from an older version; then forget once more.',
      cause,
    })
  }
}
