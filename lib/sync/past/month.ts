import type { Effects } from '../../effects.ts'
import { readEvidence } from '../decisions/evidence.ts'
import { keptReport } from '../kept-report.ts'
import { entriesOf, type SentValue, sentIn } from './set-by.ts'

/** One value that was set in the shop, and who had approved it. */
export interface LedgerRow extends Omit<SentValue, 'approved'> {
  /** the decision that approved it, and who decided */
  readonly approved?: { readonly id: string; readonly by?: string }
}

/** A run whose report counts other than its archive does. */
export interface Difference {
  readonly run: string
  readonly orders: { readonly archive: number; readonly report: number }
  readonly mailed: { readonly archive: number; readonly report: number }
}

/** What was set in the shop in a month, and whether it is what the reports of its runs say. */
export interface MonthLedger {
  /** `2026-11`, by the times at which its runs began, UTC */
  readonly month: string
  /** oldest first */
  readonly rows: readonly LedgerRow[]
  /** orders that the shop took, counted once per run, and customers mailed */
  readonly sums: { readonly runs: number; readonly orders: number; readonly mailed: number }
  /** the same as the reports say it */
  readonly reported: { readonly runs: number; readonly orders: number; readonly mailed: number }
  readonly differences: readonly Difference[]
  /** runs that died before they could report: what they had set is told by their archives alone */
  readonly unreported: readonly string[]
}

type MonthEffects = Pick<Effects, 'store' | 'shop'>

/** Reads what was set in a month from the archive, and compares it with the reports. */
export async function monthLedger(month: string, effects: MonthEffects): Promise<MonthLedger> {
  const folder = `${month.replace('-', '/')}/`
  const runs = runsIn((await effects.store.list(`archive/${folder}`)).map(({ key }) => key))
  const reports = await reportsIn(`runs/${folder}`, effects)
  const deciders = new Map((await readEvidence(effects, '')).map(({ id, by }) => [id, by]))
  const rows: LedgerRow[] = []
  const counts = new Map<string, Counts>()
  for (const run of runs) {
    const sent = sentIn(await entriesOf(run, effects), effects.shop)
    if (sent.length > 0) counts.set(run, countsOf(sent))
    for (const { approved, ...value } of sent) {
      if (value.became !== 'set') continue
      const by = approved === undefined ? undefined : deciders.get(approved)
      const decision = approved === undefined ? {} : { approved: { id: approved, ...(by === undefined ? {} : { by }) } }
      rows.push({ ...value, ...decision })
    }
  }
  return {
    month,
    rows: rows.sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0)),
    sums: sumOf([...counts.values()]),
    reported: sumOf([...reports.values()]),
    differences: differencesOf(counts, reports),
    unreported: [...counts.keys()].filter((run) => !reports.has(run)),
  }
}

interface Counts {
  readonly orders: number
  readonly mailed: number
}

/** The runs whose exchanges lie there: `archive/2026/11/24/RUN/0001.json`. */
const runsIn = (keys: readonly string[]): string[] => [...new Set(keys.flatMap((key) => key.split('/')[4] ?? []))]

const distinct = (values: readonly SentValue[]): number => new Set(values.map(({ order_number }) => order_number)).size

function countsOf(sent: readonly SentValue[]): Counts {
  const taken = sent.filter(({ isTaken }) => isTaken)
  return { orders: distinct(taken), mailed: distinct(taken.filter(({ mails }) => mails)) }
}

/** Runs that have set nothing, as where the shop refused all, are not counted. */
const sumOf = (counts: readonly Counts[]) => ({
  runs: counts.filter(({ orders, mailed }) => orders + mailed > 0).length,
  orders: counts.reduce((sum, { orders }) => sum + orders, 0),
  mailed: counts.reduce((sum, { mailed }) => sum + mailed, 0),
})

async function reportsIn(prefix: string, { store }: Pick<Effects, 'store'>): Promise<Map<string, Counts>> {
  const reports = new Map<string, Counts>()
  for (const { key } of await store.list(prefix)) {
    // a report may have a page for people beside it
    const report = key.endsWith('.json') ? await keptReport(store, key) : undefined
    // a run whose report cannot be read has not told anything
    if (report === undefined || report === 'unreadable') continue
    const { run, accepted, warned, notified } = report
    reports.set(run, { orders: accepted + warned, mailed: notified })
  }
  return reports
}

function differencesOf(archive: ReadonlyMap<string, Counts>, reports: ReadonlyMap<string, Counts>): Difference[] {
  return [...reports].flatMap(([run, report]) => {
    const { orders, mailed } = archive.get(run) ?? { orders: 0, mailed: 0 }
    if (orders === report.orders && mailed === report.mailed) return []
    return [
      {
        run,
        orders: { archive: orders, report: report.orders },
        mailed: { archive: mailed, report: report.mailed },
      },
    ]
  })
}
