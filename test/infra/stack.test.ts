import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks } from 'cdk-nag'
import { describe, expect, it } from 'vitest'
import { type OrderSyncSettings, OrderSyncStack } from '../../infra/index.ts'
import { temporaryFolder } from '../support/folder.ts'
import { flags, settingsWith, top } from './settings.ts'

function stackOf(changes: Partial<OrderSyncSettings> = {}): { stack: OrderSyncStack; app: App } {
  const app = new App({ context: flags.context, outdir: mkdtempSync(join(temporaryFolder(), 'cdk-')) })
  return { app, stack: new OrderSyncStack(app, 'order-sync-acme', { settings: settingsWith(changes) }) }
}
const templateOf = (changes: Partial<OrderSyncSettings> = {}): Template => Template.fromStack(stackOf(changes).stack)
const usual = templateOf()

const bucketArn = { 'Fn::GetAtt': ['OrderSyncBucket', 'Arn'] }
const below = (prefix: string) => ({ 'Fn::Join': ['', [bucketArn, `/${prefix}/*`]] })

/** All actions that any statement of the template allows. */
function allowedActions(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(allowedActions)
  if (typeof part !== 'object' || part === null) return []
  if ('Effect' in part && part.Effect === 'Allow' && 'Action' in part) return [part.Action].flat() as string[]
  return Object.values(part).flatMap(allowedActions)
}

