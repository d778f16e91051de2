import type { Settings } from '../settings/settings.ts'
import { hourMs } from '../units.ts'
import { type FeedSelection, feedPrefix } from './import/select.ts'
import type { Problem } from './problems.ts'
import type { Head } from './state/head.ts'

/** What time brings about by itself, seen at a look. */
export interface LateInput {
  readonly settings: Pick<Settings, 'alerts'>
  readonly head: Pick<Head, 'run' | 'at' | 'feeds' | 'oldestPending' | 'counts'> | undefined
  readonly selections: readonly FeedSelection[]
}

/** Feeds without a new export for too long, and changes that wait although nothing holds them. */
export function lateProblems({ settings: { alerts }, head, selections }: LateInput, nowMs: number): Problem[] {
  if (head === undefined || head.run === '') return []
  return [
    ...selections.flatMap((selection) => lateExport(selection, head, { alerts, nowMs })),
    ...stuck(head, alerts.pendingForHours, nowMs),
  ]
}

type Alerts = Settings['alerts']

const allowedHours = ({ noExportForHours }: Alerts, feed: string): number | undefined =>
  typeof noExportForHours === 'object' ? noExportForHours[feed] : noExportForHours

/** Fresh is what was dropped, also where its bytes are those of the one before. */
function lateExport(
  { feed, present }: FeedSelection,
  head: Pick<Head, 'at' | 'feeds'>,
  { alerts, nowMs }: { readonly alerts: Alerts; readonly nowMs: number },
): Problem[] {
  const hours = allowedHours(alerts, feed)
  const times = [...present.map(({ time }) => time), head.feeds[feed]?.last?.lastModified ?? '']
  const newest = times.toSorted().at(-1) ?? ''
  // before its first export, a feed is late from the last thing on that was done at all
  const since = newest === '' ? head.at : newest
  if (hours === undefined || nowMs - Date.parse(since) < hours * hourMs) return []
  const message =
    `The feed "${feed}" has had no new export since ${since}, for more than ${hours} hours. The shop shows what the ERP ` +
    'said last. Look whether the ERP exports, and whether its uploads arrive.'
  return [{ kind: 'late export', subject: feedPrefix(feed), message }]
}

/** Changes that the allowance, the shop or the schedule lets wait for too long. */
function stuck(
  { oldestPending, counts }: Pick<Head, 'oldestPending' | 'counts'>,
  hours: number,
  nowMs: number,
): Problem[] {
  if (oldestPending === undefined || nowMs - Date.parse(oldestPending) < hours * hourMs) return []
  const waits = counts.pending === 1 ? '1 order waits' : `${counts.pending} orders wait`
  const message =
    `A change has waited since ${oldestPending}, for more than ${hours} hours, although nothing holds it; ${waits} in all. ` +
    'The allowance of the shop may be too small, or the shop may fail: order-sync status says which.'
  return [{ kind: 'stuck', subject: 'pending', message }]
}
