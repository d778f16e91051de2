import { Duration, Stack } from 'aws-cdk-lib'
import {
  Alarm,
  type CfnAlarm,
  ComparisonOperator,
  type IMetric,
  type Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import type { Settings } from '../lib/settings/settings.ts'
import { functionTimeout, type SyncFunction, type Wanted } from './function.ts'
import { metricOf, type RunMetric } from './metrics.ts'

const fiveMinutes = Duration.minutes(5)
/** CloudWatch allows two days. */
const longestWarmUp = 2880
const hourMinutes = 60
const dayMinutes = 24 * hourMinutes

/** Numbers that the function and AWS tell, for alarms and dashboard. */
export interface Metrics {
  readonly [name: string]: IMetric
}

interface AlarmText {
  /** the end of the alarm's name and the heading of the runbook */
  readonly heading: string
  /** what was not done, and what follows */
  readonly says: string
}

interface AlarmRule extends AlarmText {
  readonly id: string
  readonly metric: IMetric
  /** alarms at this value and above; with `silence`, when the sum stays below it */
  readonly threshold: number
  readonly evaluationPeriods?: number
  /** no data is as bad as too little, but for this long after the deployment */
  readonly silence?: { readonly warmUpMinutes: number }
}

/** The alarms, which tell the topic, and the numbers that they watch. */
export function createAlarms(
  scope: Construct,
  wanted: Wanted,
  sync: SyncFunction & { readonly topic: ITopic },
): { readonly alarms: Alarm[]; readonly metrics: Metrics } {
  const metrics = metricsOf(wanted.settings, sync)
  const action = new SnsAction(sync.topic)
  const alarms = rulesOf(wanted, metrics).map((rule) => {
    const alarm = createAlarm(scope, rule, {
      alarmName: `${wanted.name}: ${rule.heading}`,
      alarmDescription: `${rule.says} Look at it with: order-sync status --bucket ${wanted.bucket.bucketName}, and in the log group ${sync.log.logGroupName}. What to do: docs/runbook.md, "Alarm: ${rule.heading}".`,
    })
    alarm.addAlarmAction(action)
    return alarm
  })
  return { alarms, metrics }
}

function createAlarm(
  scope: Construct,
  rule: AlarmRule,
  text: { readonly alarmName: string; readonly alarmDescription: string },
): Alarm {
  const { silence, metric, threshold, evaluationPeriods = 1 } = rule
  const usual = silence === undefined
  const alarm = new Alarm(scope, rule.id, {
    ...text,
    metric,
    threshold,
    evaluationPeriods,
    comparisonOperator: usual
      ? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
      : ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: usual ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
  })
  if (usual) return alarm
  const resource = alarm.node.defaultChild as CfnAlarm
  resource.warmUpConfiguration = {
    warmUpPeriodDurationInMinutes: Math.min(longestWarmUp, silence.warmUpMinutes),
  }
  return alarm
}

/** The topic that was given, or a new one; whoever the settings name is mailed. */
export function createTopic(scope: Construct, { settings: { shop, alerts }, props }: Wanted): ITopic {
  const topic = props.topic ?? ownTopic(scope, shop)
  for (const email of alerts.emails) topic.addSubscription(new EmailSubscription(email))
  return topic
}

function ownTopic(scope: Construct, shop: string): Topic {
  const topic = new Topic(scope, 'Alerts', { displayName: `order-sync ${shop}`, enforceSSL: true })
  // A policy of one's own takes the place of the usual one, which lets the account's alarms in.
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  )
  return topic
}

/** Long enough to hold a run, so that an alarm does not end and begin again between two of them. */
function untilNextRun(schedule: Settings['schedule']): Duration {
  const minutes = 'everyMinutes' in schedule ? schedule.everyMinutes : dayMinutes / 2
  return Duration.minutes(Math.min(dayMinutes, Math.max(10, 2 * minutes)))
}

