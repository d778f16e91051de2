import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { expect, it } from 'vitest'
import { OrderSyncFleetStack, OrderSyncStack } from '../../infra/index.ts'
import { temporaryFolder } from '../support/folder.ts'
import { flags, settingsWith, top } from './settings.ts'

const policy: { Statement: { Action: string | string[] }[] } = JSON.parse(
  readFileSync(join(top, 'examples/deploy/execution-policy.json'), 'utf8'),
)
const allowed = policy.Statement.flatMap(({ Action }) => Action)

/** What CloudFormation calls to make a resource of each type. */
const creating: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'cloudwatch:PutMetricAlarm',
  'AWS::CloudWatch::AlarmMuteRule': 'cloudwatch:PutAlarmMuteRule',
  'AWS::CloudWatch::Dashboard': 'cloudwatch:PutDashboard',
  'AWS::Events::Rule': 'events:PutRule',
  'AWS::IAM::ManagedPolicy': 'iam:CreatePolicy',
  'AWS::IAM::Policy': 'iam:PutRolePolicy',
  'AWS::IAM::Role': 'iam:CreateRole',
  'AWS::Lambda::Alias': 'lambda:*',
  'AWS::Lambda::EventInvokeConfig': 'lambda:*',
  'AWS::Lambda::Function': 'lambda:*',
  'AWS::Lambda::Permission': 'lambda:*',
  'AWS::Logs::LogGroup': 'logs:CreateLogGroup',
  'AWS::S3::Bucket': 's3:CreateBucket',
  'AWS::S3::BucketPolicy': 's3:PutBucket*',
  'AWS::SNS::Subscription': 'sns:Subscribe',
  'AWS::SNS::Topic': 'sns:CreateTopic',
  'AWS::SNS::TopicPolicy': 'sns:SetTopicAttributes',
  'AWS::SQS::Queue': 'sqs:CreateQueue',
  'AWS::SQS::QueuePolicy': 'sqs:SetQueueAttributes',
  'AWS::SSM::Parameter': 'ssm:PutParameter',
  'AWS::Scheduler::Schedule': 'scheduler:CreateSchedule',
}

it('the sample of a narrow bootstrap policy lets every resource of the stacks be made', () => {
  const app = new App({ context: flags.context, outdir: join(temporaryFolder(), 'cdk.out') })
  const schedule = { cron: '0/10 6-20 ? * MON-FRI *', timeZone: 'Europe/Prague' }
  const settings = settingsWith({ dashboard: true, schedule })
  const stacks = [
    new OrderSyncStack(app, 'order-sync-acme', { settings }),
    new OrderSyncFleetStack(app, 'order-sync-agency', { fleet: 'agency', settings: [settings] }),
  ]
  const found = stacks.flatMap((stack) => {
    const resources: Record<string, { Type: string }> = Template.fromStack(stack).toJSON().Resources
    return Object.values(resources).map(({ Type }) => Type)
  })
  const types = [...new Set(found)].sort()
  expect(types).toEqual(Object.keys(creating).sort())
  for (const type of types) expect(allowed, type).toContain(creating[type])
})
