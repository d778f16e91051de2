import { Duration } from 'aws-cdk-lib'
import {
  Alarm,
  type CfnAlarm,
  CfnAlarmMuteRule,
  ComparisonOperator,
  type Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { type Rest, type Rhythm, silenceAfter } from '../lib/settings/rhythm.ts'
import type { Settings } from '../lib/settings/settings.ts'

/** CloudWatch allows two days. */
const longestWarmUp = 2880
const hourMinutes = 60
const dayMinutes = 24 * hourMinutes
/** The longest that an alarm may look back. */
const weekMinutes = 7 * dayMinutes
/** Where runs are further apart than this, one that fails is told at once. */
const mostIntervalForTwo = 30
const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN']

/** What the alarms of one shop watch. All they look at is AWS's own: the rest the function tells by itself. */
export interface Watched {
  readonly settings: Settings
  /** beginning of the alarms' names, as `order-sync-acme` */
  readonly name: string
  /** the function, or the alias of the shop */
  readonly fn: IFunction
  readonly topic: ITopic
  /** `undefined`: nobody knows when it runs */
  readonly beat: { readonly rhythm: Rhythm; readonly timeZone: string } | undefined
}

interface AlarmRule {
  readonly id: string
  /** the end of the alarm's name and the heading of the runbook */
  readonly heading: string
  /** what was not done, and what follows */
  readonly says: string
  readonly metric: Metric
  /** of so many periods, so many; default: the one that is */
  readonly datapoints?: readonly [bad: number, of: number]
  /** alarms where nothing comes for so long, instead of at one and above */
  readonly silentMinutes?: number
}

/** The alarms of a shop, and when they are to tell nobody. */
export interface ShopAlarms {
  readonly alarms: readonly Alarm[]
  readonly silences: readonly Silence[]
}

/** A time of every week in which an alarm tells nobody. */
export interface Silence {
  readonly alarm: Alarm
  readonly expression: string
  readonly duration: string
  readonly timezone: string
}

/** The alarms of one shop: runs that fail, and runs that do not happen. */
export function createShopAlarms(scope: Construct, watched: Watched): ShopAlarms {
  const { settings, name, topic, beat } = watched
  const told = { name, topic, shop: settings.shop }
  const errors = createAlarm(scope, errorsRule(watched), told)
  const silentMinutes = noRunMinutes(settings, beat?.rhythm)
  if (silentMinutes === undefined) return { alarms: [errors], silences: [] }
  const noRun = createAlarm(scope, silenceRule(watched, silentMinutes), told)
  const rests = beat === undefined ? [] : restsOf(settings, beat.rhythm)
  const silences = rests.map((rest) => ({
    alarm: noRun,
    timezone: beat?.timeZone ?? '',
    ...silenceIn(rest, silentMinutes),
  }))
  return { alarms: [errors, noRun], silences }
}

/** Triggers that were not delivered: of the whole function. */
export function createQueueAlarm(
  scope: Construct,
  queue: Queue,
  told: { readonly name: string; readonly topic: ITopic },
): Alarm {
  const rule: AlarmRule = {
    id: 'DeadLettersThere',
    heading: 'dead letters',
    says: 'A trigger could not be delivered to the function. Nothing is lost, for triggers carry no data. The messages say why, and are forgotten after a day.',
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: Stats.MAXIMUM }),
  }
  return createAlarm(scope, rule, told)
}

/** Two of three, so that what mends itself wakes nobody; where runs are rare, the first. */
function errorsRule({ fn, beat }: Watched): AlarmRule {
  const interval = beat?.rhythm.interval ?? hourMinutes
  const frequent = interval <= mostIntervalForTwo
  return {
    id: 'Errors',
    heading: 'errors',
    says: `${frequent ? 'Two of three runs' : 'A run'} failed, were out of time, or out of memory. What was not sent stays planned, and the next run tries again; if this goes on, order states do not reach the shop.`,
    metric: fn.metricErrors({ period: Duration.minutes(frequent ? Math.max(5, interval) : hourMinutes) }),
    datapoints: frequent ? [2, 3] : [1, 1],
  }
}

