import type { Settings } from '../../lib/settings/settings.ts'
import type { RunFacts } from '../../lib/sync/facts.ts'
import type { Change, LeftOut, Plan, Verdict } from '../../lib/sync/plan/change.ts'
import { emptyHead, type Head, type HoldReason } from '../../lib/sync/state/head.ts'
import { cause, iso } from './lines.ts'
import { settingsOf } from './world.ts'

/** A head of the shop of the tests: of a run ten minutes ago, unless said otherwise. */
export const headOf = (more: Partial<Head> = {}): Head => ({
  ...emptyHead('test', iso(-600_000)),
  address: 'http://127.0.0.1:1',
  run: 'before',
  version: 1,
  writeId: 'w',
  ...more,
})

/** A plan of these changes that the guard lets pass, unless said otherwise. */
export const planWith = (changes: readonly Change[] = [], more: Partial<Plan> = {}): Plan => ({
  hash: 'a'.repeat(64),
  changes,
  leftOut: [],
  requests: changes.length,
  verdict: { kind: 'pass' },
  ...more,
})

export const holdReason: HoldReason = { rule: 'orders', figure: 9, limit: 1, message: 'Too many.' }

/** The word of a guard that holds: everything, or what these feeds say. */
export const holdOf = (...feeds: readonly string[]): Verdict => ({
  kind: 'hold',
  reasons: [holdReason],
  ...(feeds.length === 0 ? {} : { feeds }),
})

/** A value that waits for a time, or for ever. */
export const leftOutOf = (kind: LeftOut['kind'], until?: string, more: Partial<LeftOut> = {}): LeftOut => ({
  order_number: 'A',
  field: 'status',
  value: 'sent',
  kind,
  reason: 'because',
  cause,
  approved: false,
  ...(until === undefined ? {} : { until }),
  ...more,
})

/** A run that found nothing new and did nothing, but for what is said. */
export function factsOf(more: Partial<RunFacts> = {}, settings: Settings = settingsOf()): RunFacts {
  const head = more.head ?? headOf()
  const plan = more.plan ?? planWith()
  return {
    run: 'now',
    closedRuns: ['now'],
    settings,
    seen: {
      stored: { head, etag: 'e' },
      listing: [],
      feeds: {},
      renamed: [],
      selections: [],
      decisions: [],
      decisionProblems: [],
      late: [],
      settingsHash: 'h',
      idle: false,
    },
    head,
    recovered: { acknowledgements: [], refusals: [], talked: 0 },
    imported: {
      feeds: {},
      exports: [],
      problems: [],
      adopted: 0,
      adoptedFields: [],
      unreadable: false,
      unread: [],
      backlog: [],
    },
    decided: { unblocked: false, feeds: {}, problems: [], acted: new Map() },
    adopted: 0,
    drifted: [],
    plan,
    posted: {
      orders: new Map(plan.changes.map(({ order_number }) => [order_number, { kind: 'not sent' }])),
      events: [],
    },
    told: { requests: 0 },
    left: plan,
    ...more,
  }
}
