import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import type { RunMetric } from '../infra/metrics.ts'
import { problemKinds } from '../lib/sync/problems.ts'
import type { RunReport } from '../lib/sync/report.ts'

/** Tells CloudWatch the numbers of a run. Each costs something, so that this is loaded only where somebody looks at them. */
export function tellNumbers(shop: string, report: RunReport): void {
  const serviceName = 'order-sync'
  const metrics = new Metrics({ namespace: 'OrderSync', serviceName, defaultDimensions: { shop } })
  const { outcome, exports, problems, rejected } = report
  const invalid = exports.reduce((sum, one) => sum + one.invalid - (one.unnumbered ?? 0), 0)
  const waits = problems.some(({ kind }) => problemKinds[kind].waitsForPerson)
  const counts: Readonly<Record<RunMetric, number>> = {
    SuccessfulRuns: ['done', 'idle', 'held'].includes(outcome) ? 1 : 0,
    FreshExports: exports.filter(({ refused }) => refused === null).length,
    AcceptedOrders: report.accepted + report.warned,
    RefusedOrders: rejected + invalid,
    WaitingForPerson: outcome === 'held' || outcome === 'blocked' || waits ? 1 : 0,
  }
  for (const [name, value] of Object.entries(counts)) metrics.addMetric(name, MetricUnit.Count, value)
  metrics.publishStoredMetrics()
}