const silenceRule = ({ fn }: Watched, minutes: number): AlarmRule => ({
  id: 'NoRun',
  heading: 'no run',
  says: `The function has not run for ${written(minutes)}. Order states do not reach the shop.`,
  metric: fn.metricInvocations({ period: Duration.minutes(minutes > dayMinutes ? hourMinutes : minutes) }),
  datapoints: minutes > dayMinutes ? [Math.ceil(minutes / hourMinutes), Math.ceil(minutes / hourMinutes)] : [1, 1],
  silentMinutes: minutes,
})

const written = (minutes: number): string =>
  minutes % hourMinutes === 0 && minutes > hourMinutes ? `${minutes / hourMinutes} hours` : `${minutes} minutes`

/**
 * How long no run is too long: what the settings say, or three missed runs. A schedule that rests every week is not
 * looked at then; one that rests otherwise has to be silent longer than it ever rests.
 */
function noRunMinutes({ alerts }: Settings, rhythm: Rhythm | undefined): number | undefined {
  if (alerts.noRunForMinutes !== undefined) return alerts.noRunForMinutes
  if (rhythm === undefined) return undefined
  const minutes =
    rhythm.rests === undefined ? rhythm.longest + silenceAfter(rhythm.interval) : silenceAfter(rhythm.interval)
  return minutes > weekMinutes ? undefined : minutes
}

/** Whoever says how long is too long, means it around the clock. */
const restsOf = ({ alerts }: Settings, { rests = [] }: Rhythm): readonly Rest[] =>
  alerts.noRunForMinutes === undefined ? rests : []

/** While the schedule rests, and until the first runs after that had their time. */
function silenceIn({ from, minutes }: Rest, silentMinutes: number): Pick<Silence, 'expression' | 'duration'> {
  const [day, minute] = [Math.floor(from / dayMinutes), from % dayMinutes]
  const weekday = weekdays[day % 7]
  return {
    expression: `cron(${minute % hourMinutes} ${Math.floor(minute / hourMinutes)} * * ${weekday})`,
    duration: `PT${minutes + silentMinutes}M`,
  }
}

/** Lets alarms tell nobody in their silences; those that rest together share a rule. */
export function createSilences(scope: Construct, silences: readonly Silence[]): void {
  const together = Map.groupBy(silences, (one) => `${one.expression} ${one.duration} ${one.timezone}`)
  for (const [index, same] of [...together.values()].entries()) {
    const [{ expression = '', duration = '', timezone = '' } = {}] = same
    new CfnAlarmMuteRule(scope, `Rest${index + 1}`, {
      description: 'The schedule rests.',
      rule: { schedule: { expression, duration, timezone } },
      muteTargets: { alarmNames: same.map(({ alarm }) => alarm.alarmName) },
    })
  }
}

interface Told {
  readonly name: string
  readonly topic: ITopic
  readonly shop?: string
}

function createAlarm(scope: Construct, rule: AlarmRule, { name, topic, shop }: Told): Alarm {
  const { silentMinutes, metric, heading, datapoints: [bad, of] = [1, 1] } = rule
  const usual = silentMinutes === undefined
  const alarm = new Alarm(scope, rule.id, {
    alarmName: `${name}: ${heading}`,
    alarmDescription: `${shop === undefined ? '' : `Shop ${shop}. `}${rule.says} Look at it with: order-sync status ${shop === undefined ? '--all ' : ''}--deployed. What to do: docs/runbook.md, "Alarm: ${heading}".`,
    metric,
    threshold: 1,
    evaluationPeriods: of,
    datapointsToAlarm: bad,
    comparisonOperator: usual
      ? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
      : ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: usual ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
  })
  const action = new SnsAction(topic)
  alarm.addAlarmAction(action)
  alarm.addOkAction(action)
  if (usual) return alarm
  const resource = alarm.node.defaultChild as CfnAlarm
  resource.warmUpConfiguration = { warmUpPeriodDurationInMinutes: Math.min(longestWarmUp, silentMinutes) }
  return alarm
}
