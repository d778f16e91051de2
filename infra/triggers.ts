import { Duration } from 'aws-cdk-lib'
import { Match, Rule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets'
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler'
import type { Construct } from 'constructs'
import { createInvokerRole, type SyncFunction, type Wanted } from './function.ts'

const retries = 2
const oldestEvent = Duration.minutes(5)

/** What wakes the function: the schedule, and exports that are dropped. Both are hints; the next tick makes up for a lost one. */
export function createTriggers(scope: Construct, wanted: Wanted, { fn, queue }: SyncFunction): void {
  const { settings, bucket } = wanted
  const role = createInvokerRole(scope, 'ScheduleRole', 'scheduler.amazonaws.com', { fn, queue })
  new CfnSchedule(scope, 'Schedule', {
    description: `Looks for exports of the shop ${settings.shop}.`,
    ...expressionOf(wanted),
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: fn.functionArn,
      roleArn: role.attrArn,
      input: JSON.stringify({ trigger: 'schedule' }),
      retryPolicy: { maximumRetryAttempts: retries, maximumEventAgeInSeconds: oldestEvent.toSeconds() },
      deadLetterConfig: { arn: queue.queueArn },
    },
  })
  new Rule(scope, 'Drops', {
    description: `Wakes the sync of the shop ${settings.shop} when an export is dropped.`,
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [bucket.bucketName] }, object: { key: Match.wildcard('exports/*') } },
    },
    targets: [new LambdaTarget(fn, { retryAttempts: retries, maxEventAge: oldestEvent, deadLetterQueue: queue })],
  })
}

function expressionOf({ settings: { schedule }, props }: Wanted) {
  if (props.schedule !== undefined) {
    const { expressionString, timeZone } = props.schedule
    return {
      scheduleExpression: expressionString,
      scheduleExpressionTimezone: timeZone?.timezoneName ?? 'Europe/Prague',
    }
  }
  if ('cron' in schedule)
    return { scheduleExpression: `cron(${schedule.cron})`, scheduleExpressionTimezone: schedule.timeZone }
  const { everyMinutes } = schedule
  return {
    scheduleExpression: `rate(${everyMinutes} ${everyMinutes === 1 ? 'minute' : 'minutes'})`,
    scheduleExpressionTimezone: 'Europe/Prague',
  }
}
