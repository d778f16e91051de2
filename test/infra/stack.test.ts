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

  it('is woken by every kind of drop under exports/ and by what people decide, and by no other object', () => {
    usual.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: {
          bucket: { name: [{ Ref: 'OrderSyncBucket' }] },
          object: { key: [{ wildcard: 'exports/*' }, { wildcard: 'state/decisions/*' }] },
        },
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
      Timeout: 290,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: Match.anyValue() },
      Environment: { Variables: { ORDER_SYNC_BUCKET: { Ref: 'OrderSyncBucket' }, ORDER_SYNC_TOPIC: Match.anyValue() } },
      ReservedConcurrentExecutions: Match.absent(),
    })
    usual.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 })
    usual.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 0,
      DestinationConfig: Match.absent(),
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
        Action: 'sns:Publish',
        Resource: { Ref: expect.stringContaining('Alerts') },
      },
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': [expect.stringContaining('Log'), 'Arn'] },
      },
      // what people decide is theirs to write
      { Effect: 'Deny', Action: 's3:PutObject', Resource: below('state/decisions') },
    ])
    const allowed = allowedActions(usual.toJSON())
    expect(allowed).toContain('s3:PutObject')
    expect(allowed.filter((action) => action.includes('*'))).toEqual([])
  })

  it('may read the secrets of the channels that it tells by, and of no other', () => {
    const channels = [
      { type: 'slack' },
      { type: 'email' },
      { type: 'webhook', name: 'ops', url: 'https://example.cz/' },
    ]
    const template = templateOf({ alerts: { channels } } as Partial<OrderSyncSettings>)
    const [statement] = Object.values(template.findResources('AWS::IAM::Policy'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as { Action: unknown; Resource: unknown }[])
      .filter(({ Action }) => Action === 'ssm:GetParameter')
    expect(
      JSON.stringify(statement?.Resource)
        .match(/parameter\/[\w/-]+/g)
        ?.toSorted(),
    ).toEqual([
      'parameter/order-sync/acme/alerts/ops',
      'parameter/order-sync/acme/alerts/slack',
      'parameter/order-sync/acme/api-key',
    ])
  })

  it('has a policy each for who uploads, who looks and who decides', () => {
    const allowed = (id: string): string[] => {
      const [policy] = Object.entries(usual.findResources('AWS::IAM::ManagedPolicy')).flatMap(
        ([name, { Properties }]) =>
          name.includes(id) ? [Properties.PolicyDocument.Statement as { Action: string[]; Resource: unknown[] }[]] : [],
      )
      return (policy ?? []).flatMap(({ Action, Resource }) =>
        Action.map((action) => `${action} ${JSON.stringify(Resource)}`),
      )
    }
    const on = (action: string, ...resources: object[]) => `${action} ${JSON.stringify(resources)}`
    expect(allowed('UploaderPolicy')).toEqual([on('s3:PutObject', below('exports'))])
    const looking = [
      on('s3:ListBucket', bucketArn),
      on('s3:GetObject', below('exports'), below('state'), below('archive'), below('runs')),
      expect.stringMatching(/^lambda:GetFunctionConfiguration \[\{"Fn::GetAtt":\["OrderSyncFunction/),
      expect.stringMatching(/^sns:ListSubscriptionsByTopic \[\{"Ref":"OrderSyncAlerts/),
    ]
    expect(allowed('ViewerPolicy')).toEqual(looking)
    expect(allowed('DeciderPolicy')).toEqual([
      ...looking,
      on('s3:PutObject', below('state/decisions'), below('state/holds')),
      expect.stringMatching(/^lambda:InvokeFunction \[\{"Fn::GetAtt":\["OrderSyncFunction/),
    ])
    const cleared = ['state/snapshots', 'state/holds', 'state/decisions', 'archive', 'runs', 'exports']
    expect(allowed('OperatorPolicy')).toEqual([
      ...looking,
      on('s3:PutObject', below('state'), below('archive'), below('runs')),
      on('s3:DeleteObject', ...cleared.map(below)),
      expect.stringMatching(/^ssm:GetParameter .*parameter\/order-sync\/acme\/api-key/),
      expect.stringMatching(/^ssm:PutParameter .*parameter\/order-sync\/acme\/api-key/),
      expect.stringMatching(/^lambda:InvokeFunction \[\{"Fn::GetAtt":\["OrderSyncFunction/),
    ])
  })

  it('keeps the bucket private, encrypted, versioned, under the same logical id, also when the stack goes', () => {
    // but for one that a first deployment has made before it failed
    usual.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' })
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

  const alarmsOf = (template: Template): Record<string, Record<string, unknown>> =>
    Object.fromEntries(
      Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => [
        String(Properties.AlarmName).replace('order-sync-acme: ', ''),
        Properties,
      ]),
    )

  it('alarms on runs that fail, runs that do not happen, and triggers that are not delivered, by AWS’s own numbers', () => {
    expect(alarmsOf(usual)).toMatchObject({
      errors: {
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Period: 300,
        DatapointsToAlarm: 2,
        EvaluationPeriods: 3,
      },
      'no run': {
        Namespace: 'AWS/Lambda',
        MetricName: 'Invocations',
        TreatMissingData: 'breaching',
        ComparisonOperator: 'LessThanThreshold',
        Period: 1800,
        EvaluationPeriods: 1,
        WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 30 },
      },
      'dead letters': { Namespace: 'AWS/SQS', MetricName: 'ApproximateNumberOfMessagesVisible' },
    })
    const alarms = Object.values(alarmsOf(usual))
    expect(alarms).toHaveLength(3)
    for (const { AlarmActions, OKActions, AlarmDescription } of alarms) {
      expect([AlarmActions, OKActions]).toEqual([[{ Ref: expect.any(String) }], AlarmActions])
      expect(AlarmDescription).toContain('Shop acme.')
    }
  })

  it.each([
    [{ everyMinutes: 1 }, { Period: 300, DatapointsToAlarm: 2, EvaluationPeriods: 3 }, { Period: 1800 }],
    [{ everyMinutes: 30 }, { Period: 1800, DatapointsToAlarm: 2, EvaluationPeriods: 3 }, { Period: 5400 }],
    [{ everyMinutes: 60 }, { Period: 3600, DatapointsToAlarm: 1, EvaluationPeriods: 1 }, { Period: 10_800 }],
    [{ everyMinutes: 1440 }, { Period: 3600, EvaluationPeriods: 1 }, { Period: 3600, EvaluationPeriods: 72 }],
  ] as const)('knows how often it runs: %o', (schedule, errors, silence) => {
    expect(alarmsOf(templateOf({ schedule }))).toMatchObject({ errors, 'no run': silence })
  })

  it('lets the topic be told by its alarms, and mails whom the settings name', () => {
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

  it('looks at a schedule that rests while it does not, in its own hours', () => {
    const schedule = { cron: '0/10 6-20 ? * MON-FRI *', timeZone: 'Europe/Bratislava' }
    const template = templateOf({ schedule })
    expect(alarmsOf(template)['no run']).toMatchObject({ Period: 1800, EvaluationPeriods: 1 })
    const rules = Object.values(template.findResources('AWS::CloudWatch::AlarmMuteRule')).map(
      ({ Properties }) => Properties,
    )
    expect(rules.map(({ Rule }) => Rule.Schedule)).toEqual(
      ['MON', 'TUE', 'WED', 'THU', 'FRI'].map((weekday) => ({
        Expression: `cron(50 20 * * ${weekday})`,
        // until half an hour after the first run of the next working day
        Duration: weekday === 'FRI' ? 'PT3460M' : 'PT580M',
        Timezone: 'Europe/Bratislava',
      })),
    )
    for (const { MuteTargets } of rules)
      expect(MuteTargets.AlarmNames).toEqual([{ Ref: expect.stringContaining('NoRun') }])
    usual.resourceCountIs('AWS::CloudWatch::AlarmMuteRule', 0)
  })

  it.each([
    ['a week', '0 8 ? * MON *', undefined],
    ['a day of the month', '0/10 8-16 1-5 * ? *', undefined],
    ['two days', '0 8 ? * MON,WED,FRI *', { Period: 3600, EvaluationPeriods: 144 }],
  ])('is told where it rests for %s', (_, cron, expected) => {
    const found = alarmsOf(templateOf({ schedule: { cron, timeZone: 'Europe/Prague' } }))['no run']
    if (expected === undefined) expect(found).toBeUndefined()
    else expect(found).toMatchObject(expected)
    const told = { cron, timeZone: 'Europe/Prague' }
    const alerts = { noRunForMinutes: 3840 }
    const template = templateOf({ schedule: told, alerts })
    expect(alarmsOf(template)['no run']).toMatchObject({ Period: 3600, EvaluationPeriods: 64 })
    template.resourceCountIs('AWS::CloudWatch::AlarmMuteRule', 0)
  })

  it('warns where nobody would be told', () => {
    Annotations.fromStack(stackOf({ alerts: {} }).stack).hasWarning('*', Match.stringLikeRegexp('Nobody is told'))
  })

  it('tells numbers of its own only where somebody looks at them', () => {
    const tells = (template: Template) =>
      Object.values(template.findResources('AWS::Lambda::Function'))[0]?.Properties.Environment.Variables
        .ORDER_SYNC_METRICS
    expect(tells(usual)).toBeUndefined()
    expect(tells(templateOf({ dashboard: true }))).toBe('true')
    const { stack } = stackOf()
    stack.sync.metricRefusedOrders()
    expect(tells(Template.fromStack(stack))).toBe('true')
  })

  it('is protected from deletion, and bears tags', () => {
    const { stack } = stackOf({ aws: { tags: { client: 'acme' } } })
    expect(stack.terminationProtection).toBe(true)
    expect(stackOf({ aws: { terminationProtection: false } }).stack.terminationProtection).toBe(false)
    Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', { Tags: [{ Key: 'client', Value: 'acme' }] })
  })

  it('takes bucket, topic and key that the settings name, and lies below a prefix', () => {
    const template = templateOf({
      aws: {
        bucket: 'theirs',
        prefix: 'shops/acme',
        topic: 'arn:aws:sns:eu-central-1:123456789012:ops',
        encryptionKey: 'arn:aws:kms:eu-central-1:123456789012:key/k',
      },
    })
    template.resourceCountIs('AWS::S3::Bucket', 0)
    template.resourceCountIs('AWS::SNS::Topic', 0)
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        detail: {
          bucket: { name: ['theirs'] },
          object: { key: [{ wildcard: 'shops/acme/exports/*' }, { wildcard: 'shops/acme/state/decisions/*' }] },
        },
      },
    })
    const text = JSON.stringify(template.findResources('AWS::IAM::Policy'))
    expect(text).toContain('/shops/acme/state/*')
    expect(text).not.toContain('theirs/state')
    expect(text).toContain('kms:GenerateDataKey')
    expect(template.toJSON().Outputs.UploadOrders.Value).toBe('s3://theirs/shops/acme/exports/orders/')
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
      'DeciderPolicyArn',
      'OperatorPolicyArn',
      'StoreKeyCommand',
      'UploadInvoices',
      'UploadOrders',
      'UploaderPolicyArn',
      'ViewerPolicyArn',
    ])
    expect(outputs.StoreKeyCommand.Value).toBe(
      'aws ssm put-parameter --type SecureString --overwrite --name /order-sync/acme/api-key --value file://api-key.txt',
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
