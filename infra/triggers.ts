import { Duration } from 'aws-cdk-lib'
import { Match, Rule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets'
import type { CfnRole } from 'aws-cdk-lib/aws-iam'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import { CfnSchedule, type ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { prefixOf } from '../lib/settings/deployed.ts'
import type { Settings } from '../lib/settings/settings.ts'

const retries = 2
const oldestEvent = Duration.minutes(5)

/** What a shop's function is woken by. */
export interface Woken {
  readonly settings: Settings
  readonly schedule: ScheduleExpression | undefined
  readonly bucket: IBucket
  /** the function, or the alias of the shop */
  readonly fn: IFunction
  readonly queue: Queue
  /** may invoke it */
  readonly role: CfnRole
}

/**
 * What wakes the function: the schedule, exports that are dropped, and what people decide. All are hints; the next tick makes
 * up for a lost one, but for a decision where nothing waits, which the next run acts on.
 */
export function createTriggers(scope: Construct, woken: Woken): void {
  const { settings, bucket, fn, queue, role } = woken
  new CfnSchedule(scope, 'Schedule', {
    description: `Looks for exports of the shop ${settings.shop}.`,
    ...expressionOf(woken),
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
    description: `Wakes the sync of the shop ${settings.shop} when an export is dropped, or somebody decides.`,
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: {
        bucket: { name: [bucket.bucketName] },
        object: {
          key: Match.anyOf(
            Match.wildcard(`${prefixOf(settings)}exports/*`),
            Match.wildcard(`${prefixOf(settings)}state/decisions/*`),
          ),
        },
      },
    },
    targets: [new LambdaTarget(fn, { retryAttempts: retries, maxEventAge: oldestEvent, deadLetterQueue: queue })],
  })
}

function expressionOf({ settings: { schedule: said }, schedule }: Woken) {
  if (schedule !== undefined) {
    const { expressionString, timeZone } = schedule
    return {
      scheduleExpression: expressionString,
      scheduleExpressionTimezone: timeZone?.timezoneName ?? 'Europe/Prague',
    }
  }
  if ('cron' in said) return { scheduleExpression: `cron(${said.cron})`, scheduleExpressionTimezone: said.timeZone }
  const { everyMinutes } = said
  return {
    scheduleExpression: `rate(${everyMinutes} ${everyMinutes === 1 ? 'minute' : 'minutes'})`,
    scheduleExpressionTimezone: 'Europe/Prague',
  }
}
