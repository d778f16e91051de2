import { Duration } from 'aws-cdk-lib'
import { Match, Rule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { Settings } from '../lib/settings/settings.ts'
import { createInvokerRole } from './function.ts'

const retries = 2
const oldestEvent = Duration.minutes(5)

/** What wakes the function: the schedule, and exports that are dropped. Both are hints; the next tick makes up for a lost one. */
export function createTriggers(
  scope: Construct,
  settings: Settings,
  fn: LambdaFunction,
  queue: Queue,
  bucket: Bucket,
): void {
  const role = createInvokerRole(scope, 'ScheduleRole', 'scheduler.amazonaws.com', { fn, queue })
  new CfnSchedule(scope, 'Schedule', {
    description: `Looks for exports of the shop ${settings.shop}.`,
    ...expressionOf(settings.schedule),
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

function expressionOf(schedule: Settings['schedule']) {
  if ('cron' in schedule)
    return { scheduleExpression: `cron(${schedule.cron})`, scheduleExpressionTimezone: schedule.timeZone }
  const { everyMinutes } = schedule
  return {
    scheduleExpression: `rate(${everyMinutes} ${everyMinutes === 1 ? 'minute' : 'minutes'})`,
    scheduleExpressionTimezone: 'Europe/Prague',
  }
}