describe('the stack', () => {
  it('looks for exports every five minutes, and forgets a tick that is five minutes old', () => {
    usual.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(5 minutes)',
      ScheduleExpressionTimezone: 'Europe/Prague',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Input: '{"trigger":"schedule"}',
        RetryPolicy: { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 2 },
        DeadLetterConfig: Match.anyValue(),
      },
    })
    templateOf({ schedule: { everyMinutes: 1 } }).hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)',
    })
    templateOf({ schedule: { cron: '0/10 6-20 ? * MON-FRI *', timeZone: 'Europe/Bratislava' } }).hasResourceProperties(
      'AWS::Scheduler::Schedule',
      { ScheduleExpression: 'cron(0/10 6-20 ? * MON-FRI *)', ScheduleExpressionTimezone: 'Europe/Bratislava' },
    )
  })

  it('is woken by every kind of drop under exports/, and by no other object', () => {
    usual.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [{ Ref: 'OrderSyncBucket' }] }, object: { key: [{ wildcard: 'exports/*' }] } },
      },
      Targets: [
        Match.objectLike({
          RetryPolicy: { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 2 },
          DeadLetterConfig: Match.anyValue(),
        }),
      ],
    })
    usual.hasResourceProperties('AWS::S3::Bucket', {
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    })
  })

  it('runs on Node 24 on arm64, with JSON logs that are kept for a month, and is not retried', () => {
    usual.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'order-sync-acme',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      Timeout: 300,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: Match.anyValue() },
      Environment: { Variables: { ORDER_SYNC_BUCKET: { Ref: 'OrderSyncBucket' } } },
      ReservedConcurrentExecutions: Match.absent(),
    })
    usual.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 })
    usual.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    })
    templateOf({ reservedConcurrency: true, memoryMb: 1024 }).hasResourceProperties('AWS::Lambda::Function', {
      ReservedConcurrentExecutions: 1,
      MemorySize: 1024,
    })
  })

  it('may do exactly what a run does', () => {
    const policies = usual.findResources('AWS::IAM::Policy')
    const statements = Object.values(policies).flatMap((policy) => policy.Properties.PolicyDocument.Statement)
    const parameter = {
      'Fn::Join': [
        '',
        [
          'arn:',
          { Ref: 'AWS::Partition' },
          ':ssm:',
          { Ref: 'AWS::Region' },
          ':',
          { Ref: 'AWS::AccountId' },
          ':parameter/order-sync/acme/api-key',
        ],
      ],
    }
    expect(statements).toEqual([
      { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: parameter },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: bucketArn },
      { Effect: 'Allow', Action: 's3:GetObject', Resource: below('exports') },
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: [below('archive'), below('runs'), below('state')],
      },
      {
        Effect: 'Allow',
        Action: 's3:DeleteObject',
        Resource: [below('state/decisions'), below('state/holds'), below('state/snapshots')],
      },
      {
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: { 'Fn::GetAtt': [expect.stringContaining('DeadLetters'), 'Arn'] },
      },
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': [expect.stringContaining('Log'), 'Arn'] },
      },
    ])
    const allowed = allowedActions(usual.toJSON())
    expect(allowed).toContain('s3:PutObject')
    expect(allowed.filter((action) => action.includes('*'))).toEqual([])
  })

  it('lets the ERP’s uploader put exports, and nothing else', () => {
    usual.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: below('exports') }] },
    })
  })

  it('keeps the bucket private, encrypted, versioned, under the same logical id, also when the stack goes', () => {
    usual.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' })
    expect(Object.keys(usual.findResources('AWS::S3::Bucket'))).toEqual(['OrderSyncBucket'])
    usual.hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: Match.anyValue(),
      VersioningConfiguration: { Status: 'Enabled' },
    })
    usual.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ],
      },
    })
  })

  it('expires exports, archive and reports, and never anything live under state/', () => {
    const [bucket] = Object.values(
      templateOf({ retention: { exportDays: 7, archiveDays: 90 } }).findResources('AWS::S3::Bucket'),
    )
    const rules = bucket?.Properties.LifecycleConfiguration.Rules as Record<string, unknown>[]
    const expiring = rules.filter((rule) => 'ExpirationInDays' in rule)
    expect(expiring.map(({ Prefix, ExpirationInDays }) => [Prefix, ExpirationInDays])).toEqual([
      ['exports/', 7],
      ['archive/', 90],
      ['runs/', 90],
    ])
    expect(rules.filter(({ Prefix }) => Prefix === 'state/')).toMatchObject([
      { NoncurrentVersionExpiration: { NoncurrentDays: 30 }, ExpiredObjectDeleteMarker: true },
    ])
  })

  it('alarms on everything that a person should know, and on silence', () => {
    const alarms = Object.values(usual.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties)
    expect(alarms.map(({ AlarmName }) => String(AlarmName).replace('order-sync-acme: ', '')).sort()).toEqual([
      'dead letters',
      'errors',
      'near time-out',
      'no fresh export',
      'no successful run',
      'refused orders',
      'throttles',
      'waiting for a person',
    ])
    const silent = alarms.filter(({ TreatMissingData }) => TreatMissingData === 'breaching')
    expect(
      silent.map(({ AlarmName, Period, EvaluationPeriods, WarmUpConfiguration }) => [
        AlarmName,
        Period,
        EvaluationPeriods,
        WarmUpConfiguration.WarmUpPeriodDurationInMinutes,
      ]),
    ).toEqual([
      ['order-sync-acme: no successful run', 1800, 1, 30],
      ['order-sync-acme: no fresh export', 3600, 26, 1560],
    ])
    for (const { AlarmActions } of alarms) expect(AlarmActions).toHaveLength(1)
    usual.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ]),
      },
    })
    usual.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'ops@example.cz' })
  })

  it('names a heading of the runbook in every alarm', () => {
    const runbook = readFileSync(join(top, 'docs/runbook.md'), 'utf8')
    for (const { Properties } of Object.values(usual.findResources('AWS::CloudWatch::Alarm'))) {
      const heading = /\\"(Alarm: [^"\\]+)\\"/.exec(JSON.stringify(Properties.AlarmDescription))?.[1]
      expect(runbook).toContain(`\n## ${heading}\n`)
    }
  })

  it('does not alarm at night where the schedule rests, unless told how long is too long', () => {
    const schedule = { cron: '0/10 6-20 ? * MON-FRI *', timeZone: 'Europe/Prague' }
    const named = (template: Template) =>
      Object.values(template.findResources('AWS::CloudWatch::Alarm')).filter(({ Properties }) =>
        Properties.AlarmName.endsWith('no successful run'),
      )
    expect(named(templateOf({ schedule, alerts: {} }))).toEqual([])
    expect(named(templateOf({ schedule, alerts: { noRunForMinutes: 3840 } }))).toMatchObject([
      { Properties: { Period: 3600, EvaluationPeriods: 64 } },
    ])
    expect(named(templateOf({ schedule: { everyMinutes: 60 }, alerts: {} }))).toMatchObject([
      { Properties: { Period: 10_800 } },
    ])
  })

  it('has no custom resource, and a dashboard only on request', () => {
    const types = Object.values(usual.toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type)
    expect(types.filter((type) => type.startsWith('Custom::') || type.includes('CustomResource'))).toEqual([])
    expect(types.filter((type) => type === 'AWS::Lambda::Function')).toHaveLength(1)
    expect(types).not.toContain('AWS::CloudWatch::Dashboard')
    templateOf({ dashboard: true }).resourceCountIs('AWS::CloudWatch::Dashboard', 1)
  })

  it('tells bucket, upload places, parameter, the command for the key, and the dashboard', () => {
    const outputs = templateOf({ dashboard: true }).toJSON().Outputs
    expect(Object.keys(outputs).sort()).toEqual([
      'ApiKeyParameter',
      'BucketName',
      'DashboardUrl',
      'StoreKeyCommand',
      'UploadInvoices',
      'UploadOrders',
      'UploaderPolicyArn',
    ])
    expect(outputs.StoreKeyCommand.Value).toBe(
      "aws ssm put-parameter --type SecureString --overwrite --name /order-sync/acme/api-key --value 'THE-KEY'",
    )
  })

  it('warns of the old API, and refuses an address that no function reaches', () => {
    const upgates = { api: 'state-update', project: 'acme', server: 's7', notify: false } as const
    Annotations.fromStack(stackOf({ upgates }).stack).hasWarning('*', Match.stringLikeRegexp('31 March 2019.*"v2"'))
    Annotations.fromStack(stackOf().stack).hasNoWarning('*', Match.anyValue())
    const local = { api: 'v2', url: 'http://127.0.0.1:8787', login: '1', notify: false } as const
    expect(() => templateOf({ upgates: local })).toThrow('The function cannot reach http://127.0.0.1:8787')
  })

  it('passes the AwsSolutions rules and those of CloudFormation', () => {
    const { app } = stackOf({ dashboard: true })
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
    expect(() => app.synth()).not.toThrow()
  })

  it('uses all recommended feature flags', () => {
    const recommended = JSON.parse(
      readFileSync(join(top, 'node_modules/aws-cdk-lib/recommended-feature-flags.json'), 'utf8'),
    )
    expect(flags.context).toEqual({ ...recommended, '@aws-cdk/core:validateAgainstDefaultRules': true })
  })
})