function metricsOf({ shop, schedule }: Settings, { fn, queue }: SyncFunction): Metrics {
  const own = (name: RunMetric, period = fiveMinutes): Metric => metricOf(shop, name, { period })
  return {
    successfulRuns: own('SuccessfulRuns'),
    freshExports: own('FreshExports', Duration.hours(1)),
    acceptedOrders: own('AcceptedOrders'),
    refusedOrders: own('RefusedOrders', Duration.days(1)),
    waitingForPerson: own('WaitingForPerson', untilNextRun(schedule)).with({ statistic: Stats.MAXIMUM }),
    errors: fn.metricErrors({ period: fiveMinutes }),
    throttles: fn.metricThrottles({ period: fiveMinutes }),
    duration: fn.metricDuration({ period: fiveMinutes, statistic: Stats.MAXIMUM }),
    deadLetters: queue.metricApproximateNumberOfMessagesVisible({ period: fiveMinutes, statistic: Stats.MAXIMUM }),
  }
}

function rulesOf({ settings, props }: Wanted, metrics: Metrics): AlarmRule[] {
  const metric = (name: string): Metric => metrics[name] as Metric
  return [
    {
      id: 'Errors',
      heading: 'errors',
      says: 'A run failed. What it had not sent stays planned, and the next run tries again; if this goes on, order states do not reach the shop.',
      metric: metric('errors'),
      threshold: 1,
    },
    {
      id: 'Throttles',
      heading: 'throttles',
      says: 'AWS did not start a run, because the account is at its limit of concurrent functions. The next run makes up for it; if this goes on, order states come late.',
      metric: metric('throttles'),
      threshold: 1,
    },
    {
      id: 'DeadLettersThere',
      heading: 'dead letters',
      says: 'A trigger was not delivered, or a run failed on it. Nothing is lost, for triggers carry no data. The messages say why, and are forgotten after a day.',
      metric: metric('deadLetters'),
      threshold: 1,
    },
    {
      id: 'NearTimeout',
      heading: 'near time-out',
      says: `A run took more than 80 % of its ${functionTimeout.toMinutes()} minutes: a large export, a slow shop, or a backlog. It stops posting in time and the next run goes on; but an export that takes longer to read is never taken in.`,
      metric: metric('duration'),
      threshold: functionTimeout.toMilliseconds() * 0.8,
    },
    {
      id: 'RefusedOrders',
      heading: 'refused orders',
      says: 'The shop refused orders, or the export held records that could not be mapped. These were not sent; the others were.',
      metric: metric('refusedOrders'),
      threshold: 1,
    },
    {
      id: 'WaitingForPerson',
      heading: 'waiting for a person',
      says: 'A plan is held, an export is refused, or the shop refused the credentials. It is not sent until somebody decides.',
      metric: metric('waitingForPerson'),
      threshold: 1,
    },
    ...noRunRule(noRunMinutes(settings, props.schedule !== undefined), metric('successfulRuns')),
    ...noExportRule(settings, metric('freshExports')),
  ]
}

/** Three missed ticks, at least half an hour; other schedules may rest at night, so there somebody has to say how long. */
function noRunMinutes({ schedule, alerts }: Settings, otherSchedule: boolean): number | undefined {
  if (alerts.noRunForMinutes !== undefined) return alerts.noRunForMinutes
  return !otherSchedule && 'everyMinutes' in schedule ? Math.max(30, 3 * schedule.everyMinutes) : undefined
}

function noRunRule(minutes: number | undefined, metric: Metric): AlarmRule[] {
  if (minutes === undefined) return []
  const hourly = minutes > dayMinutes
  return [
    {
      id: 'NoSuccessfulRun',
      heading: 'no successful run',
      says: `No run has succeeded for ${minutes} minutes. Order states do not reach the shop.`,
      metric: metric.with({ period: hourly ? Duration.hours(1) : Duration.minutes(minutes) }),
      evaluationPeriods: hourly ? Math.ceil(minutes / hourMinutes) : 1,
      threshold: 1,
      silence: { warmUpMinutes: minutes },
    },
  ]
}

function noExportRule({ alerts }: Settings, metric: Metric): AlarmRule[] {
  if (alerts.noExportForHours === undefined) return []
  const hours = Math.ceil(alerts.noExportForHours)
  return [
    {
      id: 'NoFreshExport',
      heading: 'no fresh export',
      says: `The ERP has dropped no new export for ${hours} hours. The shop shows what it said last.`,
      metric,
      evaluationPeriods: hours,
      threshold: 1,
      silence: { warmUpMinutes: hours * hourMinutes },
    },
  ]
}
