import { Duration } from 'aws-cdk-lib'
import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch'

/** What the function tells of its runs where somebody asks for it; each a number of the run that tells it. */
const runMetrics = ['SuccessfulRuns', 'FreshExports', 'AcceptedOrders', 'RefusedOrders', 'WaitingForPerson'] as const

/** Name of a number that the function tells. */
export type RunMetric = (typeof runMetrics)[number]

/** One of the function's numbers: the sum over five minutes, if not told otherwise. */
export const metricOf = (shop: string, name: RunMetric, options: MetricOptions = {}): Metric =>
  new Metric({
    namespace: 'OrderSync',
    metricName: name,
    dimensionsMap: { service: 'order-sync', shop },
    statistic: Stats.SUM,
    period: Duration.minutes(5),
    ...options,
  })
